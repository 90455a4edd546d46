// <message-list>: the transcript. Scrolls the messages, asks for the pages that come near the view,
// and follows the newest text while the person lets it.

import { button, define, el, emit, hide, Living, t } from '../lib/dom.js';
import { follow } from '../lib/follow.js';
import { arriveAt } from '../lib/found.js';
import { raising } from '../lib/raising.js';
import { MessageLog } from './message-log.js';

/** @typedef {import('../state/rows.js').Transcript} Transcript */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */
/** @typedef {import('../types.js').Place} Place */

/**
 * Bubbles `earlier-wanted` and `later-wanted` when the view comes near messages that are not known,
 * `page-wanted` (detail: its key) and `pages-left` (detail: keys) for those that are away or out of
 * view, `end-wanted` when the end is to be shown, and `place-changed`.
 */
export class MessageList extends Living {
  #scroller = el('div', { class: 'scroller', tabindex: '-1' });
  #log = new MessageLog();
  #tail = el('div', 'log-tail');
  #column = el('div', 'column');
  /** @type {import('../lib/follow.js').Follow | null} */
  #follow = null;
  #earlier = button(t('message.earlier'), { class: 'button quiet earlier', hidden: '' }, () => emit(this, 'earlier-wanted'));
  #news = el('span', { hidden: '' }, [` ${t('message.news')}`]);
  #jump = el('button', { class: 'button jump', hidden: '' }, [t('message.newest'), this.#news]);
  #raising = raising({ scroller: this.#scroller, column: this.#column, tail: this.#tail, views: () => this.#log.views, go: (top) => this.#follow?.raise(top) });
  /** Whether pages came or went since they were looked at. */
  #stale = true;
  #looked = 0;
  #looking = false;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.#column.append(this.#earlier, this.#log, this.#tail);
      this.#scroller.append(this.#column);
      this.append(this.#scroller, this.#jump);
    }
    this.#follow = follow({
      scroller: this.#scroller,
      content: this.#column,
      text: this.#log,
      raising: this.#raising,
      whole: () => !this.#log.shown.later,
      onChange: ({ mode, news }) => {
        hide(this.#jump, mode !== 'free' || this.#log.shown.rows.length === 0, () => this.focusInView());
        this.#news.hidden = !news;
      },
      onMoved: () => this.#moved(),
      signal,
    });
    this.#jump.addEventListener('click', () => this.toNewest(), { signal });
    this.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  /** Whether answers can be asked for again or gone on with here. @param {boolean} value */
  set repeatable(value) {
    this.#log.repeatable = value;
  }

  /** Where what belongs after the last message stands: a refused command's error. */
  get tail() {
    return this.#tail;
  }

  get log() {
    return this.#log;
  }

  /** Goes to the end and follows it. */
  toNewest() {
    if (this.#log.shown.later) {
      emit(this, 'end-wanted');
    }
    this.#follow?.jump();
  }

  /**
   * A question is about to be sent: its answer's end is followed, or the question stands near the upper edge.
   * @param {import('../types.js').Settings['afterSend']} kept what is kept in view
   */
  asks(kept) {
    this.#raising.drop();
    if (kept === 'question') {
      this.#raising.want(this.#log.shown.rows);
    }
    this.toNewest();
  }

  /** Another chat comes on screen: its end is followed, once it is here; of an empty one the beginning is shown. */
  follow(empty = false) {
    this.#raising.drop();
    return empty ? this.#follow?.place(0) : this.#follow?.jump();
  }

  /** Stays where it is from now on, whatever comes. */
  stay() {
    this.#follow?.leave();
  }

  /**
   * Where the view stands, so that it can be found again; none at the end.
   * @returns {Place | null}
   */
  get place() {
    if (this.#follow?.atEnd() !== false) {
      return null;
    }
    const row = this.inView;
    const view = row === null ? null : this.#log.viewOf(row.message.id);
    if (row === null || view === null || row.pending) {
      return null;
    }
    const offset = view.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    return { message: row.message.id, offset: Math.round(offset), spot: null };
  }

  /** The first message that is in view. */
  get inView() {
    const { top } = this.#scroller.getBoundingClientRect();
    return this.#log.views.find((view) => view.getBoundingClientRect().bottom > top)?.row ?? null;
  }

  /** Puts the focus on the last message that is in view; says whether there is one. */
  focusInView() {
    const { bottom } = this.#scroller.getBoundingClientRect();
    const view = this.#log.views.findLast((one) => one.getBoundingClientRect().top < bottom);
    view?.focusMessage();
    return view !== undefined;
  }

  /**
   * Puts the focus on the way on among versions, where the message that had it went.
   * @param {string} message
   * @param {string} label
   */
  focusVersion(message, label) {
    if (this.contains(document.activeElement) || document.activeElement === document.body) {
      this.#log.viewOf(message)?.focusAct(label);
    }
  }

  /**
   * Goes to a message that is held, and stays there.
   * @param {Place} place
   * @param {Range | null} range what to centre, if not the place's own text or the message
   */
  go({ message, offset, spot }, range = null) {
    const view = this.#log.viewOf(message);
    if (view === null) {
      return;
    }
    const edge = this.#scroller.getBoundingClientRect();
    const box = (range ?? (spot === null ? null : arriveAt(view, spot)) ?? view).getBoundingClientRect();
    // What is too tall to be centred begins in view.
    const centred = Math.max(16, (edge.height - box.height) / 2);
    this.#follow?.place(this.#scroller.scrollTop + box.top - edge.top - (offset ?? centred));
    this.#stale = true;
    this.#moved();
  }

  /**
   * Draws a patch at once where its answer is on screen.
   * @param {TurnPatched} event
   */
  patch(event) {
    if (this.#log.patch(event)) {
      this.#follow?.news();
    }
  }

  /** @param {Transcript} shown */
  show(shown) {
    const before = this.#log.shown;
    this.#log.show(shown);
    this.#earlier.hidden = shown.hidden === 0;
    if (before.rows.length > 0 && shown.rows.at(-1)?.key !== before.rows.at(-1)?.key) {
      this.#follow?.news();
    }
    this.#raising.show(shown.rows);
    if (shown.hidden !== before.hidden || shown.later !== before.later || shown.sections.length !== before.sections.length) {
      // Looked at once the heights are known and the view stands where it should.
      this.#stale = true;
    }
  }

  /** Looks for pages that come near or go far, once a frame and only after a real move. */
  #moved() {
    if (this.#looking || (!this.#stale && Math.abs(this.#scroller.scrollTop - this.#looked) < this.#scroller.clientHeight / 4)) {
      return;
    }
    this.#looking = true;
    requestAnimationFrame(() => {
      this.#looking = false;
      this.#stale = false;
      this.#look();
      emit(this, 'place-changed');
    });
  }

  #look() {
    this.#looked = this.#scroller.scrollTop;
    const { pages, left, earlier, later } = this.#log.look(this.#scroller.getBoundingClientRect());
    pages.forEach((key) => emit(this, 'page-wanted', key));
    if (left.length > 0) {
      emit(this, 'pages-left', left);
    }
    if (earlier) {
      emit(this, 'earlier-wanted');
    }
    if (later) {
      emit(this, 'later-wanted');
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      this.#log.focusNext(event.key === 'ArrowDown' ? 1 : -1);
      return;
    }
    if (event.key === 'End' && !event.defaultPrevented && !event.altKey && !event.shiftKey && !(event.target instanceof HTMLTextAreaElement)) {
      event.preventDefault();
      this.toNewest();
    }
  }
}

define('message-list', MessageList);
