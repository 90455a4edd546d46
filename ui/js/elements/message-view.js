// <message-view>: one message of the transcript: what it says, what came with it, what became of it
// and what can be done with it.

import { define, el, emit, Living, place, setAttribute, setText, t } from '../lib/dom.js';
import { fileList } from '../lib/files.js';
import { remedyHere, remedyOf } from '../lib/errors.js';
import { versionKey } from '../lib/input.js';
import { offersOf, refusalOf } from '../state/offers.js';
import { grows, nameOf, reasoningOf, sameRow } from '../state/rows.js';
import { AnswerDetails } from './answer-details.js';
import { ErrorNote } from './error-note.js';
import { MessageBody } from './message-body.js';
import { MessageFoot } from './message-foot.js';
import { picturesOf } from './picture-view.js';
import { ReasoningView } from './reasoning-view.js';
import { SourceList } from './source-list.js';
import { ToolCalls } from './tool-calls.js';
import { WaitLine } from './wait-line.js';

/** @typedef {import('../state/rows.js').Row} Row */

/**
 * Bubbles `answer-copy`, `answer-retry`, `answer-continue`, `plain-copy` (detail: the row and the
 * button), `text-wanted` (detail: the row), `variant-chosen` (detail: a message's id) and `remedy`.
 */
export class MessageElement extends Living {
  /** Whether an answer can be asked for again or gone on with here. */
  repeatable = true;

