// <message-menu>: what is seldom wanted of a message, behind one button.

import { button, define, el, freshId, Living, setAttribute, t } from '../lib/dom.js';
import { mayBeAct } from '../lib/keys.js';

/** @typedef {{label: string, act: (from: HTMLElement) => void}} Entry */

export class MessageMenu extends Living {
  #id = freshId('menu');
  #button = el('button', { class: 'button quiet', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': this.#id, 'aria-label': t('message.more') }, ['⋯']);
  #menu = el('div', { id: this.#id, class: 'menu', role: 'menu', 'aria-label': t('message.more'), hidden: '' });
  /** @type {() => Entry[]} what the menu holds when it opens */
  entries = () => [];

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.append(this.#button, this.#menu);
    }
    this.#button.addEventListener('click', () => (this.#menu.hidden ? this.#open(0) : this.#close(true)), { signal });
    this.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.addEventListener('focusout', ({ relatedTarget }) => !(relatedTarget instanceof Node && this.contains(relatedTarget)) && this.#close(false), { signal });
  }

  /** @param {number} at which entry gets the focus */
  #open(at) {
    const items = this.entries().map(({ label, act }) => {
      const item = button(label, { class: 'menu-item', role: 'menuitem', tabindex: '-1' }, () => {
        this.#close(true);
        act(this.#button);
      });
      return item;
    });
    this.#menu.replaceChildren(...items);
    this.#menu.hidden = false;
    setAttribute(this.#button, 'aria-expanded', 'true');
    items.at(at)?.focus();
  }

  /** @param {boolean} back whether the focus goes back to the button */
  #close(back) {
    if (this.#menu.hidden) {
      return;
    }
    this.#menu.hidden = true;
    setAttribute(this.#button, 'aria-expanded', 'false');
    if (back) {
      this.#button.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.target === this.#button) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        this.#open(event.key === 'ArrowDown' ? 0 : -1);
      }
      return;
    }
    if (mayBeAct(event)) {
      // What it opens gives the focus back to something that is still there.
      this.#close(true);
      return;
    }
    const items = [...this.#menu.querySelectorAll('button')];
    const at = items.findIndex((item) => item === event.target);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key === 'Escape') {
      // What lies on top closes first.
      event.preventDefault();
      this.#close(true);
    }
    event.stopPropagation();
  }
}

define('message-menu', MessageMenu);
