// <chat-box>: the conversation on screen and the composer under it. Draws the store's state and
// turns what a person does into actions.

import { el, place, setText } from '../lib/dom.js';
import { copyComing, copyText, tellCopied } from '../lib/clipboard.js';
import { busyness, choiceOf, placeholder, whyNoModels } from '../state/choice.js';
import { rowsOf } from '../state/rows.js';
import { ChatWelcome } from './chat-welcome.js';
import { ErrorNote } from './error-note.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').WireEvent} WireEvent */
/** @typedef {import('../types.js').Action} Action */
/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../lib/errors.js').Remedy} Remedy */

/** @type {import('../types.js').Models} */
const NO_MODELS = { connection: null, phase: 'none', list: [], problem: '' };

/** How many of the newest messages are drawn; more come when asked for. */
const SHOWN = 200;

/**
 * @typedef {object} ChatParts
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {(connection: string, key: string) => Promise<void>} saveKey
 * @property {() => void} openSettings
 */

export class ChatBox extends HTMLElement {
  /** @type {ChatParts | null} set before it is connected */
  parts = null;

  #list = new MessageList();
  #welcome = new ChatWelcome();
  #composer = new MessageComposer();
  #failure = new ErrorNote();
  #opening = el('p', { class: 'quiet-line', hidden: '' }, ['Opening…']);
  #status = el('p', { class: 'status', role: 'status' });
  #life = new AbortController();
  #limit = SHOWN;
  #view = -1;
  /** Exact texts of answers that ended here, once asked for. @type {Map<string, string>} */
  #texts = new Map();

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.#composer.draftKey = 'draft';
      this.#welcome.card.save = parts.saveKey;
      this.append(this.#list, el('div', { class: 'column composer-column' }, [this.#composer, this.#status]));
      this.#list.tail.append(this.#welcome, this.#opening);
    }
    parts.store.subscribe((events) => this.#onEvents(parts, events), { signal });
    this.#listen(parts, signal);
    this.#draw(parts.store.state());
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  focusComposer() {
    this.#composer.focus();
  }

  focusModel() {
    this.#composer.focusModel();
  }

  /** Shows the place where a key goes in. */
  focusKey() {
    this.parts?.store.dispatch([{ type: 'keyCard', open: true }]);
    this.#welcome.card.scrollIntoView({ block: 'nearest' });
    this.#welcome.card.focus();
  }

  /**
   * @param {ChatParts} parts
   * @param {AbortSignal} signal
   */
  #listen({ store, actions, openSettings }, signal) {
    /** @type {Record<string, (event: CustomEvent) => void>} */
    const deeds = {
      'composer-send': ({ detail }) => {
        this.#list.toNewest();
        void actions.send(detail);
      },
      'composer-stop': () => actions.stop(),
      'composer-say': ({ detail }) => store.dispatch([{ type: 'said', text: detail }]),
      'length-chosen': ({ detail }) => void actions.setLength(detail),
      'models-wanted': () => void actions.loadModels(),
      'model-chosen': ({ detail }) => store.dispatch([{ type: 'modelChosen', model: detail }]),
      'earlier-wanted': () => {
        this.#limit += SHOWN;
        this.#draw(store.state());
      },
      'answer-retry': ({ detail }) => this.#free() && void actions.retry(detail.row.message.id),
      'answer-continue': ({ detail }) => this.#free() && void actions.goOn(detail.row.message.id),
      'answer-copy': ({ detail }) => void this.#copy(detail.row, detail.button),
      starter: ({ detail }) => this.#composer.propose(detail),
      'key-saved': () => {
        store.dispatch([{ type: 'keyCard', open: false }]);
        this.#composer.focus();
      },
      'key-later': () => store.dispatch([{ type: 'keyCard', open: false }]),
      remedy: (event) => this.#remedy(event.detail, event.target, openSettings),
    };
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
  }

  /**
   * @param {Remedy} remedy
   * @param {EventTarget | null} target
   * @param {() => void} openSettings
   */
  #remedy(remedy, target, openSettings) {
    switch (remedy) {
      case 'key':
        this.focusKey();
        break;
      case 'model':
        this.#composer.focusModel();
        break;
      case 'settings':
        openSettings();
        break;
      case 'newChat':
        this.parts?.actions.newChat();
        this.#composer.focus();
        break;
      case 'retry': {
        const view = target instanceof Element ? target.closest('message-view') : null;
        const row = /** @type {import('./message-view.js').MessageElement | null} */ (view)?.row;
        if (row) {
          this.#free() && void this.parts?.actions.retry(row.message.id);
        } else {
          this.#sendAgain();
        }
      }
    }
  }

  /** Whether nothing runs here; says so otherwise. */
  #free() {
    const { store } = this.parts ?? {};
    if (store === undefined || busyness(store.state()) === 'idle') {
      return true;
    }
    store.dispatch([{ type: 'said', text: 'An answer is on its way. Stop it first, or wait for its end.' }]);
    return false;
  }

  /** What was refused stands in the composer again: sends it from there. */
  #sendAgain() {
    const text = this.#composer.draft;
    if (text.trim() === '') {
      this.parts?.store.dispatch([{ type: 'failureSeen' }]);
      void this.parts?.actions.refresh();
    } else {
      this.#composer.submit();
    }
  }

  /**
   * @param {ChatParts} parts
   * @param {readonly (WireEvent | Action)[]} events
   */
  #onEvents(parts, events) {
    for (const event of events) {
      if (event.type === 'turnPatched') {
        this.#list.patch(event);
      } else if (event.type === 'refused' && event.text !== '') {
        this.#composer.restore(event.text);
      }
    }
    const state = parts.store.state();
    this.#draw(state);
  }

  /** @param {State} state */
  #draw(state) {
    if (state.view !== this.#view) {
      this.#view = state.view;
      this.#limit = SHOWN;
      this.#list.toNewest();
    }
    const { rows, hidden } = rowsOf(state, this.#limit);
    const choice = choiceOf(state);
    this.#welcome.show(state, rows.length === 0 && !state.opening && state.ready);
    this.#opening.hidden = !state.opening;
    if (state.failure === null) {
      this.#failure.remove();
    } else {
      place(this.#failure, () => this.#list.tail.append(this.#failure));
      this.#failure.show(state.failure, { live: true });
    }
    setText(this.#status, state.status);
    this.#composer.show({
      busy: busyness(state),
      ready: state.ready,
      placeholder: placeholder(choice),
      length: state.settings.chatMaxTokens,
      model: choice.model,
      models: state.models.connection === choice.connection ? state.models : NO_MODELS,
      why: whyNoModels(state),
    });
    this.#list.show(rows, hidden);
  }

  /**
   * @param {Row} row
   * @param {HTMLElement} button
   */
  async #copy({ message, turn }, button) {
    const known = turn === null ? message.text : this.#texts.get(message.id);
    if (known !== undefined) {
      tellCopied(button, await copyText(known));
      return;
    }
    tellCopied(button, await copyComing(this.#exactText(message.id)));
  }

  /** @param {string} message */
  async #exactText(message) {
    const text = await this.parts?.actions.exactText(message);
    if (typeof text !== 'string') {
      throw new TypeError('the answer is not there');
    }
    this.#texts.set(message, text);
    return text;
  }
}

customElements.define('chat-box', ChatBox);
