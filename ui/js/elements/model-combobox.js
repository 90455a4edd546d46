// <model-combobox>: an editable box with a list of model ids and presets (ARIA combobox with a list
// popup). What fits best is taken; whatever is typed stands in the list as it is, too.

import { define, el, emit, freshId, Living, setAttribute, setText, t } from '../lib/dom.js';
import { choicesTyped, NO_OFFER, offerNote } from '../lib/choices.js';
import { composing } from '../lib/input.js';
import { OptionsList, tellActive } from '../lib/options-list.js';
import { drawing } from '../lib/svg.js';

/** @typedef {import('../lib/choices.js').Offer} Offer */
/** @typedef {import('../lib/options-list.js').Option} Option */

/** More models than this are not drawn: typing narrows the list. */
const SHOWN = 100;

/**
 * Bubbles `models-wanted` when it opens, `model-chosen` (detail: an id, or none), `preset-chosen`
 * (detail: a name) and `favourite-toggled` (detail: an id).
 */
export class ModelCombobox extends Living {
  #listId = freshId('models');
  #input = el('input', {
    type: 'text', role: 'combobox', class: 'model-input', 'aria-label': t('models.model'), 'aria-autocomplete': 'list',
    'aria-expanded': 'false', 'aria-controls': this.#listId, autocomplete: 'off', autocapitalize: 'off',
    autocorrect: 'off', spellcheck: 'false', dir: 'ltr', placeholder: t('models.model'),
  });
  #list = new OptionsList(this.#listId, t('models.list'), { pick: (option) => this.#pick(option), star: (option) => this.#star(option) });
  #note = el('p', 'model-note');
  #popup = el('div', { class: 'popup model-popup', hidden: '' }, [this.#list.element, this.#note]);
  /** @type {Offer} */
  #offer = NO_OFFER;
  /** Whether what stands in the box was typed, and so filters. */
  #typed = false;
  /** Whether the person chose in the list since they typed. */
  #steered = false;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.append(this.#popup, this.#input, drawing(['M7 10l5 5 5-5'], 'line-icon model-mark'));
    }
    this.#input.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#input.addEventListener('input', () => this.#onInput(), { signal });
    this.#input.addEventListener('click', () => this.#open(), { signal });
    this.#input.addEventListener('blur', () => this.#commit(), { signal });
    // Focus stays in the box while the list is used with a pointer.
    this.#popup.addEventListener('pointerdown', (event) => event.preventDefault(), { signal });
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
  }

  /** @param {Offer} offer */
  show(offer) {
    const before = this.#offer;
    this.#offer = offer;
    if (!this.#typed && this.#input.value !== this.#model) {
      this.#input.value = this.#model;
    }
    this.#tell();
    const same = /** @type {const} */ (['models', 'why', 'favourites', 'presets', 'preset']).every((part) => before[part] === offer[part]);
    if (!same || before.recent.join() !== offer.recent.join()) {
      this.#draw(this.#list.active);
    }
  }

  /** @override */
  focus() {
    this.#input.focus();
    this.#input.select();
    this.#open();
  }

  get #model() {
    return this.#offer.model ?? '';
  }

  get #isOpen() {
    return !this.#popup.hidden;
  }

  /** A long name is told where the pointer rests; with the list open that would lie over it. */
  #tell() {
    setAttribute(this.#input, 'title', this.#isOpen || this.#model === '' ? null : this.#model);
  }

  #open() {
    if (this.#isOpen) {
      return;
    }
    this.#popup.hidden = false;
    this.#tell();
    setAttribute(this.#input, 'aria-expanded', 'true');
    this.#draw();
    emit(this, 'models-wanted', null);
  }

  #close() {
    this.#popup.hidden = true;
    this.#tell();
    this.#list.show([]);
    setAttribute(this.#input, 'aria-expanded', 'false');
    tellActive(this.#input, this.#list);
  }

  /** @param {Option | null} [active] */
  #draw(active = null) {
    if (!this.#isOpen) {
      return;
    }
    const { groups, count, more, best } = choicesTyped(this.#offer, this.#typed ? this.#input.value : '', SHOWN, Date.now());
    this.#list.show(groups, this.#steered ? active : (best ?? active));
    tellActive(this.#input, this.#list);
    setText(this.#note, offerNote(this.#offer, count, more) || (this.#offer.keeps ? t('models.star') : ''));
  }

  #onInput() {
    this.#typed = true;
    this.#steered = false;
    this.#open();
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (composing(event)) {
      return;
    }
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        if (this.#isOpen) {
          this.#steered = true;
          this.#list.move(event.key === 'ArrowDown' ? 1 : -1);
          tellActive(this.#input, this.#list);
        } else {
          this.#open();
        }
        break;
      case 'Enter': {
        const { active } = this.#list;
        event.preventDefault();
        if (event.shiftKey && active !== null) {
          this.#star(active);
        } else if (active !== null) {
          this.#pick(active);
        } else {
          this.#choose(this.#input.value);
        }
        break;
      }
      case 'Escape':
        if (this.#isOpen) {
          // The popup closes first; only the next Esc stops an answer.
          event.preventDefault();
          event.stopPropagation();
          this.#typed = false;
          this.#input.value = this.#model;
          this.#close();
        }
        break;
      default:
    }
  }

  /** What is active for what was typed counts, also without Enter. */
  #commit() {
    const { active } = this.#list;
    if (this.#typed && active !== null) {
      this.#pick(active);
    } else if (this.#typed) {
      this.#choose(this.#input.value);
    }
    this.#close();
  }

  /** @param {Option} option */
  #pick({ kind, id }) {
    if (kind === 'model') {
      this.#choose(id);
      return;
    }
    this.#typed = false;
    this.#input.value = this.#model;
    this.#close();
    emit(this, 'preset-chosen', id);
  }

  /** @param {Option} option */
  #star(option) {
    if (option.favourite !== null) {
      emit(this, 'favourite-toggled', option.id);
    }
  }

  /** @param {string} text */
  #choose(text) {
    const id = text.trim();
    this.#typed = false;
    this.#close();
    this.#input.value = id;
    emit(this, 'model-chosen', id === '' ? null : id);
  }
}

define('model-combobox', ModelCombobox);
