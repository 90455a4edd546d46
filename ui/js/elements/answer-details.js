// <answer-details>: the receipt of an answer, folded under it. Its lines are made when it opens.

import { define, el, emit, t } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { detailsOf } from '../lib/details.js';

/** @typedef {import('../types.js').MessageView} MessageView */

/** Bubbles `sent-wanted` (detail: the answer's id). */
export class AnswerDetails extends HTMLElement {
  #sent = el('button', { class: 'button details-sent', 'aria-haspopup': 'dialog' }, [t('sent.title')]);
  #list = el('dl', 'details-list');
  #details = el('details', 'details', [el('summary', {}, [t('details.title')]), this.#list, this.#sent]);
  /** @type {MessageView | null} */
  #message = null;
  #shown = '';

  connectedCallback() {
    if (!this.firstChild) {
      this.append(this.#details);
      this.#details.addEventListener('toggle', () => this.#draw());
      this.#sent.addEventListener('click', () => emit(this, 'sent-wanted', this.#message?.id));
    }
  }

  /** Unfolds them, or folds them again. */
  toggle() {
    this.#details.open = !this.#details.open;
    this.#details.querySelector('summary')?.focus();
  }

  /**
   * @param {MessageView | null} message none while there is nothing to tell
   * @param {boolean} tellsSent whether somebody answers `sent-wanted` here
   */
  show(message, tellsSent) {
    this.#message = message;
    this.#sent.hidden = !tellsSent;
    this.hidden = message === null || detailsOf(message, Date.now()).length === 0;
    this.#draw();
  }

  #draw() {
    if (this.#message === null || !this.#details.open) {
      return;
    }
    const lines = detailsOf(this.#message, Date.now());
    const shown = JSON.stringify(lines);
    if (this.#shown === shown) {
      return;
    }
    this.#shown = shown;
    this.#list.replaceChildren(
      ...lines.flatMap(({ name, value, isEnglish = false }) => [el('dt', {}, [name]), el('dd', { dir: 'auto' }, [isEnglish ? english(value) : value])]),
    );
  }
}

define('answer-details', AnswerDetails);
