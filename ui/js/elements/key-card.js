// <key-card>: the first run: says where the answers come from, and has three ways to answers of one's
// own, each with the test of its connection at its end.

import { define, el, emit, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { connectionName } from '../lib/format.js';
import { ConnectionTest } from './connection-test.js';
import { EnvImport } from './env-import.js';
import { FoundServers } from './found-servers.js';
import { KeyField } from './key-field.js';
import { SignInPanel } from './sign-in-panel.js';

/** Bubbles `key-saved` once a way is gone to its end, and `key-later` when it is closed. */
export class KeyCard extends HTMLElement {
  /** @type {import('../settings-ways.js').SettingsWays | null} set before it is connected */
  ways = null;

  #field = new KeyField();
  #import = new EnvImport();
  #signIn = new SignInPanel();
  #servers = new FoundServers();
  #lead = el('p', 'card-lead');
  #first = way(t('setup.key'), this.#field, el('p', 'card-note', [t('key.note')]));
  #vercel = way(t('setup.vercel'), this.#import, this.#signIn);
  #ways = el('div', {}, [
    this.#first,
    this.#vercel,
    way(t('setup.local'), el('p', 'card-note', [t('setup.localNote')]), this.#servers),
  ]);
  #done = el('div', { hidden: '' });
  #later = el('button', 'button quiet', [t('key.later')]);

  connectedCallback() {
    const { ways } = this;
    if (this.firstChild || ways === null) {
      return;
    }
    this.#first.open = true;
    this.#field.save = ways.saveKey;
    this.#field.keep = ways.keepKey;
    this.#import.importKeys = ways.importKeys;
    this.#signIn.save = ways.saveSome;
    this.#signIn.renew = ways.renew;
    // What is set already is not saved away.
    this.#vercel.addEventListener('toggle', () => void ways.read().then((settings) => this.#signIn.fill(settings), () => undefined));
    this.#servers.probe = ways.probe;
    this.#servers.use = async (server) => {
      await ways.useServer(server);
      this.#arrived('local');
    };
    this.append(el('h2', 'card-title', [t('key.title')]), this.#lead, this.#ways, this.#done, this.#later);
    // Opening one closes the others; a toggle does not bubble.
    this.#ways.addEventListener('toggle', ({ target }) => {
      const opened = target instanceof HTMLElement && target.matches('[open]') ? target : null;
      this.#ways.querySelectorAll('details').forEach((one) => (one.open = opened === null ? one.open : one === opened));
    }, { capture: true });
    this.#ways.addEventListener('key-saved', (event) => {
      event.stopPropagation();
      this.#arrived(/** @type {CustomEvent<string>} */ (event).detail);
    });
    this.#ways.addEventListener('keys-kept', (event) => {
      const { keys, addresses } = /** @type {CustomEvent<import('../types.js').ImportView>} */ (event).detail;
      const first = keys[0] ?? addresses[0];
      if (first !== undefined) {
        this.#arrived(first.connection);
      }
    });
    this.#ways.addEventListener('sign-in-wanted', () => this.#signIn.focus());
    this.#ways.addEventListener('signed-in', () => void this.#signedIn(ways));
    this.#later.addEventListener('click', () => emit(this, 'key-later'));
  }

  /**
   * @param {{connection: string, environment: boolean, demo: boolean, problem: string | null, closable: boolean, keys: readonly import('../types.js').KeyStatus[]}} view
   */
  show({ connection, environment, demo, problem, closable, keys }) {
    this.#field.connection = connection;
    this.#signIn.show(keys);
    setText(this.#lead, environment ? t('key.environment') : demo ? t('key.demo') : (problem ?? t('key.lead')));
    this.#later.hidden = !closable;
    if (!closable) {
      this.#again();
    }
  }

  /** Goes to the box for a key. @override */
  focus() {
    this.#again();
    this.#first.open = true;
    this.#field.focus();
  }

  /** Who comes here again has a new errand. */
  #again() {
    this.#done.hidden = true;
    this.#ways.hidden = false;
    this.#lead.hidden = false;
    setText(this.#later, t('key.later'));
  }

  /**
   * A folder that is kept may hold no token: only what the gateway has now tells.
   * @param {import('../settings-ways.js').SettingsWays} ways
   */
  async #signedIn(ways) {
    try {
      const keys = await ways.keys();
      if (keys.some(({ connection, state }) => connection === 'gateway' && state === 'present')) {
        this.#arrived('gateway');
      } else {
        this.#signIn.tell(t('setup.noToken'));
      }
    } catch (reason) {
      this.#signIn.tell(errorText(toUserError(reason)));
    }
  }

  /** @param {string} connection which can be asked from now on */
  #arrived(connection) {
    const test = new ConnectionTest();
    test.ways = this.ways;
    test.connection = connection;
    test.label = connectionName(connection);
    this.#done.replaceChildren(el('p', { class: 'test-good', role: 'status' }, [t('setup.ready', { connection: test.label })]), test);
    this.#done.hidden = false;
    this.#ways.hidden = true;
    this.#lead.hidden = true;
    setText(this.#later, t('setup.close'));
    emit(this, 'key-saved', connection);
  }
}

/**
 * One of the ways.
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function way(title, ...parts) {
  return el('details', 'way', [el('summary', {}, [title]), el('div', {}, parts)]);
}

define('key-card', KeyCard);
