// <message-log>: the messages themselves, in pages. Those near the view are drawn, the others are
// heights. Knows nothing of scrolling.

import { define, setAttribute, t } from '../lib/dom.js';
import { lookAround } from '../lib/near.js';
import { MessagePageElement } from './message-page.js';

/** @typedef {import('../state/rows.js').Transcript} Transcript */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */
/** @typedef {import('./message-view.js').MessageElement} MessageElement */

/** @type {Transcript} */
const NOTHING = { sections: [], rows: [], hidden: 0, later: false };

/** What came near the view and is not here. @typedef {{pages: string[], left: string[], earlier: boolean, later: boolean}} Wanted */

export class MessageLog extends HTMLElement {
  /** Whether answers can be asked for again or gone on with here. */
  repeatable = true;

  /** @type {Map<string, MessagePageElement>} */
  #pages = new Map();
  #shown = NOTHING;

  connectedCallback() {
    setAttribute(this, 'class', 'log');
    setAttribute(this, 'role', 'log');
    setAttribute(this, 'aria-label', t('message.log'));
    setAttribute(this, 'aria-live', 'off');
  }

  get shown() {
    return this.#shown;
  }

  /** @returns {MessageElement[]} those that are drawn, in their order */
  get views() {
    return this.#shown.sections.flatMap(({ key }) => this.#pages.get(key)?.views ?? []);
  }

  /**
   * The view of a message that is held; its page is drawn for it.
   * @param {string} message
   * @returns {MessageElement | null}
   */
  viewOf(message) {
    for (const { key, rows } of this.#shown.sections) {
      const row = rows?.find((one) => one.message.id === message);
      const page = this.#pages.get(key);
      if (rows && row && page) {
        page.show(rows);
        return page.view(row.key);
      }
    }
    return null;
  }

  /**
   * From the message that has the focus to the one beside it.
   * @param {1 | -1} by
   */
  focusNext(by) {
    const { views } = this;
    const at = views.findIndex((view) => view.contains(document.activeElement));
    const next = views[at + by];
    if (at >= 0 && next !== undefined) {
      next.focusMessage();
      next.scrollIntoView({ block: 'nearest' });
    }
  }

  /**
   * Draws a patch at once where its answer is on screen.
   * @param {TurnPatched} event
   * @returns {boolean} whether it is
   */
  patch(event) {
    return [...this.#pages.values()].some((page) => page.view(event.turnId)?.patch(event) === true);
  }

  /** @param {Transcript} shown */
  show(shown) {
    const focused = this.contains(document.activeElement) ? this.views.findIndex((view) => view.contains(document.activeElement)) : -1;
    const gone = new Set(this.#shown.sections.filter(({ rows }) => rows === null).map(({ key }) => key));
    this.#shown = shown;
    const keys = new Set(shown.sections.map(({ key }) => key));
    for (const [key, page] of this.#pages) {
      if (!keys.has(key)) {
        this.#pages.delete(key);
        page.remove();
      }
    }
    let place = this.firstElementChild;
    for (const { key, rows } of shown.sections) {
      let page = this.#pages.get(key);
      if (page === undefined) {
        page = new MessagePageElement();
        page.repeatable = this.repeatable;
        this.#pages.set(key, page);
        this.insertBefore(page, place);
      } else {
        place = page.nextElementSibling;
      }
      if (rows === null) {
        page.leave(null);
      } else if (!page.away || gone.has(key)) {
        page.show(rows);
      }
    }
    const growing = shown.rows.some(({ pending, turn }) => pending || (turn !== null && turn.end === null));
    setAttribute(this, 'aria-busy', growing ? 'true' : null);
    if (focused >= 0 && !this.contains(document.activeElement)) {
      // The focused message went: never to the body, where the keyboard would be lost.
      const { views } = this;
      views[Math.min(focused, views.length - 1)]?.focusMessage();
    }
  }

  /**
   * Draws pages that came near the view and lets those go that are far from it.
   * @param {{top: number, bottom: number}} edge of the view
   * @returns {Wanted}
   */
  look(edge) {
    const pages = this.#shown.sections.flatMap(({ key, rows }) => {
      const page = this.#pages.get(key);
      return page === undefined ? [] : [{ key, rows, page, away: page.away, box: page.getBoundingClientRect() }];
    });
    const boxes = pages.map(({ away, box }) => ({ away, top: box.top, bottom: box.bottom }));
    const { draw, leave, begins, ends } = lookAround(edge, boxes);
    const near = draw.flatMap((index) => pages[index] ?? []);
    near.forEach(({ rows, page }) => rows !== null && page.show(rows));
    // What the person has in hand stays.
    const left = leave.flatMap((index) => pages[index] ?? []).filter(({ page }) => !page.inHand);
    left.forEach(({ page, box }) => page.leave(box.height));
    return {
      pages: near.filter(({ rows }) => rows === null).map(({ key }) => key),
      left: left.map(({ key }) => key),
      earlier: begins && this.#shown.hidden > 0,
      later: ends && this.#shown.later,
    };
  }
}

define('message-log', MessageLog);
