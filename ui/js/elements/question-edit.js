// <question-edit>: a question being put otherwise, in the place where it stands.

import { button, el, freshId } from '../lib/dom.js';
import { composing } from '../lib/input.js';
import { t } from '../lib/texts.js';

/**
 * Bubbles `question-edited` (detail: the message's id and the text); goes when it is done, and stays
 * where that was prevented. Opened by Up from the message box, one more Up goes on to the questions
 * asked before: `recall-wanted`.
 */
export class QuestionEdit extends HTMLElement {
  #id = freshId('edit');
  #text = el('textarea', { id: this.#id, class: 'edit-text', rows: '3', dir: 'auto', spellcheck: 'true' });
  #life = new AbortController();

  /**
   * @param {string} message the question's id
   * @param {string} text
   * @param {boolean} recalls whether Up, before anything is changed, goes on to the questions before
   */
  constructor(message, text, recalls) {
    super();
    const { signal } = this.#life;
    this.#text.value = text;
    const send = button(t('edit.ask'), 'button primary', () => this.#send(message), signal);
    this.append(
      el('label', { for: this.#id, class: 'visually-hidden' }, [t('edit.label')]),
      this.#text,
      el('div', { class: 'edit-tools' }, [send, button(t('edit.cancel'), 'button quiet', () => this.#leave(), signal)]),
    );
    this.addEventListener('keydown', (event) => {
      if (composing(event)) {
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        this.#leave();
      } else if (event.key === 'ArrowUp' && recalls && this.#text.value === text && this.#text.selectionStart === text.length) {
        event.preventDefault();
        this.dispatchEvent(new CustomEvent('recall-wanted', { bubbles: true }));
        this.remove();
      } else if (event.key === 'Enter' && !event.shiftKey && event.target === this.#text) {
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
    if (this.dispatchEvent(new CustomEvent('question-edited', { bubbles: true, cancelable: true, detail: { message, text } }))) {
      this.#leave();
    }
  }

  /** What it stands in has the focus then. */
  #leave() {
    this.parentElement?.focus({ preventScroll: true });
    this.remove();
  }
}

customElements.define('question-edit', QuestionEdit);
