// <message-foot>: what can be done with a message that grows no more, and its place among the other
// answers or questions in its place.

import { button, el, setAttribute } from '../lib/dom.js';

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../state/rows.js').Act} Act */
/** @typedef {import('../types.js').VariantsView} VariantsView */

/**
 * Bubbles `answer-copy`, `answer-retry`, `answer-continue` (detail: the row and the button),
 * `variant-chosen` (detail: a message's id) and `edit-wanted`.
 */
export class MessageFoot extends HTMLElement {
  #life = new AbortController();
  /** @type {Row | null} */
  #row = null;
  /** What it was built for. */
  #key = '';

  connectedCallback() {
    setAttribute(this, 'class', 'message-foot');
  }

  /**
   * @param {Row} row
   * @param {{note: string, acts: Act[]}} offers
   * @param {boolean} editable whether the question can be put otherwise here
   */
  show(row, offers, editable) {
    this.#row = row;
    const { variants } = row.message;
    const key = JSON.stringify([offers, editable, variants]);
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    const strong = row.message.state === 'interrupted';
    /** @type {HTMLElement[]} */
    const parts = [];
    if (offers.note !== '') {
      parts.push(el('span', { class: 'message-note' }, [offers.note]));
    }
    if (variants.count > 1) {
      parts.push(this.#versions(variants));
    }
    parts.push(...offers.acts.map((act) => this.#act(act, strong && act !== 'Copy')));
    if (editable) {
      parts.push(button('Edit', 'button quiet', () => this.#emit('edit-wanted', null), this.#life.signal));
    }
    this.replaceChildren(...parts);
  }

  /** @param {VariantsView} variants */
  #versions({ index, count, previous, next }) {
    /** @type {(label: string, sign: string, id: string | null) => HTMLButtonElement} */
    const step = (label, sign, id) => {
      const made = button(sign, 'button quiet version', () => this.#emit('variant-chosen', id), this.#life.signal);
      made.setAttribute('aria-label', label);
      made.disabled = id === null;
      return made;
    };
    return el('span', { class: 'versions', role: 'group', 'aria-label': `Version ${index} of ${count}` }, [
      step('Previous version', '‹', previous),
      el('span', { class: 'version-place' }, [`${index}/${count}`]),
      step('Next version', '›', next),
    ]);
  }

  /**
   * @param {Act} act
   * @param {boolean} strong
   */
  #act(act, strong) {
    const cached = act === 'Retry' && this.#row !== null && this.#row.message.receipt.cachedAtMs !== null;
    const made = button(cached ? 'Ask again' : act, strong || act === 'Continue' ? 'button' : 'button quiet', () => {
      this.#emit(`answer-${act.toLowerCase()}`, { row: this.#row, button: made });
    }, this.#life.signal);
    return made;
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }
}

customElements.define('message-foot', MessageFoot);
