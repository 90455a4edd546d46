// <preset-form>: a preset being made or changed. What fits, the engine knows.

import { button, define, el, freshId, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, said, textBox } from '../lib/fields.js';
import { connectionName } from '../lib/format.js';
import { AskFields } from './ask-fields.js';

/** @typedef {import('../types.js').Preset} Preset */

/** Calls `done` when it is over, saved or not. */
export class PresetForm extends HTMLElement {
  #name = textBox({ dir: 'auto', maxlength: '60' });
  #connection = el('select', { id: freshId('set'), class: 'select' });
  #model = textBox({ placeholder: t('presets.usual') });
  #fields = new AskFields();
  #said = hint(true);
  #life = new AbortController();

  /**
   * @param {Preset} preset as it is
   * @param {readonly string[]} connections which can be named
   * @param {object} ways
   * @param {(preset: Preset) => Promise<void>} ways.save
   * @param {() => void} ways.done
   */
  constructor(preset, connections, { save, done }) {
    super();
    const { signal } = this.#life;
    const { connection } = preset;
    const names = connection === null || connections.includes(connection) ? connections : [...connections, connection];
    this.#connection.append(
      el('option', { value: '' }, [t('presets.usual')]),
      ...names.map((name) => el('option', { value: name }, [connectionName(name)])),
    );
    this.#name.value = preset.name;
    this.#connection.value = connection ?? '';
    this.#model.value = preset.model ?? '';
    this.#fields.fill(preset.instructions ?? '', preset.parameters);
    const form = el('form', 'options-form', [
      labelled(t('presets.name'), this.#name),
      labelled(t('presets.connection'), this.#connection),
      labelled(t('presets.model'), this.#model),
      this.#fields,
      this.#said,
      el('div', 'row-acts', [submit(t('presets.save')), button(t('options.cancel'), 'button quiet', done, signal)]),
    ]);
    onSubmit(form, () => {
      setText(this.#said, '');
      save(this.#preset).then(done, (reason) => setText(this.#said, errorText(toUserError(reason))));
    }, { signal });
    this.append(form);
  }

  /** @override */
  focus() {
    this.#name.focus();
  }

  /** @returns {Preset} */
  get #preset() {
    const { instructions, parameters } = this.#fields;
    return {
      name: this.#name.value,
      connection: this.#connection.value === '' ? null : this.#connection.value,
      model: said(this.#model),
      instructions: instructions.trim() === '' ? null : instructions,
      parameters,
    };
  }
}

define('preset-form', PresetForm);
