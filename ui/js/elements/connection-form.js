// <connection-form>: what a person says of a connection, a new one or one there is.

import { button, define, el, emit, freshId, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, milliseconds, said, secondsBox, textBox } from '../lib/fields.js';

/** @typedef {import('../types.js').ConnectionView} ConnectionView */
/** @typedef {import('../types.js').ConnectionEdit} ConnectionEdit */

/** Names of dialects as the engine knows them, and as a person does. */
const DIALECTS = [
  ['openai-chat', 'OpenAI chat completions'],
  ['openai-responses', 'OpenAI responses'],
  ['anthropic-messages', 'Anthropic messages'],
  ['gemini', 'Google Gemini'],
];

const HEADER = 'X-Title: my app';

/** Bubbles `form-done`, saved or not. */
export class ConnectionForm extends HTMLElement {
  /** @type {(name: string, edit: ConnectionEdit) => Promise<unknown>} set before it is connected */
  save = () => Promise.resolve();

  #view;
  #name = textBox({ placeholder: 'my-gateway', maxlength: '40' });
  #dialect = el('select', { id: freshId('set'), class: 'select' }, DIALECTS.map(([value = '', text = '']) => el('option', { value }, [text])));
  #url = textBox({ placeholder: 'https://gateway.example/v1', inputmode: 'url' });
  #needsKey = el('input', { id: freshId('set'), type: 'checkbox' });
  #headers = el('textarea', { id: freshId('set'), class: 'input area', rows: '2', dir: 'ltr', spellcheck: 'false', placeholder: HEADER });
  #connect = secondsBox();
  #firstByte = secondsBox();
  #idle = secondsBox();
  #proxy = textBox({ placeholder: 'http://proxy.example:3128' });
  #ca = el('textarea', { id: freshId('set'), class: 'input area', rows: '2', dir: 'ltr', spellcheck: 'false', placeholder: '-----BEGIN CERTIFICATE-----' });
  #dropCa = el('input', { id: freshId('set'), type: 'checkbox' });
  #said = el('p', { class: 'field-hint wrong', role: 'alert' });

  /** @param {ConnectionView | null} view none for a new one */
  constructor(view) {
    super();
    this.#view = view;
    this.#needsKey.checked = view?.needsKey ?? true;
    if (view !== null) {
      this.#url.value = view.baseUrl ?? view.guideChoice?.keep ?? '';
      this.#headers.value = Object.entries(view.headers).map(([name, value]) => `${name}: ${value}`).join('\n');
      this.#connect.value = seconds(view.connectMs);
      this.#firstByte.value = seconds(view.firstByteMs);
      this.#idle.value = seconds(view.idleMs);
      this.#proxy.value = view.proxy ?? '';
      this.#dialect.value = view.dialect;
    }
  }

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const view = this.#view;
    const cancel = button(t('connections.cancel'), 'button', () => this.#done());
    const form = el('form', 'settings-form connection-form', [
      ...(view === null ? [labelled(t('connections.name'), this.#name)] : []),
      ...(view?.builtin ? [] : [labelled(t('connections.dialect'), this.#dialect)]),
      labelled(t('connections.address'), this.#url),
      ...(view?.builtin ? [] : [labelled(t('connections.needsKey'), this.#needsKey)]),
      labelled(t('connections.headers'), this.#headers),
      labelled(t('connections.connect'), this.#connect),
      labelled(t('connections.firstByte'), this.#firstByte),
      labelled(t('connections.idle'), this.#idle),
      labelled(t('connections.proxy'), this.#proxy),
      labelled(t('connections.certificates'), this.#ca),
      ...(view?.hasCa ? [labelled(t('connections.dropCertificates'), this.#dropCa)] : []),
      el('p', 'card-note', [t('connections.note')]),
      this.#said,
      el('div', 'dialog-foot', [cancel, submit(t('connections.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    });
    this.append(form);
    (view === null ? this.#name : this.#url).focus();
  }

  async #save() {
    const view = this.#view;
    const headers = headersOf(this.#headers.value);
    if (headers === null) {
      setText(this.#said, t('connections.noColon', { example: HEADER }));
      this.#headers.focus();
      return;
    }
    const url = this.#url.value.trim();
    const ca = said(this.#ca);
    try {
      await this.save(view?.name ?? this.#name.value.trim(), {
        dialect: view?.builtin ? null : this.#dialect.value,
        // The address in effect may be the built-in one: what was not changed is not said.
        baseUrl: url === (view?.baseUrl ?? '') ? null : url,
        headers,
        connectMs: ownTime(this.#connect),
        firstByteMs: ownTime(this.#firstByte),
        idleMs: ownTime(this.#idle),
        proxy: said(this.#proxy),
        caPem: ca ?? (this.#dropCa.checked ? '' : null),
        needsKey: view?.builtin ? null : this.#needsKey.checked,
      });
      this.#done();
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }

  #done() {
    emit(this, 'form-done');
  }
}

/** @param {number | null} ms */
function seconds(ms) {
  return ms === null ? '' : String(ms / 1000);
}

/** @param {HTMLInputElement} input */
function ownTime(input) {
  return input.value === '' ? null : milliseconds(input);
}

/**
 * @param {string} text
 * @returns {Record<string, string> | null} none where a line is no header
 */
function headersOf(text) {
  /** @type {[string, string][]} */
  const headers = [];
  for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
    const at = line.indexOf(':');
    if (at < 0) {
      return null;
    }
    headers.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return Object.fromEntries(headers);
}

define('connection-form', ConnectionForm);
