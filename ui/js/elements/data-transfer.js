// <data-transfer>: all chats to a file, and chats of another program or machine in. An import shows
// first what it would do.

import { button, define, el, emit, freshId, hint, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { sizeWords } from '../lib/files.js';

/** @typedef {import('../data-ways.js').DataWays} DataWays */
/** @typedef {import('../types.js').HistoryImport} HistoryImport */
/** @typedef {import('../types.js').ExportWanted['format']} Format */

export class DataTransfer extends HTMLElement {
  /** @type {DataWays | null} */
  ways = null;

  #format = el('select', { id: freshId('format'), class: 'select' }, [
    el('option', { value: 'json' }, [t('data.exportJson')]),
    el('option', { value: 'html' }, [t('data.exportHtml')]),
    el('option', { value: 'markdown' }, [t('data.exportMarkdown')]),
  ]);
  #export = button(t('data.exportAll'), 'button', () => void this.#exportAll());
  #import = button(t('data.importFile'), 'button', () => void this.#look());
  #stop = button(t('data.stop'), 'button', () => void this.ways?.stop());
  #out = el('div', 'data-out');
  #said = hint();

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#stop.hidden = true;
    this.append(
      el('div', 'row-acts', [
        this.#export,
        el('label', { class: 'visually-hidden', for: this.#format.id }, [t('data.exportAs')]),
        this.#format,
      ]),
      el('div', 'row-acts', [this.#import]),
      el('p', 'card-note', [t('data.importNote')]),
      this.#said,
      this.#stop,
      this.#out,
    );
  }

  async #exportAll() {
    const format = /** @type {Format} */ (this.#format.value);
    await this.#work(this.#export, async (ways) => {
      const name = await ways.exportAll(format);
      setText(this.#said, name === null ? t('data.stopped') : t('data.exported', { name }));
    });
  }

  async #look() {
    await this.#work(this.#import, async (ways) => {
      const found = await this.#run(ways, true);
      if (found === null) {
        setText(this.#said, t('data.stopped'));
        return;
      }
      const change = found.added + found.updated > 0;
      setText(this.#said, importWords(found));
      const cancel = button(t('data.cancel'), 'button', () => this.#end(''));
      const now = button(t('data.importNow'), 'button', () => void this.#bring());
      this.#out.replaceChildren(el('div', 'row-acts', change ? [now, cancel] : []));
      (change ? now : this.#import).focus();
    });
  }

  async #bring() {
    await this.#work(this.#import, async (ways) => {
      const done = await this.#run(ways, false);
      this.#end(done === null || !done.whole ? t('data.stopped') : `${t('data.imported')} ${importWords(done)}`);
      emit(this, 'data-changed');
    });
  }

  /**
   * @param {DataWays} ways
   * @param {boolean} dryRun
   */
  #run(ways, dryRun) {
    return ways.importHistory({ dryRun, withDeleted: false }, ({ bytes, totalBytes }) => {
      setText(this.#said, t('data.importing', { done: sizeWords(bytes), all: sizeWords(totalBytes) }));
    });
  }

  /** @param {string} said */
  #end(said) {
    this.#out.replaceChildren();
    setText(this.#said, said);
    this.#import.focus();
  }

  /**
   * One piece of work at a time, which can be stopped.
   * @param {HTMLButtonElement} from
   * @param {(ways: DataWays) => Promise<void>} work
   */
  async #work(from, work) {
    const { ways } = this;
    if (ways === null || !this.#stop.hidden) {
      return;
    }
    this.#stop.hidden = false;
    this.#out.replaceChildren();
    setText(this.#said, t('data.working'));
    this.#stop.focus();
    try {
      await work(ways);
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
    const held = document.activeElement === this.#stop;
    this.#stop.hidden = true;
    if (held) {
      from.focus();
    }
  }
}

/**
 * What an import brings, or brought.
 * @param {HistoryImport} found
 */
function importWords({ found, added, updated, unchanged, skipped, deleted }) {
  /** @type {(key: 'data.added' | 'data.updated' | 'data.unchanged' | 'data.skipped' | 'data.deletedHere', count: number) => string[]} */
  const some = (key, count) => (count === 0 ? [] : [t(key, { count })]);
  return [
    t('data.found', { count: found }),
    ...some('data.added', added),
    ...some('data.updated', updated),
    ...some('data.unchanged', unchanged),
    ...some('data.skipped', skipped),
    ...some('data.deletedHere', deleted),
  ].join(' · ');
}

define('data-transfer', DataTransfer);
