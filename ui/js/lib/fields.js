// Fields of forms: a label with its box, and what a box holds as the engine takes it.

import { el, freshId } from './dom.js';

/**
 * @param {Partial<Record<import('./dom.js').Attribute, string>>} [more]
 */
export function textBox(more = {}) {
  return el('input', { id: freshId('set'), class: 'input', type: 'text', dir: 'ltr', autocomplete: 'off', spellcheck: 'false', ...more });
}

/**
 * A number of seconds; empty is none.
 * @param {number | null} [usual] milliseconds that hold where nothing is said
 */
export function secondsBox(usual = null) {
  return numberBox({ max: '3600', step: 'any', ...(usual === null ? {} : { placeholder: String(usual / 1000) }) });
}

/**
 * @param {Partial<Record<import('./dom.js').Attribute, string>>} more
 */
export function numberBox(more) {
  return el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', step: '1', ...more });
}

/**
 * @param {HTMLInputElement} input of seconds
 * @returns {number} milliseconds; the usual number, which stands in an empty box, where nothing is said
 */
export function milliseconds(input) {
  return wholeNumber(input, 1000);
}

/**
 * A whole number; the usual one, which stands in an empty box, where nothing is said: an emptied box
 * switches nothing off.
 * @param {HTMLInputElement} input
 * @param {number} [times] how many of what is meant are in one of what is typed
 */
export function wholeNumber(input, times = 1) {
  const typed = input.value === '' ? Number(input.placeholder) : input.valueAsNumber;
  return Math.round((typed || 0) * times);
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @returns {string | null} none where nothing is said
 */
export function said(input) {
  const text = input.value.trim();
  return text === '' ? null : text;
}

/**
 * @param {HTMLInputElement} input
 * @returns {string[]} what stands between commas
 */
export function items(input) {
  return input.value.split(',').map((text) => text.trim()).filter((text) => text !== '');
}

/**
 * @param {string} text
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input
 */
export function labelled(text, input) {
  return el('div', 'field', [el('label', { for: input.id, class: 'field-label' }, [text]), input]);
}

/**
 * A few values, one of which holds: radio buttons that look like one switch.
 * @template {string} V
 * @param {string} name
 * @param {readonly (readonly [V, string])[]} options
 * @param {(value: V) => void} onPick
 * @returns {{box: HTMLElement, show: (value: V) => void}}
 */
export function pick(name, options, onPick) {
  const group = freshId('pick');
  const label = el('span', { class: 'field-label', id: freshId('label') }, [name]);
  const inputs = options.map(([value, text]) => {
    const input = el('input', { type: 'radio', name: group, value, id: freshId('set') });
    input.addEventListener('change', () => onPick(value));
    return { value, input, option: el('label', { class: 'pick-option', for: input.id }, [input, el('span', {}, [text])]) };
  });
  return {
    box: el('div', 'field', [label, el('div', { class: 'pick', role: 'radiogroup', 'aria-labelledby': label.id }, inputs.map(({ option }) => option))]),
    show(shown) {
      for (const { value, input } of inputs) {
        input.checked = value === shown;
      }
    },
  };
}
