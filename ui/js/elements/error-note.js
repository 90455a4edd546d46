// <error-note>: one sentence for a person, what to do, and one button. Acts on codes only.

import { el } from '../lib/dom.js';
import { remedyOf, remedyWith, wordsOf } from '../lib/errors.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').UserError} UserError */
/** @typedef {import('../lib/errors.js').Remedy} Remedy */

/**
 * Bubbles `remedy` with the chosen one. `live` makes it speak: an old error must not.
 */
export class ErrorNote extends HTMLElement {
  #shown = '';

  /**
   * @param {UserError} error
   * @param {{live: boolean, remedy?: Remedy | null}} options a remedy of null shows no button
   */
  show(error, { live, remedy = remedyOf(error.code) }) {
    const shown = JSON.stringify([error, live, remedy]);
    if (this.#shown === shown) {
      return;
    }
    this.#shown = shown;
    this.className = 'error-note';
    const { message, action, original } = wordsOf(error);
    const lines = [el('p', { class: 'error-message', dir: 'auto' }, [message])];
    if (action !== null) {
      lines.push(el('p', { class: 'error-action', dir: 'auto' }, [action]));
    }
    if (original !== null) {
      lines.push(el('p', { class: 'error-action', lang: 'en', dir: 'auto' }, [original]));
    }
    const parts = [
      error.status === null || error.status < 400 ? '' : t('errors.status', { status: String(error.status) }),
      error.requestId === null ? '' : t('errors.request', { id: error.requestId }),
    ].filter((part) => part !== '');
    if (parts.length > 0) {
      lines.push(el('p', { class: 'error-facts' }, [parts.join(' · ')]));
    }
    const box = el('div', live ? { role: 'alert', class: 'error-box' } : { class: 'error-box' }, lines);
    if (remedy !== null) {
      box.append(this.#button(remedyWith(error, remedy)));
    }
    this.replaceChildren(box);
  }

  /** @param {{remedy: Remedy, label: string}} way */
  #button({ remedy, label }) {
    const button = el('button', { type: 'button', class: 'button' }, [label]);
    button.addEventListener('click', () => {
      this.dispatchEvent(new CustomEvent('remedy', { bubbles: true, detail: remedy }));
    });
    return button;
  }
}

customElements.define('error-note', ErrorNote);
