// <sent-view>: what was sent for an answer, in a dialog over everything: where it went and its body
// to the letter, or why nothing of it is kept. It and the answer's stream go into a file, for a report.

import { copyText, tellCopied } from '../lib/clipboard.js';
import { button, define, el, freshId, Living, setText } from '../lib/dom.js';
import { originally } from '../lib/english.js';
import { errorText, toUserError, wordsOf } from '../lib/errors.js';
import { sizeWords } from '../lib/files.js';
import { formatDate, t } from '../lib/texts.js';
import { JsonView } from './json-view.js';

/** @typedef {import('../types.js').WhatWasSent} WhatWasSent */
/** @typedef {import('../types.js').SentRequest} SentRequest */

export class SentView extends Living {
  /** @type {import('../host.js').Host | null} set before it is connected */
  host = null;

  #titleId = freshId('sent');
  #dialog = el('dialog', { class: 'dialog sent-dialog', 'aria-labelledby': this.#titleId });
  #about = el('div', 'sent-about');
  #copy = el('button', 'button', [t('sent.copy')]);
  #close = button(t('sent.close'), 'button primary', () => this.#dialog.close());
  #save = button(t('sent.save'), 'button', () => void this.#saveReplay());
  #said = el('p', { class: 'card-note', role: 'status' });
  /** The answer it is about. */
  #message = '';
  /** The body that can be copied. */
  #body = '';
  #busy = false;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.#dialog.append(
        el('h2', { id: this.#titleId, class: 'card-title' }, [t('sent.title')]),
        this.#about,
        this.#said,
        el('div', 'dialog-foot', [this.#save, this.#copy, this.#close]),
      );
      this.append(this.#dialog);
    }
    document.addEventListener('sent-wanted', (event) => void this.#wanted(/** @type {CustomEvent<string>} */ (event).detail), { signal });
    this.#copy.addEventListener('click', () => void copyText(this.#body).then((done) => tellCopied(this.#copy, done)), { signal });
    this.#dialog.addEventListener('close', () => this.#about.replaceChildren(), { signal });
    // Esc closes this alone: elsewhere it stops an answer.
    this.#dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation(), { signal });
  }

  /** @param {string} message the answer */
  async #wanted(message) {
    if (this.host === null || this.#busy || this.#dialog.open) {
      return;
    }
    this.#busy = true;
    this.#message = message;
    try {
      this.#show(await this.host.invoke('what_was_sent', { message }));
    } catch (reason) {
      const error = toUserError(reason);
      const { message: said, action, original } = wordsOf(error);
      this.#open('', [...[said, action].filter((line) => line !== null).map((line) => el('p', { dir: 'auto' }, [line])), ...originally(error.code, original)]);
    } finally {
      this.#busy = false;
    }
  }

  /** Keys of this machine become stars in it. */
  async #saveReplay() {
    const saved = this.host?.invoke('save_replay', { message: this.#message, redact: true });
    setText(this.#said, await (saved ?? Promise.resolve(null)).then((name) => (name === null ? '' : t('data.exported', { name })), (reason) => errorText(toUserError(reason))));
  }

  /** @param {WhatWasSent} sent */
  #show(sent) {
    switch (sent.type) {
      case 'notKept':
        this.#open('', [el('p', {}, [t(`sent.${sent.why}`)])]);
        break;
      case 'kept':
        this.#open(sent.request.body ?? '', aboutRequest(sent.request));
    }
  }

  /**
   * @param {string} body
   * @param {HTMLElement[]} about
   */
  #open(body, about) {
    this.#body = body;
    this.#copy.hidden = this.#save.hidden = body === '';
    setText(this.#said, '');
    this.#about.replaceChildren(...about);
    this.#dialog.showModal();
    this.#close.focus();
  }
}

/**
 * @param {SentRequest} request
 * @returns {HTMLElement[]}
 */
function aboutRequest({ url, headers, body, bodyBytes, ownKeys, masked, attempt, attempts, atMs }) {
  const lines = [
    [t('sent.to'), url],
    [t('sent.size'), sizeWords(bodyBytes)],
    [t('sent.answered'), formatDate(atMs, { dateStyle: 'medium', timeStyle: 'medium' })],
    ...(attempts > 1 ? [[t('sent.request'), t('sent.ofSeveral', { attempt, attempts })]] : []),
    ...(headers.length > 0 ? [[t('sent.headers'), headers.join(', ')]] : []),
  ];
  const notes = [
    t('sent.noKey'),
    ...(ownKeys.length > 0 ? [t('sent.ownKeys', { providers: ownKeys.join(', ') })] : []),
    ...(masked ? [t('sent.masked')] : []),
    ...(body === null ? [t('sent.tooLong')] : []),
  ];
  return [
    el('dl', 'details-list', lines.flatMap(([name = '', value = '']) => [el('dt', {}, [name]), el('dd', { dir: 'auto' }, [value])])),
    ...notes.map((note) => el('p', 'card-note', [note])),
    ...(body === null ? [] : [bodyView(body)]),
  ];
}

/** @param {string} body */
function bodyView(body) {
  const view = new JsonView();
  view.text = body;
  return el('div', { class: 'sent-body', role: 'group', tabindex: '0', 'aria-label': t('sent.body') }, [view]);
}

define('sent-view', SentView);
