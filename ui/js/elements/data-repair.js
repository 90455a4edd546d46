// <data-repair>: the history and its index are checked, the index is made anew, and a damaged history
// is salvaged.

import { button, define, el, emit, hide, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { restoreWords } from './data-copies.js';

/** @typedef {import('../data-ways.js').DataWays} DataWays */

/** Bubbles `data-changed`, and `notice-seen` once a damaged history is set aside. */
export class DataRepair extends HTMLElement {
  /** @type {DataWays | null} */
  ways = null;

  #check = button(t('repair.check'), 'button', () => this.#do(async (ways) => checkWords(await ways.check())));
  #stop = button(t('data.stop'), { class: 'button', hidden: '' }, () => void this.ways?.stop());
  #said = el('p', { class: 'field-hint', role: 'status', dir: 'auto' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(
      el('p', 'card-note', [t('repair.note')]),
      el('div', 'row-acts', [
        this.#check,
        button(t('repair.index'), 'button', () => this.#do((ways) => this.#index(ways))),
        button(t('repair.salvage'), 'button', () => this.#do((ways) => this.#salvage(ways))),
        this.#stop,
      ]),
      this.#said,
    );
  }

  focusFirst() {
    this.#check.focus();
  }

  /** @param {DataWays} ways */
  async #index(ways) {
    await ways.index((count) => setText(this.#said, t('repair.left', { count })));
    return t('repair.indexed');
  }

  /** @param {DataWays} ways */
  async #salvage(ways) {
    const { aside, read, copy, missing } = await ways.salvage();
    emit(this, 'data-changed');
    emit(this, 'notice-seen');
    return [
      t('repair.salvaged', { path: aside, found: restoreWords(read) }),
      ...(copy === null ? [] : [t('repair.completed', { found: restoreWords(copy) })]),
      ...(missing.length === 0 ? [] : [t('repair.lost', { what: missing.join(', ') })]),
    ].join(' ');
  }

  /** One thing at a time; says how it ended. @param {(ways: DataWays) => Promise<string>} work */
  async #do(work) {
    if (this.ways === null || !this.#stop.hidden) {
      return;
    }
    this.#stop.hidden = false;
    setText(this.#said, t('data.working'));
    setText(this.#said, await work(this.ways).catch((reason) => errorText(toUserError(reason))));
    hide(this.#stop, true, () => this.#check.focus());
  }
}

/** @param {import('../types.js').HistoryCheckView} found */
function checkWords({ sound, complaints, indexed, missing, surplus, wrongGroups }) {
  return sound
    ? t('repair.sound', { count: indexed })
    : [
        ...(complaints.length === 0 ? [] : [t('repair.damaged', { what: complaints.slice(0, 3).join(' ') })]),
        ...(missing + surplus + wrongGroups === 0 ? [] : [t('repair.indexWrong')]),
      ].join(' ');
}

define('data-repair', DataRepair);
