// <turn-options>: what is asked of the model beside the question, folded under the box. It holds for
// every question until it is changed.

import { el, freshId, setText } from '../lib/dom.js';
import { labelled, textBox } from '../lib/fields.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').TurnOptions} TurnOptions */

/** Steps of thinking as the engine names them. */
const STEPS = /** @type {const} */ (['off', 'minimal', 'low', 'medium', 'high', 'max']);

/** Bubbles `options-chosen` (detail: the options). */
export class TurnOptionsElement extends HTMLElement {
  #summary = el('summary', {}, [t('options.title')]);
  #reasoning = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: '' }, [t('options.automatic')]),
    ...STEPS.map((step) => el('option', { value: step }, [t(`options.${step}`)])),
  ]);
  #temperature = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '2', step: 'any', placeholder: t('options.automatic') });
  #seed = el('input', { id: freshId('set'), class: 'input number', type: 'number', step: '1', placeholder: t('options.none') });
  #stop = textBox({ placeholder: t('options.none') });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const fields = el('div', { class: 'options-fields' }, [
      labelled(t('options.thinking'), this.#reasoning),
      labelled(t('options.temperature'), this.#temperature),
      labelled(t('options.seed'), this.#seed),
      labelled(t('options.stop'), this.#stop),
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
    ...(reasoning === null ? [] : [t('options.thinkingIs', { step: reasoning })]),
    ...(temperature === null ? [] : [t('options.temperatureIs', { value: temperature })]),
    ...(seed === null ? [] : [t('options.seedIs', { value: String(seed) })]),
    ...(stop.length === 0 ? [] : [t('options.stopIs', { list: stop.join(', ') })]),
  ];
  return parts.length === 0 ? t('options.title') : t('options.chosen', { list: parts.join(', ') });
}

customElements.define('turn-options', TurnOptionsElement);
