// <settings-dialog>: keys, connections, the sign-in, and the settings' form. Decides only what of it
// is read and saved together.

import { el, freshId, setText } from '../lib/dom.js';
import { headline, toUserError } from '../lib/errors.js';
import { connectionName, keyWords } from '../lib/format.js';
import { t } from '../lib/texts.js';
import { ConnectionList } from './connection-list.js';
import { EnvImport } from './env-import.js';
import { GatewayForm } from './gateway-form.js';
import { KeyField } from './key-field.js';
import { SettingsForm } from './settings-form.js';
import { SignInPanel } from './sign-in-panel.js';

/** @typedef {import('../types.js').Settings} Settings */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

/** Connections that come with the program and whose key can be set here. */
const SETTABLE = ['gateway', 'anthropic', 'openai', 'gemini'];

/**
 * @typedef {object} OwnWays
 * @property {() => Promise<Settings>} read
 * @property {() => Promise<import('../types.js').Report>} usage
 * @property {(settings: Settings) => Promise<void>} save
 * @property {(connection: string, key: string) => Promise<void>} saveKey
 * @property {(connection: string) => Promise<void>} removeKey
 * @property {() => Promise<void>} renew
 * @property {() => Promise<import('../types.js').RoutingOption[]>} routing
 * @property {(options: import('../types.js').RoutingOption[]) => Promise<import('../types.js').RoutingOption[]>} saveRouting
 * @property {(keep: boolean, bytes: Uint8Array) => Promise<import('../types.js').ImportView>} importKeys
 * @typedef {OwnWays & Omit<import('./connection-list.js').ConnectionWays, 'useGateway'>} SettingsWays
 */

export class SettingsDialog extends HTMLElement {
  /** @type {SettingsWays | null} how it reaches the engine: set before it opens */
  ways = null;

  #titleId = freshId('settings');
  #dialog = el('dialog', { class: 'dialog', 'aria-labelledby': this.#titleId });
  #keys = el('ul', { class: 'key-list' });
  #fieldPlace = el('div', { class: 'key-fields' });
  /** @type {Map<string, KeyField>} */
  #fields = new Map();
  #connections = new ConnectionList();
  #signIn = new SignInPanel();
  #import = new EnvImport();
  #form = new SettingsForm();
  #gateway = new GatewayForm();
  #version = el('p', { class: 'card-note' });
  /** @type {Settings | null} */
  #settings = null;
  /** @type {readonly KeyStatus[] | null} */
  #shown = null;

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const close = el('button', { type: 'button', class: 'button quiet' }, [t('settings.close')]);
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.append(
      el('header', { class: 'dialog-head' }, [el('h2', { id: this.#titleId, class: 'card-title' }, [t('settings.title')]), close]),
      section(t('settings.keys'), this.#keys, this.#fieldPlace, this.#import),
      section(t('settings.connections'), this.#connections),
      section(t('settings.signIn'), this.#signIn),
      this.#form,
      section(t('settings.routing'), this.#gateway),
      this.#version,
    );
    this.append(this.#dialog);
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {string | null} connection whose key field gets the focus */
  async open(connection) {
    const { ways } = this;
    if (ways === null || this.isOpen) {
      return;
    }
    const save = (/** @type {Partial<Settings>} */ change) => this.#save(change);
    this.#form.save = save;
    this.#signIn.save = save;
    this.#signIn.renew = ways.renew;
    this.#import.importKeys = ways.importKeys;
    this.#gateway.save = ways.saveRouting;
    this.#connections.ways = { ...ways, useGateway: () => save({ defaultConnection: 'gateway' }) };
    this.#form.tell('');
    this.#dialog.showModal();
    this.#showFields(this.#shown ?? []);
    if (connection !== null) {
      this.#fields.get(connection)?.focus();
    }
    try {
      this.#fill(await ways.read());
      const [usage, routing] = await Promise.all([ways.usage(), ways.routing(), this.#connections.load()]);
      this.#form.showUsage(usage);
      this.#gateway.fill(routing);
    } catch (reason) {
      this.#form.tell(headline(toUserError(reason)));
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
      field.save = this.ways?.saveKey ?? field.save;
      field.connection = name;
      if (!this.#fields.has(name)) {
        this.#fields.set(name, field);
        this.#fieldPlace.append(field);
      }
    }
  }

  /** @param {KeyStatus} key */
  #keyRow(key) {
    const about = el('span', { class: 'key-about' }, [
      el('span', { class: 'key-name' }, [connectionName(key.connection)]),
      el('span', { class: 'key-words' }, [keyWords(key)]),
      ...(key.origin === null ? [] : [el('span', { class: 'key-origin', dir: 'ltr' }, [key.origin])]),
    ]);
    const row = el('li', { class: 'key-row' }, [about]);
    if (key.state === 'present' && (key.source === 'keyring' || (key.source === 'session' && key.expiresAtMs === null))) {
      const remove = el('button', { type: 'button', class: 'button', 'aria-label': t('key.removeOf', { connection: connectionName(key.connection) }) }, [t('key.remove')]);
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
      this.#form.tell(headline(toUserError(reason)));
    }
  }

  /** @param {Settings} settings */
  #fill(settings) {
    this.#settings = settings;
    this.#form.fill(settings);
    this.#signIn.fill(settings);
  }

  /**
   * Saves a part of the settings; what else is being typed stays.
   * @param {Partial<Settings>} change
   */
  async #save(change) {
    if (this.#settings === null || this.ways === null) {
      return;
    }
    const settings = { ...this.#settings, ...change };
    await this.ways.save(settings);
    this.#settings = settings;
  }
}

/**
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function section(title, ...parts) {
  return el('section', { class: 'settings-keys' }, [el('h3', { class: 'section-title' }, [title]), ...parts]);
}

customElements.define('settings-dialog', SettingsDialog);
