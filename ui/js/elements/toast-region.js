// <toast-region>: what can be undone for a moment. It stays while the person is at it.

import { button, define, el, emit, Living, setAttribute, setText, t } from '../lib/dom.js';

/** How long something can be had back here. The list of deleted chats has those for longer. */
const SHOWN_MS = 10_000;

/** Bubbles `undo-wanted` and `deleted-seen` (by its button, or as its time is over). */
export class ToastRegion extends Living {
  /** What it is called: set before it is connected. */
  label = t('bars.deletedTitle');

  #text = el('span', { class: 'toast-text', dir: 'auto' });
  /** Speaks when its text comes; the buttons are no part of it. */
  #status = el('div', { role: 'status', class: 'toast-status' });
  #toast = el('div', { class: 'toast', role: 'group', hidden: '' });
  /** @type {object | null} */
  #shown = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      setAttribute(this.#toast, 'aria-label', this.label);
      this.#toast.append(
        this.#status,
        button(t('bars.undo'), 'button', () => emit(this, 'undo-wanted'), signal),
        button(t('bars.close'), 'button quiet', () => emit(this, 'deleted-seen'), signal),
      );
      this.append(this.#toast);
    }
    for (const type of ['pointerenter', 'focusin']) {
      this.#toast.addEventListener(type, () => this.#hold(), { signal });
    }
    for (const type of ['pointerleave', 'focusout']) {
      this.#toast.addEventListener(type, () => this.#count(), { signal });
    }
    signal.addEventListener('abort', () => this.#hold());
  }

  /**
   * @param {import('../lib/undoing.js').Removal | null} removal the same one is not told of again
   */
  show(removal) {
    if (removal === this.#shown) {
      return;
    }
    this.#shown = removal;
    this.#hold();
    this.#toast.hidden = removal === null;
    if (removal === null) {
      this.#status.replaceChildren();
      return;
    }
    setText(this.#text, removal.text);
    this.#status.replaceChildren(this.#text);
    this.#count();
  }

  #hold() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  #count() {
    this.#hold();
    if (this.#shown !== null && !this.#toast.matches(':hover, :focus-within')) {
      this.#timer = setTimeout(() => emit(this, 'deleted-seen'), SHOWN_MS);
    }
  }
}

define('toast-region', ToastRegion);
