// <env-import>: keys from an environment file. The file's bytes are handed over and not looked at
// here; what comes back names what was found.

import { el } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';
import { connectionName } from '../lib/format.js';

/** @typedef {import('../types.js').ImportView} ImportView */

/** As `env_file::MAX_BYTES`: a larger one is no environment file. */
const MAX_BYTES = 1024 * 1024;

export class EnvImport extends HTMLElement {
  /** @type {(keep: boolean, bytes: Uint8Array) => Promise<ImportView>} set before it is connected */
  importKeys = () => Promise.reject(new TypeError('not set'));

  #input = el('input', { type: 'file', hidden: '' });
  #choose = this.#button('Import keys from a file…', () => this.#input.click());
  #out = el('div', { class: 'import-out', 'aria-live': 'polite' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.append(
      el('p', { class: 'card-note' }, ['From a .env.local: what it holds is shown by name first. Names that begin with a dot are hidden in many file dialogs; Ctrl+H shows them.']),
      this.#choose,
      this.#input,
      this.#out,
    );
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      this.#input.value = '';
      if (file !== undefined) {
        void this.#hand(file, false);
      }
    });
  }

  /**
   * @param {File} file
   * @param {boolean} keep
   */
  async #hand(file, keep) {
    if (file.size > MAX_BYTES) {
      this.#show(el('p', {}, [`${file.name} is no environment file: it is over 1 MB.`]));
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const found = this.importKeys(keep, bytes);
      // It may hold keys: nothing of it stays here.
      void found.finally(() => bytes.fill(0)).catch(() => undefined);
      this.#found(file, await found, keep);
    } catch (reason) {
      const { message, action } = toUserError(reason);
      this.#show(el('p', { class: 'field-hint wrong' }, [`${message} ${action ?? ''}`.trim()]));
    }
  }

  /**
   * @param {File} file
   * @param {ImportView} found
   * @param {boolean} kept
   */
  #found(file, found, kept) {
    const rows = [
      ...found.keys.map(({ variable, connection, origin, last4, warning }) => {
        const ends = last4 === null ? '' : `, ends in ${last4}`;
        return `${variable}${ends}: for ${connectionName(connection)} at ${origin}.${warning === null ? '' : ` ${warning}`}`;
      }),
      ...found.addresses.map(({ connection, origin }) => `${connectionName(connection)} goes to ${origin}.`),
      ...found.unused.map(({ variable, reason }) => `${variable} is left out. ${reason}`),
      ...(found.hasToken ? ['A sign-in token is not kept: choose the linked folder under Vercel sign-in.'] : []),
      ...(found.others > 0 ? [`${found.others} other ${found.others === 1 ? 'name is' : 'names are'} not read.`] : []),
    ];
    const list = el('ul', { class: 'import-list' }, rows.map((row) => el('li', { dir: 'auto' }, [row])));
    if (kept) {
      this.#show(el('p', { class: 'test-good' }, ['Kept. The file still holds the keys; delete them there if nothing else needs them.']), list);
      this.#choose.focus();
      return;
    }
    const keep = this.#button('Keep them', () => void this.#hand(file, true));
    this.#show(list, el('div', { class: 'row-acts' }, [keep, this.#button('Cancel', () => {
      this.#show();
      this.#choose.focus();
    })]));
    keep.focus();
  }

  /** @param {...HTMLElement} shown */
  #show(...shown) {
    this.#out.replaceChildren(...shown);
  }

  /**
   * @param {string} label
   * @param {() => void} onClick
   */
  #button(label, onClick) {
    const made = el('button', { type: 'button', class: 'button' }, [label]);
    made.addEventListener('click', onClick);
    return made;
  }
}

customElements.define('env-import', EnvImport);
