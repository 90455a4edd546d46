// <filing-dialog>: in which folder a chat is, and which tags it has.

import { button, define, el, freshId, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText } from '../lib/errors.js';
import { composing } from '../lib/input.js';
import { labelled } from '../lib/fields.js';

/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').Labels} Labels */
/** @typedef {{folder: string, tag: string[], untag: string[]}} Filing */
/** @typedef {(filing: Filing) => Promise<import('../types.js').UserError | null>} Save gives why it was refused */

/** What the choice of a new folder stands for: no folder has a line break in its name. */
const NEW = '\n';

export class FilingDialog extends HTMLElement {
  #titleId = freshId('filing');
  #title = el('h2', { id: this.#titleId, class: 'card-title', dir: 'auto' });
  #folder = el('select', { id: freshId('set'), class: 'select' });
  #name = el('input', { id: freshId('set'), type: 'text', class: 'input', maxlength: '60', dir: 'auto', autocomplete: 'off' });
  #nameField = labelled(t('filing.name'), this.#name);
  #tags = el('div', { class: 'tag-choices', role: 'group', 'aria-label': t('sidebar.tags') });
  #newTag = el('input', { id: freshId('set'), type: 'text', class: 'input', maxlength: '60', dir: 'auto', autocomplete: 'off' });
  #dialog = el('dialog', { class: 'dialog filing', 'aria-labelledby': this.#titleId });
  /** @type {ConversationView | null} */
  #shown = null;
  #said = hint(true);
  /** @type {Save} */
  #file = () => Promise.resolve(null);
  /** @type {Element | null} what had the focus */
  #before = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const add = button(t('filing.add'), 'button', () => this.#add());
    const cancel = button(t('edit.cancel'), 'button quiet', () => this.#dialog.close());
    const form = el('form', 'settings-form', [
      labelled(t('filing.folder'), this.#folder),
      this.#nameField,
      el('h3', 'section-title', [t('sidebar.tags')]),
      this.#tags,
      el('label', { class: 'field-label', for: this.#newTag.id }, [t('filing.newTag')]),
      el('div', 'field-row', [this.#newTag, add]),
      this.#said,
      el('div', 'dialog-foot', [cancel, submit(t('filing.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    });
    this.#folder.addEventListener('change', () => {
      this.#nameField.hidden = this.#folder.value !== NEW;
      if (!this.#nameField.hidden) {
        this.#name.focus();
      }
    });
    this.#newTag.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !composing(event) && this.#newTag.value.trim() !== '') {
        event.preventDefault();
        this.#add();
      }
    });
    this.#dialog.addEventListener('close', () => this.#before instanceof HTMLElement && this.#before.focus());
    this.#dialog.append(this.#title, form);
    this.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /**
   * @param {ConversationView} conversation
   * @param {Labels} labels
   * @param {Save} save
   */
  open(conversation, labels, save) {
    this.#shown = conversation;
    this.#file = save;
    setText(this.#said, '');
    this.#before = document.activeElement;
    setText(this.#title, t('filing.title', { title: conversation.title === '' ? t('sidebar.untitled') : conversation.title }));
    this.#folder.replaceChildren(
      el('option', { value: '' }, [t('filing.none')]),
      ...labels.folders.map(({ name }) => el('option', { value: name }, [name])),
      el('option', { value: NEW }, [t('filing.new')]),
    );
    this.#folder.value = conversation.folder ?? '';
    this.#name.value = '';
    this.#nameField.hidden = true;
    this.#newTag.value = '';
    const names = [...new Set([...labels.tags.map(({ name }) => name), ...conversation.tags])];
    this.#tags.replaceChildren(...names.map((name) => choice(name, conversation.tags.includes(name))));
    this.#dialog.showModal();
    this.#folder.focus();
  }

  #add() {
    const name = this.#newTag.value.trim();
    const known = [...this.#tags.querySelectorAll('input')].find(({ value }) => value === name);
    if (known !== undefined) {
      known.checked = true;
    } else if (name !== '') {
      this.#tags.append(choice(name, true));
    }
    this.#newTag.value = '';
    this.#newTag.focus();
  }

  async #save() {
    const fresh = this.#folder.value === NEW;
    const folder = fresh ? this.#name.value.trim() : this.#folder.value;
    if (fresh && folder === '') {
      // No name is no wish to take the chat out of the folder that it is in.
      setText(this.#said, t('filing.noName'));
      this.#name.focus();
      return;
    }
    this.#add();
    const boxes = [...this.#tags.querySelectorAll('input')];
    const had = this.#shown?.tags ?? [];
    const has = (/** @type {string} */ name) => boxes.some(({ value, checked }) => value === name && checked);
    const refused = await this.#file({
      folder,
      tag: boxes.filter(({ value, checked }) => checked && !had.includes(value)).map(({ value }) => value),
      untag: had.filter((name) => !has(name)),
    });
    setText(this.#said, refused === null ? '' : errorText(refused));
    if (refused === null) {
      this.#dialog.close();
    }
  }
}

/**
 * @param {string} name
 * @param {boolean} chosen
 */
function choice(name, chosen) {
  const input = el('input', { type: 'checkbox', id: freshId('tag'), value: name });
  input.checked = chosen;
  return el('label', { class: 'tag-choice', for: input.id }, [input, el('span', { dir: 'auto' }, [name])]);
}

define('filing-dialog', FilingDialog);
