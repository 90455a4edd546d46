// <message-foot>: what can be done with a message that grows no more, and its place among the other
// answers or questions in its place.

import { button, define, el, emit, Living, setAttribute, t } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { attendToolbar, oneTabStop } from '../lib/toolbar.js';
import { MessageMenu } from './message-menu.js';

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../state/offers.js').Act} Act */
/** @typedef {import('../types.js').VariantsView} VariantsView */
/** @typedef {import('./message-menu.js').Entry} Entry */

/**
 * A toolbar: one stop of the Tab key. Bubbles `answer-copy`, `answer-retry`, `answer-continue`, `answer-keep`
 * (detail: the row and the button), `variant-chosen` (detail: a message's id) and `edit-wanted`.
 */
export class MessageFoot extends Living {
  /** @type {Row | null} */
  #row = null;
  /** What it was built for. */
  #key = '';

  connectedCallback() {
    this.live();
    setAttribute(this, 'class', 'message-foot');
    setAttribute(this, 'role', 'toolbar');
    setAttribute(this, 'aria-label', t('message.actions'));
    attendToolbar(this, this.signal);
  }

  /**
   * @param {Row} row
   * @param {{note: string, engine: readonly string[], acts: Act[]}} offers
   * @param {{editable: boolean, more: (() => Entry[]) | null}} can whether the question can be put
   *   otherwise here, and what stands behind the button for the rest
   */
  show(row, offers, { editable, more }) {
    this.#row = row;
    const { variants } = row.message;
    const key = JSON.stringify([offers, editable, more !== null, variants]);
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    const strong = row.message.state === 'interrupted';
    /** @type {HTMLElement[]} */
    const parts = [];
    const notes = [...(offers.note === '' ? [] : [offers.note]), ...offers.engine.map(english)];
    if (notes.length > 0) {
      parts.push(el('span', 'message-note', notes.flatMap((note, index) => (index === 0 ? [note] : [' · ', note]))));
    }
    if (variants.count > 1) {
      parts.push(this.#versions(variants));
    }
    parts.push(...offers.acts.map((act) => this.#act(act, strong && act !== 'copy')));
    if (editable) {
      parts.push(button(t('message.edit'), 'button quiet', () => emit(this, 'edit-wanted', null)));
    }
    if (more !== null) {
      const menu = new MessageMenu();
      menu.entries = more;
      parts.push(menu);
    }
    this.replaceChildren(...parts);
    oneTabStop(this);
  }

  /**
   * Puts the focus on a button, or on the other one where the way on ends here.
   * @param {string} label
   * @returns {boolean} whether there is one
   */
  focusAct(label) {
    const named = this.querySelector(`.version[aria-label="${CSS.escape(label)}"]`);
    const found = named instanceof HTMLButtonElement && !named.disabled ? named : this.querySelector('.version:enabled');
    if (named === null || !(found instanceof HTMLElement)) {
      return false;
    }
    found.focus();
    return true;
  }

  /** @param {VariantsView} variants */
  #versions({ index, count, previous, next }) {
    /** @type {(label: string, sign: string, id: string | null) => HTMLButtonElement} */
    const step = (label, sign, id) => {
      const made = button(sign, 'button quiet version', () => emit(this, 'variant-chosen', id));
      made.setAttribute('aria-label', label);
      made.disabled = id === null;
      return made;
    };
    return el('span', { class: 'versions', role: 'group', 'aria-label': t('message.version', { index, total: count }) }, [
      step(t('message.previous'), '‹', previous),
      el('span', 'version-place', [`${index}/${count}`]),
      step(t('message.next'), '›', next),
    ]);
  }

  /**
   * A button that stays pressable wherever the foot is moved to: it goes when the foot is drawn anew.
   * @param {Act} act
   * @param {boolean} strong
   */
  #act(act, strong) {
    const cached = act === 'retry' && this.#row !== null && this.#row.message.receipt.cachedAtMs !== null;
    const made = button(cached ? t('message.askAgain') : t(`message.${act}`), strong || act === 'continue' ? 'button' : 'button quiet', () => {
      emit(this, `answer-${act}`, { row: this.#row, button: made });
    });
    return made;
  }
}

define('message-foot', MessageFoot);
