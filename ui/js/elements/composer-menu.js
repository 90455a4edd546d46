// <composer-menu>: the list that opens over the message box while `/name` or `@name` is typed. The
// focus stays in the box; what is chosen from which page, the composer says.

import { define, el, freshId, setAttribute, setText, t } from '../lib/dom.js';
import { keyOf } from '../lib/keys.js';
import { OptionsList, tellActive } from '../lib/options-list.js';

/** @typedef {import('../lib/options-list.js').Option} Option */

/**
 * @typedef {object} Page
 * @property {string} title
 * @property {import('../lib/options-list.js').Group[]} groups
 */

export class ComposerMenu extends HTMLElement {
  /** @type {(option: Option) => void} set before it opens */
  pick = () => undefined;

  #list = new OptionsList(freshId('menu'), t('composer.menu'), { pick: (option) => this.pick(option), star: null });
  #said = el('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  /** @type {HTMLTextAreaElement | null} the box that has the focus meanwhile */
  #box = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const popup = el('div', 'popup', [this.#list.element]);
    // It scrolls. Tab takes from it and Shift+Tab closes it first, so the focus never comes here.
    this.#list.element.tabIndex = 0;
    popup.hidden = true;
    for (const type of ['pointerdown', 'mousedown']) {
      popup.addEventListener(type, (event) => event.preventDefault());
    }
    this.append(popup, this.#said);
  }

  get isOpen() {
    return this.#box !== null;
  }

  /**
   * @param {HTMLTextAreaElement} box
   * @param {Page} page with nothing in it, it closes
   * @param {boolean} keep whether what is active stays so
   */
  open(box, { title, groups }, keep) {
    this.#list.show(groups, keep ? this.#list.active : null);
    const { count } = this.#list;
    if (count === 0) {
      this.close();
      return;
    }
    if (this.#list.active === null) {
      this.#list.move(1);
    }
    this.#box = box;
    this.#show(true);
    setAttribute(this.#list.element, 'aria-label', title);
    setAttribute(box, 'aria-controls', this.#list.element.id);
    tellActive(box, this.#list);
    setText(this.#said, t('composer.offered', { title, count }));
  }

  close() {
    if (this.#box !== null) {
      setAttribute(this.#box, 'aria-controls', null);
      setAttribute(this.#box, 'aria-activedescendant', null);
      this.#box = null;
      this.#show(false);
      this.#list.show([]);
      setText(this.#said, '');
    }
  }

  /**
   * What a key does while it is open.
   * @param {KeyboardEvent} event
   * @returns {'taken' | 'closed' | 'none'}
   */
  onKey(event) {
    if (this.#box === null || event.altKey || event.ctrlKey || event.metaKey) {
      return 'none';
    }
    switch (keyOf(event)) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#list.move(event.key === 'ArrowDown' ? 1 : -1);
        tellActive(this.#box, this.#list);
        return 'taken';
      case 'Tab':
      case 'Enter': {
        const { active } = this.#list;
        if (event.shiftKey || active === null) {
          this.close();
          return 'none';
        }
        this.pick(active);
        return 'taken';
      }
      case 'Escape':
        this.close();
        return 'closed';
      default:
        return 'none';
    }
  }

  /** @param {boolean} shown */
  #show(shown) {
    const popup = this.firstElementChild;
    if (popup instanceof HTMLElement) {
      popup.hidden = !shown;
    }
  }
}

define('composer-menu', ComposerMenu);
