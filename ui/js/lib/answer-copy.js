// The text of messages, to copy or to draw: what the message holds, else what the engine holds, whose
// exact text is asked for once.

import { copyComing, copyText, tellCopied } from './clipboard.js';

/** @typedef {import('../state/rows.js').Row} Row */

/** Texts that were asked for and are kept, so that a second copy needs no engine. */
const KEPT = 8;

/**
 * @param {(message: string, shown: boolean) => Promise<string | null>} textOf
 */
export function messageTexts(textOf) {
  /** @type {Map<string, string>} */
  const texts = new Map();

  /** @param {Row} row */
  async function ask({ message: { id }, turn }) {
    const found = await textOf(id, false);
    if (found === null) {
      throw new TypeError('the answer is not there');
    }
    if (turn?.end === null) {
      // It is longer the next time.
      return found;
    }
    texts.set(id, found);
    for (const [oldest] of texts) {
      if (texts.size > KEPT) {
        texts.delete(oldest);
      }
    }
    return found;
  }

  /** @param {Row} row */
  function known({ message, turn }) {
    // Of an answer that was watched, only the tree is here.
    return turn === null ? message.text : turn.end === null ? undefined : texts.get(message.id);
  }

  return {
    /**
     * As it was written, nothing hidden in it.
     * @param {Row} row
     * @returns {Promise<string>}
     */
    async drawn({ message, turn }) {
      return turn === null ? (message.shown ?? message.text) : ((await textOf(message.id, true)) ?? '');
    },

    /**
     * @param {Row} row
     * @param {HTMLElement} button
     */
    async copy(row, button) {
      const text = known(row);
      tellCopied(button, await (text === undefined ? copyComing(ask(row)) : copyText(text)));
    },
  };
}
