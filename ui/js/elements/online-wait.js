// <online-wait>: offers to ask again by itself, once, as soon as this computer is online, and says so
// while it waits. Offered only where the system itself says that there is no network.

import { define, el, emit, Living, setText, t } from '../lib/dom.js';

/** Bubbles `online-wanted` (detail: whether it shall be sent). */
export class OnlineWait extends Living {
  #said = el('p', { class: 'error-action', role: 'status' });
  #button = el('button', 'button');
  #waits = false;

  constructor() {
    super();
    this.#button.addEventListener('click', () => {
      emit(this, 'online-wanted', !this.#waits);
    });
  }

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(this.#button, this.#said);
    }
    for (const type of ['online', 'offline']) {
      window.addEventListener(type, () => this.#tell(), { signal: this.signal });
    }
    this.#tell();
  }

  /** @param {boolean} waits */
  show(waits) {
    this.#waits = waits;
    this.#tell();
  }

  #tell() {
    this.hidden = navigator.onLine && !this.#waits;
    setText(this.#button, this.#waits ? t('errors.onlineCancel') : t('errors.onlineSend'));
    setText(this.#said, this.#waits ? t('errors.onlineWaits') : '');
  }
}

define('online-wait', OnlineWait);
