// <chat-box>: the conversation on screen and the composer under it. Draws the store's state and
// turns what a person does into actions.

import { el, place, setText } from '../lib/dom.js';
import { createRemedies } from '../lib/remedies.js';
import { t } from '../lib/texts.js';
import { transcriptDeeds } from '../deeds.js';
import { busyness, choiceOf, placeholder, refusedAsTooLong, whyNoModels } from '../state/choice.js';
import { rowsOf } from '../state/rows.js';
import { ChatWelcome } from './chat-welcome.js';
import { ErrorNote } from './error-note.js';
import { FindBar } from './find-bar.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { NextTurnLine } from './next-turn.js';
import { TurnOptionsElement } from './turn-options.js';

/** @typedef {import('../types.js').State} State */

/** @type {import('../types.js').Models} */
const NO_MODELS = { connection: null, phase: 'none', list: [], problem: '' };

/**
 * @typedef {object} ChatParts
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../chats.js').Chats} chats
 * @property {import('../drafting.js').Drafting} drafting
 * @property {import('../finding.js').Finding} finding
 * @property {import('../places.js').Places} places
 * @property {import('../settings-ways.js').SettingsWays} ways
 * @property {() => void} openSettings
 */

export class ChatBox extends HTMLElement {
  /** @type {ChatParts | null} set before it is connected */
  parts = null;

  #list = new MessageList();
  #find = new FindBar();
  #welcome = new ChatWelcome();
  #composer = new MessageComposer();
  #next = new NextTurnLine();
  #failure = new ErrorNote();
  #opening = el('p', { class: 'quiet-line', hidden: '' }, [t('chat.opening')]);
  #status = el('p', { class: 'status', role: 'status' });
  #life = new AbortController();
  #view = -1;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.#composer.draftKey = 'draft';
      this.#welcome.card.ways = parts.ways;
      this.#find.parts = { finding: parts.finding, list: this.#list };
      this.append(this.#find, this.#list, el('div', { class: 'column composer-column' }, [this.#composer, this.#next, new TurnOptionsElement(), this.#status]));
      this.#list.tail.append(this.#welcome, this.#opening);
    }
    parts.store.subscribe((events) => this.#onEvents(parts, events), { signal });
    const leave = () => {
      this.#keepPlace(parts.store.state());
      parts.places.write();
    };
    window.addEventListener('pagehide', leave, { signal });
    document.addEventListener('visibilitychange', leave, { signal });
    this.#listen(parts, signal);
    this.#draw(parts.store.state());
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /** The box, for whoever keeps its draft. */
  get composer() {
    return this.#composer;
  }

  focusComposer() {
    this.#composer.focus();
  }

  /** Opens the search in the chat, or goes on with it. @param {1 | -1 | 0} by */
  find(by) {
    if (by === 0) {
      this.#find.open();
    } else {
      this.#find.step(by);
    }
  }

  /** From the box to the last message that is in view, and back. */
  otherRegion() {
    if (this.#list.contains(document.activeElement) || !this.#list.focusInView()) {
      this.#composer.focus();
    }
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
  #listen({ store, actions, chats, drafting, openSettings }, signal) {
    const focusKey = () => this.focusKey();
    const remedies = createRemedies({ store, actions, composer: this.#composer, list: this.#list, focusKey, openSettings });
    /** @type {import('../deeds.js').Deeds} */
    const deeds = {
      ...transcriptDeeds({ store, actions, chats, list: this.#list, find: this.#find, remedies, keepPlace: () => this.#keepPlace(store.state()) }),
      'composer-send': (event) => this.#send(event),
      'draft-changed': () => this.#lookAhead(store.state()),
      'files-chosen': ({ detail }) => void drafting.addFiles(detail),
      'file-removed': ({ detail }) => drafting.removeFile(detail),
      'options-chosen': ({ detail }) => store.dispatch([{ type: 'optionsChosen', options: detail }]),
      'leave-out': ({ detail }) => {
        store.dispatch([{ type: 'leaveOut', turns: detail }]);
        this.#composer.focus();
      },
      'composer-stop': () => actions.stop(),
      'composer-say': ({ detail }) => store.dispatch([{ type: 'said', text: detail }]),
      'length-chosen': ({ detail }) => void actions.setLength(detail),
      'models-wanted': () => void actions.loadModels(),
      'model-chosen': ({ detail }) => store.dispatch([{ type: 'modelChosen', model: detail }]),
      starter: ({ detail }) => this.#composer.propose(detail),
      'key-saved': () => {
        // What was asked before stands in the box; the card stays for its test.
        store.dispatch([{ type: 'keyCard', open: true }]);
        this.#composer.focus();
      },
      'key-later': () => store.dispatch([{ type: 'keyCard', open: false }]),
    };
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
  }

  /** @param {CustomEvent<string>} event */
  #send(event) {
    const { store, actions } = this.parts ?? {};
    if (store?.state().preview?.tooLong?.sure && this.#next.focusWays()) {
      // It would be refused; the ways on stand under the box.
      event.preventDefault();
      return;
    }
    this.#list.asks(store?.state().settings.afterSend ?? 'end');
    void actions?.send(event.detail);
  }

  /**
   * @param {ChatParts} parts
   * @param {readonly (import('../types.js').WireEvent | import('../types.js').Action)[]} events
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
    const placed = events.findLast((event) => event.type === 'placed');
    if (placed?.place && placed.view === state.view) {
      this.#list.go(placed.place);
      this.#find.arrived();
    }
  }

  /**
   * Remembers where the chat is left.
   * @param {State} state whose transcript is still drawn
   */
  #keepPlace({ open, temporary, view }) {
    if (open !== null && !temporary && view === this.#view) {
      const { place } = this.#list;
      this.parts?.places.keep(open, place === null ? null : { message: place.message, offset: place.offset ?? 0 });
    }
  }

  /** @param {State} state */
  #draw(state) {
    if (state.view !== this.#view) {
      this.#view = state.view;
      this.#find.close();
      this.#list.follow();
    }
    const shown = rowsOf(state);
    const choice = choiceOf(state);
    this.#welcome.show(state, shown.rows.length === 0 && !state.opening && state.ready);
    this.#opening.hidden = !state.opening;
    if (state.failure === null) {
      this.#failure.remove();
    } else {
      place(this.#failure, () => this.#list.tail.append(this.#failure));
      this.#failure.show(state.failure, { live: true });
    }
    setText(this.#status, state.status);
    // Not even this web view keeps a word of a temporary chat.
    this.#composer.draftKey = state.temporary ? '' : 'draft';
    this.#composer.show({
      busy: busyness(state),
      ready: state.ready,
      placeholder: placeholder(choice),
      length: state.settings.chatMaxTokens,
      model: choice.model,
      models: state.models.connection === choice.connection ? state.models : NO_MODELS,
      why: whyNoModels(state),
      favourites: state.settings.favouriteModels,
      files: state.files,
      fileProblem: state.fileProblem,
    });
    this.#lookAhead(state);
    this.#list.show(shown);
    this.#find.refresh();
  }

  /**
   * What stands under the box of the message to come.
   * @param {State} state
   */
  #lookAhead(state) {
    const { draft } = this.#composer;
    if (busyness(state) === 'idle') {
      this.parts?.drafting.lookAhead(draft);
    }
    this.#next.show(state.preview, {
      hint: choiceOf(state).model === state.next.model ? state.next.hint : null,
      wordy: draft.trim() !== '' || state.files.length > 0,
      refused: refusedAsTooLong(state),
    });
  }
}

customElements.define('chat-box', ChatBox);
