// <model-combobox>: an editable box with a list of model ids (ARIA combobox with a list popup).
// Whatever is typed is sent as typed; the list only helps.

import { drawing, el, freshId, setAttribute, setText } from '../lib/dom.js';
import { composing, filterModels } from '../lib/input.js';
import { modelFacts, withFavourites } from '../lib/models.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').Models} Models */

/** More options than this are not drawn: typing narrows the list. */
const SHOWN = 100;

/** Bubbles `models-wanted` when it opens and `model-chosen` (detail: an id, or none). */
export class ModelCombobox extends HTMLElement {
  #listId = freshId('models');
  #input = el('input', {
    type: 'text', role: 'combobox', class: 'model-input', 'aria-label': t('models.model'), 'aria-autocomplete': 'list',
    'aria-expanded': 'false', 'aria-controls': this.#listId, autocomplete: 'off', autocapitalize: 'off',
    autocorrect: 'off', spellcheck: 'false', dir: 'ltr', placeholder: t('models.model'),
  });
  #list = el('ul', { id: this.#listId, role: 'listbox', 'aria-label': t('models.list'), class: 'model-options' });
  #note = el('p', { class: 'model-note' });
  #popup = el('div', { class: 'popup model-popup', hidden: '' }, [this.#list, this.#note]);
  #life = new AbortController();
  #model = '';
  /** @type {Models} */
  #models = { connection: null, phase: 'none', list: [], problem: '' };
  /** @type {string | null} */
  #why = null;
  /** @type {readonly string[]} */
  #favourites = [];
  /** Whether what stands in the box was typed, and so filters. */
  #typed = false;
  #active = -1;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.append(this.#popup, this.#input, drawing(['M7 10l5 5 5-5'], 'line-icon model-mark'));
    }
    this.#input.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#input.addEventListener('input', () => this.#onInput(), { signal });
    this.#input.addEventListener('click', () => this.#open(), { signal });
    this.#input.addEventListener('blur', () => this.#commit(), { signal });
    // Focus stays in the box while the list is used with a pointer.
    this.#popup.addEventListener('pointerdown', (event) => event.preventDefault(), { signal });
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
    this.#list.addEventListener('click', (event) => this.#onPick(event), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /**
   * @param {string | null} model the one that will be used
   * @param {Models} models
   * @param {string | null} why a sentence if the list may not be read yet
   * @param {readonly string[]} favourites ids that stand first
   */
  show(model, models, why, favourites) {
    this.#model = model ?? '';
    if (!this.#typed && this.#input.value !== this.#model) {
      this.#input.value = this.#model;
      this.#input.title = this.#model;
    }
    if (this.#models !== models || this.#why !== why || this.#favourites !== favourites) {
      this.#favourites = favourites;
      this.#models = models;
      this.#why = why;
      this.#draw();
    }
  }

  /** @override */
  focus() {
    this.#input.focus();
    this.#input.select();
    this.#open();
  }

  get #isOpen() {
    return !this.#popup.hidden;
  }

  #open() {
    if (this.#isOpen) {
      return;
    }
    this.#popup.hidden = false;
    setAttribute(this.#input, 'aria-expanded', 'true');
    this.#draw();
    this.dispatchEvent(new CustomEvent('models-wanted', { bubbles: true }));
  }

  #close() {
    this.#popup.hidden = true;
    this.#active = -1;
    setAttribute(this.#input, 'aria-expanded', 'false');
    setAttribute(this.#input, 'aria-activedescendant', null);
  }

  #draw() {
    if (!this.#isOpen) {
      return;
    }
    const { phase, list, problem } = this.#models;
    const all = withFavourites(list, this.#favourites, this.#models.connection);
    const { shown, more } = filterModels(all, this.#typed ? this.#input.value : '', SHOWN);
    this.#active = -1;
    setAttribute(this.#input, 'aria-activedescendant', null);
    this.#list.replaceChildren(
      ...shown.map((model, index) => {
        const option = el('li', {
          id: `${this.#listId}-${index}`, role: 'option', class: 'model-option', dir: 'ltr',
          'aria-selected': String(model.id === this.#model),
        }, [
          el('span', { class: 'model-id' }, [model.id]),
          ...(this.#favourites.includes(model.id) ? [el('span', { class: 'model-facts' }, [` ${t('models.favourite')}`])] : []),
          el('span', { class: 'model-facts' }, [modelFacts(model, Date.now())]),
        ]);
        option.dataset['id'] = model.id;
        return option;
      }),
    );
    this.#list.hidden = shown.length === 0;
    setText(this.#note, this.#noteText(phase, problem, shown.length, more));
    this.#note.hidden = this.#note.textContent === '';
  }

  /**
   * @param {Models['phase']} phase
   * @param {string} problem
   * @param {number} shown
   * @param {number} more
   */
  #noteText(phase, problem, shown, more) {
    if (this.#why !== null && shown === 0) {
      return this.#why;
    }
    switch (phase) {
      case 'none':
      case 'loading':
        return t('models.reading');
      case 'failed':
        return t('models.failed', { problem });
      case 'ready':
        if (shown === 0) {
          return t('models.nothing');
        }
        return more > 0 ? t('models.more', { count: more }) : '';
    }
  }

  #onInput() {
    this.#typed = true;
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
          this.#move(event.key === 'ArrowDown' ? 1 : -1);
        } else {
          this.#open();
        }
        break;
      case 'Enter':
        event.preventDefault();
        this.#choose(idOf(this.#list.children[this.#active]) ?? this.#input.value);
        break;
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

  /** @param {number} step */
  #move(step) {
    const count = this.#list.childElementCount;
    if (count === 0) {
      return;
    }
    this.#list.children[this.#active]?.classList.remove('active');
    this.#active = this.#active < 0 && step < 0 ? count - 1 : (this.#active + step + count) % count;
    const option = this.#list.children[this.#active];
    option?.classList.add('active');
    option?.scrollIntoView({ block: 'nearest' });
    setAttribute(this.#input, 'aria-activedescendant', option?.id ?? null);
  }

  /** @param {MouseEvent} event */
  #onPick(event) {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    if (option !== null) {
      this.#choose(idOf(option) ?? '');
    }
  }

  /** What was typed counts, also without Enter. */
  #commit() {
    if (this.#typed) {
      this.#choose(this.#input.value);
    }
    this.#close();
  }

  /** @param {string} text */
  #choose(text) {
    const id = text.trim();
    this.#typed = false;
    this.#close();
    this.#input.value = id;
    this.dispatchEvent(new CustomEvent('model-chosen', { bubbles: true, detail: id === '' ? null : id }));
  }
}

/** @param {Element | undefined} option */
function idOf(option) {
  return option instanceof HTMLElement ? option.dataset['id'] : undefined;
}

customElements.define('model-combobox', ModelCombobox);
