// <key-field>: a key on its one way in. What is typed is handed over once and forgotten here: the
// box itself is thrown away, so that no undo brings the key back.

import { button, define, el, emit, freshId, onSubmit, setAttribute, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { keyLabel } from '../lib/format.js';
import { keyHint } from '../lib/input.js';

/** What a keyring that took no key is told of with. @type {readonly import('../types.js').Code[]} */
const KEYRING = ['keyring_locked', 'keyring_unavailable', 'keyring_denied'];

/** Bubbles `key-saved` (detail: the connection). */
export class KeyField extends HTMLElement {
  /** @type {(connection: string, key: string) => Promise<void>} hands the key to the engine */
  save = () => Promise.resolve();
  /** @type {(connection: string) => Promise<void>} keeps a refused key while the program runs: the engine has it */
  keep = () => Promise.resolve();

  #connection = 'gateway';
  #hintId = freshId('key-hint');
  #label = el('label', 'field-label');
  #input = this.#newInput();
  #submit = submit(t('key.save'));
  #hint = el('p', { id: this.#hintId, class: 'field-hint', 'aria-live': 'polite' });
  #form = el('form', { class: 'key-form', autocomplete: 'off' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#form.append(this.#label, el('div', 'field-row', [this.#input, this.#submit]), this.#hint);
    this.append(this.#form);
    onSubmit(this.#form, () => {
      this.#handOver();
    });
    this.connection = this.#connection;
  }

  /** @param {string} connection */
  set connection(connection) {
    this.#connection = connection;
    setText(this.#label, keyLabel(connection));
  }

  /** @override */
  focus() {
    // Who comes here again has a new errand: "Saved." would speak of the last one.
    this.#tell(null);
    this.#input.focus();
  }

  #newInput() {
    const input = el('input', {
      type: 'password', id: freshId('key'), class: 'input', autocomplete: 'off', autocapitalize: 'off',
      autocorrect: 'off', spellcheck: 'false', dir: 'ltr', 'aria-describedby': this.#hintId,
    });
    input.addEventListener('input', () => this.#tell(input.value === '' ? null : keyHint(input.value)));
    input.addEventListener('paste', (event) => this.#onPaste(event));
    this.#label?.setAttribute('for', input.id);
    return input;
  }

  /**
   * A one-line box would join the lines of a paste to a wrong key: say so instead.
   * @param {ClipboardEvent} event
   */
  #onPaste(event) {
    const hint = keyHint(event.clipboardData?.getData('text/plain') ?? '');
    if (hint !== null) {
      event.preventDefault();
      this.#tell(hint);
    }
  }

  /** @param {string | null} sentence */
  #tell(sentence) {
    this.#hint.classList.toggle('wrong', sentence !== null);
    setAttribute(this.#input, 'aria-invalid', sentence === null ? null : 'true');
    setText(this.#hint, sentence ?? '');
  }

  #handOver() {
    const hint = this.#input.value.trim() === '' ? t('key.pasteFirst') : keyHint(this.#input.value);
    if (hint !== null) {
      this.#tell(hint);
      this.#input.focus();
      return;
    }
    const connection = this.#connection;
    const saving = this.save(connection, this.#input.value.trim());
    this.#input.value = '';
    const fresh = this.#newInput();
    this.#input.replaceWith(fresh);
    this.#input = fresh;
    this.#tell(null);
    void this.#settle(saving, connection, t('key.saved'));
  }

  /**
   * The engine still has the key that the keyring did not take: it needs no second typing.
   * @param {string} connection
   */
  #offer(connection) {
    const keep = button(t('key.keepSession'), 'button', () => {
      this.#input.focus();
      void this.#settle(this.keep(connection), connection, t('key.keptSession'));
    });
    return el('div', 'key-session row-acts', [keep, el('span', 'card-note', [t('key.sessionNote')])]);
  }

  /**
   * @param {Promise<void>} saving
   * @param {string} connection
   * @param {string} done
   */
  async #settle(saving, connection, done) {
    this.#submit.disabled = true;
    this.#form.querySelectorAll('[role="alert"], .key-session').forEach((one) => one.remove());
    try {
      await saving;
      setText(this.#hint, done);
      emit(this, 'key-saved', connection);
    } catch (reason) {
      const error = toUserError(reason);
      this.#form.append(el('p', { class: 'field-hint wrong', role: 'alert' }, [errorText(error)]));
      if (KEYRING.includes(error.code)) {
        this.#form.append(this.#offer(connection));
      }
      this.#input.focus();
    } finally {
      this.#submit.disabled = false;
    }
  }
}

define('key-field', KeyField);
