// <settings-writing>: how questions are written and sent, and the instructions for all chats: the section
// "Writing" of the settings.

import { carry } from '../lib/carry.js';
import { define, el, freshId, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled } from '../lib/fields.js';
import { keptForm } from '../lib/kept-form.js';
import { isMac } from '../lib/keys.js';

export class SettingsWriting extends HTMLElement {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #send = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'enter' }, [t('writing.enter')]),
    el('option', { value: 'modEnter' }, [isMac() ? t('writing.commandEnter') : t('writing.controlEnter')]),
  ]);
  #paste = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'file' }, [t('writing.pasteFile')]),
    el('option', { value: 'text' }, [t('writing.pasteText')]),
  ]);
  #instructions = el('textarea', { id: freshId('set'), class: 'input words', rows: '6', dir: 'auto', spellcheck: 'true', placeholder: t('settings.none') });
  #said = hint();
  /** @type {ReturnType<typeof keptForm<import('../types.js').Settings>> | null} */
  #kept = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const form = el('form', 'settings-form', [
      labelled(t('writing.send'), this.#send),
      labelled(t('writing.paste'), this.#paste),
      labelled(t('writing.instructions'), this.#instructions),
      el('p', 'card-note', [t('writing.note')]),
      el('div', 'dialog-foot', [this.#said, submit(t('writing.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    });
    this.#kept = keptForm(form, { fill: (settings) => this.#fill(settings), said: () => this.#saidSettings() });
    this.append(form);
  }

  /** Reads what is stored: another program may have changed it. What is typed and not saved stays. */
  come() {
    setText(this.#said, '');
    return this.parts?.ways.read().then((settings) => this.#kept?.take(settings), (reason) => setText(this.#said, errorText(toUserError(reason))));
  }

  /** @param {HTMLElement} before */
  async resume(before) {
    await this.come();
    carry(before, this);
  }

  /** @param {import('../types.js').Settings} settings */
  #fill({ sendWith, longPaste, defaultInstructions }) {
    this.#send.value = sendWith;
    this.#paste.value = longPaste;
    this.#instructions.value = defaultInstructions ?? '';
  }

  /** @returns {Partial<import('../types.js').Settings>} */
  #saidSettings() {
    const text = this.#instructions.value;
    return {
      sendWith: this.#send.value === 'modEnter' ? 'modEnter' : 'enter',
      longPaste: this.#paste.value === 'text' ? 'text' : 'file',
      defaultInstructions: text.trim() === '' ? null : text,
    };
  }

  async #save() {
    try {
      await this.#kept?.save(async (change) => this.parts?.actions.changeSettings(change));
      setText(this.#said, t('settings.saved'));
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }
}

define('settings-writing', SettingsWriting);
