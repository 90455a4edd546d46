// <search-palette>: one box for chats, messages, acts and models (ARIA combobox with a list in groups).

import { define, el, emit, freshId, setAttribute, setText } from '../lib/dom.js';
import { composing } from '../lib/input.js';
import { chordLabel, isMac, keyOf } from '../lib/keys.js';
import { drawing } from '../lib/svg.js';
import { formatDate, t } from '../lib/texts.js';

/** @typedef {import('../palette.js').Palette} Palette */
/** @typedef {import('../palette.js').Result} Result */
/** @typedef {import('../palette.js').ResultGroup} ResultGroup */

/** Bubbles `palette-chosen` (detail: the target). */
export class SearchPalette extends HTMLElement {
  /** @type {Palette | null} set before it opens */
  palette = null;
  /** @type {() => import('../acts.js').Bindings} which keys do what */
  bindings = () => new Map();

  #listId = freshId('found');
  #input = el('input', {
    type: 'text', class: 'palette-text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': this.#listId, 'aria-autocomplete': 'list', 'aria-label': t('acts.palette'),
    placeholder: t('palette.placeholder'), autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', maxlength: '1000', dir: 'auto', enterkeyhint: 'go',
  });
  #list = el('div', { class: 'palette-list', role: 'listbox', id: this.#listId, 'aria-label': t('palette.results') });
  #note = el('p', { class: 'palette-note', role: 'status' });
  #dialog = el('dialog', { class: 'palette', 'aria-label': t('acts.palette') }, [
    el('div', 'palette-box', [drawing(['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z', 'M16 16l4.5 4.5'], 'line-icon'), this.#input]),
    this.#list,
    this.#note,
  ]);
  /** What was found of messages; it stays until more is known, while it may still fit. @type {ResultGroup | null} */
  #messages = null;
  /** What was looked for then. */
  #looked = '';
  /** @type {Result[]} */
  #results = [];
  #active = 0;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(this.#dialog);
    this.#input.addEventListener('input', () => this.#look());
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    // The focus stays in the box while the list is used with a pointer.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest('[role="option"]') : null;
      if (option !== null) {
        this.#choose([...this.#list.querySelectorAll('[role="option"]')].indexOf(option));
      }
    });
    this.#dialog.addEventListener('click', (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.palette?.stop());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {string} [typed] what was typed elsewhere, and goes on here */
  open(typed = '') {
    if (!this.isOpen) {
      this.#input.value = typed;
      this.#messages = null;
      this.#dialog.showModal();
      this.#input.focus();
      this.#look();
    }
  }

  /** What is known has changed: the list of models came, say. */
  refresh() {
    if (this.isOpen) {
      this.#draw(this.#active);
    }
  }

  #look() {
    const typed = this.#input.value;
    if (!typed.trim().startsWith(this.#looked)) {
      this.#messages = null;
    }
    this.#draw(0);
    void this.#lookFurther(typed);
  }

  /** @param {string} typed */
  async #lookFurther(typed) {
    if (this.palette === null) {
      return;
    }
    try {
      const found = await this.palette.messages(typed);
      if (found !== null && this.isOpen) {
        this.#messages = found.group.results.length > 0 ? found.group : null;
        this.#looked = typed.trim();
        this.#draw(this.#active);
        this.#tell(typed, found.unindexed ? t('palette.indexing') : '');
      }
    } catch {
      this.#messages = null;
      this.#draw(this.#active);
      this.#tell(typed, t('find.failed'));
    }
  }

  /**
   * @param {string} typed
   * @param {string} more
   */
  #tell(typed, more) {
    const count = this.#results.length;
    const found = typed.trim() === '' ? '' : count === 0 ? t('palette.nothing') : t('palette.count', { count });
    setText(this.#note, [found, more].filter((text) => text !== '').join(' '));
  }

  /** @param {number} active which result is chosen then */
  #draw(active) {
    const known = this.palette?.known(this.#input.value) ?? [];
    const groups = this.#messages === null || this.#input.value.trim() === '' ? known : [...known, this.#messages];
    this.#results = groups.flatMap(({ results }) => results);
    let place = 0;
    this.#list.replaceChildren(...groups.map(({ key, results }) => {
      const title = el('div', { class: 'palette-title', id: freshId('group') }, [t(`palette.${key}`)]);
      const options = results.map((result) => {
        const option = this.#option(result, place);
        place += 1;
        return option;
      });
      return el('div', { role: 'group', class: 'palette-group', 'aria-labelledby': title.id }, [title, ...options]);
    }));
    this.#list.hidden = this.#results.length === 0;
    this.#mark(Math.min(active, this.#results.length - 1));
  }

  /**
   * @param {Result} result
   * @param {number} place
   */
  #option({ target, name, about }, place) {
    const beside = target.kind === 'message' ? formatDate(target.hit.createdAtMs, { dateStyle: 'medium' }) : '';
    const keys = target.kind === 'act' ? (this.bindings().get(target.id)?.[0] ?? '') : '';
    // Names of either direction stand beside a date.
    const below = [about, beside].filter((text) => text !== '').flatMap((text, index) => [...(index > 0 ? [' · '] : []), el('bdi', {}, [text])]);
    return el('div', { role: 'option', class: 'palette-option', id: `${this.#listId}-${place}`, 'aria-selected': 'false' }, [
      el('span', { class: 'palette-name', dir: target.kind === 'model' ? 'ltr' : 'auto' }, name.map(({ text, hit }) => (hit ? el('mark', {}, [text]) : text))),
      ...(below.length === 0 ? [] : [el('span', 'palette-about', below)]),
      ...(keys === '' ? [] : [el('span', { class: 'palette-keys', 'aria-hidden': 'true' }, [chordLabel(keys, isMac())])]),
    ]);
  }

  /** @param {number} active */
  #mark(active) {
    this.#active = Math.max(0, active);
    const options = [...this.#list.querySelectorAll('[role="option"]')];
    options.forEach((option, index) => setAttribute(option, 'aria-selected', String(index === this.#active)));
    const option = options[this.#active];
    setAttribute(this.#input, 'aria-activedescendant', option?.id ?? null);
    option?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const count = this.#results.length;
    if (composing(event)) {
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === 'Escape') {
      // The dialog would close by itself, but an answer would hear of the key too.
      event.preventDefault();
      event.stopPropagation();
      this.#dialog.close();
    } else if (keyOf(event) === 'Tab') {
      // There is nothing else to go to.
      event.preventDefault();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      this.#mark((this.#active + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
    } else if ((event.key === 'PageDown' || event.key === 'PageUp') && count > 0) {
      event.preventDefault();
      this.#mark(Math.min(count - 1, Math.max(0, this.#active + (event.key === 'PageDown' ? 8 : -8))));
    }
  }

  /** @param {number} place */
  #choose(place) {
    const result = this.#results[place];
    if (result !== undefined) {
      this.#dialog.close();
      emit(this, 'palette-chosen', result.target);
    }
  }
}

define('search-palette', SearchPalette);
