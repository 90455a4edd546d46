// <preset-chip>: the preset that the chat is asked with, over the message box.

import { button, define, el, emit, setText, t } from '../lib/dom.js';

/** Bubbles `preset-chosen` with none. */
export class PresetChip extends HTMLElement {
  #name = el('span', { dir: 'auto' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const drop = button('×', { class: 'chip-remove', 'aria-label': t('presets.leave') }, () => emit(this, 'preset-chosen', null));
    this.hidden = true;
    this.append(el('p', 'file-chip', [this.#name, drop]));
  }

  /** @param {string | null} name */
  show(name) {
    this.hidden = name === null;
    setText(this.#name, name === null ? '' : t('presets.with', { name }));
  }
}

define('preset-chip', PresetChip);
