// <model-dialog>: asks for a model or preset for one act, such as asking again with another one.

import { button, define, el, emit, freshId, giveBack, setText, t } from '../lib/dom.js';
import { choicesTyped, offerNote } from '../lib/choices.js';
import { composing } from '../lib/input.js';
import { OptionsList, tellActive } from '../lib/options-list.js';

/** @typedef {import('../lib/choices.js').Offer} Offer */
/** @typedef {{model: string} | {preset: string}} Chosen */

/** More models than this are not drawn: typing narrows the list. */
const SHOWN = 100;

/** Bubbles `models-wanted` when it opens. */
export class ModelDialog extends HTMLElement {
  #titleId = freshId('again');
  #listId = freshId('models');
  #input = el('input', {
    type: 'text', role: 'combobox', class: 'input', 'aria-label': t('models.filter'), placeholder: t('models.filter'), 'aria-autocomplete': 'list', 'aria-expanded': 'true',
    'aria-controls': this.#listId, autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', dir: 'ltr',
  });
  #list = new OptionsList(this.#listId, t('models.list'), { pick: ({ kind, id }) => this.#done(kind === 'preset' ? { preset: id } : { model: id }), star: null });
  #note = el('p', 'model-note');
  #dialog = el('dialog', { class: 'dialog', 'aria-labelledby': this.#titleId });
  #life = new AbortController();
  /** @type {Offer | null} */
  #offer = null;
  #steered = false;
  /** @type {(chosen: Chosen) => void} */
  #take = () => undefined;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const { signal } = this.#life;
    this.#dialog.append(
      el('header', 'dialog-head', [el('h2', { id: this.#titleId, class: 'card-title' }, [t('message.askOtherTitle')]), button(t('settings.close'), 'button quiet', () => this.#dialog.close(), signal)]),
      this.#input, this.#list.element, this.#note,
    );
    this.#input.addEventListener('input', () => this.#draw(false), { signal });
    this.#dialog.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    giveBack(this.#dialog);
    this.append(this.#dialog);
  }

  /**
   * @param {Offer} offer
   * @param {(chosen: Chosen) => void} take
   */
  open(offer, take) {
    this.#take = take;
    this.#offer = offer;
    this.#input.value = '';
    this.#dialog.showModal();
    this.#input.focus();
    this.#draw(false);
    emit(this, 'models-wanted');
  }

  /** What came meanwhile. @param {Offer} offer */
  show(offer) {
    const before = this.#offer;
    this.#offer = offer;
    if (this.#dialog.open && (before?.models !== offer.models || before.presets !== offer.presets)) {
      this.#draw(this.#steered);
    }
  }

  /** @param {boolean} steered whether the person chose in the list since they typed */
  #draw(steered) {
    this.#steered = steered;
    if (this.#offer === null) {
      return;
    }
    const { groups, count, more, best } = choicesTyped(this.#offer, this.#input.value, SHOWN, Date.now());
    this.#list.show(groups, steered ? this.#list.active : best);
    tellActive(this.#input, this.#list);
    setText(this.#note, offerNote(this.#offer, count, more));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // Esc closes this, and stops nothing behind it.
    event.stopPropagation();
    if (event.target !== this.#input || composing(event)) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#steered = true;
      this.#list.move(event.key === 'ArrowDown' ? 1 : -1);
      tellActive(this.#input, this.#list);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const { active } = this.#list;
      if (active !== null) {
        this.#done(active.kind === 'preset' ? { preset: active.id } : { model: active.id });
      }
    }
  }

  /** @param {Chosen} chosen */
  #done(chosen) {
    this.#dialog.close();
    this.#take(chosen);
  }
}

define('model-dialog', ModelDialog);
