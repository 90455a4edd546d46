// <error-note>: one sentence for a person, what to do, and one button. Acts on codes only.

import { button, define, el, emit, place, t } from '../lib/dom.js';
import { originally } from '../lib/english.js';
import { remedyOf, remedyWith, wordsOf } from '../lib/errors.js';
import { FailureWays } from './failure-ways.js';

/** @typedef {import('../types.js').UserError} UserError */
/** @typedef {import('../lib/errors.js').Remedy} Remedy */

/**
 * Bubbles `remedy` with the chosen one. `live` makes it speak: an old error must not.
 */
export class ErrorNote extends HTMLElement {
  #shown = '';
  #ways = new FailureWays();

  /**
   * @param {UserError} error
   * @param {object} options
   * @param {boolean} options.live
   * @param {Remedy | null} [options.remedy] none shows no button
   * @param {import('./failure-ways.js').About | null} [options.about] none offers nothing beside it
   */
  show(error, { live, remedy = remedyOf(error.code), about = null }) {
    this.#draw(error, live, remedy);
    if (about === null) {
      this.#ways.remove();
    } else {
      place(this.#ways, () => this.firstElementChild?.append(this.#ways));
      this.#ways.show(error, about);
    }
  }

  /**
   * @param {UserError} error
   * @param {boolean} live
   * @param {Remedy | null} remedy
   */
  #draw(error, live, remedy) {
    const shown = JSON.stringify([error, live, remedy]);
    if (this.#shown === shown) {
      return;
    }
    this.#shown = shown;
    this.className = 'error-note';
    const { message, action, original } = wordsOf(error);
    /** @type {HTMLElement[]} */
    const lines = [el('p', { class: 'error-message', dir: 'auto' }, [message])];
    if (action !== null) {
      lines.push(el('p', { class: 'error-action', dir: 'auto' }, [action]));
    }
    lines.push(...originally(error.code, original));
    const parts = [
      error.status === null || error.status < 400 ? '' : t('errors.status', { status: String(error.status) }),
      error.requestId === null ? '' : t('errors.request', { id: error.requestId }),
    ].filter((part) => part !== '');
    if (parts.length > 0) {
      lines.push(el('p', 'error-facts', [parts.join(' · ')]));
    }
    // What changes beside it, such as a clock, is no part of what is said at once.
    const said = el('div', live ? { role: 'alert', class: 'error-said' } : { class: 'error-said' }, lines);
    if (remedy !== null) {
      said.append(this.#button(remedyWith(error, remedy)));
    }
    this.replaceChildren(el('div', 'error-box', [said]));
  }

  /** @param {{remedy: Remedy, label: string}} way */
  #button({ remedy, label }) {
    return button(label, 'button', () => emit(this, 'remedy', remedy));
  }
}

define('error-note', ErrorNote);
