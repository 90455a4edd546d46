// <search-way>: the box at the head of the sidebar that leads to the search: what is typed in it goes on
// in the palette.

import { define, el, emit, Living, t } from '../lib/dom.js';
import { composing } from '../lib/input.js';
import { isMac, chordLabel } from '../lib/keys.js';
import { bindingsOf } from '../acts.js';
import { hint } from '../keyboard.js';
import { drawing } from '../lib/svg.js';

/** Bubbles `search-wanted` (detail: what was typed). */
export class SearchWay extends Living {
  #input = el('input', {
    type: 'search', class: 'search-text', 'aria-label': t('acts.palette'), placeholder: t('acts.palette'), 'aria-haspopup': 'dialog',
    autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', dir: 'auto', enterkeyhint: 'search',
  });
  #keys = el('span', { class: 'search-keys', 'aria-hidden': 'true' });

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.append(drawing(['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z', 'M16 16l4.5 4.5'], 'line-icon'), this.#input, this.#keys);
    }
    // Half a word of an input method stays here until it is whole.
    this.#input.addEventListener('input', (event) => !('isComposing' in event && event.isComposing === true) && this.#go(), { signal });
    this.#input.addEventListener('compositionend', () => this.#go(), { signal });
    this.#input.addEventListener('keydown', (event) => {
      if (!composing(event) && (event.key === 'Enter' || event.key === 'ArrowDown')) {
        event.preventDefault();
        this.#go();
      }
    }, { signal });
    this.addEventListener('click', () => this.#go(), { signal });
  }

  /** @override */
  focus() {
    this.#input.focus();
  }

  /** @param {readonly string[]} shortcuts the setting */
  hint(shortcuts) {
    hint(this.#input, t('acts.palette'), 'palette', shortcuts);
    const [keys] = bindingsOf(shortcuts).get('palette') ?? [];
    this.#keys.textContent = keys === undefined ? '' : chordLabel(keys, isMac());
  }

  #go() {
    const { value } = this.#input;
    this.#input.value = '';
    emit(this, 'search-wanted', value);
  }
}

define('search-way', SearchWay);
