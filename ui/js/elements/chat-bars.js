// <chat-bars>: what is worth knowing above the chat: the demo, a temporary chat, what was deleted,
// and a notice.

import { button, el, place, setText } from '../lib/dom.js';

/** @typedef {import('../types.js').State} State */

const DEMO = 'Demo gateway — no model behind it';
const TEMPORARY = 'Temporary chat: nothing of it is kept on this computer; tokens and cost are counted.';

/** Bubbles `key-wanted`, `undo-wanted`, `deleted-seen` and `notice-seen`. */
export class ChatBars extends HTMLElement {
  #life = new AbortController();
  #demo = el('div', { class: 'banner', hidden: '' }, [el('span', {}, [DEMO])]);
  #temporary = el('div', { class: 'banner temporary', role: 'status', hidden: '' }, [el('span', {}, [TEMPORARY])]);
  #deletedText = el('span', { dir: 'auto' });
  #deleted = el('div', { class: 'banner deleted', role: 'status' }, [this.#deletedText]);
  #noticeText = el('p', { class: 'notice-text', dir: 'auto' });
  #notice = el('div', { class: 'notice', role: 'alert' }, [this.#noticeText]);

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.#demo.append(this.#button('Add a key', 'key-wanted'));
    this.#deleted.append(this.#button('Undo', 'undo-wanted'), this.#button('Close', 'deleted-seen'));
    this.#notice.append(this.#button('Dismiss', 'notice-seen'));
    this.append(this.#demo, this.#temporary);
  }

  /** @param {State} state */
  show({ next, temporary, deleted, notice }) {
    this.#demo.hidden = !next.demo;
    this.#temporary.hidden = !temporary;
    if (deleted === null) {
      this.#deleted.remove();
    } else {
      setText(this.#deletedText, `“${deleted.title}” is deleted.`);
      place(this.#deleted, () => this.append(this.#deleted));
    }
    if (notice === null) {
      this.#notice.remove();
    } else {
      setText(this.#noticeText, [notice.message, notice.action ?? ''].join(' ').trim());
      place(this.#notice, () => this.append(this.#notice));
    }
  }

  /**
   * @param {string} label
   * @param {string} type what is dispatched
   */
  #button(label, type) {
    return button(label, 'button', () => this.dispatchEvent(new CustomEvent(type, { bubbles: true })), this.#life.signal);
  }
}

customElements.define('chat-bars', ChatBars);
