// <quick-foot>: the line under quick-ask: which key asks, what happens, and the buttons for the window
// itself. Each says which keys do the same.

import { button, define, el, emit, setAttribute, setText, t } from '../lib/dom.js';
import { sendKey } from '../lib/input.js';
import { ariaKeys, chordLabel, isMac } from '../lib/keys.js';
import { keysOf, QUICK_ACTS } from '../quick-acts.js';

/** @typedef {import('../quick-acts.js').QuickActId} QuickActId */

/** Bubbles `quick-act` (detail: an act's id). */
export class QuickFoot extends HTMLElement {
  #hint = el('p', 'quick-hint');
  #status = el('p', { class: 'status', role: 'status' });
  #pin = button(t('quick.pin'), 'button quiet', () => emit(this, 'quick-act', 'pin'));
  #main = button(t('quick.openInMain'), 'button quiet', () => emit(this, 'quick-act', 'openInMain'));
  #fresh = button(t('app.newChat'), 'button quiet', () => emit(this, 'quick-act', 'newChat'));

  connectedCallback() {
    if (this.childElementCount === 0) {
      this.append(this.#hint, this.#status, el('span', 'quick-buttons', [this.#pin, this.#main, this.#fresh]));
    }
  }

  /**
   * @param {HTMLElement} shown
   * @param {QuickActId} id
   * @param {import('../types.js').Settings} settings
   */
  #tellKeys(shown, id, settings) {
    const act = QUICK_ACTS.find((one) => one.id === id);
    const [keys] = act === undefined ? [] : keysOf(act, settings);
    setAttribute(shown, 'title', keys === undefined ? null : t('keys.hint', { name: shown.textContent ?? '', keys: chordLabel(keys, isMac()) }));
    setAttribute(shown, 'aria-keyshortcuts', keys === undefined ? null : ariaKeys(keys, isMac()));
  }

  /**
   * @param {object} view
   * @param {import('../types.js').Settings} view.settings
   * @param {string} view.status
   * @param {boolean} view.empty whether nothing was asked yet
   * @param {boolean} view.idle
   * @param {boolean} view.pinned
   */
  show({ settings, status, empty, idle, pinned }) {
    setText(this.#hint, t('quick.hint', { key: sendKey(settings.sendWith) }));
    this.#hint.hidden = !empty || status !== '';
    setText(this.#status, status);
    this.#fresh.hidden = empty || !idle;
    setAttribute(this.#pin, 'aria-pressed', String(pinned));
    this.#tellKeys(this.#pin, 'pin', settings);
    this.#tellKeys(this.#main, 'openInMain', settings);
    this.#tellKeys(this.#fresh, 'newChat', settings);
  }
}

define('quick-foot', QuickFoot);
