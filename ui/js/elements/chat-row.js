// <chat-row>: one chat of the list: its title, whether an answer runs or is new, and what is behind its
// button. Its title can be changed where it stands.

import { button, define, el, emit, freshId, setAttribute, setText, t } from '../lib/dom.js';
import { composing } from '../lib/input.js';

/** @typedef {import('../types.js').ConversationView} ConversationView */

/** Bubbles `menu-wanted`, and `title-given` (detail: the id and the text). */
export class ChatRow extends HTMLElement {
  #titleId = freshId('row');
  #title = el('span', { class: 'row-title', id: this.#titleId, dir: 'auto' });
  #mark = el('span', 'visually-hidden');
  #button = el('button', { class: 'conversation', tabindex: '-1' }, [this.#title, this.#mark]);
  #more = button('⋯', {
    class: 'button icon row-more', tabindex: '-1', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': t('sidebar.actions'), 'aria-describedby': this.#titleId,
  }, () => this.#wantMenu());
  /** @type {HTMLInputElement | null} while the title is changed */
  #box = null;
  /** @type {ConversationView | null} */
  #shown = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    setAttribute(this, 'role', 'listitem');
    this.append(this.#button, this.#more);
    this.addEventListener('contextmenu', (event) => {
      if (this.#box === null) {
        event.preventDefault();
        this.#wantMenu();
      }
    });
    this.#more.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        event.stopPropagation();
        this.#wantMenu();
      }
    });
  }

  /** What it shows. */
  get conversation() {
    return this.#shown;
  }

  /** The button that opens what can be done with the chat. */
  get more() {
    return this.#more;
  }

  get isEdited() {
    return this.#box !== null;
  }

  /**
   * @param {ConversationView} conversation
   * @param {{open: boolean, running: boolean, current: boolean, place: number, count: number}} how `current`: the Tab key
   *   stops here; `place` and `count`: where it stands in its group
   */
  show(conversation, { open, running, current, place, count }) {
    this.#shown = conversation;
    const { title, unread, tags } = conversation;
    const fresh = unread && !open;
    setText(this.#title, title === '' ? t('sidebar.untitled') : title);
    setText(this.#mark, running ? ` ${t('sidebar.running')}` : fresh ? ` ${t('sidebar.unread')}` : '');
    setAttribute(this.#button, 'title', [title, ...tags.map((tag) => `#${tag}`)].join(' '));
    setAttribute(this.#button, 'aria-current', open ? 'true' : null);
    setAttribute(this.#button, 'tabindex', current ? '0' : '-1');
    setAttribute(this.#more, 'tabindex', current ? '0' : '-1');
    setAttribute(this, 'aria-posinset', String(place));
    setAttribute(this, 'aria-setsize', String(count));
    this.#button.classList.toggle('running', running);
    this.#button.classList.toggle('unread', fresh);
  }

  /** @override */
  focus() {
    (this.#box ?? this.#button).focus();
  }

  focusMore() {
    this.#more.focus();
  }

  /** Changes the title where it stands. @param {string} [typed] what was refused: it takes the focus from nobody */
  edit(typed) {
    if (this.#box !== null || this.#shown === null) {
      return;
    }
    const box = el('input', { type: 'text', class: 'input row-text', 'aria-label': t('title.label'), maxlength: '200', dir: 'auto', autocomplete: 'off' });
    box.value = typed ?? this.#shown.title;
    const free = typed === undefined || this.contains(document.activeElement);
    this.#box = box;
    box.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if ((event.key === 'Escape' || event.key === 'Enter') && !composing(event)) {
        event.preventDefault();
        this.#done(event.key === 'Enter', true);
      }
    });
    box.addEventListener('blur', () => this.#done(true, false));
    this.#button.hidden = true;
    this.#more.hidden = true;
    this.prepend(box);
    if (free) {
      box.focus();
      box.select();
    }
  }

  /**
   * @param {boolean} given
   * @param {boolean} back whether the focus goes back to the row
   */
  #done(given, back) {
    const box = this.#box;
    if (box === null) {
      return;
    }
    this.#box = null;
    this.#button.hidden = false;
    this.#more.hidden = false;
    if (back) {
      this.#button.focus();
    }
    box.remove();
    if (given && box.value !== this.#shown?.title) {
      emit(this, 'title-given', { id: this.#shown?.id, title: box.value });
    }
  }

  #wantMenu() {
    emit(this, 'menu-wanted');
  }
}

define('chat-row', ChatRow);
