// <reasoning-view>: what the model thought, folded, with how long it took. Its text stands in the
// page only while the fold is open.

import { define, el, Living, setText, t } from '../lib/dom.js';
import { spanWords } from '../lib/format.js';
import { appendPieces } from '../lib/pieces.js';
import { eachSecond } from '../lib/seconds.js';

/**
 * @typedef {object} Reasoning
 * @property {string} text so far
 * @property {boolean} thinking whether more may come
 * @property {number | null} ms how long it took until now, or until it last paused
 * @property {number | null} sinceMs since when it goes on
 */

export class ReasoningView extends Living {
  #summary = el('summary', {}, [t('reasoning.title')]);
  #text = el('div', { class: 'reasoning-text', dir: 'auto' });
  #details = el('details', 'reasoning', [this.#summary, this.#text]);
  /** @type {Reasoning} */
  #shown = { text: '', thinking: false, ms: null, sinceMs: null };
  /** How much of the text is drawn. */
  #drawn = 0;
  #tick = () => this.#tell();

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(this.#details);
    }
    this.#details.addEventListener('toggle', () => this.#draw(), { signal: this.signal });
    this.#tell();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    eachSecond(this.#tick, false);
  }

  /** @param {Reasoning} reasoning */
  show(reasoning) {
    if (!reasoning.text.startsWith(this.#shown.text.slice(0, 64)) || reasoning.text.length < this.#shown.text.length) {
      this.#clear();
    }
    this.#shown = reasoning;
    this.hidden = reasoning.text === '';
    this.#tell();
    this.#draw();
  }

  /** What the fold says: a time only where one is known. */
  #tell() {
    const { thinking, ms, sinceMs } = this.#shown;
    const known = ms !== null || sinceMs !== null;
    const span = (ms ?? 0) + (sinceMs === null ? 0 : Math.max(0, Date.now() - sinceMs));
    if (thinking) {
      setText(this.#summary, known && span >= 1000 ? t('reasoning.thinkingFor', { span: spanWords(span) }) : t('reasoning.thinking'));
    } else {
      setText(this.#summary, known ? t('reasoning.thought', { span: spanWords(span) }) : t('reasoning.title'));
    }
    eachSecond(this.#tick, sinceMs !== null && this.isConnected);
  }

  #draw() {
    if (!this.#details.open) {
      this.#clear();
    } else if (this.#shown.text.length > this.#drawn) {
      appendPieces(this.#text, this.#shown.text.slice(this.#drawn));
      this.#drawn = this.#shown.text.length;
    }
  }

  #clear() {
    if (this.#drawn > 0) {
      this.#text.replaceChildren();
      this.#drawn = 0;
    }
  }
}

define('reasoning-view', ReasoningView);
