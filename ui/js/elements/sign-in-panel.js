// <sign-in-panel>: the Vercel sign-in: its linked folder, the CLI that renews it, how long its token
// lasts.

import { el, setText } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';
import { labelled, said, textBox } from '../lib/fields.js';
import { signInWords } from '../lib/format.js';

/** @typedef {import('../types.js').Settings} Settings */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

export class SignInPanel extends HTMLElement {
  /** @type {(change: Partial<Settings>) => Promise<void>} */
  save = () => Promise.resolve();
  /** @type {() => Promise<void>} */
  renew = () => Promise.resolve();

  #state = el('p', { class: 'card-note' });
  #folder = textBox({ placeholder: '/home/me/my-app' });
  #cli = textBox({ placeholder: 'Found by itself' });
  #said = el('p', { class: 'field-hint', 'aria-live': 'polite' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const renew = el('button', { type: 'button', class: 'button' }, ['Renew now']);
    renew.addEventListener('click', () => void this.#do('Renewing…', this.renew, 'Renewed.'));
    const form = el('form', { class: 'settings-form' }, [
      labelled('Folder of the linked project', this.#folder),
      labelled('Vercel CLI', this.#cli),
      el('p', { class: 'card-note' }, ['The folder’s .env.local is read, never written. Its token goes to the gateway as it is set now.']),
      this.#said,
      el('div', { class: 'dialog-foot' }, [renew, el('button', { type: 'submit', class: 'button primary' }, ['Save sign-in'])]),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const change = { signinFolder: said(this.#folder), signinCli: said(this.#cli) };
      void this.#do('', () => this.save(change), 'Saved.');
    });
    this.append(this.#state, form);
  }

  /** @param {Settings} settings */
  fill({ signinFolder, signinCli }) {
    this.#folder.value = signinFolder ?? '';
    this.#cli.value = signinCli ?? '';
  }

  /** @param {readonly KeyStatus[]} keys */
  show(keys) {
    setText(this.#state, signInWords(keys.find(({ connection }) => connection === 'gateway') ?? null, Date.now()));
  }

  /**
   * @param {string} meanwhile
   * @param {() => Promise<void>} work
   * @param {string} done
   */
  async #do(meanwhile, work, done) {
    setText(this.#said, meanwhile);
    try {
      await work();
      setText(this.#said, done);
    } catch (reason) {
      const { message, action } = toUserError(reason);
      setText(this.#said, `${message} ${action ?? ''}`.trim());
    }
  }
}

customElements.define('sign-in-panel', SignInPanel);
