// Fields of forms: a label with its box, and what a box holds as the engine takes it.

import { el, freshId } from './dom.js';

/**
 * @param {Partial<Record<import('./dom.js').Attribute, string>>} [more]
 */
export function textBox(more = {}) {
  return el('input', { id: freshId('set'), class: 'input', type: 'text', dir: 'ltr', autocomplete: 'off', spellcheck: 'false', ...more });
}

/** A number of seconds; empty is none. */
export function secondsBox() {
  return el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '3600', step: 'any' });
}

/**
 * @param {HTMLInputElement} input
 * @returns {number} milliseconds, 0 where nothing is said
 */
export function milliseconds(input) {
  return Math.round((input.valueAsNumber || 0) * 1000);
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
  return el('div', { class: 'field' }, [el('label', { for: input.id, class: 'field-label' }, [text]), input]);
}
