// <preset-file>: presets and templates to and from one file: what a file would change is told before
// it does.

import { button, define, el, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';

/** @typedef {import('../types.js').PresetImport} PresetImport */

/** As `preset::MAX_FILE_BYTES`: a larger one is none of ours. */
const MAX_BYTES = 64 * 1024 * 1024;

export class PresetFile extends HTMLElement {
  /** @type {import('../asking.js').Asking | null} set before it is used */
  asking = null;

  #input = el('input', { type: 'file', accept: '.json,application/json', hidden: '' });
  #choose = button(t('presets.fromFile'), 'button', () => this.#input.click());
  #out = el('div', { class: 'import-out', 'aria-live': 'polite' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(el('div', 'row-acts', [button(t('presets.toFile'), 'button', () => void this.#export()), this.#choose]), this.#input, this.#out);
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      // The same file can be chosen again.
      this.#input.value = '';
      if (file !== undefined) {
        this.take(file);
      }
    });
  }

  /** Tells what it would change. @param {File} file */
  take(file) {
    this.scrollIntoView({ block: 'nearest' });
    void this.#read(file);
  }

  async #export() {
    try {
      const name = (await this.asking?.exportFile()) ?? null;
      if (name !== null) {
        this.#tell(t('chat.exported', { name }));
      }
    } catch (reason) {
      this.#tell(errorText(toUserError(reason)), true);
    }
  }

  /** @param {File} file */
  async #read(file) {
    if (file.size > MAX_BYTES) {
      this.#tell(t('presets.tooLarge', { name: file.name }), true);
      return;
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const told = await this.asking?.importFile(bytes, true);
      if (told !== undefined) {
        this.#offer(told, bytes);
      }
    } catch (reason) {
      this.#tell(errorText(toUserError(reason)), true);
    }
  }

  /**
   * @param {PresetImport} told
   * @param {Uint8Array} bytes
   */
  #offer({ presets, templates }, bytes) {
    const rows = [...presets, ...templates.map(({ name, outcome }) => ({ name: `/${name}`, outcome }))];
    if (rows.every(({ outcome }) => outcome === 'unchanged')) {
      this.#tell(t('presets.nothingNew'));
      return;
    }
    const take = button(t('presets.take'), 'button', () => void this.#take(bytes));
    const leave = button(t('options.cancel'), 'button', () => {
      this.#out.replaceChildren();
      this.#choose.focus();
    });
    this.#out.replaceChildren(
      el('ul', 'import-list', rows.map(({ name, outcome }) => el('li', { dir: 'auto' }, [t(`presets.${outcome}`, { name })]))),
      el('div', 'row-acts', [take, leave]),
    );
    take.focus();
  }

  /** @param {Uint8Array} bytes */
  async #take(bytes) {
    try {
      await this.asking?.importFile(bytes, false);
      this.#tell(t('presets.taken'));
    } catch (reason) {
      this.#tell(errorText(toUserError(reason)), true);
    }
    this.#choose.focus();
  }

  /** @param {string} sentence @param {boolean} [wrong] */
  #tell(sentence, wrong = false) {
    const line = el('p', { class: wrong ? 'field-hint wrong' : 'field-hint', dir: 'auto' });
    setText(line, sentence);
    this.#out.replaceChildren(line);
  }
}

define('preset-file', PresetFile);
