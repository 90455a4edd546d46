// <data-copies>: the automatic copies of the history, one more now, and a copy merged back in. A
// restore shows first what it would do.

import { button, define, el, emit, hint, setText } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { sizeWords } from '../lib/files.js';
import { formatDate, t } from '../lib/texts.js';

/** @typedef {import('../data-ways.js').DataWays} DataWays */
/** @typedef {import('../types.js').BackupView} BackupView */
/** @typedef {import('../types.js').RestoreView} RestoreView */

export class DataCopies extends HTMLElement {
  /** @type {DataWays | null} */
  ways = null;

  #list = el('ul', 'key-list data-copies');
  #now = button(t('data.copyNow'), 'button', () => void this.#copyNow());
  #said = hint();
  #busy = false;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(el('p', 'card-note', [t('data.copiesNote')]), this.#list, this.#said, el('div', 'row-acts', [this.#now]));
  }

  async load() {
    await this.#do(async (ways) => this.#show(await ways.copies()), '');
  }

  async #copyNow() {
    await this.#do(async (ways) => {
      await ways.copyNow();
      this.#show(await ways.copies());
      this.#changed();
    }, t('data.copied'));
  }

  /** @param {readonly BackupView[]} copies */
  #show(copies) {
    this.#list.replaceChildren(
      ...(copies.length === 0
        ? [el('li', 'key-row', [el('span', 'key-words', [t('data.noCopies')])])]
        : copies.map((copy) => this.#row(copy))),
    );
  }

  /** @param {BackupView} copy */
  #row({ name, atMs, bytes }) {
    const time = formatDate(atMs, { dateStyle: 'medium', timeStyle: 'short' });
    const restore = el('button', { class: 'button', 'aria-label': t('data.restoreOf', { time }) }, [t('data.restore')]);
    const more = el('div', 'data-out');
    restore.addEventListener('click', () => void this.#look(name, restore, more));
    return el('li', 'key-row data-copy', [
      el('span', 'key-about', [
        el('span', 'key-name', [time]),
        el('span', 'key-words', [sizeWords(bytes)]),
        more,
      ]),
      restore,
    ]);
  }

  /**
   * @param {string} name
   * @param {HTMLElement} from
   * @param {HTMLElement} place
   */
  async #look(name, from, place) {
    await this.#do(async (ways) => {
      const found = await ways.restore(name, true);
      const words = restoreWords(found);
      if (found.added + found.updated === 0) {
        place.replaceChildren(el('p', 'card-note', [t('data.nothingMissing')]));
        return;
      }
      const now = el('button', 'button', [t('data.restoreNow')]);
      const cancel = el('button', 'button', [t('data.cancel')]);
      now.addEventListener('click', () => void this.#restore(name, from, place));
      cancel.addEventListener('click', () => {
        place.replaceChildren();
        from.focus();
      });
      place.replaceChildren(
        el('p', 'card-note', [words]),
        el('p', 'card-note', [t('data.restoreNote')]),
        el('div', 'row-acts', [now, cancel]),
      );
      now.focus();
    }, '');
  }

  /**
   * @param {string} name
   * @param {HTMLElement} from
   * @param {HTMLElement} place
   */
  async #restore(name, from, place) {
    let done = '';
    await this.#do(async (ways) => {
      done = restoreWords(await ways.restore(name, false));
      from.focus();
      place.replaceChildren();
      this.#show(await ways.copies());
      this.#now.focus();
      this.#changed();
    }, t('data.restored'));
    if (done !== '' && this.#said.textContent === t('data.restored')) {
      setText(this.#said, `${t('data.restored')} ${done}`);
    }
  }

  #changed() {
    emit(this, 'data-changed');
  }

  /**
   * One thing at a time; says how it ended.
   * @param {(ways: DataWays) => Promise<void>} work
   * @param {string} done
   */
  async #do(work, done) {
    const { ways } = this;
    if (ways === null || this.#busy) {
      return;
    }
    this.#busy = true;
    setText(this.#said, done === '' ? '' : t('data.working'));
    try {
      await work(ways);
      setText(this.#said, done);
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
    this.#busy = false;
  }
}

/** What a restore brings, or brought. @param {RestoreView} found */
export function restoreWords({ added, updated, unchanged, deleted, refused }) {
  return [
    ...(added === 0 ? [] : [t('data.added', { count: added })]),
    ...(updated === 0 ? [] : [t('data.updated', { count: updated })]),
    ...(unchanged === 0 ? [] : [t('data.unchanged', { count: unchanged })]),
    ...(refused === 0 ? [] : [t('data.skipped', { count: refused })]),
    ...(deleted === 0 ? [] : [t('data.deletedHere', { count: deleted })]),
  ].join(' · ');
}

define('data-copies', DataCopies);
