// <wait-line>: what a growing answer waits for, told anew each second while it does.

import { define, setAttribute, setText } from '../lib/dom.js';
import { eachSecond } from '../lib/seconds.js';
import { heldTogether, isForeign } from '../lib/texts.js';
import { waitLine } from '../state/rows.js';

/** @typedef {import('../state/rows.js').Row} Row */

export class WaitLine extends HTMLElement {
  /** @type {Row | null} */
  #row = null;
  #tick = () => this.#tell();

  connectedCallback() {
    setAttribute(this, 'class', 'message-wait');
    this.#tell();
  }

  disconnectedCallback() {
    eachSecond(this.#tick, false);
  }

  /** @param {Row} row */
  show(row) {
    this.#row = row;
    this.#tell();
  }

  #tell() {
    const row = this.#row;
    const text = row === null ? '' : waitLine(row, Date.now());
    // What the engine noted is English.
    const english = isForeign() && text !== '' && text === row?.turn?.wait?.note;
    setText(this, english ? heldTogether(text) : text);
    setAttribute(this, 'lang', english ? 'en' : null);
    this.hidden = text === '';
    eachSecond(this.#tick, Boolean(row?.turn?.wait) && row?.turn?.end === null && this.isConnected);
  }
}

define('wait-line', WaitLine);
