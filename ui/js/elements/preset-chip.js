// <preset-chip>: the preset that the chat is asked with, over the message box.

import { el, setText } from '../lib/dom.js';
import { t } from '../lib/texts.js';

/** Bubbles `preset-chosen` with none. */
export class PresetChip extends HTMLElement {
  #name = el('span', { dir: 'auto' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const drop = el('button', { type: 'button', class: 'chip-remove', 'aria-label': t('presets.leave') }, ['×']);
    drop.addEventListener('click', () => this.dispatchEvent(new CustomEvent('preset-chosen', { bubbles: true, detail: null })));
    this.hidden = true;
    this.append(el('p', { class: 'file-chip' }, [this.#name, drop]));
  }

  /** @param {string | null} name */
  show(name) {
    this.hidden = name === null;
    setText(this.#name, name === null ? '' : t('presets.with', { name }));
  }
}

customElements.define('preset-chip', PresetChip);
