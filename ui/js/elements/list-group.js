// <list-group>: a heading of the list of chats, and the rows under it. A folder's heading is a button
// that shows and hides them.

import { define, el, freshId, keepChildren, setAttribute, setText } from '../lib/dom.js';
import { drawing } from '../lib/svg.js';

/** @typedef {import('../lib/groups.js').Group} Group */

export class ListGroup extends HTMLElement {
  #name = el('span', { class: 'group-name', id: freshId('group'), dir: 'auto' });
  #button = el('button', { class: 'group-fold', tabindex: '-1' }, [drawing(['M9 6l6 6-6 6'], 'line-icon fold-mark')]);
  #title = el('h2', 'group-title');
  #rows = el('div', { role: 'list', class: 'group-rows', 'aria-labelledby': this.#name.id });
  #key = '';

  connectedCallback() {
    if (!this.firstChild) {
      this.append(this.#title, this.#rows);
    }
  }

  /** The stop that its button is; empty where it is no folder. */
  get stop() {
    return this.#key;
  }

  /**
   * @param {Group} group
   * @param {readonly Element[]} nodes its rows, and heights in place of others
   * @param {boolean} current whether the Tab key stops at its button
   */
  show({ key, name, open }, nodes, current) {
    this.#key = open === null ? '' : key;
    setText(this.#name, name);
    if (open === null) {
      keepChildren(this.#title, [this.#name]);
    } else {
      if (!this.#button.contains(this.#name)) {
        this.#button.append(this.#name);
      }
      keepChildren(this.#title, [this.#button]);
      setAttribute(this.#button, 'aria-expanded', String(open));
      setAttribute(this.#button, 'tabindex', current ? '0' : '-1');
    }
    this.#rows.hidden = nodes.length === 0;
    keepChildren(this.#rows, nodes);
  }

  /** @override */
  focus() {
    this.#button.focus();
  }

  /** Becomes a sample that nobody sees, for its sizes. */
  measure() {
    setAttribute(this, 'class', 'probe');
    setAttribute(this, 'aria-hidden', 'true');
    setAttribute(this.#rows, 'role', null);
    setAttribute(this.#rows, 'aria-labelledby', null);
    this.#title.append('\u00a0');
    this.#rows.append(el('div', 'conversation', ['\u00a0']));
  }

  /** How tall a row, a heading, and what is around a group are. */
  size() {
    const row = this.#rows.getBoundingClientRect().height;
    const head = this.#title.getBoundingClientRect().height;
    return { row, head, around: this.getBoundingClientRect().height - row - head };
  }
}

define('list-group', ListGroup);
