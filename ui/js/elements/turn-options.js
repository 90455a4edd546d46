// <turn-options>: what is asked of the model beside the question, folded under the box. It holds for
// every question until it is changed.

import { el, freshId, setText } from '../lib/dom.js';
import { labelled, textBox } from '../lib/fields.js';

/** @typedef {import('../types.js').TurnOptions} TurnOptions */

/** Steps of thinking as the engine names them, and as a person reads them. */
const STEPS = [['', 'Automatic'], ['off', 'Off'], ['minimal', 'Minimal'], ['low', 'Low'], ['medium', 'Medium'], ['high', 'High'], ['max', 'As much as it can']];

/** Bubbles `options-chosen` (detail: the options). */
export class TurnOptionsElement extends HTMLElement {
  #summary = el('summary', {}, ['Options']);
  #reasoning = el('select', { id: freshId('set'), class: 'select' }, STEPS.map(([value = '', text = '']) => el('option', { value }, [text])));
  #temperature = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '2', step: 'any', placeholder: 'Automatic' });
  #seed = el('input', { id: freshId('set'), class: 'input number', type: 'number', step: '1', placeholder: 'None' });
  #stop = textBox({ placeholder: 'None' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const fields = el('div', { class: 'options-fields' }, [
      labelled('Thinking', this.#reasoning),
      labelled('Temperature (0 to 2)', this.#temperature),
      labelled('Seed', this.#seed),
      labelled('End the answer at (commas between)', this.#stop),
    ]);
    this.append(el('details', { class: 'details' }, [this.#summary, fields]));
    this.addEventListener('change', () => {
      const detail = this.#options;
      setText(this.#summary, told(detail));
      this.dispatchEvent(new CustomEvent('options-chosen', { bubbles: true, detail }));
    });
  }

  /** @returns {TurnOptions} */
  get #options() {
    const number = (/** @type {HTMLInputElement} */ input) => (Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null);
    const seed = number(this.#seed);
    return {
      temperature: number(this.#temperature),
      seed: seed === null ? null : Math.round(seed),
      stop: this.#stop.value.split(',').map((text) => text.trim()).filter((text) => text !== ''),
      reasoning: this.#reasoning.value === '' ? null : this.#reasoning.value,
    };
  }
}

/** @param {TurnOptions} options */
function told({ temperature, seed, stop, reasoning }) {
  const parts = [
    ...(reasoning === null ? [] : [`thinking ${reasoning}`]),
    ...(temperature === null ? [] : [`temperature ${temperature}`]),
    ...(seed === null ? [] : [`seed ${seed}`]),
    ...(stop.length === 0 ? [] : [`ends at ${stop.join(', ')}`]),
  ];
  return parts.length === 0 ? 'Options' : `Options: ${parts.join(', ')}`;
}

customElements.define('turn-options', TurnOptionsElement);
