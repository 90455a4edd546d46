// <link-gate>: the one way out of the page. Whatever draws a link asks here; the shell opens it or
// says what the person is to be asked first, in a dialog over everything that an answer can draw.

import { button, define, el, freshId, Living, setText, t } from '../lib/dom.js';
import { originally } from '../lib/english.js';
import { toUserError, wordsOf } from '../lib/errors.js';
import { doubtWords, letterLines } from '../lib/links.js';
import { wholeTo } from '../lib/pieces.js';

/** @typedef {import('../types.js').LinkQuestion} LinkQuestion */

/** As much of a link's text as is told, in characters. */
const TOLD = 1000;

export class LinkGate extends Living {
  /** @type {import('../host.js').Host | null} set before it is connected */
  host = null;

  #titleId = freshId('link');
  #hostId = freshId('link-host');
  #dialog = el('dialog', { class: 'dialog link-question', 'aria-labelledby': this.#titleId, 'aria-describedby': this.#hostId });
  #title = el('h2', { id: this.#titleId, class: 'card-title' });
  #host = el('p', { id: this.#hostId, class: 'link-question-host', dir: 'ltr' });
  #about = el('div', 'link-question-about');
  #cancel = el('button', 'button');
  #open = button(t('links.open'), 'button primary', () => void this.#answer(true));
  /** @type {LinkQuestion | null} */
  #question = null;
  #busy = false;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.#dialog.append(this.#title, this.#host, this.#about, el('div', 'dialog-foot', [this.#cancel, this.#open]));
      this.append(this.#dialog);
    }
    document.addEventListener('link-wanted', (event) => void this.#wanted(/** @type {CustomEvent} */ (event)), { signal });
    this.#cancel.addEventListener('click', () => this.#dialog.close(), { signal });
    this.#dialog.addEventListener('close', () => void this.#answer(false), { signal });
    this.#dialog.addEventListener('keydown', (event) => this.#onKey(event), { signal });
  }

  /**
   * What is asked for while another one is on its way is not asked for.
   * @param {CustomEvent<{href: string}>} event
   */
  async #wanted({ target, detail }) {
    const { host } = this;
    if (host === null || this.#busy || this.#dialog.open) {
      return;
    }
    const said = target instanceof Element ? saidBy(target) : '';
    const text = said.slice(0, wholeTo(said, TOLD));
    this.#busy = true;
    try {
      const answer = await host.invoke('open_link', { params: { href: detail.href, text } });
      if (answer.type === 'asked') {
        this.#ask(answer.question);
      }
    } catch (reason) {
      this.#refused(reason, detail.href);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {LinkQuestion} question */
  #ask(question) {
    this.#question = question;
    const { letter } = question;
    setText(this.#title, letter === null ? t('links.ask') : t('links.askLetter'));
    setText(this.#host, question.host);
    /** @type {HTMLElement[]} */
    const about = doubtWords(question.doubts).map((words) => el('p', {}, [words]));
    if (letter === null) {
      about.push(el('p', { class: 'link-question-address', dir: 'ltr', tabindex: '0', role: 'group', 'aria-label': t('links.address') }, [question.href]));
    } else {
      const lines = letterLines(letter).flatMap(({ name, value }) => [el('dt', {}, [name]), el('dd', { dir: 'auto' }, [value])]);
      about.push(el('dl', { class: 'link-question-letter', tabindex: '0', role: 'group', 'aria-label': t('links.letter') }, lines));
    }
    this.#show(about, true);
  }

  /**
   * @param {unknown} reason
   * @param {string} href
   */
  #refused(reason, href) {
    const error = toUserError(reason);
    const { message, action, original } = wordsOf(error);
    setText(this.#title, t('links.refused'));
    setText(this.#host, '');
    this.#show([
      el('p', {}, [message]),
      ...(action === null ? [] : [el('p', {}, [action])]),
      ...originally(error.code, original),
      el('p', { class: 'link-question-address', dir: 'ltr' }, [href]),
    ], false);
  }

  /**
   * @param {HTMLElement[]} about
   * @param {boolean} asks
   */
  #show(about, asks) {
    this.#about.replaceChildren(...about);
    this.#host.hidden = !asks;
    this.#open.hidden = !asks;
    setText(this.#cancel, asks ? t('links.doNotOpen') : t('links.close'));
    this.#dialog.showModal();
    // Not on "Open": the Enter that followed the link must not answer the question.
    this.#cancel.focus();
  }

  /** @param {boolean} open */
  async #answer(open) {
    const { host } = this;
    const question = this.#question;
    this.#question = null;
    if (host === null || question === null) {
      return;
    }
    this.#dialog.close();
    try {
      await host.invoke('answer_link', { id: question.id, open });
    } catch (reason) {
      this.#refused(reason, question.href);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // Esc closes this alone: elsewhere it stops an answer or hides the window.
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#dialog.close();
    }
  }
}

/**
 * What a link says by itself, without the host that is shown beside it.
 * @param {Element} link
 */
function saidBy(link) {
  const said = link.textContent ?? '';
  const host = link.querySelector('.link-host')?.textContent ?? '';
  return said.endsWith(host) ? said.slice(0, said.length - host.length) : said;
}

define('link-gate', LinkGate);
