// <settings-about>: what the program is, where it runs, and whose work is in it.

import { dataWays } from '../data-ways.js';
import { copyText, tellCopied } from '../lib/clipboard.js';
import { button, define, el, hint, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { appendPieces } from '../lib/pieces.js';

/** @typedef {import('../types.js').AboutView} AboutView */

export class SettingsAbout extends HTMLElement {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #list = el('dl', 'details-list about-list');
  #copy = el('button', 'button', [t('about.copy')]);
  #usual = button(t('about.drawAsUsual'), 'button', () => void this.#drawAsUsual());
  #said = hint();
  #licences = el('details', 'details about-licences', [el('summary', {}, [t('about.licences')])]);
  /** What is copied. */
  #report = '';

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#usual.hidden = true;
    this.#copy.addEventListener('click', () => void copyText(this.#report).then((done) => tellCopied(this.#copy, done)));
    this.#licences.addEventListener('toggle', () => void this.#readLicences());
    this.append(
      this.#list,
      el('div', 'row-acts', [this.#copy, this.#usual]),
      el('p', 'card-note', [t('about.copyNote')]),
      this.#said,
      el('p', 'card-note', [t('about.own')]),
      this.#licences,
    );
  }

  come() {
    void this.#read();
  }

  get #ways() {
    return this.parts === null ? null : dataWays(this.parts.host);
  }

  async #read() {
    try {
      const about = await this.#ways?.about();
      if (about !== undefined) {
        this.#show(about);
      }
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }

  /** @param {AboutView} about */
  #show({ version, commit, system, webView, data, log, drawing }) {
    const known = /** @type {[string, string | null][]} */ ([
      [t('about.version'), commit === null ? version : t('about.withCommit', { version, commit })],
      [t('about.system'), system],
      [t('about.webView'), webView],
      [t('about.data'), data],
      [t('about.log'), log],
      [t('about.drawing'), drawing === 'usual' ? null : t(`about.${drawing}`)],
    ]);
    const lines = known.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
    this.#report = ['Gatehouse', ...lines.map(({ name, value }) => `${name}: ${value}`)].join('\n');
    this.#list.replaceChildren(...lines.flatMap(({ name, value }) => [el('dt', {}, [name]), el('dd', { dir: 'auto' }, [value])]));
    this.#usual.hidden = drawing !== 'without' && drawing !== 'noHelp';
  }

  async #drawAsUsual() {
    try {
      await this.#ways?.drawAsUsual();
      await this.#read();
      setText(this.#said, t('about.usualNext'));
      this.#copy.focus();
    } catch (reason) {
      setText(this.#said, errorText(toUserError(reason)));
    }
  }

  /** Half a megabyte that few read: only when it is opened. */
  async #readLicences() {
    if (!this.#licences.open || this.#licences.childElementCount > 1) {
      return;
    }
    const text = el('pre', { class: 'licences', tabindex: '0', dir: 'ltr', lang: 'en', role: 'group', 'aria-label': t('about.licences') }, [t('about.licencesLoading')]);
    this.#licences.append(text);
    try {
      const read = await this.#ways?.licences();
      text.replaceChildren();
      appendPieces(text, read ?? '');
    } catch (reason) {
      text.remove();
      setText(this.#said, errorText(toUserError(reason)));
    }
  }
}

define('settings-about', SettingsAbout);
