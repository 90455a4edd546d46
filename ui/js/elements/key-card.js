// <key-card>: the first run without a key: says where the answers come from and takes a key.

import { el, setText } from '../lib/dom.js';
import { KeyField } from './key-field.js';

const ENVIRONMENT = 'The key in the environment goes before one that is entered here. Change it there, then start Gatehouse again.';
const DEMO = 'You are talking to the demo gateway. No model is behind it.';

/** Bubbles `key-saved`, from its field, and `key-later` when it is closed. */
export class KeyCard extends HTMLElement {
  #field = new KeyField();
  #title = el('h2', { class: 'card-title' }, ['Bring your own key']);
  #lead = el('p', { class: 'card-lead' });
  #later = el('button', { type: 'button', class: 'button quiet' }, ['Not now']);

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.append(
      this.#title,
      this.#lead,
      this.#field,
      el('p', { class: 'card-note' }, [
        'The key is handed to your system’s keyring and is not shown again. It is sent only to the gateway it belongs to.',
      ]),
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
    setText(this.#lead, environment ? ENVIRONMENT : demo ? DEMO : (problem ?? 'Answers come from the gateway that your key belongs to.'));
    this.#later.hidden = !closable;
  }

  /** @override */
  focus() {
    this.#field.focus();
  }
}

customElements.define('key-card', KeyCard);
