// <settings-data>: what is kept on this machine and where, files out and in, copies, repair, and the
// end of everything.

import { dataWays } from '../data-ways.js';
import { copyText, tellCopied } from '../lib/clipboard.js';
import { button, define, el, Living, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { sizeWords } from '../lib/files.js';
import { DataCopies } from './data-copies.js';
import { DataRepair } from './data-repair.js';
import { DataTransfer } from './data-transfer.js';
import { DeleteEverything } from './delete-everything.js';

/** @typedef {import('../data-ways.js').DataWays} DataWays */
/** @typedef {import('../types.js').DataView} DataView */

export class SettingsData extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #counts = el('p', 'card-note');
  #places = el('ul', 'key-list data-places');
  #transfer = new DataTransfer();
  #copies = new DataCopies();
  #repair = new DataRepair();
  #everything = new DeleteEverything();
  /** @type {DataWays | null} */
  #ways = null;

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(
        section(t('data.places'), this.#counts, this.#places),
        section(t('data.files'), this.#transfer),
        section(t('data.copies'), this.#copies),
        section(t('repair.title'), this.#repair),
        section(t('everything.title'), this.#everything),
      );
    }
    this.addEventListener('data-changed', () => void this.#loadPlaces(), { signal: this.signal });
  }

  come() {
    if (this.parts === null) {
      return;
    }
    const ways = dataWays(this.parts.host);
    this.#ways = ways;
    [this.#transfer, this.#copies, this.#repair, this.#everything].forEach((one) => (one.ways = ways));
    void this.#loadPlaces();
    void this.#copies.load();
  }

  /** Whoever comes from a notice comes to see what is wrong. */
  focusFirst() {
    if (this.parts?.store.state().notice) {
      this.#repair.focusFirst();
    }
  }

  async #loadPlaces() {
    try {
      const data = await this.#ways?.places();
      if (data !== undefined) {
        this.#show(data);
      }
    } catch (reason) {
      this.#counts.textContent = errorText(toUserError(reason));
    }
  }

  /** @param {DataView} data */
  #show({ places, keys, conversations, messages }) {
    this.#counts.hidden = conversations === null;
    this.#counts.textContent = conversations === null ? '' : t('data.counts', {
      conversations: t('data.conversations', { count: conversations }),
      messages: t('data.messages', { count: messages ?? 0 }),
    });
    this.#places.replaceChildren(
      ...places.map(({ what, path, bytes }) => placeRow(t(`data.${what}`), sizeWords(bytes), path)),
      el('li', 'key-row', [
        el('span', 'key-about', [
          el('span', 'key-name', [t('data.keys')]),
          el('span', 'key-words', [keys === 'session' ? t('data.session') : t('data.keyring')]),
        ]),
      ]),
    );
  }
}

/**
 * @param {string} what
 * @param {string} size
 * @param {string} path
 */
function placeRow(what, size, path) {
  const copy = button(t('data.copyPath'), { class: 'button', 'aria-label': t('data.copyPathOf', { what }) }, () => void copyText(path).then((done) => tellCopied(copy, done)));
  return el('li', 'key-row', [
    el('span', 'key-about', [
      el('span', 'key-name', [what]),
      el('span', 'key-words', [size]),
      el('span', { class: 'key-origin', dir: 'ltr' }, [path]),
    ]),
    copy,
  ]);
}

/**
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function section(title, ...parts) {
  return el('section', 'settings-keys', [el('h3', 'section-title', [title]), ...parts]);
}

define('settings-data', SettingsData);
