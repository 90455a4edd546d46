// <message-view>: one message of the transcript. Draws a question's text or an answer's tree,
// applies patches to it, and offers what can be done with it.

import { button, el, place, setAttribute, setText } from '../lib/dom.js';
import { fileList } from '../lib/files.js';
import { formatNumber, textDirection } from '../lib/format.js';
import { remedyOf } from '../lib/errors.js';
import { grows, offersOf, sameRow, waitLine } from '../state/rows.js';
import { attendAnswer } from '../render/gestures.js';
import { drawnTree } from '../render/patch.js';
import { AnswerDetails } from './answer-details.js';
import { ErrorNote } from './error-note.js';
import { MessageFoot } from './message-foot.js';
import { QuestionEdit } from './question-edit.js';

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */
/** @typedef {import('../types.js').TreeNode} TreeNode */

/** A longer question is folded: laying out megabytes would freeze the window. */
const FOLD_AT = 20_000;

/** Bubbles `answer-copy`, `answer-retry`, `answer-continue` (detail: the row) and `remedy`. */
export class MessageElement extends HTMLElement {
  /** Whether an answer can be asked for again or gone on with here. */
  repeatable = true;

  #article = el('article', { class: 'message', tabindex: '-1' });
  #head = el('h2', { class: 'message-head' });
  #reasoning = el('details', { class: 'reasoning' }, [el('summary', {}, ['Reasoning'])]);
  #reasoningText = el('div', { class: 'reasoning-text', dir: 'auto' });
  #body = el('div', { class: 'message-body' });
  #wait = el('p', { class: 'message-wait', hidden: '' });
  #error = new ErrorNote();
  #foot = new MessageFoot();
  #details = new AnswerDetails();
  #files = el('div', { class: 'message-files' });
  #tree = drawnTree(this.#body);
  #life = new AbortController();
  /** @type {ReturnType<typeof setInterval> | null} */
  #clock = null;
  /** @type {Row | null} */
  #row = null;
  /** What is drawn: a text, or a turn's tree and the patch it stands at. @type {{source: string | TreeNode[], seq: number}} */
  #drawn = { source: '', seq: -1 };
  #filesShown = '[]';
  /** How much of the reasoning is drawn. */
  #reasoned = 0;

