// <chat-bars>: what is worth knowing above the chat: the demo, a temporary chat, and a notice.

import { button, define, el, emit, place, setText, t } from '../lib/dom.js';
import { errorText } from '../lib/errors.js';

/** @typedef {import('../types.js').State} State */

/** Bubbles `key-wanted`, `notice-seen`, and `settings-wanted` where the history is what it is about. */
export class ChatBars extends HTMLElement {
  #life = new AbortController();
  #demo = el('div', { class: 'banner', hidden: '' }, [el('span', {}, [t('bars.demo')])]);
  #temporary = el('div', { class: 'banner temporary', role: 'status', hidden: '' }, [el('span', {}, [t('bars.temporary')])]);
  #noticeText = el('p', { class: 'notice-text', dir: 'auto' });
  #notice = el('div', { class: 'notice', role: 'alert' }, [this.#noticeText]);
  #repair = this.#button(t('bars.repair'), 'settings-wanted', 'data');

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#demo.append(this.#button(t('bars.addKey'), 'key-wanted'));
    this.#notice.append(this.#repair, this.#button(t('bars.dismiss'), 'notice-seen'));
    this.append(this.#demo, this.#temporary);
  }

  /** @param {State} state */
  show({ next, temporary, notice }) {
    this.#demo.hidden = !next.demo;
    this.#temporary.hidden = !temporary;
    if (notice === null) {
      this.#notice.remove();
    } else {
      setText(this.#noticeText, errorText(notice));
      this.#repair.hidden = notice.code !== 'storage';
      place(this.#notice, () => this.append(this.#notice));
    }
  }

  /**
   * @param {string} label
   * @param {string} type what is dispatched
   * @param {string} [detail]
   */
  #button(label, type, detail) {
    return button(label, 'button', () => emit(this, type, detail), this.#life.signal);
  }
}

define('chat-bars', ChatBars);
