// <link-preview>: the text that a `gatehouse://` link brings, before it goes anywhere. Any web page can
// write such a link, so what is shown is exactly what is used, and nothing is sent.

import { button, define, el, emit, freshId, setText, t } from '../lib/dom.js';

/** Bubbles `preview-used` with the text. */
export class LinkPreview extends HTMLElement {
  #titleId = freshId('brought');
  #text = el('p', { class: 'link-question-address brought-text', dir: 'auto', tabindex: '0', role: 'group', 'aria-label': t('links.brought') });
  #hidden = el('p', 'field-hint');
  #discard = button(t('links.discard'), 'button', () => this.#dialog.close());
  #dialog = el('dialog', { class: 'dialog', 'aria-labelledby': this.#titleId }, [
    el('h2', { id: this.#titleId, class: 'card-title' }, [t('links.fromLink')]),
    el('p', {}, [t('links.fromLinkNote')]),
    this.#text,
    this.#hidden,
    el('div', 'dialog-foot', [this.#discard, button(t('links.use'), 'button primary', () => this.#use())]),
  ]);

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.#dialog.addEventListener('keydown', (event) => {
      // Esc closes this alone: elsewhere it stops an answer.
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        this.#dialog.close();
      }
    });
    this.append(this.#dialog);
  }

  /** Whether a text is being looked at: no other takes its place then. */
  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {{text: string, hidden: number}} brought */
  show({ text, hidden }) {
    setText(this.#text, text);
    setText(this.#hidden, hidden === 0 ? '' : t('links.hidden', { count: hidden }));
    this.#dialog.showModal();
    // Not on "Use": an Enter that was meant for another window must not take it.
    this.#discard.focus();
  }

  #use() {
    this.#dialog.close();
    emit(this, 'preview-used', this.#text.textContent);
  }
}

define('link-preview', LinkPreview);
