// <retry-clock>: how long it is until a refused question may be asked again. It ticks only while it is
// on screen in a window that is seen, and not beyond that moment.

import { define, Living, setAttribute, setText, t } from '../lib/dom.js';
import { spanWords } from '../lib/format.js';

/** Until then the seconds count; further away a look each half a minute is enough. */
const SECONDS_MS = 120_000;
const FAR_MS = 30_000;

export class RetryClock extends Living {
  /** @type {number | null} */
  #untilMs = null;
  /** Whether it was still to come when it was first shown. */
  #counted = false;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #next = null;

  connectedCallback() {
    this.live();
    setAttribute(this, 'class', 'error-action retry-clock');
    setAttribute(this, 'role', 'timer');
    document.addEventListener('visibilitychange', () => this.#tell(), { signal: this.signal });
    this.#tell();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  /** @param {number | null} untilMs none where nobody told it */
  show(untilMs) {
    if (this.#untilMs !== untilMs) {
      this.#untilMs = untilMs;
      this.#counted = untilMs !== null && untilMs > Date.now();
      this.#tell();
    }
  }

  #tell() {
    this.#stop();
    const left = this.#untilMs === null ? 0 : this.#untilMs - Date.now();
    // What was over long ago is nothing to tell of an old answer.
    this.hidden = !this.#counted;
    if (!this.#counted) {
      return;
    }
    setText(this, left > 0 ? t('errors.againIn', { time: spanWords(Math.ceil(left / 1000) * 1000) }) : t('errors.againNow'));
    if (left > 0 && this.isConnected && !document.hidden) {
      this.#next = setTimeout(() => this.#tell(), left > SECONDS_MS ? Math.min(FAR_MS, left - SECONDS_MS) : (left % 1000) || 1000);
    }
  }

  #stop() {
    if (this.#next !== null) {
      clearTimeout(this.#next);
      this.#next = null;
    }
  }
}

define('retry-clock', RetryClock);
