// <env-import>: keys from an environment file. The file's bytes are handed over and not looked at
// here; what comes back names what was found.

import { button, define, el, emit } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { errorText, toUserError } from '../lib/errors.js';
import { connectionName } from '../lib/format.js';
import { t, textParts } from '../lib/texts.js';

/** @typedef {import('../types.js').ImportView} ImportView */

/** As `env_file::MAX_BYTES`: a larger one is no environment file. */
const MAX_BYTES = 1024 * 1024;

/** Bubbles `keys-kept` (detail: what was found), and `sign-in-wanted` where a token is all that there is. */
export class EnvImport extends HTMLElement {
  /** @type {(keep: boolean, bytes: Uint8Array) => Promise<ImportView>} set before it is connected */
  importKeys = () => Promise.reject(new TypeError('not set'));

  #input = el('input', { type: 'file', hidden: '' });
  #choose = button(t('import.choose'), 'button', () => this.#input.click());
  #out = el('div', { class: 'import-out', 'aria-live': 'polite' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(
      el('p', 'card-note', [t('import.note')]),
      this.#choose,
      this.#input,
      this.#out,
    );
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      this.#input.value = '';
      if (file !== undefined) {
        this.take(file);
      }
    });
  }

  /** Tells what is found in it. @param {File} file */
  take(file) {
    this.scrollIntoView({ block: 'nearest' });
    void this.#hand(file, false);
  }

  /**
   * @param {File} file
   * @param {boolean} keep
   */
  async #hand(file, keep) {
    if (file.size > MAX_BYTES) {
      this.#show(el('p', {}, [t('import.tooLarge', { name: file.name })]));
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const found = this.importKeys(keep, bytes);
      // It may hold keys: nothing of it stays here.
      void found.finally(() => bytes.fill(0)).catch(() => undefined);
      this.#found(file, await found, keep);
    } catch (reason) {
      this.#show(el('p', 'field-hint wrong', [errorText(toUserError(reason))]));
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
        const about = { variable, connection: connectionName(connection), origin };
        const said = last4 === null ? t('import.key', about) : t('import.keyEnds', { ...about, last4 });
        return warning === null ? [said] : [said, ' ', english(warning)];
      }),
      ...found.addresses.map(({ connection, origin }) => [t('import.address', { connection: connectionName(connection), origin })]),
      ...found.unused.map(({ variable, reason }) => textParts('import.unused', { variable: el('bdi', {}, [variable]), reason: english(reason) })),
      ...(found.hasToken ? [[t('import.token')]] : []),
      ...(found.others > 0 ? [[t('import.others', { count: found.others })]] : []),
    ];
    const list = el('ul', 'import-list', rows.map((row) => el('li', { dir: 'auto' }, row)));
    if (kept) {
      this.#show(el('p', 'test-good', [found.keys.length > 0 ? t('import.kept') : t('import.keptAddress')]), list);
      this.#choose.focus();
      emit(this, 'keys-kept', found);
      return;
    }
    const nothing = found.keys.length === 0 && found.addresses.length === 0;
    const keep = nothing
      ? button(t('import.folder'), 'button', () => emit(this, 'sign-in-wanted'))
      : button(t('import.keep'), 'button', () => void this.#hand(file, true));
    this.#show(list, el('div', 'row-acts', [keep, button(t('import.cancel'), 'button', () => {
      this.#show();
      this.#choose.focus();
    })]));
    keep.focus();
  }

  /** @param {...HTMLElement} shown */
  #show(...shown) {
    this.#out.replaceChildren(...shown);
  }
}

define('env-import', EnvImport);
