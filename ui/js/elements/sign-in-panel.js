// <sign-in-panel>: the Vercel sign-in: its linked folder, the CLI that renews it, how long its token
// lasts.

import { button, define, el, emit, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, said, textBox } from '../lib/fields.js';
import { signInWords } from '../lib/format.js';
import { keptForm } from '../lib/kept-form.js';

/** @typedef {import('../types.js').Settings} Settings */
/** @typedef {import('../types.js').KeyStatus} KeyStatus */

/** Bubbles `signed-in` when a sign-in was saved or renewed. */
export class SignInPanel extends HTMLElement {
  /** @type {(change: Partial<Settings>) => Promise<void>} */
  save = () => Promise.resolve();
  /** @type {() => Promise<void>} */
  renew = () => Promise.resolve();

  #state = el('p', 'card-note');
  #folder = textBox({ placeholder: '/home/me/my-app' });
  #cli = textBox({ placeholder: t('signIn.cliFound') });
  #said = hint();
  /** @type {ReturnType<typeof keptForm<Settings>> | null} */
  #kept = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const renew = button(t('signIn.renewNow'), 'button', () => void this.#do(t('signIn.renewingNow'), this.renew, t('signIn.renewedNow')));
    const form = el('form', 'settings-form', [
      labelled(t('signIn.folder'), this.#folder),
      labelled(t('signIn.cli'), this.#cli),
      el('p', 'card-note', [t('signIn.note')]),
      this.#said,
      el('div', 'dialog-foot', [renew, submit(t('signIn.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#do('', async () => this.#kept?.save(this.save), t('signIn.saved'));
    });
    this.#kept = keptForm(form, {
      fill: ({ signinFolder, signinCli }) => {
        this.#folder.value = signinFolder ?? '';
        this.#cli.value = signinCli ?? '';
      },
      said: () => ({ signinFolder: said(this.#folder), signinCli: said(this.#cli) }),
    });
    renew.disabled = false;
    this.append(this.#state, form);
  }

  /** @param {Settings} settings as they are stored */
  fill(settings) {
    this.#kept?.take(settings);
  }

  /** Goes to the box for the folder. @override */
  focus() {
    this.#folder.focus();
  }

  /** @param {string} sentence */
  tell(sentence) {
    setText(this.#said, sentence);
  }

  /** @param {readonly KeyStatus[]} keys */
  show(keys) {
    setText(this.#state, signInWords(keys.find(({ connection }) => connection === 'gateway') ?? null, Date.now()));
  }

  /**
   * @param {string} meanwhile
   * @param {() => Promise<void>} work
   * @param {string} done
   */
  async #do(meanwhile, work, done) {
    setText(this.#said, meanwhile);
    try {
      await work();
      setText(this.#said, done);
      emit(this, 'signed-in');
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }
}

define('sign-in-panel', SignInPanel);
