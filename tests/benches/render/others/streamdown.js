import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Streamdown } from 'streamdown';
import { drawn } from './lib/drawn.js';

export default async function streamdown(slot, data) {
  const pieces = await data('steps');
  const root = createRoot(slot);
  let text = '';
  return {
    steps: pieces.length,
    step(at) {
      text += pieces[at];
      root.render(createElement(Streamdown, { isAnimating: at < pieces.length - 1 }, text));
      return drawn();
    },
  };
}