  #article = el('article', { class: 'message', tabindex: '-1' });
  #head = el('h2', 'message-head');
  #reasoning = new ReasoningView();
  #body = new MessageBody();
  #tools = new ToolCalls();
  #sources = new SourceList();
  #refusal = el('p', 'refusal');
  #wait = new WaitLine();
  #error = new ErrorNote();
  #foot = new MessageFoot();
  #details = new AnswerDetails();
  #files = el('div', 'message-files');
  /** @type {Row | null} */
  #row = null;
  #filesShown = '[]';

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.#article.append(this.#head, this.#body, this.#files, this.#wait, this.#foot);
      this.append(this.#article);
    }
    const { signal } = this;
    ['raw-wanted', 'looks-wanted'].forEach((wish) => this.addEventListener(wish, () => this.#toggleRaw(), { signal }));
    this.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  get row() {
    return this.#row;
  }

  /** What the message says. */
  get body() {
    return this.#body;
  }

  get details() {
    return this.#details;
  }

  /** Puts the focus on the message as a whole. */
  focusMessage() {
    this.#article.focus({ preventScroll: true });
  }

  /** Puts the focus on one of the buttons under the message. @param {string} label */
  focusAct(label) {
    if (!this.#foot.focusAct(label)) {
      this.focusMessage();
    }
  }

  /** @param {Row | null} row */
  set row(row) {
    const before = this.#row;
    if (row === null || (before !== null && sameRow(before, row))) {
      return;
    }
    this.#row = row;
    const { message } = row;
    const name = nameOf(row);
    setText(this.#head, row.leftOut ? t('message.leftOut', { name }) : name);
    setAttribute(this.#article, 'aria-label', name);
    setAttribute(this.#article, 'class', `message message-${message.role}${row.pending ? ' pending' : ''}${row.leftOut ? ' left-out' : ''}`);
    const growing = grows(row);
    setAttribute(this.#article, 'aria-busy', growing ? 'true' : null);
    setAttribute(this.#body, 'aria-live', growing ? 'off' : null);
    this.#body.show(row);
    this.#showFiles(row);
    this.#wait.show(row);
    this.#showEnd(row, growing);
    if (message.role === 'assistant') {
      this.#showBeside(row, growing);
    }
  }

  /**
   * @param {import('../types.js').TurnPatched} event
   * @returns {boolean} whether it was drawn
   */
  patch(event) {
    const turn = this.#row?.turn;
    return turn?.turnId === event.turnId && this.#body.patch(turn, event);
  }

  /**
   * Shows the text as it was written.
   * @param {string} text
   */
  showRaw(text) {
    if (this.#row !== null) {
      this.#body.showRaw(text, this.#row);
    }
  }

  /**
   * What an answer may have beside its text.
   * @param {Row} row
   * @param {boolean} growing
   */
  #showBeside(row, growing) {
    const reasoning = reasoningOf(row);
    if (reasoning.text !== '') {
      place(this.#reasoning, () => this.#body.before(this.#reasoning));
    }
    this.#reasoning.show(reasoning);
    const { toolCalls, citations } = row.message.receipt;
    if (toolCalls.length > 0) {
      place(this.#tools, () => this.#files.after(this.#tools));
    }
    this.#tools.show(toolCalls);
    if (citations.length > 0) {
      place(this.#sources, () => this.#wait.before(this.#sources));
    }
    this.#sources.show(citations);
    const refusal = growing ? '' : refusalOf(row);
    setText(this.#refusal, refusal);
    if (refusal === '') {
      this.#refusal.remove();
    } else {
      place(this.#refusal, () => this.#body.after(this.#refusal));
    }
    place(this.#details, () => this.#article.append(this.#details));
    this.#details.show(growing ? null : row.message, this.repeatable);
  }

  /** @param {Row} row */
  #showFiles({ message: { id, files }, pending }) {
    const shown = JSON.stringify(files.length === 0 ? [] : [id, files, pending]);
    if (this.#filesShown !== shown) {
      this.#filesShown = shown;
      this.#files.replaceChildren(...(files.length === 0 ? [] : [fileList(files)]), ...(pending ? [] : picturesOf(id, files)));
    }
  }

  /**
   * @param {Row} row
   * @param {boolean} growing
   */
  #showEnd(row, growing) {
    const { message, newest, topUp, waits } = row;
    const error = growing || message.role !== 'assistant' ? null : message.error;
    let remedy = error === null || message.state === 'interrupted' ? null : remedyOf(error.code);
    if (!this.repeatable) {
      // What its address needs is mended in the other window; an old failure offers nothing.
      remedy = newest ? remedyHere(remedy) : null;
    }
    if (error === null) {
      this.#error.remove();
    } else {
      place(this.#error, () => this.#foot.before(this.#error));
      const atMs = message.createdAtMs + (message.totalMs ?? 0);
      this.#error.show(error, { live: newest, remedy, about: { atMs, connection: message.connection, topUp, waits, here: this.repeatable && newest } });
    }
    const offers = growing ? { note: '', engine: [], acts: [] } : offersOf(row, this.repeatable, remedy, Date.now());
    const editable = this.repeatable && message.role === 'user' && !row.pending;
    const more = (editable && message.text !== '') || (this.repeatable && offers.acts.includes('copy'));
    this.#foot.show(row, offers, { editable, more: more ? () => this.#more() : null });
  }

  /** @returns {import('./message-menu.js').Entry[]} */
  #more() {
    const row = this.#row;
    const plain = { label: t('message.copyPlain'), act: (/** @type {HTMLElement} */ from) => emit(this, 'plain-copy', { row, button: from }) };
    return row?.message.role === 'user' ? [plain] : [
      { label: t('message.copyMarkdown'), act: (from) => emit(this, 'answer-copy', { row, button: from }) },
      plain,
      { label: t('message.askOther'), act: () => emit(this, 'again-wanted', { row }) },
      { label: this.#body.raw ? t('message.asItLooks') : t('message.asText'), act: () => this.#toggleRaw() },
    ];
  }

  #toggleRaw() {
    if (this.#row === null) {
      return;
    }
    if (this.#body.raw) {
      this.#body.showRaw(null, this.#row);
    } else {
      emit(this, 'text-wanted', this.#row);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const way = event.target instanceof HTMLTextAreaElement ? null : versionKey(event);
    if (way === null || this.#row === null) {
      return;
    }
    // Nor does the web view go back in its history.
    event.preventDefault();
    const to = this.#row.message.variants[way];
    if (to !== null && this.repeatable) {
      emit(this, 'variant-chosen', to);
    }
  }
}

define('message-view', MessageElement);
