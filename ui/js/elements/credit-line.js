// <credit-line>: for an answer that failed for want of credit: what is left, once it is asked for, and
// the way to more of it. Nothing is sent before the button is pressed.

import { creditWords, tellsBalance } from '../lib/credit.js';
import { button, define, el, emit, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';

/**
 * Bubbles `credit-wanted` (detail: the connection and `give`, which takes the promised balance) and
 * `link-wanted`.
 */
export class CreditLine extends HTMLElement {
  #said = el('p', { class: 'error-action', role: 'status' });
  #ways = el('div', 'failure-acts');
  #shown = '';
  /** Counts what is asked for: only the last answer is told. */
  #asked = 0;

  connectedCallback() {
    if (!this.firstChild) {
      this.append(this.#ways, this.#said);
    }
  }

  /**
   * @param {string | null} connection that was asked
   * @param {string | null} topUp where credit is added
   */
  show(connection, topUp) {
    const shown = JSON.stringify([connection, topUp]);
    if (this.#shown === shown) {
      return;
    }
    this.#shown = shown;
    this.#asked += 1;
    setText(this.#said, '');
    /** @type {HTMLElement[]} */
    const ways = [];
    if (tellsBalance(connection)) {
      ways.push(button(t('errors.showCredit'), 'button', () => void this.#ask(connection)));
    }
    if (topUp !== null) {
      const { host } = new URL(topUp);
      ways.push(button(t('errors.addCredit', { host }), 'button', () => emit(this, 'link-wanted', { href: topUp, host })));
    }
    this.#ways.replaceChildren(...ways);
  }

  /** @param {string | null} connection */
  async #ask(connection) {
    this.#asked += 1;
    const mine = this.#asked;
    setText(this.#said, t('errors.askingCredit'));
    /** @type {Promise<import('../usage-types.js').CreditView>} */
    const told = new Promise((resolve) => emit(this, 'credit-wanted', { connection, give: resolve }));
    const words = await told.then(creditWords, (reason) => errorText(toUserError(reason)));
    if (mine === this.#asked) {
      setText(this.#said, words);
    }
  }
}

define('credit-line', CreditLine);
