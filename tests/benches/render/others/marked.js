// The usual pair: the whole answer to HTML, cleaned, put in place of the one before.

import DOMPurify from 'dompurify';
import { marked } from 'marked';

export default async function whole(slot, data) {
  const pieces = await data('steps');
  let text = '';
  return {
    steps: pieces.length,
    step(at) {
      text += pieces[at];
      slot.innerHTML = DOMPurify.sanitize(marked.parse(text, { async: false }));
    },
  };
}
