// <connection-list>: every connection with its address, a test, and ways to change it; a new one,
// and the servers found on this machine.

import { UNSAID } from '../lib/connections.js';
import { button, define, el, hint, keepChildren, setText, t } from '../lib/dom.js';
import { errorText, headline, toUserError } from '../lib/errors.js';
import { connectionName } from '../lib/format.js';
import { ConnectionForm } from './connection-form.js';
import { ConnectionTest } from './connection-test.js';
import { FoundServers } from './found-servers.js';

/** @typedef {import('../types.js').ConnectionView} ConnectionView */
/** @typedef {import('../types.js').ConnectionEdit} ConnectionEdit */

/**
 * @typedef {object} ListWays
 * @property {() => Promise<ConnectionView[]>} connections
 * @property {(name: string, edit: ConnectionEdit) => Promise<unknown>} addConnection
 * @property {(name: string, edit: ConnectionEdit) => Promise<unknown>} changeConnection
 * @property {(name: string) => Promise<unknown>} removeConnection
 * @property {() => Promise<import('../types.js').FoundServer[]>} probe
 * @property {() => Promise<void>} useGateway makes the gateway the usual connection
 * @typedef {ListWays & import('./connection-test.js').TestWays} ConnectionWays
 */

export class ConnectionList extends HTMLElement {
  /** @type {ConnectionWays | null} set before `load` */
  ways = null;
  /** Offers to take a removal back; set before `load`. @type {import('../settings-sections.js').SectionParts['removed']} */
  removed = ({ seal }) => seal?.();

  #list = el('ul', { class: 'key-list', 'aria-label': t('connections.list') });
  #servers = new FoundServers();
  #add = this.#button(t('connections.add'), () => this.#edit(null, this.#form));
  #form = el('div', 'form-place');
  #said = hint();
  /** @type {readonly ConnectionView[]} */
  #connections = [];
  /** What is drawn of each, by name: what did not change stays, with the form that may be open in it. @type {Map<string, {shown: string, row: HTMLElement}>} */
  #rows = new Map();
  /** Removed as far as one can see. @type {Set<string>} */
  #leaving = new Set();

