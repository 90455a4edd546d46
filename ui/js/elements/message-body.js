// <message-body>: what a message says: a question's text or an answer's tree, or either as the plain
// text that it was written as. A tree that cannot be drawn shows its text; nothing else suffers.

import { button, define, el, emit, keepFocus, Living, setAttribute, t } from '../lib/dom.js';
import { appendPieces, foldedText } from '../lib/pieces.js';
import { plainText } from '../plain.js';
import { grows } from '../state/rows.js';
import { attendAnswer } from '../render/gestures.js';
import { drawnTree } from '../render/patch.js';

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */
/** @typedef {import('../types.js').TreeNode} TreeNode */

/**
 * Bubbles what an answer's gestures do, `looks-wanted`, `text-wanted` (detail: the row), and `redrawn`
 * when it shows something else though its row is the same.
 */
export class MessageBody extends Living {
  #tree = drawnTree(this);
  /** What is drawn: a text, or a turn's tree and the patch it stands at. @type {{source: string | TreeNode[], seq: number}} */
  #drawn = { source: '', seq: -1 };
  /** Whether the tree could not be drawn, and which text stands for it. @type {string | null} */
  #instead = null;
  /** The text as it was written, while that is shown. @type {string | null} */
  #raw = null;
  /** Whether that text was not whole yet. */
  #rawGrows = false;

  connectedCallback() {
    this.live();
    setAttribute(this, 'class', 'message-body');
    attendAnswer(this, this.signal);
  }

  /** Another one when other nodes are drawn. */
  get drawing() {
    return this.#drawn;
  }

  /** Whether the text is shown as it was written. */
  get raw() {
    return this.#raw !== null;
  }

  /**
   * Shows the text as it was written, or the answer again as it looks.
   * @param {string | null} text
   * @param {Row} row
   */
  showRaw(text, row) {
    this.#raw = text;
    this.#rawGrows = grows(row);
    this.#drawn = { source: '', seq: -1 };
    if (text === null) {
      this.removeAttribute('dir');
      this.show(row);
      this.#tellRedrawn();
      return;
    }
    const box = rawBox();
    foldedText(box, text, this.signal, () => this.#tellRedrawn());
    const back = button(t('message.asItLooks'), 'button quiet', () => emit(this, 'looks-wanted'), this.signal);
    keepFocus(this, () => this.replaceChildren(box, back));
    this.#tellRedrawn();
  }

  #tellRedrawn() {
    this.#drawn = { ...this.#drawn };
    emit(this, 'redrawn');
  }

  /** @param {Row} row */
  show(row) {
    const { message, turn } = row;
    if (this.#raw !== null) {
      if (this.#rawGrows && !grows(row)) {
        this.#rawGrows = false;
        emit(this, 'text-wanted', row);
      }
      return;
    }
    if (message.role !== 'assistant') {
      this.#showText(message.shown ?? message.text);
    } else if (turn !== null) {
      this.#showTree(turn.base, turn.seq, turn.nodes, '');
    } else {
      this.#showTree(`${message.state}:${message.text}`, -1, message.nodes, message.shown ?? message.text);
    }
  }

  /**
   * @param {import('../types.js').LiveTurn} turn as it was before
   * @param {TurnPatched} event
   * @returns {boolean} whether it is drawn now
   */
  patch(turn, event) {
    if (this.#raw !== null || this.#instead !== null || turn.base !== this.#drawn.source || event.seq !== this.#drawn.seq + 1) {
      return false;
    }
    try {
      keepFocus(this, () => this.#tree.patch(event.ops));
    } catch {
      // The next state of the turn draws the tree anew, or else its text.
      this.#drawn.seq = -1;
      return false;
    }
    this.#drawn.seq = event.seq;
    return true;
  }

  /** @param {string} text */
  #showText(text) {
    if (this.#drawn.source === text && this.hasChildNodes()) {
      return;
    }
    this.#drawn = { source: text, seq: -1 };
    foldedText(this, text, this.signal, () => this.#tellRedrawn());
  }

  /**
   * @param {string | TreeNode[]} source
   * @param {number} seq
   * @param {TreeNode[]} nodes
   * @param {string} text what stands for the tree if need be; empty where it is not known
   */
  #showTree(source, seq, nodes, text) {
    if (this.#drawn.source === source && this.#drawn.seq === seq) {
      return;
    }
    this.#drawn = { source, seq };
    try {
      if (this.#instead === null) {
        keepFocus(this, () => this.#tree.replace(nodes));
        return;
      }
    } catch {
      this.replaceChildren();
      this.#instead = '';
    }
    this.#showInstead(text || textOf(nodes));
  }

  /** @param {string} text */
  #showInstead(text) {
    const before = this.#instead ?? '';
    let box = this.querySelector('.raw-text');
    if (box === null || !text.startsWith(before)) {
      box = rawBox();
      this.replaceChildren(box);
      appendPieces(box, text);
    } else {
      appendPieces(box, text.slice(before.length));
    }
    this.#instead = text;
  }
}

/** It scrolls by itself, so the keyboard must reach it. */
function rawBox() {
  return el('pre', { class: 'raw-text', tabindex: '0', role: 'region', 'aria-label': t('message.written') });
}

/** @param {TreeNode[]} nodes */
function textOf(nodes) {
  try {
    return plainText(nodes);
  } catch {
    // Not even the text of the tree can be had.
    return t('message.nothing');
  }
}

define('message-body', MessageBody);
