// Copies an answer's exact text: what the message holds, else what the engine holds, asked once.

import { copyComing, copyText, tellCopied } from './clipboard.js';

/**
 * @param {(message: string) => Promise<string | null>} exactText
 * @returns {(row: import('../state/rows.js').Row, button: HTMLElement) => Promise<void>}
 */
export function answerCopier(exactText) {
  /** Texts of answers that ended here, once asked for. @type {Map<string, string>} */
  const texts = new Map();

  /** @param {string} message */
  async function text(message) {
    const found = await exactText(message);
    if (found === null) {
      throw new TypeError('the answer is not there');
    }
    texts.set(message, found);
    return found;
  }

  return async ({ message, turn }, button) => {
    const known = turn === null ? message.text : texts.get(message.id);
    tellCopied(button, await (known === undefined ? copyComing(text(message.id)) : copyText(known)));
  };
}
