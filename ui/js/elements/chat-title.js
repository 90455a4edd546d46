// <chat-title>: what the chat on screen is called and asked with, and renaming, exporting or deleting it.

import { button, define, el, emit, freshId, onSubmit, setText, t } from '../lib/dom.js';
import { composing } from '../lib/input.js';
import { hint } from '../keyboard.js';

/** Bubbles `title-given` (detail: the text and whose it is), `options-wanted`, `export-wanted` and `delete-wanted`. */
export class ChatTitle extends HTMLElement {
  #id = freshId('title');
  #title = el('h1', { class: 'chat-title', dir: 'auto' }, [t('app.newChat')]);
  #box = el('input', { id: this.#id, class: 'title-text', type: 'text', maxlength: '200', dir: 'auto', autocomplete: 'off' });
  #form = el('form', { class: 'title-form', hidden: '' }, [el('label', { for: this.#id, class: 'visually-hidden' }, [t('title.label')]), this.#box]);
  #life = new AbortController();
  /** The chat on screen; none is a new one. @type {string | null} */
  #chat = null;
  #kept = false;
  /** What had the focus before the title was changed. @type {Element | null} */
  #before = null;
  #export = button(t('title.export'), 'button quiet', () => this.#want('export-wanted'), this.#life.signal);
  #options = button(t('title.options'), 'button quiet', () => this.#want('options-wanted'), this.#life.signal);
  #rename = button(t('title.rename'), 'button quiet', () => this.edit(), this.#life.signal);
  #delete = button(t('title.delete'), 'button quiet', () => this.#want('delete-wanted'), this.#life.signal);
  #tools = el('span', 'title-tools', [this.#options, this.#rename, this.#export, this.#delete]);

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const { signal } = this.#life;
    this.append(this.#title, this.#form, this.#tools);
    onSubmit(this.#form, () => {
      this.#leave(true);
    }, { signal });
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !composing(event)) {
        event.preventDefault();
        this.#leave(false);
      }
    }, { signal });
    this.#box.addEventListener('blur', () => this.#done(true), { signal });
  }

  /**
   * @param {string} title
   * @param {string | null} chat what can be renamed and deleted; none where nothing is begun
   * @param {boolean} kept whether there is anything to export
   * @param {readonly string[]} shortcuts the setting
   */
  show(title, chat, kept, shortcuts) {
    const begun = chat !== null;
    if (chat !== this.#chat) {
      // What was typed is the title of the chat that was left, if that is still there.
      this.#done(this.#kept);
      this.#chat = chat;
    }
    this.#kept = kept;
    hint(this.#options, t('options.title'), 'options', shortcuts);
    setText(this.#title, title);
    this.#rename.hidden = !begun;
    this.#export.hidden = !begun || !kept;
    this.#delete.hidden = !begun;
  }

  /** @param {string} type */
  #want(type) {
    emit(this, type);
  }

  /** Changes the title where it stands. @param {string} [typed] what was refused: it takes the focus from nobody */
  edit(typed) {
    if (document.activeElement !== this.#box) {
      this.#before = document.activeElement;
    }
    const free = typed === undefined || this.#tools.contains(document.activeElement);
    if (this.#form.hidden) {
      this.#box.value = typed ?? this.#title.textContent ?? '';
    }
    this.#form.hidden = false;
    this.#title.hidden = true;
    // In a narrow window the box needs their room.
    this.#tools.hidden = true;
    if (free) {
      this.#box.focus();
      this.#box.select();
    }
  }

  /** Ends it by a key: what had the focus has it again. @param {boolean} given */
  #leave(given) {
    this.#done(given);
    if (this.#before instanceof HTMLElement && this.#before.isConnected) {
      this.#before.focus();
    }
  }

  /** @param {boolean} given */
  #done(given) {
    if (this.#form.hidden) {
      return;
    }
    this.#form.hidden = true;
    this.#title.hidden = false;
    this.#tools.hidden = false;
    if (given && this.#box.value !== this.#title.textContent) {
      emit(this, 'title-given', { title: this.#box.value, id: this.#chat });
    }
  }
}

define('chat-title', ChatTitle);
