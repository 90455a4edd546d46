// <settings-presets>: presets and prompt templates: made, changed, removed, carried in one file. A
// section of the settings.

import { createAsking } from '../asking.js';
import { carry } from '../lib/carry.js';
import { button, define, el, hint, keepFocus, Living, t } from '../lib/dom.js';
import { presetFacts } from '../lib/choices.js';
import { errorText, toUserError } from '../lib/errors.js';
import { NO_PARAMETERS } from '../state/asking.js';
import { PresetFile } from './preset-file.js';
import { PresetForm } from './preset-form.js';
import { TemplateForm } from './template-form.js';

/** @typedef {import('../types.js').Library} Library */

/**
 * One of the two lists.
 * @typedef {object} Row
 * @property {string} name as it is shown
 * @property {string} facts
 * @property {() => void} edit
 * @property {() => Promise<void>} remove
 * @property {() => Promise<void>} back makes it again as it was
 */

export class SettingsPresets extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  /** @type {import('../asking.js').Asking | null} */
  #asking = null;

  #presets = el('ul', { class: 'key-list', 'aria-label': t('presets.title') });
  #templates = el('ul', { class: 'key-list', 'aria-label': t('presets.templates') });
  #addPreset = this.#button(t('presets.add'), () => void this.#editPreset(null));
  #addTemplate = this.#button(t('presets.addTemplate'), () => this.#editTemplate(null));
  #presetPlace = el('div', 'form-place');
  #templatePlace = el('div', 'form-place');
  #said = hint(true);
  #file = new PresetFile();
  /** What is being changed; none where that is a new one. @type {{preset: string | null, template: string | null}} */
  #edited = { preset: null, template: null };
  /** @type {Library} */
  #library = { presets: [], templates: [] };

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.live();
    const asking = createAsking(parts.host, parts.store, { templates: true });
    this.#asking = asking;
    this.#file.asking = asking;
    parts.store.subscribe(() => this.#show(parts.store.state().library), { signal: this.signal });
    if (this.firstChild) {
      return;
    }
    // Whatever had the focus may go: then this has it.
    this.tabIndex = -1;
    this.append(
      el('p', 'card-note', [t('presets.lead')]),
      this.#presets,
      el('div', 'row-acts', [this.#addPreset]),
      this.#presetPlace,
      el('h3', 'section-title', [t('presets.templates')]),
      el('p', 'card-note', [t('presets.templatesLead')]),
      this.#templates,
      el('div', 'row-acts', [this.#addTemplate]),
      this.#templatePlace,
      this.#said,
      this.#file,
    );
  }

  /** Reads what is stored: another program may have changed it. */
  come() {
    this.#said.textContent = '';
    this.#show(this.parts?.store.state().library ?? this.#library);
    return this.#asking?.load();
  }

  /** @param {HTMLElement} before */
  async resume(before) {
    if (!(before instanceof SettingsPresets) || before.querySelector('form') === null) {
      return;
    }
    await this.come();
    if (before.#presetPlace.hasChildNodes()) {
      await this.#editPreset(before.#edited.preset);
    }
    if (before.#templatePlace.hasChildNodes()) {
      this.#editTemplate(before.#edited.template);
    }
    carry(before, this);
  }

  /** @param {File} file */
  take(file) {
    this.#file.take(file);
  }

  /** @param {Library} library */
  #show(library) {
    if (this.#library === library) {
      return;
    }
    this.#library = library;
    keepFocus(this, () => {
      this.#fill(this.#presets, library.presets.map((preset) => ({
        name: preset.name, facts: presetFacts(preset), edit: () => void this.#editPreset(preset.name),
        remove: async () => this.#asking?.removePreset(preset.name),
        back: async () => this.#asking?.savePreset(preset, null),
      })));
      this.#fill(this.#templates, library.templates.map((template) => ({
        name: `/${template.name}`, facts: template.text.trim().split('\n')[0] ?? '', edit: () => this.#editTemplate(template.name),
        remove: async () => this.#asking?.removeTemplate(template.name),
        back: async () => this.#asking?.saveTemplate(template, null),
      })));
    });
  }

  /**
   * @param {HTMLElement} list
   * @param {readonly Row[]} rows
   */
  #fill(list, rows) {
    list.hidden = rows.length === 0;
    list.replaceChildren(...rows.map(({ name, facts, edit, remove, back }) => {
      const away = this.#button(t('connections.remove'), () => void this.#remove(name, remove, back), t('connections.removeOf', { connection: name }));
      return el('li', 'key-row', [
        el('span', 'key-about', [el('span', { class: 'key-name', dir: 'auto' }, [name]), el('span', { class: 'key-words one-line', dir: 'auto' }, [facts])]),
        el('span', 'row-acts', [this.#button(t('connections.edit'), edit, t('connections.editOf', { connection: name })), away]),
      ]);
    }));
  }

  /** @param {string | null} name none makes a new one */
  async #editPreset(name) {
    const asking = this.#asking;
    if (asking === null) {
      return;
    }
    const preset = this.#library.presets.find((one) => one.name === name) ?? { name: '', connection: null, model: null, instructions: null, parameters: NO_PARAMETERS };
    const names = await asking.connections().then((all) => all.map((one) => one.name), () => []);
    const form = new PresetForm(preset, names, {
      save: (changed) => asking.savePreset(changed, name),
      done: () => this.#leave(form, this.#addPreset),
    });
    this.#edited.preset = name;
    this.#presetPlace.replaceChildren(form);
    form.focus();
  }

  /** @param {string | null} name none makes a new one */
  #editTemplate(name) {
    const template = this.#library.templates.find((one) => one.name === name) ?? { name: '', text: '' };
    const form = new TemplateForm(template, {
      save: (changed) => this.#asking?.saveTemplate(changed, name) ?? Promise.resolve(),
      done: () => this.#leave(form, this.#addTemplate),
    });
    this.#edited.template = name;
    this.#templatePlace.replaceChildren(form);
    form.focus();
  }

  /**
   * @param {HTMLElement} form
   * @param {HTMLElement} next what has the focus then
   */
  #leave(form, next) {
    form.remove();
    next.focus();
  }

  /**
   * @param {string} name
   * @param {() => Promise<void>} remove
   * @param {() => Promise<void>} back
   */
  async #remove(name, remove, back) {
    if (await this.#try(remove)) {
      this.parts?.removed({ text: t('settings.removed', { name }), undo: () => this.#try(back) });
    }
    this.focus();
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    this.#said.textContent = '';
    try {
      await act();
      return true;
    } catch (reason) {
      this.#said.textContent = errorText(toUserError(reason));
      return false;
    }
  }

  /**
   * @param {string} label
   * @param {() => void} onClick
   * @param {string} [name] what it is called where the label is not enough
   */
  #button(label, onClick, name = label) {
    return button(label, { class: 'button', 'aria-label': name }, onClick);
  }
}

define('settings-presets', SettingsPresets);
