// <find-bar>: looks for a text in the chat on screen: a box, how many messages have it, the way to
// the next and the previous one.

import { button, define, el, emit, freshId, Living, setText, t } from '../lib/dom.js';
import { formatNumber } from '../lib/format.js';
import { createFound } from '../lib/found.js';
import { composing } from '../lib/input.js';

/** @typedef {import('../finding.js').Finding} Finding */
/** @typedef {import('./message-list.js').MessageList} MessageList */

/** How long nobody types before the engine is asked. */
const STILL_MS = 120;

/** Bubbles `find-place` (detail: a place) for a message that is not held. */
export class FindBar extends Living {
  /** @type {{finding: Finding, list: MessageList} | null} set before it is connected */
  parts = null;

  #id = freshId('find');
  #box = el('input', { id: this.#id, type: 'text', class: 'input find-text', maxlength: '200', autocomplete: 'off', spellcheck: 'false', dir: 'auto' });
  #count = el('span', { class: 'find-count', role: 'status' });
  #found = createFound();
  /** Which of the places within the hit one is at. */
  #nth = 0;
  /** Which way one goes. @type {1 | -1} */
  #by = 1;
  /** What had the focus before. @type {HTMLElement | null} */
  #before = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.hidden = true;
      this.append(
        el('div', { class: 'find', role: 'search', 'aria-label': t('find.title') }, [
          el('label', { for: this.#id, class: 'visually-hidden' }, [t('find.title')]),
          this.#box,
          this.#count,
          button('‹', 'button quiet find-step', () => this.step(-1), signal),
          button('›', 'button quiet find-step', () => this.step(1), signal),
          button(t('find.close'), 'button quiet', () => this.close(), signal),
        ]),
      );
      const [previous, next] = this.querySelectorAll('.find-step');
      previous?.setAttribute('aria-label', t('find.previous'));
      next?.setAttribute('aria-label', t('find.next'));
    }
    this.#box.addEventListener('input', () => this.#soon(), { signal });
    this.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#cancel();
  }

  get isOpen() {
    return !this.hidden;
  }

  open() {
    if (this.hidden) {
      this.#before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      this.hidden = false;
      this.parts?.list.stay();
    }
    this.#box.focus();
    this.#box.select();
    if (this.#box.value !== '' && this.parts?.finding.state().phase === 'idle') {
      void this.#search();
    }
  }

  close() {
    if (this.hidden) {
      return;
    }
    this.#cancel();
    const held = this.contains(document.activeElement) || document.activeElement === document.body;
    this.hidden = true;
    this.parts?.finding.stop();
    this.#found.clear();
    if (held && this.#before?.isConnected) {
      // The view stays with what was found, also where this stands elsewhere in the chat.
      this.#before.focus({ preventScroll: true });
    } else if (held) {
      // What had it went meanwhile.
      this.parts?.list.focusInView();
    }
  }

  /** @param {1 | -1} by */
  step(by) {
    if (this.hidden) {
      this.open();
      return;
    }
    const { finding } = this.parts ?? {};
    if (finding === undefined || finding.state().hits.length === 0) {
      return;
    }
    this.#by = by;
    const places = this.#places();
    const within = this.#nth + by;
    if (within >= 0 && within < places.length) {
      this.#nth = within;
    } else {
      finding.step(by);
      this.#nth = by > 0 ? 0 : Math.max(0, this.#places().length - 1);
    }
    this.#go();
  }

  /** Marks what is found in what is drawn now. */
  refresh() {
    const { finding, list } = this.parts ?? {};
    if (!this.hidden && finding && list && finding.state().phase === 'done') {
      this.#found.mark(list.log.views, finding.state().typed);
    }
  }

  /** Shows the hit that one is at, once its message is held. */
  arrived() {
    if (!this.hidden) {
      this.#go();
    }
  }

  /** The hit that one is at is of another version of the chat: it does not count. */
  missed() {
    const { finding } = this.parts ?? {};
    if (!this.hidden && finding) {
      finding.drop(this.#by);
      this.#nth = 0;
      this.#go();
    }
  }

  /** The places in the message that one is at; none while it is not held. */
  #places() {
    const { finding, list } = this.parts ?? {};
    const state = finding?.state();
    const view = state === undefined ? null : (list?.log.viewOf(state.hits[state.at]?.message ?? '') ?? null);
    return view === null || state === undefined ? [] : this.#found.within(view, state.typed);
  }

  #go() {
    const { finding, list } = this.parts ?? {};
    const state = finding?.state();
    const hit = state?.hits[state.at];
    this.#tell();
    if (list === undefined || hit === undefined) {
      this.#found.point(null);
      return;
    }
    const place = { message: hit.message, offset: null, spot: hit.spot };
    if (list.log.viewOf(hit.message) === null) {
      emit(this, 'find-place', place);
      return;
    }
    const range = this.#places()[this.#nth] ?? null;
    list.go(place, range);
    this.#found.point(range);
    this.refresh();
  }

  #soon() {
    this.#cancel();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#search();
    }, STILL_MS);
  }

  async #search() {
    const { finding, list } = this.parts ?? {};
    if (finding === undefined || list === undefined) {
      return;
    }
    if (await finding.search(this.#box.value, list.inView?.message.createdAtMs ?? 0)) {
      [this.#nth, this.#by] = [0, 1];
      this.#found.clear();
      this.#go();
      this.refresh();
    }
  }

  #tell() {
    const { phase, hits, more, at, typed } = this.parts?.finding.state() ?? { phase: 'idle', hits: [], more: false, at: -1, typed: '' };
    const words = hits.length === 0 ? t('find.nothing') : t('find.place', { at: at + 1, all: `${formatNumber(hits.length)}${more ? '+' : ''}` });
    setText(this.#count, phase === 'failed' ? t('find.failed') : phase === 'done' && typed.trim() !== '' ? words : '');
  }

  #cancel() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (composing(event)) {
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (event.key === 'Enter' && event.target === this.#box) {
      event.preventDefault();
      if (this.#timer !== null) {
        this.#cancel();
        void this.#search();
      } else {
        this.step(event.shiftKey ? -1 : 1);
      }
    }
  }
}

define('find-bar', FindBar);
