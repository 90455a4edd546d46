// <settings-connections>: keys, connections, the sign-in, and what gateways are told. Decides only what
// of it is read together.

import { carry } from '../lib/carry.js';
import { button, define, el, Living, setText, t } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { headline, toUserError } from '../lib/errors.js';
import { connectionName, keyWords } from '../lib/format.js';
import { ConnectionList } from './connection-list.js';
import { EnvImport } from './env-import.js';
import { GatewayForm } from './gateway-form.js';
import { KeyField } from './key-field.js';
import { SignInPanel } from './sign-in-panel.js';

/** @typedef {import('../types.js').KeyStatus} KeyStatus */

/** Connections that come with the program and whose key can be set here. */
const SETTABLE = ['gateway', 'anthropic', 'openai', 'gemini'];

export class SettingsConnections extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #keys = el('ul', 'key-list');
  #fieldPlace = el('div', 'key-fields');
  /** @type {Map<string, KeyField>} */
  #fields = new Map();
  #connections = new ConnectionList();
  #signIn = new SignInPanel();
  #import = new EnvImport();
  #gateway = new GatewayForm();
  #said = el('p', { class: 'field-hint wrong', 'aria-live': 'polite' });
  /** @type {readonly KeyStatus[] | null} */
  #shown = null;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const { ways, actions, store } = parts;
    this.live();
    if (!this.firstChild) {
      this.#signIn.save = actions.changeSettings;
      this.#signIn.renew = ways.renew;
      this.#import.importKeys = ways.importKeys;
      this.#gateway.save = ways.saveRouting;
      this.#connections.removed = parts.removed;
      this.#connections.ways = { ...ways, useGateway: () => actions.changeSettings({ defaultConnection: 'gateway' }) };
      this.#import.addEventListener('sign-in-wanted', () => this.#signIn.focus());
      this.append(
        this.#said,
        section(t('settings.keys'), this.#keys, this.#fieldPlace, this.#import),
        section(t('settings.connections'), this.#connections),
        section(t('settings.signIn'), this.#signIn),
        section(t('settings.routing'), this.#gateway),
      );
    }
    store.subscribe(() => this.#show(store.state().keys), { signal: this.signal });
    this.#show(store.state().keys);
  }

  come() {
    return this.#read();
  }

  /** @param {HTMLElement} before */
  async resume(before) {
    if (before instanceof SettingsConnections) {
      await this.come();
      this.#connections.resume(before.#connections);
      carry(before, this);
    }
  }

  /** @param {File} file */
  take(file) {
    this.#import.take(file);
  }

  async #read() {
    const { ways } = this.parts ?? {};
    if (ways === undefined) {
      return;
    }
    setText(this.#said, '');
    try {
      this.#signIn.fill(await ways.read());
      const [routing] = await Promise.all([ways.routing(), this.#connections.load()]);
      this.#gateway.fill(routing);
    } catch (reason) {
      setText(this.#said, headline(toUserError(reason)));
    }
  }

  /** @param {readonly KeyStatus[]} keys */
  #show(keys) {
    if (keys === this.#shown) {
      return;
    }
    this.#shown = keys;
    this.#keys.replaceChildren(...keys.map((key) => this.#keyRow(key)));
    this.#signIn.show(keys);
    this.#showFields(keys);
  }

  /**
   * A field for each connection that takes a key; one that is there already keeps what is typed.
   * @param {readonly KeyStatus[]} keys
   */
  #showFields(keys) {
    const own = keys.map(({ connection }) => connection).filter((name) => connectionName(name) === name && !SETTABLE.includes(name));
    const wanted = [...SETTABLE, ...own];
    for (const [name, field] of this.#fields) {
      if (!wanted.includes(name)) {
        field.remove();
        this.#fields.delete(name);
      }
    }
    for (const name of wanted) {
      const field = this.#fields.get(name) ?? new KeyField();
      field.save = this.parts?.ways.saveKey ?? field.save;
      field.keep = this.parts?.ways.keepKey ?? field.keep;
      field.connection = name;
      if (!this.#fields.has(name)) {
        this.#fields.set(name, field);
        this.#fieldPlace.append(field);
      }
    }
  }

  /** @param {KeyStatus} key */
  #keyRow(key) {
    const about = el('span', 'key-about', [
      el('span', 'key-name', [connectionName(key.connection)]),
      el('span', 'key-words', [key.warning === null ? keyWords(key) : english(key.warning)]),
      ...(key.origin === null ? [] : [el('span', { class: 'key-origin', dir: 'ltr' }, [key.origin])]),
    ]);
    const row = el('li', 'key-row', [about]);
    if (key.state === 'present' && (key.source === 'keyring' || (key.source === 'session' && key.expiresAtMs === null))) {
      const remove = button(t('key.remove'), { class: 'button', 'aria-label': t('key.removeOf', { connection: connectionName(key.connection) }) }, () => void this.#remove(key.connection));
      row.append(remove);
    }
    return row;
  }

  /** @param {string} connection */
  async #remove(connection) {
    try {
      await this.parts?.ways.removeKey(connection);
      this.#fields.get(connection)?.focus();
    } catch (reason) {
      setText(this.#said, headline(toUserError(reason)));
    }
  }
}

/**
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function section(title, ...parts) {
  return el('section', 'settings-keys', [el('h3', 'section-title', [title]), ...parts]);
}

define('settings-connections', SettingsConnections);
