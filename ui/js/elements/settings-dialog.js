// <settings-dialog>: keys, default model, time-outs, retries, pace, cache and budget.

import { el, freshId, setText } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';
import { connectionName, formatNumber, keyWords } from '../lib/format.js';
import { KeyField } from './key-field.js';

/** @typedef {import('../types.js').Settings} Settings */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

/** Connections whose key can be set here. */
const SETTABLE = ['gateway', 'anthropic', 'openai', 'gemini'];

/**
 * @typedef {object} SettingsWays
 * @property {() => Promise<Settings>} read
 * @property {() => Promise<import('../types.js').Report>} usage
 * @property {() => Promise<import('../types.js').ConnectionView[]>} connections
 * @property {(settings: Settings) => Promise<void>} save
 * @property {(connection: string, key: string) => Promise<void>} saveKey
 * @property {(connection: string) => Promise<void>} removeKey
 */

export class SettingsDialog extends HTMLElement {
  /** @type {SettingsWays | null} how it reaches the engine: set before it opens */
  ways = null;

  #titleId = freshId('settings');
  #dialog = el('dialog', { class: 'dialog', 'aria-labelledby': this.#titleId });
  #keys = el('ul', { class: 'key-list' });
  #fields = new Map(SETTABLE.map((connection) => [connection, new KeyField()]));
  #model = el('input', { id: freshId('set'), class: 'input', type: 'text', dir: 'ltr', autocomplete: 'off', spellcheck: 'false', placeholder: 'The connection’s own default' });
  #connect = seconds();
  #firstByte = seconds();
  #idle = seconds();
  #retries = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '10', step: '1' });
  #pace = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '10000', step: '1', placeholder: '10' });
  #cache = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '43200', step: 'any' });
  #budget = el('input', { id: freshId('set'), class: 'input number', type: 'text', inputmode: 'decimal', dir: 'ltr', autocomplete: 'off', placeholder: 'None' });
  #used = el('p', { class: 'card-note' });
  #places = el('ul', { class: 'key-list' });
  #said = el('p', { class: 'field-hint', 'aria-live': 'polite' });
  #version = el('p', { class: 'card-note' });
  /** @type {Settings | null} */
  #settings = null;
  /** @type {readonly KeyStatus[] | null} */
  #shown = null;

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const close = el('button', { type: 'button', class: 'button quiet' }, ['Close']);
    close.addEventListener('click', () => this.#dialog.close());
    const save = el('button', { type: 'submit', class: 'button primary' }, ['Save settings']);
    const form = el('form', { class: 'settings-form' }, [
      el('h3', { class: 'section-title' }, ['Answers']),
      labelled('Default model', this.#model),
      el('h3', { class: 'section-title' }, ['Patience']),
      labelled('Connect within (seconds)', this.#connect),
      labelled('First byte within (seconds)', this.#firstByte),
      labelled('Silence for at most (seconds)', this.#idle),
      labelled('Repeats after a failure', this.#retries),
      el('h3', { class: 'section-title' }, ['Pace and cost']),
      labelled('Requests a minute, per connection', this.#pace),
      labelled('Keep answers for (minutes)', this.#cache),
      labelled('Budget a month (US dollars)', this.#budget),
      el('p', { class: 'card-note' }, ['0 switches a limit off.']),
      this.#used,
      el('div', { class: 'dialog-foot' }, [this.#said, save]),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save();
    });
    const keys = el('section', { class: 'settings-keys' }, [el('h3', { class: 'section-title' }, ['Keys']), this.#keys]);
    for (const [connection, field] of this.#fields) {
      field.connection = connection;
      keys.append(field);
    }
    const places = el('section', { class: 'settings-keys' }, [el('h3', { class: 'section-title' }, ['Connections']), this.#places]);
    this.#dialog.append(
      el('header', { class: 'dialog-head' }, [el('h2', { id: this.#titleId, class: 'card-title' }, ['Settings']), close]),
      keys,
      places,
      form,
      this.#version,
    );
    this.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {string | null} connection whose key field gets the focus */
  async open(connection) {
    if (this.ways === null || this.isOpen) {
      return;
    }
    for (const field of this.#fields.values()) {
      field.save = this.ways.saveKey;
    }
    setText(this.#said, '');
    this.#dialog.showModal();
    if (connection !== null) {
      this.#fields.get(connection)?.focus();
    }
    try {
      this.#fill(await this.ways.read());
      const [usage, connections] = await Promise.all([this.ways.usage(), this.ways.connections()]);
      setText(this.#used, usedWords(usage));
      this.#places.replaceChildren(...connections.map(placeRow));
    } catch (reason) {
      setText(this.#said, toUserError(reason).message);
    }
  }

  /**
   * @param {readonly KeyStatus[]} keys
   * @param {string} version
   */
  show(keys, version) {
    if (keys === this.#shown) {
      return;
    }
    this.#shown = keys;
    setText(this.#version, version === '' ? '' : `Gatehouse ${version}`);
    this.#keys.replaceChildren(...keys.map((key) => this.#keyRow(key)));
  }

  /** @param {KeyStatus} key */
  #keyRow(key) {
    const words = el('span', { class: 'key-words' }, [keyWords(key)]);
    const about = el('span', { class: 'key-about' }, [
      el('span', { class: 'key-name' }, [connectionName(key.connection)]),
      words,
      ...(key.origin === null ? [] : [el('span', { class: 'key-origin', dir: 'ltr' }, [key.origin])]),
    ]);
    const row = el('li', { class: 'key-row' }, [about]);
    if (key.state === 'present' && (key.source === 'keyring' || key.source === 'session')) {
      const remove = el('button', { type: 'button', class: 'button', 'aria-label': `Remove the key of ${connectionName(key.connection)}` }, ['Remove']);
      remove.addEventListener('click', () => void this.#remove(key.connection));
      row.append(remove);
    }
    return row;
  }

  /** @param {string} connection */
  async #remove(connection) {
    try {
      await this.ways?.removeKey(connection);
      this.#fields.get(connection)?.focus();
    } catch (reason) {
      setText(this.#said, toUserError(reason).message);
    }
  }

  /** @param {Settings} settings */
  #fill(settings) {
    this.#settings = settings;
    this.#model.value = settings.defaultModel ?? '';
    this.#connect.value = String(settings.timeouts.connectMs / 1000);
    this.#firstByte.value = String(settings.timeouts.firstByteMs / 1000);
    this.#idle.value = String(settings.timeouts.idleMs / 1000);
    this.#retries.value = String(settings.retriesMax);
    this.#pace.value = settings.limiterPerMinute === null ? '' : String(settings.limiterPerMinute);
    this.#cache.value = String(settings.cacheTtlSeconds / 60);
    this.#budget.value = settings.budgetMonthlyUsd ?? '';
  }

  async #save() {
    if (this.#settings === null || this.ways === null) {
      return;
    }
    const model = this.#model.value.trim();
    const budget = this.#budget.value.trim();
    try {
      await this.ways.save({
        ...this.#settings,
        timeouts: {
          connectMs: milliseconds(this.#connect),
          firstByteMs: milliseconds(this.#firstByte),
          idleMs: milliseconds(this.#idle),
        },
        retriesMax: Math.round(this.#retries.valueAsNumber || 0),
        defaultModel: model === '' ? null : model,
        limiterPerMinute: this.#pace.value === '' ? null : Math.round(this.#pace.valueAsNumber || 0),
        cacheTtlSeconds: Math.round((this.#cache.valueAsNumber || 0) * 60),
        budgetMonthlyUsd: budget === '' ? null : budget,
      });
      setText(this.#said, 'Saved.');
    } catch (reason) {
      setText(this.#said, toUserError(reason).message);
    }
  }
}

/** @param {import('../types.js').Report} usage */
function usedWords({ total }) {
  if (total.requests === 0) {
    return 'Nothing was asked yet.';
  }
  const tokens = formatNumber(total.inputTokens + total.outputTokens);
  return `So far: ${formatNumber(total.requests)} ${total.requests === 1 ? 'request' : 'requests'}, ${tokens} tokens, $${total.usd}.`;
}

/** @param {import('../types.js').ConnectionView} connection */
function placeRow({ name, baseUrl, problem }) {
  const place = problem?.message ?? baseUrl ?? (name === 'demo' ? 'Inside this program' : 'No address');
  return el('li', { class: 'key-row' }, [
    el('span', { class: 'key-about' }, [
      el('span', { class: 'key-name' }, [connectionName(name)]),
      el('span', { class: 'key-origin', dir: 'ltr' }, [place]),
    ]),
  ]);
}

function seconds() {
  return el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '3600', step: 'any' });
}

/** @param {HTMLInputElement} input */
function milliseconds(input) {
  return Math.round((input.valueAsNumber || 0) * 1000);
}

/**
 * @param {string} text
 * @param {HTMLInputElement} input
 */
function labelled(text, input) {
  return el('div', { class: 'field' }, [el('label', { for: input.id, class: 'field-label' }, [text]), input]);
}

customElements.define('settings-dialog', SettingsDialog);
