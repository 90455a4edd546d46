// <found-servers>: the model servers of this machine, looked for only when a person asks.

import { button, define, el, hint, setText, t } from '../lib/dom.js';
import { errorText, headline, toUserError } from '../lib/errors.js';

/** @typedef {import('../types.js').FoundServer} FoundServer */

export class FoundServers extends HTMLElement {
  /** @type {() => Promise<FoundServer[]>} asks the usual ports */
  probe = () => Promise.resolve([]);
  /** @type {(server: FoundServer) => Promise<unknown>} makes it the local server */
  use = () => Promise.resolve();

  #said = hint();
  #list = el('ul', { class: 'key-list', 'aria-label': t('connections.found'), hidden: '' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const look = button(t('connections.look'), 'button', () => void this.#look());
    this.append(look, this.#said, this.#list);
  }

  async #look() {
    setText(this.#said, t('connections.looking'));
    try {
      const found = await this.probe();
      setText(this.#said, found.length === 0 ? t('connections.nothing') : '');
      this.#list.hidden = found.length === 0;
      this.#list.replaceChildren(...found.map((server) => this.#row(server)));
    } catch (reason) {
      setText(this.#said, headline(toUserError(reason)));
    }
  }

  /** @param {FoundServer} server */
  #row(server) {
    const { kind, baseUrl, models } = server;
    const about = el('span', 'key-about', [
      el('span', 'key-name', [kind]),
      el('span', { class: 'key-origin', dir: 'ltr' }, [`${baseUrl}${models.length === 0 ? '' : ` · ${models.join(', ')}`}`]),
    ]);
    const use = button(t('connections.use'), { class: 'button', 'aria-label': t('connections.useOf', { server: kind }) }, () => void this.#use(server));
    return el('li', 'key-row', [about, use]);
  }

  /** @param {FoundServer} server */
  async #use(server) {
    try {
      await this.use(server);
      setText(this.#said, '');
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }
}

define('found-servers', FoundServers);
