// <popup-menu>: a short list of things to do with something, at the button that opened it.

import { button, define, emit, Living, setAttribute } from '../lib/dom.js';
import { keyOf, mayBeAct } from '../lib/keys.js';

/** @typedef {{label: string, act: () => void, danger?: boolean}} Entry */

/** Bubbles `menu-closed`. */
export class PopupMenu extends Living {
  /** @type {HTMLElement | null} what it belongs to */
  #opener = null;

  connectedCallback() {
    const signal = this.live();
    setAttribute(this, 'class', 'menu row-menu');
    setAttribute(this, 'role', 'menu');
    this.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.addEventListener('focusout', ({ relatedTarget }) => !(relatedTarget instanceof Node && this.contains(relatedTarget)) && this.close(false), { signal });
  }

  get isOpen() {
    return this.#opener !== null;
  }

  /**
   * @param {HTMLElement} opener it belongs to; gets the focus back
   * @param {string} name
   * @param {readonly Entry[]} entries
   */
  open(opener, name, entries) {
    this.close(false);
    this.#opener = opener;
    setAttribute(this, 'aria-label', name);
    setAttribute(opener, 'aria-expanded', 'true');
    this.replaceChildren(...entries.map(({ label, act, danger }) =>
      button(label, { class: danger ? 'menu-item danger' : 'menu-item', role: 'menuitem', tabindex: '-1' }, () => {
        this.close(true);
        act();
      })));
    opener.after(this);
    this.scrollIntoView({ block: 'nearest' });
    this.querySelector('button')?.focus();
  }

  /** @param {boolean} back whether the focus goes back to the button */
  close(back) {
    const opener = this.#opener;
    if (opener === null) {
      return;
    }
    this.#opener = null;
    setAttribute(opener, 'aria-expanded', 'false');
    if (back) {
      opener.focus();
    }
    emit(this, 'menu-closed');
    this.remove();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (mayBeAct(event)) {
      // What it opens gives the focus back to something that is still there.
      this.close(true);
      return;
    }
    const items = [...this.querySelectorAll('button')];
    const at = items.findIndex((item) => item === event.target);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    event.stopPropagation();
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'Escape' || keyOf(event) === 'Tab') {
      // What lies on top closes first.
      event.preventDefault();
      this.close(true);
    }
  }
}

define('popup-menu', PopupMenu);
