// <draft-files>: the files that go with the next message, each with its size, what it takes, and a way
// to take it away, and the sentence about one that cannot go.

import { button, define, el, emit, setText, t } from '../lib/dom.js';
import { errorText } from '../lib/errors.js';
import { fileCostWords } from '../lib/estimate.js';
import { fileWords } from '../lib/files.js';

/** @typedef {import('../types.js').StagedFile} StagedFile */
/** @typedef {import('../types.js').UserError} UserError */

/**
 * Bubbles `files-chosen` (detail: the files), `file-removed` (detail: an id) and `files-gone` when the last
 * one went from under the focus.
 */
export class DraftFiles extends HTMLElement {
  #list = el('ul', { class: 'file-list', 'aria-label': t('files.attached'), hidden: '' });
  #problem = el('p', { class: 'file-problem', role: 'alert', dir: 'auto', hidden: '' });
  #input = el('input', { type: 'file', multiple: '', hidden: '' });
  /** @type {readonly StagedFile[] | null} */
  #shown = null;
  /** What each takes, by its id. @type {Map<string, string>} */
  #costs = new Map();
  /** Where that stands. @type {Map<string, HTMLElement>} */
  #told = new Map();

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(this.#list, this.#problem, this.#input);
    this.#input.addEventListener('change', () => {
      const files = [...(this.#input.files ?? [])];
      // The same file can be chosen again.
      this.#input.value = '';
      this.choose(files);
    });
  }

  /** Lets the person pick files. */
  pick() {
    this.#input.click();
  }

  /**
   * Pasted pictures and files are attached, where this stands in the box at all; a paste with text is text.
   * @param {ClipboardEvent} event
   */
  takePaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (this.isConnected && files.length > 0 && event.clipboardData?.getData('text/plain') === '') {
      event.preventDefault();
      this.choose(files);
    }
  }

  /** @param {readonly File[]} files */
  choose(files) {
    if (files.length > 0) {
      emit(this, 'files-chosen', files);
    }
  }

  /**
   * @param {readonly StagedFile[]} files
   * @param {UserError | null} problem
   */
  show(files, problem) {
    setText(this.#problem, problem === null ? '' : errorText(problem));
    this.#problem.hidden = problem === null;
    if (files === this.#shown) {
      return;
    }
    this.#shown = files;
    const at = [...this.#list.children].findIndex((chip) => chip.contains(document.activeElement));
    this.#told.clear();
    this.#list.hidden = files.length === 0;
    this.#list.replaceChildren(...files.map((file) => this.#chip(file)));
    if (at >= 0) {
      const next = (this.#list.children[at] ?? this.#list.lastElementChild)?.querySelector('button') ?? null;
      if (next === null) {
        emit(this, 'files-gone');
      } else {
        next.focus();
      }
    }
  }

  /** What each of them takes. @param {readonly import('../usage-types.js').FileEstimate[]} estimates */
  estimate(estimates) {
    this.#costs = new Map(estimates.map((estimate) => [estimate.id, fileCostWords(estimate)]));
    for (const [id, told] of this.#told) {
      setText(told, this.#costs.get(id) ?? '');
    }
  }

  /** @param {StagedFile} file */
  #chip(file) {
    const remove = button('×', { class: 'chip-remove', 'aria-label': t('files.remove', { name: file.name }) }, () => {
      emit(this, 'file-removed', file.id);
    });
    const cost = el('span', 'file-cost', [this.#costs.get(file.id) ?? '']);
    this.#told.set(file.id, cost);
    return el('li', { class: 'file-chip', dir: 'auto' }, [fileWords(file), cost, remove]);
  }
}

define('draft-files', DraftFiles);
