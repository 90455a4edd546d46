// <next-turn>: the line under the composer about the message to come: a hint about its model, what
// it will take, what is left out, and the ways on where the chat no longer fits.

import { button, define, el, emit, setText, t } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { estimateWords, fitWords, hiddenWords } from '../lib/estimate.js';

/** @typedef {import('../types.js').TurnPreview} TurnPreview */

/**
 * Bubbles `leave-out` (detail: how many turns; 0 sends all of them), `model-chosen` (detail: an id) and
 * `model-wanted`.
 */
export class NextTurnLine extends HTMLElement {
  #hint = el('p', { class: 'next-hint', dir: 'auto' });
  #hidden = el('p', { class: 'next-hint next-hidden', 'aria-live': 'polite' });
  #fit = el('p', 'next-fit');
  #ways = el('div', 'next-ways');
  #card = el('div', { class: 'next-card', role: 'group', 'aria-label': t('next.length'), hidden: '' }, [this.#fit, this.#ways]);
  #left = el('p', { class: 'next-left', hidden: '' });
  #estimate = el('p', 'next-estimate');
  #shown = '';

  connectedCallback() {
    if (!this.firstChild) {
      this.#fit.setAttribute('aria-live', 'polite');
      this.append(this.#hint, this.#hidden, this.#card, this.#left, this.#estimate);
    }
  }

  /** Puts the focus on the first way on. Whether there is one. */
  focusWays() {
    const first = this.#ways.querySelector('button');
    first?.focus();
    return first !== null;
  }

  /**
   * @param {TurnPreview | null} preview
   * @param {object} about
   * @param {string | null} about.hint what is known of the model without a preview
   * @param {boolean} about.wordy whether the estimate is worth showing
   * @param {boolean} about.refused whether a server said that the chat is too long
   */
  show(preview, { hint, wordy, refused }) {
    const shown = JSON.stringify([preview, hint, wordy, refused]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const told = preview === null ? hint : preview.hint;
    this.#hint.replaceChildren(...(told === null ? [] : [english(told)]));
    setText(this.#hidden, hiddenWords(preview?.hidden ?? 0));
    const ways = preview === null ? [] : this.#offers(preview, refused);
    setText(this.#fit, preview === null ? '' : fitWords(preview) || (ways.length > 0 ? t('next.refused') : ''));
    if (preview !== null && preview.earlier === 0 && ways.length > 0) {
      this.#fit.append(` ${t('next.shorten')}`);
    }
    this.#card.hidden = this.#fit.textContent === '';
    this.#ways.replaceChildren(...ways);
    const leftOut = preview?.leftOut ?? 0;
    this.#left.hidden = leftOut === 0;
    this.#left.replaceChildren(
      ...(leftOut === 0 ? [] : [`${t('next.leftOut', { count: leftOut })} `, this.#leaveOut(t('next.sendAll'), 0)]),
    );
    setText(this.#estimate, preview !== null && wordy ? estimateWords(preview) : '');
  }

  /**
   * @param {TurnPreview} preview
   * @param {boolean} refused
   */
  #offers({ tooLong, earlier, leftOut }, refused) {
    /** @type {HTMLElement[]} */
    const ways = [];
    if (tooLong === null && !refused) {
      return ways;
    }
    // What a server counts is not told: half of what is left is a fair try.
    const turns = tooLong === null ? leftOut + Math.ceil((earlier - leftOut) / 2) : tooLong.leaveOut;
    if (turns !== null && turns > leftOut && turns < earlier) {
      ways.push(this.#leaveOut(t('next.leaveOut', { count: turns }), turns));
    }
    const larger = tooLong?.larger ?? null;
    if (larger !== null) {
      ways.push(this.#way(t('next.larger', { model: larger }), 'model-chosen', larger));
    }
    if (earlier > leftOut) {
      ways.push(this.#leaveOut(t('next.fromHere'), earlier));
    }
    if (ways.length === 0) {
      ways.push(this.#way(t('remedies.model'), 'model-wanted', ''));
    }
    return ways;
  }

  /**
   * @param {string} label
   * @param {number} turns
   */
  #leaveOut(label, turns) {
    return this.#way(label, 'leave-out', turns);
  }

  /**
   * @param {string} label
   * @param {string} type
   * @param {string | number} detail
   */
  #way(label, type, detail) {
    const way = button(label, 'button', () => emit(this, type, detail));
    return way;
  }
}

define('next-turn', NextTurnLine);
