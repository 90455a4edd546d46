// <chat-welcome>: an empty chat: a word of welcome, a few beginnings, and the key card where a key
// is missing.

import { el } from '../lib/dom.js';
import { headline, remedyOf } from '../lib/errors.js';
import { t } from '../lib/texts.js';
import { choiceOf } from '../state/choice.js';
import { KeyCard } from './key-card.js';
import { logo } from './logo.js';

/** @typedef {import('../types.js').State} State */

/** Bubbles `starter` (detail: a text that fills the composer, and is not sent). */
export class ChatWelcome extends HTMLElement {
  card = new KeyCard();
  #starters = el('ul', { class: 'starters' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    for (const text of [t('welcome.starter1'), t('welcome.starter2'), t('welcome.starter3')]) {
      const starter = el('button', { type: 'button', class: 'starter' }, [text]);
      starter.addEventListener('click', () =>
        this.dispatchEvent(new CustomEvent('starter', { bubbles: true, detail: text })),
      );
      this.#starters.append(el('li', {}, [starter]));
    }
    this.append(
      el('div', { class: 'welcome-head' }, [logo('welcome-logo'), el('h2', { class: 'welcome-title' }, [t('welcome.title')])]),
      this.card,
      this.#starters,
    );
  }

  /**
   * @param {State} state
   * @param {boolean} empty whether there is nothing else on screen
   */
  show(state, empty) {
    const { keyCard, next } = state;
    this.hidden = !(empty || keyCard);
    this.classList.toggle('card-only', !empty);
    this.card.hidden = !(keyCard || next.demo || (next.problem !== null && remedyOf(next.problem.code) === 'key'));
    const connection = keyed(state);
    this.card.show({
      connection,
      environment: state.keys.some((key) => key.connection === connection && key.source === 'env'),
      demo: next.demo,
      problem: next.problem === null ? null : headline(next.problem),
      closable: keyCard,
      keys: state.keys,
    });
  }
}

/**
 * Whose key the card takes: that of the connection that will be asked. A key must not end up with
 * another one, which would send it elsewhere.
 * @param {State} state
 * @returns {string}
 */
function keyed(state) {
  const { connection } = choiceOf(state);
  // It has no key of its own, and shares that of the other.
  const keeper = connection === 'openai-responses' ? 'openai' : connection;
  return state.keys.find((key) => key.connection === keeper)?.connection ?? 'gateway';
}

customElements.define('chat-welcome', ChatWelcome);
