// <chat-welcome>: an empty chat: a word of welcome, a few beginnings, and the key card where a key
// is missing.

import { button, define, el, emit, freshId, keepFocus } from '../lib/dom.js';
import { errorText, headline, remedyOf } from '../lib/errors.js';
import { afterPaint } from '../lib/frame.js';
import { modelFacts } from '../lib/models.js';
import { t, textParts } from '../lib/texts.js';
import { choiceOf } from '../state/choice.js';
import { KeyCard } from './key-card.js';
import { logo } from './logo.js';

/** @typedef {import('../types.js').State} State */

/** How many questions of before are offered. */
const RECENT = 3;

/** How much of one is shown, in UTF-16 units. */
const SHOWN = 100;

/** Bubbles `starter` (detail: a text that fills the composer, and is not sent). */
export class ChatWelcome extends HTMLElement {
  card = new KeyCard();
  /** @type {(count: number) => Promise<string[]>} the last questions; set before it is connected */
  recent = () => Promise.resolve([]);

  #starters = el('ul', 'starters');
  #model = el('p', 'welcome-model');
  #recentTitle = el('h3', { class: 'welcome-recent', id: freshId('recent'), hidden: '' }, [t('welcome.recent')]);
  #recentList = el('ul', { class: 'starters', 'aria-labelledby': this.#recentTitle.id, hidden: '' });
  #shownModel = '';
  /** In which view the questions were read. */
  #readFor = -1;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    for (const text of [t('welcome.starter1'), t('welcome.starter2'), t('welcome.starter3')]) {
      this.#starters.append(this.#starter(text));
    }
    this.append(
      el('div', 'welcome-head', [logo('welcome-logo'), el('h2', 'welcome-title', [t('welcome.title')])]),
      this.card,
      this.#model,
      this.#starters,
      this.#recentTitle,
      this.#recentList,
    );
  }

  /** @param {string} text */
  #starter(text) {
    const [line = ''] = text.trim().split('\n');
    const starter = button(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line, { class: 'starter', dir: 'auto' }, () => emit(this, 'starter', text));
    return el('li', {}, [starter]);
  }

  /** Reads them once for each empty chat that comes on screen. @param {State} state @param {boolean} empty */
  #showRecent({ view, temporary, next }, empty) {
    if (!empty || view === this.#readFor) {
      return;
    }
    this.#readFor = view;
    this.#offer([]);
    // On a first run there are none, and what was asked elsewhere has no place in a temporary chat.
    if (!temporary && !next.demo) {
      // Nothing that the first picture waits for.
      afterPaint(() => afterPaint(() => void this.recent(RECENT).then((texts) => view === this.#readFor && this.#offer(texts))));
    }
  }

  /** @param {readonly string[]} texts */
  #offer(texts) {
    this.#recentTitle.hidden = texts.length === 0;
    this.#recentList.hidden = texts.length === 0;
    keepFocus(this, () => this.#recentList.replaceChildren(...texts.map((text) => this.#starter(text))));
  }

  /** Which model would be asked, and what it costs where that is known. @param {State} state */
  #showModel(state) {
    const { model } = choiceOf(state);
    const facts = state.models.list.find(({ id }) => id === model) ?? (state.next.model === model ? (state.next.facts ?? null) : null);
    const known = facts === null ? '' : modelFacts(facts, Date.now());
    const shown = model === null || state.next.demo ? '' : `${model} ${known}`;
    this.#model.hidden = shown === '';
    if (model !== null && shown !== this.#shownModel) {
      const id = el('bdi', { dir: 'ltr' }, [model]);
      this.#model.replaceChildren(...(known === '' ? [id] : textParts('welcome.model', { model: id, facts: known })));
    }
    this.#shownModel = shown;
  }

  /**
   * @param {State} state
   * @param {boolean} empty whether there is nothing else on screen
   */
  show(state, empty) {
    const { keyCard, next } = state;
    this.hidden = !(empty || keyCard);
    this.classList.toggle('card-only', !empty);
    const problem = problemOf(next);
    this.card.hidden = !(keyCard || next.demo || problem !== null);
    this.#starters.hidden = !empty;
    this.#showModel(state);
    this.#showRecent(state, empty);
    const connection = keyed(state);
    this.card.show({
      connection,
      environment: state.keys.some((key) => key.connection === connection && key.source === 'env'),
      demo: next.demo,
      problem,
      closable: keyCard,
      keys: state.keys,
    });
  }
}

/**
 * What keeps the next question from its key, where the card can help: with a keyring that is locked,
 * say, a key can be kept for this session.
 * @param {State['next']} next
 */
function problemOf({ problem }) {
  if (problem?.code.startsWith('keyring_')) {
    return errorText(problem);
  }
  return problem !== null && remedyOf(problem.code) === 'key' ? headline(problem) : null;
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

define('chat-welcome', ChatWelcome);
