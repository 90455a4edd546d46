// <ask-fields>: instructions and parameters, as a chat or a preset says them. What fits, the engine
// knows.

import { define, el, freshId, t } from '../lib/dom.js';
import { labelled } from '../lib/fields.js';
import { stopsFrom, stopsText } from '../lib/stops.js';

/** @typedef {import('../types.js').AskParameters} AskParameters */

/** Steps of thinking as the engine names them. */
const STEPS = /** @type {const} */ (['off', 'minimal', 'low', 'medium', 'high', 'max']);

export class AskFields extends HTMLElement {
  #instructions = el('textarea', { id: freshId('ask'), class: 'input words', rows: '4', dir: 'auto', spellcheck: 'true' });
  #reasoning = el('select', { id: freshId('ask'), class: 'select' });
  #length = number({ min: '0', max: '10000000', step: '1', placeholder: t('options.automatic') });
  #temperature = number({ step: 'any', placeholder: t('options.automatic') });
  #seed = number({ step: '1', placeholder: t('options.none') });
  #stop = el('textarea', { id: freshId('ask'), class: 'input area', rows: '2', dir: 'ltr', spellcheck: 'false', placeholder: t('options.none') });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.append(
      labelled(t('options.instructions'), this.#instructions),
      el('div', 'options-fields', [
        labelled(t('options.length'), this.#length),
        labelled(t('options.temperature'), this.#temperature),
        labelled(t('options.thinking'), this.#reasoning),
        labelled(t('options.seed'), this.#seed),
      ]),
      labelled(t('options.stop'), this.#stop),
    );
  }

  /** @override */
  focus() {
    this.#instructions.focus();
  }

  /**
   * What counts where nothing stands here, in the boxes' own places.
   * @param {string} instructions
   * @param {AskParameters} parameters
   */
  otherwise(instructions, { maxTokens, temperature, seed, stop }) {
    this.#instructions.placeholder = instructions;
    this.#length.placeholder = maxTokens === null ? t('options.automatic') : text(maxTokens);
    this.#temperature.placeholder = temperature === null ? t('options.automatic') : text(temperature);
    this.#seed.placeholder = seed === null ? t('options.none') : text(seed);
    this.#stop.placeholder = stop.length === 0 ? t('options.none') : stopsText(stop);
  }

  /**
   * @param {string} instructions
   * @param {AskParameters} parameters
   */
  fill(instructions, { maxTokens, temperature, seed, stop, reasoning }) {
    this.#instructions.value = instructions;
    this.#length.value = text(maxTokens);
    this.#temperature.value = text(temperature);
    this.#seed.value = text(seed);
    this.#stop.value = stopsText(stop);
    const known = STEPS.some((step) => step === reasoning);
    this.#reasoning.replaceChildren(
      el('option', { value: '' }, [t('options.automatic')]),
      ...STEPS.map((step) => el('option', { value: step }, [t(`options.${step}`)])),
      // The engine takes a number of tokens too.
      ...(reasoning === null || known ? [] : [el('option', { value: reasoning }, [t('options.thinkingTokens', { tokens: reasoning })])]),
    );
    this.#reasoning.value = reasoning ?? '';
  }

  get instructions() {
    return this.#instructions.value;
  }

  /** @returns {AskParameters} */
  get parameters() {
    const of = (/** @type {HTMLInputElement} */ input) => (Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null);
    return {
      maxTokens: of(this.#length),
      temperature: of(this.#temperature),
      seed: of(this.#seed),
      stop: stopsFrom(this.#stop.value),
      reasoning: this.#reasoning.value === '' ? null : this.#reasoning.value,
    };
  }
}

/** @param {Partial<Record<import('../lib/dom.js').Attribute, string>>} bounds */
function number(bounds) {
  return el('input', { id: freshId('ask'), class: 'input number', type: 'number', ...bounds });
}

/** @param {number | null} value */
function text(value) {
  return value === null ? '' : String(value);
}

define('ask-fields', AskFields);
