import { default_renderer, parser, parser_end, parser_write } from 'streaming-markdown';

export default async function streamingMarkdown(slot, data) {
  const pieces = await data('steps');
  const state = parser(default_renderer(slot));
  return {
    steps: pieces.length,
    step(at) {
      parser_write(state, pieces[at]);
      if (at === pieces.length - 1) {
        parser_end(state);
      }
    },
  };
}