  connectedCallback() {
    this.#life = new AbortController();
    if (this.childElementCount === 0) {
      this.#reasoning.append(this.#reasoningText);
      this.#article.append(this.#head, this.#body, this.#files, this.#wait, this.#foot);
      this.append(this.#article);
    }
    const { signal } = this.#life;
    attendAnswer(this.#body, signal);
    this.addEventListener('edit-wanted', () => this.#edit(), { signal });
    if (this.#row !== null) {
      this.#showWait(this.#row);
    }
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#stopClock();
  }

  get row() {
    return this.#row;
  }

  /** Puts the focus on the message as a whole. */
  focusMessage() {
    this.#article.focus({ preventScroll: true });
  }

  /** @param {Row | null} row */
  set row(row) {
    const before = this.#row;
    if (row === null || (before !== null && sameRow(before, row))) {
      return;
    }
    this.#row = row;
    const { message, turn } = row;
    const question = message.role === 'user';
    const name = question ? 'You' : message.role === 'system' ? 'Instructions' : (turn?.model ?? message.model ?? 'Answer');
    setText(this.#head, row.leftOut ? `${name} · left out` : name);
    setAttribute(this.#article, 'aria-label', name);
    setAttribute(this.#article, 'class', `message message-${message.role}${row.pending ? ' pending' : ''}${row.leftOut ? ' left-out' : ''}`);
    const growing = grows(row);
    setAttribute(this.#article, 'aria-busy', growing ? 'true' : null);
    setAttribute(this.#body, 'aria-live', growing ? 'off' : null);
    if (message.role === 'assistant') {
      this.#showTree(row);
      this.#showReasoning(turn?.reasoning ?? message.reasoning);
    } else {
      this.#showText(message.text);
    }
    this.#showFiles(message.files);
    this.#showWait(row);
    this.#showEnd(row, growing);
    if (message.role === 'assistant') {
      place(this.#details, () => this.#article.append(this.#details));
      this.#details.show(growing ? null : message);
    }
  }

  /**
   * @param {TurnPatched} event
   * @returns {boolean} whether it was drawn
   */
  patch(event) {
    const turn = this.#row?.turn;
    if (turn?.turnId !== event.turnId || turn.base !== this.#drawn.source || event.seq !== this.#drawn.seq + 1) {
      return false;
    }
    this.#tree.patch(event.ops);
    this.#drawn.seq = event.seq;
    return true;
  }

  /** @param {Row} row */
  #showTree({ message, turn }) {
    if (turn !== null) {
      if (this.#drawn.source !== turn.base || this.#drawn.seq !== turn.seq) {
        this.#tree.replace(turn.nodes);
        this.#drawn = { source: turn.base, seq: turn.seq };
      }
      return;
    }
    const source = `${message.state}:${message.text}`;
    if (this.#drawn.source !== source || this.#drawn.seq !== -1) {
      this.#tree.replace(message.nodes);
      this.#drawn = { source, seq: -1 };
    }
  }

  /** @param {string} text */
  #showText(text) {
    if (this.#drawn.source === text && this.#body.hasChildNodes()) {
      return;
    }
    this.#drawn = { source: text, seq: -1 };
    this.#body.dir = 'auto';
    setText(this.#body, text.slice(0, FOLD_AT));
    if (text.length > FOLD_AT) {
      const more = button(`Show all ${formatNumber(text.length)} characters`, 'button quiet', () => {
        this.#body.dir = textDirection(text);
        setText(this.#body, text);
      }, this.#life.signal);
      this.#body.append('…', more);
    }
  }

  /** @param {readonly import('../types.js').FileView[]} files */
  #showFiles(files) {
    const shown = JSON.stringify(files);
    if (this.#filesShown !== shown) {
      this.#filesShown = shown;
      this.#files.replaceChildren(...(files.length === 0 ? [] : [fileList(files)]));
    }
  }

  /** @param {string} text */
  #showReasoning(text) {
    if (text === '') {
      this.#reasoning.remove();
    } else {
      place(this.#reasoning, () => this.#body.before(this.#reasoning));
    }
    const added = text.slice(this.#reasoned);
    if (text.length < this.#reasoned) {
      setText(this.#reasoningText, text);
    } else if (added !== '') {
      this.#reasoningText.append(added);
    }
    this.#reasoned = text.length;
  }

  /** @param {Row} row */
  #showWait(row) {
    const text = waitLine(row, Date.now());
    setText(this.#wait, text);
    this.#wait.hidden = text === '';
    if (row.turn?.wait && row.turn.end === null && this.isConnected) {
      this.#clock ??= setInterval(() => this.#row && this.#showWait(this.#row), 1000);
    } else {
      this.#stopClock();
    }
  }

  #stopClock() {
    if (this.#clock !== null) {
      clearInterval(this.#clock);
      this.#clock = null;
    }
  }

  /**
   * @param {Row} row
   * @param {boolean} growing
   */
  #showEnd(row, growing) {
    const { message, newest } = row;
    const error = growing || message.role !== 'assistant' ? null : message.error;
    let remedy = error === null || message.state === 'interrupted' ? null : remedyOf(error.code);
    if (!this.repeatable && (remedy !== 'retry' || !newest)) {
      remedy = null;
    }
    if (error === null) {
      this.#error.remove();
    } else {
      place(this.#error, () => this.#foot.before(this.#error));
      this.#error.show(error, { live: newest, remedy });
    }
    const offers = growing ? { note: '', acts: [] } : offersOf(row, this.repeatable, remedy, Date.now());
    this.#foot.show(row, offers, this.repeatable && message.role === 'user' && !row.pending);
  }

  /** Opens the question for being put otherwise. */
  #edit() {
    if (this.#row === null || this.querySelector('question-edit') !== null) {
      return;
    }
    const { id, text } = this.#row.message;
    const edit = new QuestionEdit(id, text);
    this.#body.after(edit);
    edit.focus();
  }
}

customElements.define('message-view', MessageElement);
