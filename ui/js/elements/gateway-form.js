// <gateway-form>: what gateways are told beside each request: providers, fallbacks, privacy, labels.
// An option that this page has no words for is shown by its name.

import { el, freshId, setText } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';
import { labelled, textBox } from '../lib/fields.js';

/** @typedef {import('../types.js').RoutingOption} RoutingOption */

/** @type {Record<string, {label: string, example?: string, on?: string}>} `on`: what a ticked box says */
const WORDS = {
  order: { label: 'Providers to try, in this order', example: 'anthropic,bedrock' },
  only: { label: 'Only these providers', example: 'anthropic' },
  sort: { label: 'Sort providers by (cost, ttft, tps)', example: 'cost' },
  models: { label: 'Models to fall back to, in this order', example: 'openai/gpt-4o' },
  providerTimeouts: { label: 'Time-outs of your own keys (ms)', example: 'anthropic=15000' },
  zeroDataRetention: { label: 'Only providers that keep nothing', on: 'true' },
  disallowPromptTraining: { label: 'Only providers that do not train on prompts', on: 'true' },
  caching: { label: 'Let the gateway place cache marks', on: 'auto' },
  tags: { label: 'Labels for the gateway’s reports', example: 'desktop' },
  user: { label: 'User id for the gateway’s reports' },
  byok: { label: 'Send your own keys of these providers to the gateway', example: 'anthropic' },
};

export class GatewayForm extends HTMLElement {
  /** @type {(options: RoutingOption[]) => Promise<RoutingOption[]>} set before it is connected */
  save = (options) => Promise.resolve(options);

  #fields = el('div');
  #said = el('p', { class: 'field-hint', 'aria-live': 'polite' });
  /** Names with their boxes and what was read. @type {{name: string, value: string, input: HTMLInputElement}[]} */
  #options = [];

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const form = el('form', { class: 'settings-form' }, [
      this.#fields,
      el('p', { class: 'card-note' }, ['Goes to AI gateways only. Lists have commas between.']),
      el('div', { class: 'dialog-foot' }, [this.#said, el('button', { type: 'submit', class: 'button primary' }, ['Save routing'])]),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save();
    });
    this.append(form);
  }

  /** @param {readonly RoutingOption[]} options */
  fill(options) {
    this.#options = options.map(({ name, value }) => ({ name, value, input: box(name, value) }));
    this.#fields.replaceChildren(
      ...this.#options.map(({ name, input }) => labelled(Object.hasOwn(WORDS, name) ? (WORDS[name]?.label ?? name) : name, input)),
    );
  }

  async #save() {
    const said = this.#options.map(({ name, value, input }) => ({ name, before: value, value: text(name, input) }));
    const changed = said.filter(({ before, value }) => value !== before).map(({ name, value }) => ({ name, value }));
    try {
      this.fill(await this.save(changed));
      setText(this.#said, 'Saved.');
    } catch (reason) {
      const { message, action } = toUserError(reason);
      setText(this.#said, `${message} ${action ?? ''}`.trim());
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

customElements.define('gateway-form', GatewayForm);
