// <gateway-form>: what gateways are told beside each request: providers, fallbacks, privacy, labels.
// An option that this page has no words for is shown by its name.

import { define, el, freshId, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, textBox } from '../lib/fields.js';

/** @typedef {import('../types.js').RoutingOption} RoutingOption */

/** @typedef {{label: () => string, example?: string, on?: string}} Words `on`: what a ticked box says */

/** @type {Record<string, Words>} */
const WORDS = {
  order: { label: () => t('gateway.order'), example: 'anthropic,bedrock' },
  only: { label: () => t('gateway.only'), example: 'anthropic' },
  sort: { label: () => t('gateway.sort'), example: 'cost' },
  models: { label: () => t('gateway.models'), example: 'openai/gpt-4o' },
  providerTimeouts: { label: () => t('gateway.providerTimeouts'), example: 'anthropic=15000' },
  zeroDataRetention: { label: () => t('gateway.zeroDataRetention'), on: 'true' },
  disallowPromptTraining: { label: () => t('gateway.disallowPromptTraining'), on: 'true' },
  caching: { label: () => t('gateway.caching'), on: 'auto' },
  tags: { label: () => t('gateway.tags'), example: 'desktop' },
  user: { label: () => t('gateway.user') },
  byok: { label: () => t('gateway.byok'), example: 'anthropic' },
};

export class GatewayForm extends HTMLElement {
  /** @type {(options: RoutingOption[]) => Promise<RoutingOption[]>} set before it is connected */
  save = (options) => Promise.resolve(options);

  #fields = el('div');
  #said = hint();
  /** Names with their boxes and what was read. @type {{name: string, value: string, input: HTMLInputElement}[]} */
  #options = [];

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const form = el('form', 'settings-form', [
      this.#fields,
      el('p', 'card-note', [t('gateway.note')]),
      el('div', 'dialog-foot', [this.#said, submit(t('gateway.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    });
    this.append(form);
  }

  /** Takes what was read, unless something is typed that is not saved yet. @param {readonly RoutingOption[]} options */
  fill(options) {
    if (this.#changed().length === 0) {
      this.#draw(options);
    }
  }

  /** @param {readonly RoutingOption[]} options */
  #draw(options) {
    this.#options = options.map(({ name, value }) => ({ name, value, input: box(name, value) }));
    this.#fields.replaceChildren(
      ...this.#options.map(({ name, input }) => labelled(Object.hasOwn(WORDS, name) ? (WORDS[name]?.label() ?? name) : name, input)),
    );
  }

  #changed() {
    const said = this.#options.map(({ name, value, input }) => ({ name, before: value, value: text(name, input) }));
    return said.filter(({ before, value }) => value !== before).map(({ name, value }) => ({ name, value }));
  }

  async #save() {
    try {
      this.#draw(await this.save(this.#changed()));
      setText(this.#said, t('gateway.saved'));
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }
}

/** @param {string} name */
function ticked(name) {
  return Object.hasOwn(WORDS, name) ? WORDS[name]?.on : undefined;
}

/**
 * @param {string} name
 * @param {string} value
 */
function box(name, value) {
  if (ticked(name) !== undefined) {
    const input = el('input', { id: freshId('set'), type: 'checkbox' });
    input.checked = value !== '';
    return input;
  }
  const input = textBox({ placeholder: Object.hasOwn(WORDS, name) ? (WORDS[name]?.example ?? '') : '' });
  input.value = value;
  return input;
}

/**
 * @param {string} name
 * @param {HTMLInputElement} input
 */
function text(name, input) {
  const on = ticked(name);
  if (on !== undefined) {
    return input.checked ? on : '';
  }
  return input.value.trim();
}

define('gateway-form', GatewayForm);
