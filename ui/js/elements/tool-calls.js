// <tool-calls>: what tools the model wanted to be called. None of them is run here; what it asked for
// is shown as it was written.

import { define, el } from '../lib/dom.js';
import { appendPieces } from '../lib/pieces.js';
import { t, textParts } from '../lib/texts.js';

/** @typedef {import('../types.js').ToolCallView} ToolCallView */

export class ToolCalls extends HTMLElement {
  #shown = '[]';

  /** @param {readonly ToolCallView[]} calls */
  show(calls) {
    const shown = JSON.stringify(calls);
    if (this.#shown === shown) {
      return;
    }
    this.#shown = shown;
    this.replaceChildren(...calls.map(callOf));
  }
}

/** @param {ToolCallView} call */
function callOf({ name, arguments: given, cut }) {
  const code = el('code', { dir: 'ltr' });
  const box = el('pre', { class: 'tool-arguments', tabindex: '0', role: 'region', 'aria-label': t('tools.arguments', { name }), dir: 'ltr' }, [code]);
  appendPieces(code, `${readable(given)}${cut ? `\n${t('tools.goesOn')}` : ''}`);
  const summary = el('summary', {}, textParts('tools.wanted', { name: el('code', { dir: 'ltr' }, [name]) }));
  return el('details', 'tool-call', [summary, box]);
}

/**
 * JSON with a line for each part; anything else as it came.
 * @param {string} text
 */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

define('tool-calls', ToolCalls);
