// <chat-title>: what the chat on screen is called, and renaming or deleting it.

import { button, el, freshId, setText } from '../lib/dom.js';
import { composing } from '../lib/input.js';

/** Bubbles `title-given` (detail: the text) and `delete-wanted`. */
export class ChatTitle extends HTMLElement {
  #id = freshId('title');
  #title = el('h1', { class: 'chat-title', dir: 'auto' }, ['New chat']);
  #box = el('input', { id: this.#id, class: 'title-text', type: 'text', maxlength: '200', dir: 'auto', autocomplete: 'off' });
  #form = el('form', { class: 'title-form', hidden: '' }, [el('label', { for: this.#id, class: 'visually-hidden' }, ['Title']), this.#box]);
  #tools = el('span', { class: 'title-tools' });
  #life = new AbortController();

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const { signal } = this.#life;
    this.#tools.append(
      button('Rename', 'button quiet', () => this.#edit(), signal),
      button('Delete', 'button quiet', () => this.dispatchEvent(new CustomEvent('delete-wanted', { bubbles: true })), signal),
    );
    this.append(this.#title, this.#form, this.#tools);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#done(true);
    }, { signal });
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !composing(event)) {
        event.preventDefault();
        this.#done(false);
      }
    }, { signal });
    this.#box.addEventListener('blur', () => this.#done(true), { signal });
  }

  /**
   * @param {string} title
   * @param {boolean} begun whether it is a chat that can be renamed and deleted
   */
  show(title, begun) {
    setText(this.#title, title);
    this.#tools.hidden = !begun;
    if (!begun && !this.#form.hidden) {
      this.#form.hidden = true;
      this.#title.hidden = false;
    }
  }

  #edit() {
    this.#box.value = this.#title.textContent ?? '';
    this.#form.hidden = false;
    this.#title.hidden = true;
    this.#box.focus();
    this.#box.select();
  }

  /** @param {boolean} given */
  #done(given) {
    if (this.#form.hidden) {
      return;
    }
    this.#form.hidden = true;
    this.#title.hidden = false;
    if (given && this.#box.value !== this.#title.textContent) {
      this.dispatchEvent(new CustomEvent('title-given', { bubbles: true, detail: this.#box.value }));
    }
  }
}

customElements.define('chat-title', ChatTitle);
