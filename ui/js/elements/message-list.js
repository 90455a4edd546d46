// <message-list>: the transcript. Keeps one view a message and follows the newest text while the
// person lets it.

import { el, setAttribute } from '../lib/dom.js';
import { follow } from '../lib/follow.js';
import { MessageElement } from './message-view.js';

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */

/** Frames until messages that came in above have their true height. */
const SETTLING = 4;

/** Bubbles `earlier-wanted` when older messages are asked for. */
export class MessageList extends HTMLElement {
  /** Whether answers can be asked for again or gone on with here. */
  repeatable = true;

  #scroller = el('div', { class: 'scroller', tabindex: '-1' });
  #log = el('div', { class: 'log', role: 'log', 'aria-label': 'Conversation', 'aria-live': 'off' });
  #tail = el('div', { class: 'log-tail' });
  #column = el('div', { class: 'column' });
  /** @type {Map<string, MessageElement>} */
  #views = new Map();
  #hidden = 0;
  #life = new AbortController();
  /** @type {import('../lib/follow.js').Follow | null} */
  #follow = null;
  #earlier = el('button', { type: 'button', class: 'button quiet earlier', hidden: '' }, ['Show earlier']);
  #jump = el('button', { type: 'button', class: 'button jump', hidden: '' }, ['Jump to newest']);

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.#column.append(this.#earlier, this.#log, this.#tail);
      this.#scroller.append(this.#column);
      this.append(this.#scroller, this.#jump);
    }
    this.#follow = follow(this.#scroller, this.#column, (following) => (this.#jump.hidden = following), signal);
    this.#jump.addEventListener('click', () => this.toNewest(), { signal });
    this.#earlier.addEventListener(
      'click',
      () => this.dispatchEvent(new CustomEvent('earlier-wanted', { bubbles: true })),
      { signal },
    );
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /** Where what belongs after the last message stands: a refused command's error. */
  get tail() {
    return this.#tail;
  }

  /** Goes to the end and follows it. */
  toNewest() {
    this.#follow?.jump();
  }

  /**
   * Draws a patch at once where its answer is on screen.
   * @param {TurnPatched} event
   */
  patch(event) {
    this.#views.get(event.turnId)?.patch(event);
  }

  /**
   * @param {readonly Row[]} rows
   * @param {number} hidden how many older ones are not shown
   */
  show(rows, hidden) {
    const anchor = hidden < this.#hidden ? this.#log.firstElementChild : null;
    const anchorTop = anchor?.getBoundingClientRect().top ?? 0;
    this.#hidden = hidden;
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, view] of this.#views) {
      if (!keys.has(key)) {
        this.#views.delete(key);
        view.remove();
      }
    }
    // Rows keep their order, so a view that is there already stands in its place.
    let place = this.#log.firstElementChild;
    for (const row of rows) {
      let view = this.#views.get(row.key);
      if (view === undefined) {
        view = new MessageElement();
        view.repeatable = this.repeatable;
        this.#views.set(row.key, view);
        this.#log.insertBefore(view, place);
      } else {
        place = view.nextElementSibling;
      }
      view.row = row;
    }
    this.#earlier.hidden = hidden === 0;
    const growing = rows.some(({ pending, turn }) => pending || (turn !== null && turn.end === null));
    setAttribute(this.#log, 'aria-busy', growing ? 'true' : null);
    this.#follow?.pin();
    if (anchor !== null) {
      this.#hold(anchor, anchorTop, SETTLING);
    }
  }

  /**
   * Keeps what is in view where it is while older messages come in above it and find their height.
   * @param {Element} anchor
   * @param {number} top
   * @param {number} frames
   */
  #hold(anchor, top, frames) {
    this.#scroller.scrollTop += anchor.getBoundingClientRect().top - top;
    if (frames > 0) {
      requestAnimationFrame(() => this.#hold(anchor, top, frames - 1));
    }
  }
}

customElements.define('message-list', MessageList);
