// <chat-options>: what the chat on screen is asked with: its preset, its own instructions and
// parameters. A dialog; what does not fit is refused by the engine.

import { button, define, el, emit, freshId, giveBack, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled } from '../lib/fields.js';
import { NO_PARAMETERS } from '../state/asking.js';
import { AskFields } from './ask-fields.js';

/** @typedef {import('../asking.js').ChatAsking} ChatAsking */
/** @typedef {import('../types.js').Preset} Preset */

/**
 * @typedef {object} OptionsParts
 * @property {import('../asking.js').Asking} asking
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../chats.js').Chats} chats
 */

/** Bubbles `presets-wanted`, where presets are made and changed. */
export class ChatOptions extends HTMLElement {
  /** @type {OptionsParts | null} set before it opens */
  parts = null;

  #titleId = freshId('options');
  #dialog = el('dialog', { class: 'dialog', 'aria-labelledby': this.#titleId });
  #preset = el('select', { id: freshId('options'), class: 'select' });
  #fields = new AskFields();
  #without = el('input', { id: freshId('options'), type: 'checkbox' });
  #withoutRow = el('div', 'check-row', [this.#without, el('label', { for: this.#without.id }, [t('options.without')])]);
  #defaults = el('p', { class: 'card-note', dir: 'auto' });
  #refusal = hint(true);
  #life = new AbortController();
  /** As it was read. @type {ChatAsking} */
  #before = { preset: null, instructions: '', noDefaultInstructions: false, parameters: NO_PARAMETERS };
  /** What the fields said then, or what was saved of them. @type {ChatAsking} */
  #filled = this.#before;
  /** @type {readonly Preset[]} */
  #presets = [];

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const { signal } = this.#life;
    const close = () => this.#dialog.close();
    const form = el('form', 'options-form', [
      el('div', 'field-pair', [
        labelled(t('presets.one'), this.#preset),
        button(t('presets.manage'), 'button quiet', () => {
          close();
          emit(this, 'presets-wanted');
        }, signal),
      ]),
      this.#fields,
      this.#withoutRow,
      this.#defaults,
      this.#refusal,
      el('div', 'dialog-foot', [
        button(t('options.cancel'), 'button quiet', close, signal),
        submit(t('options.save')),
      ]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    }, { signal });
    this.#preset.addEventListener('change', () => this.#tellOtherwise(), { signal });
    this.#dialog.append(
      el('h2', { id: this.#titleId, class: 'card-title' }, [t('options.title')]),
      el('p', 'card-lead', [t('options.lead')]),
      form,
    );
    this.#dialog.addEventListener('close', () => this.#left(), { signal });
    giveBack(this.#dialog);
    this.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {ChatAsking} [typed] what was typed in it before */
  async open(typed) {
    const { parts } = this;
    if (parts === null || this.isOpen) {
      return;
    }
    const { view } = parts.store.state();
    setText(this.#refusal, '');
    try {
      await parts.asking.load();
      const said = await parts.asking.read();
      if (view === parts.store.state().view && !this.isOpen) {
        this.#fill(said);
        this.#filled = this.#said;
        if (typed !== undefined) {
          this.#put(typed);
        }
        this.#dialog.showModal();
        this.#fields.focus();
      }
    } catch (reason) {
      parts.store.dispatch([{ type: 'failed', error: toUserError(reason) }]);
    }
  }

  /** @param {ChatAsking} said */
  #fill(said) {
    const { library, settings } = this.parts?.store.state() ?? {};
    this.#before = said;
    this.#presets = library?.presets ?? [];
    const gone = said.preset !== null && !this.#presets.some(({ name }) => name === said.preset);
    this.#preset.replaceChildren(
      el('option', { value: '' }, [t('presets.none')]),
      ...this.#presets.map(({ name }) => el('option', { value: name }, [name])),
      ...(gone ? [el('option', { value: said.preset ?? '' }, [t('presets.gone', { name: said.preset ?? '' })])] : []),
    );
    const defaults = settings?.defaultInstructions ?? null;
    this.#withoutRow.hidden = defaults === null && !said.noDefaultInstructions;
    setText(this.#defaults, defaults === null ? t('options.noDefaults') : t('options.defaults', { text: cut(defaults) }));
    this.#put(said);
  }

  /** @param {ChatAsking} said */
  #put({ preset, instructions, noDefaultInstructions, parameters }) {
    this.#preset.value = preset ?? '';
    this.#without.checked = noDefaultInstructions;
    this.#fields.fill(instructions, parameters);
    this.#tellOtherwise();
  }

  /** What the fields say. @returns {ChatAsking} */
  get #said() {
    const { instructions, parameters } = this.#fields;
    return { preset: this.#preset.value === '' ? null : this.#preset.value, instructions, noDefaultInstructions: this.#without.checked, parameters };
  }

  /** Closed by whatever: what was typed and not saved can be had back. */
  #left() {
    const { parts } = this;
    const typed = this.#said;
    if (parts === null || JSON.stringify(typed) === JSON.stringify(this.#filled)) {
      return;
    }
    const { actions, chats, store } = parts;
    const { open, view } = store.state();
    chats.offer({
      text: t('options.given'),
      undo: async () => {
        if (!this.isConnected) {
          // The window speaks another language now, with options of its own.
          return;
        }
        const now = store.state();
        if (view !== now.view && (open === null || open !== now.open)) {
          await (open === null ? actions.newChat() : actions.open(open));
        }
        await this.open(typed);
      },
    });
  }

  /** What counts where the chat has no instructions of its own. */
  #tellOtherwise() {
    const preset = this.#presets.find(({ name }) => name === this.#preset.value);
    const instructions = preset?.instructions ?? null;
    this.#fields.otherwise(instructions === null ? t('options.ownInstructions') : t('options.fromPreset', { text: cut(instructions) }), preset?.parameters ?? NO_PARAMETERS);
  }

  async #save() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const said = this.#said;
    setText(this.#refusal, '');
    try {
      await parts.asking.save(said, this.#before);
      this.#filled = said;
      this.#dialog.close();
      parts.store.dispatch([{ type: 'said', text: t('options.saved') }]);
    } catch (reason) {
      setText(this.#refusal, errorText(toUserError(reason)));
    }
  }
}

/** @param {string} text */
function cut(text) {
  const line = text.trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

define('chat-options', ChatOptions);
