// <delete-everything>: the end of everything of this person's here, behind a word to type.

import { button, define, el, freshId, hint, onSubmit, setText } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { sizeWords } from '../lib/files.js';
import { listed, t } from '../lib/texts.js';

/** @typedef {import('../data-ways.js').DataWays} DataWays */
/** @typedef {import('../types.js').EverythingDeleted} EverythingDeleted */

export class DeleteEverything extends HTMLElement {
  /** @type {DataWays | null} */
  ways = null;

  #begin = button(t('everything.begin'), 'button danger', () => this.#ask(true));
  #word = el('input', { id: freshId('word'), class: 'input', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #now = el('button', { type: 'submit', class: 'button danger' }, [t('everything.now')]);
  #cancel = button(t('everything.cancel'), 'button', () => this.#ask(false));
  #form = el('form', { class: 'delete-form', hidden: '' }, [
    el('label', { for: this.#word.id }, [t('everything.type', { word: t('everything.word') })]),
    this.#word,
    el('div', 'row-acts', [this.#now, this.#cancel]),
  ]);
  #said = hint();
  #out = el('div', 'data-out');

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#now.disabled = true;
    this.#word.addEventListener('input', () => {
      this.#now.disabled = !this.#isTyped;
    });
    onSubmit(this.#form, () => {
      if (this.#isTyped) {
        void this.#delete();
      }
    });
    this.append(el('p', 'card-note', [t('everything.note')]), this.#begin, this.#form, this.#said, this.#out);
  }

  get #isTyped() {
    return this.#word.value.trim().toLocaleLowerCase() === t('everything.word').toLocaleLowerCase();
  }

  /** @param {boolean} asks */
  #ask(asks) {
    this.#form.hidden = !asks;
    this.#begin.hidden = asks;
    this.#word.value = '';
    this.#now.disabled = true;
    setText(this.#said, '');
    (asks ? this.#word : this.#begin).focus();
  }

  async #delete() {
    const { ways } = this;
    if (ways === null) {
      return;
    }
    setText(this.#said, t('everything.working'));
    this.#word.disabled = true;
    this.#now.disabled = true;
    this.#cancel.disabled = true;
    try {
      this.#done(ways, await ways.deleteEverything());
    } catch (reason) {
      this.#word.disabled = false;
      this.#cancel.disabled = false;
      this.#now.disabled = false;
      setText(this.#said, errorText(toUserError(reason)));
      this.#word.focus();
    }
  }

  /**
   * @param {DataWays} ways
   * @param {EverythingDeleted} deleted
   */
  #done(ways, { conversations, files, bytes, keys, left }) {
    this.#form.hidden = true;
    setText(this.#said, t('everything.done'));
    const lines = [
      ...(conversations === null ? [] : [t('everything.chats', { count: conversations })]),
      t('everything.files', { count: files, size: sizeWords(bytes) }),
      keys.length === 0 ? t('everything.noKeys') : t('everything.keys', { count: keys.length, names: listed(keys) }),
    ];
    const anew = button(t('everything.anew'), 'button primary', () => ways.anew());
    this.#out.replaceChildren(
      list(lines),
      ...(left.length === 0 ? [] : [el('p', 'test-bad', [t('everything.left')]), list(left)]),
      anew,
    );
    anew.focus();
  }
}

/** @param {readonly string[]} lines */
function list(lines) {
  return el('ul', 'import-list', lines.map((line) => el('li', { dir: 'auto' }, [line])));
}

define('delete-everything', DeleteEverything);
