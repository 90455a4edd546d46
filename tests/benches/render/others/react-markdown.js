import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { drawn } from './lib/drawn.js';

const plugins = [remarkGfm];

export default async function reactMarkdown(slot, data) {
  const pieces = await data('steps');
  const root = createRoot(slot);
  let text = '';
  return {
    steps: pieces.length,
    step(at) {
      text += pieces[at];
      root.render(createElement(Markdown, { remarkPlugins: plugins }, text));
      return drawn();
    },
  };
}