  connectedCallback() {
    if (!this.firstChild) {
      this.#servers.probe = () => this.ways?.probe() ?? Promise.resolve([]);
      this.#servers.use = async ({ baseUrl }) => {
        await this.ways?.changeConnection('local', { ...UNSAID, baseUrl });
        await this.load();
      };
      this.append(this.#list, el('div', 'row-acts', [this.#add]), this.#said, this.#form, this.#servers);
      this.addEventListener('form-done', ({ target }) => void this.#left(/** @type {HTMLElement} */ (target)));
    }
  }

  /** Reads the connections anew. */
  async load() {
    this.#connections = (await this.ways?.connections()) ?? [];
    this.#draw();
  }

  /** Opens the forms that were open in one of another language. @param {ConnectionList} before */
  resume(before) {
    for (const view of this.#connections) {
      const place = this.#rows.get(view.name)?.row.querySelector('.form-place');
      if (place instanceof HTMLElement && before.#rows.get(view.name)?.row.querySelector('connection-form')) {
        this.#edit(view, place);
      }
    }
    if (before.#form.hasChildNodes()) {
      this.#edit(null, this.#form);
    }
  }

  #draw() {
    const at = [...this.#list.children].findIndex((row) => row.contains(document.activeElement));
    const shown = this.#connections.filter(({ name }) => !this.#leaving.has(name));
    this.#rows = new Map(shown.map((view) => {
      const [old, is] = [this.#rows.get(view.name), JSON.stringify(view)];
      return [view.name, old?.shown === is ? old : { shown: is, row: this.#row(view) }];
    }));
    keepChildren(this.#list, [...this.#rows.values()].map(({ row }) => row));
    if (at >= 0 && !this.#list.contains(document.activeElement)) {
      // What had it is gone: its neighbour has it.
      focusIn(this.#list.children[at] ?? this.#list.lastElementChild, this.#add);
    }
  }

  /** @param {HTMLElement} form that is done */
  async #left(form) {
    const [name] = [...this.#rows].find(([, { row }]) => row.contains(form)) ?? [];
    form.remove();
    await this.#do(() => Promise.resolve());
    focusIn(name === undefined ? null : (this.#rows.get(name)?.row ?? null), this.#add);
  }

  /**
   * Out of sight at once. Its key and certificates could not be made again, so the engine is told once
   * nobody can take it back; a window that is closed before leaves it where it is.
   * @param {string} name
   * @param {string} label
   */
  #remove(name, label) {
    this.#leaving.add(name);
    this.#draw();
    this.removed({
      text: t('connections.removed', { connection: label }),
      undo: () => {
        this.#leaving.delete(name);
        this.#draw();
        focusIn(this.#rows.get(name)?.row ?? null, this.#add);
      },
      seal: () => void this.#do(async () => {
        try {
          await this.ways?.removeConnection(name);
        } finally {
          this.#leaving.delete(name);
        }
      }),
    });
  }

  /** @param {ConnectionView} view */
  #row(view) {
    const { name, builtin, baseUrl, problem, guideChoice, fromEnvironment } = view;
    const label = connectionName(name);
    const place = (problem === null ? null : headline(problem)) ?? baseUrl ?? (name === 'demo' ? t('connections.inside') : t('connections.noAddress'));
    const about = el('span', 'key-about', [
      el('span', 'key-name', [label]),
      el('span', { class: 'key-origin', dir: 'ltr' }, [place]),
      ...(fromEnvironment ? [el('span', 'key-words', [t('connections.environment')])] : []),
    ]);
    const under = el('div', 'form-place');
    const acts = el('span', 'row-acts');
    if (name !== 'demo') {
      acts.append(this.#button(t('connections.edit'), () => this.#edit(view, under), t('connections.editOf', { connection: label })));
    }
    if (!builtin) {
      acts.append(this.#button(t('connections.remove'), () => this.#remove(name, label), t('connections.removeOf', { connection: label })));
    }
    const test = new ConnectionTest();
    test.ways = this.ways;
    test.connection = name;
    test.label = label;
    return el('li', 'connection-row', [
      el('div', 'connection-head', [about, acts]),
      ...(guideChoice === null ? [test] : [this.#choice(view, guideChoice)]),
      under,
    ]);
  }

  /**
   * The guide's `api.vercel.ai` is in no vendor's documentation: no key goes there unasked.
   * @param {ConnectionView} view
   * @param {import('../types.js').GuideChoice} choice
   */
  #choice({ name, headers, connectMs, firstByteMs, idleMs, proxy }, { own, keep }) {
    const rest = { ...UNSAID, headers, connectMs, firstByteMs, idleMs, proxy };
    const take = (/** @type {string} */ baseUrl) => this.#do(async () => this.ways?.changeConnection(name, { ...rest, baseUrl }));
    return el('div', 'row-acts', [
      this.#button(t('connections.useOwn', { address: own }), () => void take(own)),
      this.#button(t('connections.useGateway'), () => void this.#do(async () => this.ways?.useGateway())),
      this.#button(t('connections.keep', { address: keep }), () => void take(keep)),
    ]);
  }

  /**
   * @param {ConnectionView | null} view
   * @param {HTMLElement} place
   */
  #edit(view, place) {
    const form = new ConnectionForm(view);
    form.save = (name, edit) => {
      const save = view === null ? this.ways?.addConnection : this.ways?.changeConnection;
      return save?.(name, edit) ?? Promise.resolve();
    };
    place.replaceChildren(form);
    form.scrollIntoView({ block: 'nearest' });
  }

  /** @param {() => Promise<unknown>} work */
  async #do(work) {
    try {
      await work();
      await this.load();
      setText(this.#said, '');
    } catch (reason) {
      this.#draw();
      setText(this.#said, errorText(toUserError(reason)));
    }
  }

  /**
   * @param {string} label
   * @param {() => void} onClick
   * @param {string | null} [name] what it is called where the label is not enough
   */
  #button(label, onClick, name = null) {
    return button(label, { class: 'button', ...(name === null ? {} : { 'aria-label': name }) }, onClick);
  }
}

/**
 * @param {Element | null} row
 * @param {HTMLElement} otherwise
 */
function focusIn(row, otherwise) {
  (row?.querySelector('button') ?? otherwise).focus();
}

define('connection-list', ConnectionList);
