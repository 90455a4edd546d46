// <question-edit>: a question being put otherwise, in the place where it stands.

import { button, define, el, emit, freshId, t } from '../lib/dom.js';
import { composing, enterRule } from '../lib/input.js';
import { isMac } from '../lib/keys.js';

/**
 * Bubbles `question-edited` (detail: the message's id and the text); goes when it is done, and stays
 * where that was prevented. Bubbles `edit-typed` (detail: the id and the text, none where it is as it
 * was), and `edit-left` (detail: the id, what was typed, and whether by Esc), which stays where that was
 * prevented. Opened by Up from the message box, one more Up goes on to the questions
 * asked before: `recall-wanted`.
 */
export class QuestionEdit extends HTMLElement {
  #id = freshId('edit');
  #text = el('textarea', { id: this.#id, class: 'edit-text', rows: '3', dir: 'auto', spellcheck: 'true' });
  #life = new AbortController();

  /**
   * @param {object} how
   * @param {string} how.message the question's id
   * @param {string} how.text
   * @param {string} how.typed what was made of it before
   * @param {boolean} how.recalls whether Up, before anything is changed, goes on to the questions before
   * @param {() => import('../types.js').Settings['sendWith']} how.sendWith
   */
  constructor({ message, text, typed, recalls, sendWith }) {
    super();
    const { signal } = this.#life;
    this.#text.value = typed;
    const tell = (/** @type {string | null} */ now) => emit(this, 'edit-typed', { message, text: now });
    const changed = () => (this.#text.value === text ? null : this.#text.value);
    const leave = (/** @type {Event} */ event) => {
      if (emit(this, 'edit-left', { message, text: changed(), escaped: event.type === 'keydown' })) {
        event.preventDefault();
        this.#leave();
      }
    };
    this.#text.addEventListener('input', () => tell(changed()), { signal });
    const send = button(t('edit.ask'), 'button primary', () => this.#send(message), signal);
    this.append(
      el('label', { for: this.#id, class: 'visually-hidden' }, [t('edit.label')]),
      this.#text,
      el('div', 'edit-tools', [send, button(t('edit.cancel'), 'button quiet', leave, signal)]),
    );
    this.addEventListener('keydown', (event) => {
      if (composing(event)) {
        return;
      }
      if (event.key === 'Escape') {
        leave(event);
      } else if (event.key === 'ArrowUp' && recalls && this.#text.value === text && this.#text.selectionStart === text.length) {
        event.preventDefault();
        emit(this, 'recall-wanted');
        this.remove();
      } else if (event.target === this.#text && enterRule(event, { busy: false, text: this.#text.value, sendWith: sendWith(), mac: isMac() }) !== 'type') {
        event.preventDefault();
        this.#send(message);
      }
    }, { signal });
  }

  /** @override */
  focus() {
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  /** @param {string} message */
  #send(message) {
    const text = this.#text.value;
    if (text.trim() === '') {
      this.#text.focus();
      return;
    }
    if (emit(this, 'question-edited', { message, text })) {
      this.#leave();
    }
  }

  /** What it stands in has the focus then. */
  #leave() {
    this.parentElement?.focus({ preventScroll: true });
    this.remove();
  }
}

define('question-edit', QuestionEdit);
