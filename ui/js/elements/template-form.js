// <template-form>: a prompt template being made or changed. What fits, the engine knows.

import { button, define, el, freshId, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, textBox } from '../lib/fields.js';

/** @typedef {import('../types.js').PromptTemplate} PromptTemplate */

/** Calls `done` when it is over, saved or not. */
export class TemplateForm extends HTMLElement {
  #name = textBox({ dir: 'auto', maxlength: '41', autocapitalize: 'off' });
  #text = el('textarea', { id: freshId('set'), class: 'input words', rows: '5', dir: 'auto', spellcheck: 'true' });
  #said = hint(true);
  #life = new AbortController();

  /**
   * @param {PromptTemplate} template as it is
   * @param {object} ways
   * @param {(template: PromptTemplate) => Promise<void>} ways.save
   * @param {() => void} ways.done
   */
  constructor(template, { save, done }) {
    super();
    const { signal } = this.#life;
    this.#name.value = template.name;
    this.#text.value = template.text;
    const form = el('form', 'options-form', [
      labelled(t('presets.typedName'), this.#name),
      labelled(t('presets.text'), this.#text),
      el('p', 'card-note', [t('presets.places', { input: '{{input}}', place: '{{language}}' })]),
      this.#said,
      el('div', 'row-acts', [submit(t('presets.saveTemplate')), button(t('options.cancel'), 'button quiet', done, signal)]),
    ]);
    onSubmit(form, () => {
      setText(this.#said, '');
      save({ name: this.#name.value, text: this.#text.value }).then(done, (reason) => setText(this.#said, errorText(toUserError(reason))));
    }, { signal });
    this.append(form);
  }

  /** @override */
  focus() {
    this.#name.focus();
  }
}

define('template-form', TemplateForm);
