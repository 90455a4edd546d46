// <message-page>: a part of the transcript. Keeps one view a message while it is near the view, and
// otherwise only its height.

import { spacer } from '../lib/svg.js';
import { MessageElement } from './message-view.js';

/** @typedef {import('../state/rows.js').Row} Row */

export class MessagePageElement extends HTMLElement {
  /** Whether answers can be asked for again or gone on with here. */
  repeatable = true;

  /** @type {Map<string, MessageElement>} */
  #views = new Map();
  /** Holds the height while the messages are away. */
  #held = spacer();
  #away = false;

  /** Whether only its height is here. */
  get away() {
    return this.#away;
  }

  /** Whether the person has something in it: the focus, an end of a selection, or a half-written text. */
  get inHand() {
    const selection = document.getSelection();
    const ends = selection === null || selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode];
    return this.contains(document.activeElement) || ends.some((node) => this.contains(node)) || this.querySelector('textarea') !== null;
  }

  /** @returns {MessageElement[]} in their order */
  get views() {
    return [...this.children].filter((child) => child instanceof MessageElement);
  }

  /** @param {string} key */
  view(key) {
    return this.#views.get(key) ?? null;
  }

  /** @param {readonly Row[]} rows */
  show(rows) {
    if (this.#away) {
      this.#away = false;
      this.#held.remove();
    }
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, view] of this.#views) {
      if (!keys.has(key)) {
        this.#views.delete(key);
        view.remove();
      }
    }
    // Rows keep their order, so a view that is there already stands in its place.
    let place = this.firstElementChild;
    for (const row of rows) {
      let view = this.#views.get(row.key);
      if (view === undefined) {
        view = new MessageElement();
        view.repeatable = this.repeatable;
        this.#views.set(row.key, view);
        this.insertBefore(view, place);
      } else {
        place = view.nextElementSibling;
      }
      view.row = row;
    }
  }

  /**
   * Lets the messages go; their height stays.
   * @param {number | null} height in pixels; none where it has to be measured
   */
  leave(height) {
    if (this.#away) {
      return;
    }
    this.#held.setAttribute('height', String(height ?? this.getBoundingClientRect().height));
    this.#away = true;
    this.#views.clear();
    this.replaceChildren(this.#held);
  }
}

customElements.define('message-page', MessagePageElement);
