// Questions asked before, in the box: Up in an empty one, Up and Down from one to the next, Esc back
// to what stood there. As soon as something is typed it is a draft like any other. What stood there comes
// back once one of them is sent.

import { restored } from './input.js';

/**
 * @typedef {object} Asked
 * @property {() => Promise<string | null>} older the one before; none where there is none
 * @property {() => string} newer the one after; empty behind the last one
 * @property {() => void} begin starts with the newest
 * @property {(count: number) => Promise<string[]>} recent the last ones, the newest first
 */

export class Recall {
  /** @type {Asked | null} */
  asked = null;
  #box;
  #ways;
  /** What stands in the box because it was asked for. @type {string | null} */
  #shown = null;
  #reading = false;
  /** What stood in the box before. */
  #before = '';

  /**
   * @param {HTMLTextAreaElement} box
   * @param {import('./composer-help.js').Ways} ways
   */
  constructor(box, ways) {
    this.#box = box;
    this.#ways = ways;
  }

  /** Shows the last question. */
  begin() {
    this.asked?.begin();
    if (this.#shown === null || this.#box.value !== this.#shown) {
      this.#before = this.#box.value;
    }
    this.#shown = null;
    void this.#older();
  }

  /** What stood in the box before one was asked for: it comes back once this is sent, as it is or changed. */
  take() {
    const before = this.#shown === null ? '' : this.#before;
    this.#shown = null;
    return before;
  }

  /**
   * What of the box outlives it: a question asked before is no draft as long as nothing is changed of it.
   * @param {string} text what stands there
   */
  kept(text) {
    const before = this.#shown === null ? '' : this.#before;
    return before !== '' && (text === this.#shown || text === '') ? before : restored(text, before);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was taken
   */
  onKey(event) {
    const { value, selectionStart, selectionEnd } = this.#box;
    if (this.asked === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return false;
    }
    const untouched = this.#shown !== null && value === this.#shown && selectionStart === value.length && selectionEnd === value.length;
    switch (event.key) {
      case 'ArrowUp':
        if (untouched) {
          void this.#older();
        } else if (value !== '') {
          return false;
        } else if (this.#ways.emit('last-edit-wanted', null)) {
          this.begin();
        }
        return true;
      case 'ArrowDown':
        if (untouched) {
          this.#show(this.asked.newer());
        }
        return untouched;
      case 'Escape':
        if (untouched) {
          this.#show('');
        }
        return untouched;
      default:
        return false;
    }
  }

  async #older() {
    if (this.#reading || this.asked === null) {
      return;
    }
    this.#reading = true;
    const before = this.#box.value;
    const text = await this.asked.older();
    this.#reading = false;
    // Who typed on meanwhile keeps what they typed.
    if (text !== null && this.#box.value === before) {
      this.#show(text);
    }
  }

  /** @param {string} text none gives back what stood there before */
  #show(text) {
    const put = text === '' ? this.#before : text;
    this.#shown = text === '' ? null : text;
    this.#ways.put(put, put.length, put.length);
  }
}
