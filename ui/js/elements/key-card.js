// <key-card>: the first run without a key: says where the answers come from and takes a key.

import { el, setText } from '../lib/dom.js';
import { t } from '../lib/texts.js';
import { KeyField } from './key-field.js';

/** Bubbles `key-saved`, from its field, and `key-later` when it is closed. */
export class KeyCard extends HTMLElement {
  #field = new KeyField();
  #title = el('h2', { class: 'card-title' }, [t('key.title')]);
  #lead = el('p', { class: 'card-lead' });
  #later = el('button', { type: 'button', class: 'button quiet' }, [t('key.later')]);

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.append(
      this.#title,
      this.#lead,
      this.#field,
      el('p', { class: 'card-note' }, [t('key.note')]),
      this.#later,
    );
    this.#later.addEventListener('click', () => this.dispatchEvent(new CustomEvent('key-later', { bubbles: true })));
  }

  /** @param {(connection: string, key: string) => Promise<void>} save */
  set save(save) {
    this.#field.save = save;
  }

  /**
   * @param {{connection: string, environment: boolean, demo: boolean, problem: string | null, closable: boolean}} view
   */
  show({ connection, environment, demo, problem, closable }) {
    this.#field.connection = connection;
    setText(this.#lead, environment ? t('key.environment') : demo ? t('key.demo') : (problem ?? t('key.lead')));
    this.#later.hidden = !closable;
  }

  /** @override */
  focus() {
    this.#field.focus();
  }
}

customElements.define('key-card', KeyCard);
