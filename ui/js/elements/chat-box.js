// <chat-box>: the conversation on screen and the composer under it. Draws the store's state and
// turns what a person does into actions.

import { attendDrops } from '../lib/dropping.js';
import { define, el, emit, Living, place, setText, t, takeAway } from '../lib/dom.js';
import { remedyOf } from '../lib/errors.js';
import { createRemedies } from '../lib/remedies.js';
import { createComposing } from '../composing.js';
import { transcriptDeeds } from '../deeds.js';
import { offerOf } from '../state/choice.js';
import { rowsOf } from '../state/rows.js';
import { isHere } from '../state/sending.js';
import { ChatOptions } from './chat-options.js';
import { ChatWelcome } from './chat-welcome.js';
import { ErrorNote } from './error-note.js';
import { FindBar } from './find-bar.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { ModelDialog } from './model-dialog.js';
import { NextTurnLine } from './next-turn.js';

/** @typedef {import('../types.js').State} State */

/**
 * @typedef {object} ChatParts
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../chats.js').Chats} chats
 * @property {import('../drafting.js').Drafting} drafting
 * @property {import('../asking.js').Asking} asking
 * @property {import('../lib/recall.js').Asked} asked
 * @property {import('../finding.js').Finding} finding
 * @property {import('../places.js').Places} places
 * @property {import('../editing.js').Editing} editing
 * @property {import('../settings-ways.js').SettingsWays} ways
 * @property {(section: import('../settings-sections.js').SectionId) => void} openSettings
 */

export class ChatBox extends Living {
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
  #options = new ChatOptions();
  #models = new ModelDialog();
  /** @type {ReturnType<typeof createComposing> | null} */
  #composing = null;
  #view = -1;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const signal = this.live();
    if (!this.firstChild) {
      this.#composer.draftKey = 'draft';
      this.#welcome.card.ways = parts.ways;
      this.#find.parts = { finding: parts.finding, list: this.#list };
      this.#composer.known = { asked: parts.asked, chats: parts.drafting.chats };
      this.#welcome.recent = parts.asked.recent;
      this.#options.parts = parts;
      this.append(this.#find, this.#list, el('div', 'column composer-column', [this.#composer, this.#next, this.#status]), this.#options, this.#models, el('p', { class: 'drop-here', 'aria-hidden': 'true' }, [t('files.drop')]));
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

  /** The transcript. */
  get list() {
    return this.#list;
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

  /** Opens what the chat is asked with. */
  openOptions() {
    void this.#options.open();
  }

  /** Shows the end of the chat, where another part of it is on screen. */
  toEnd() {
    if (this.#list.log.shown.later) {
      this.#list.toNewest();
    }
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
  #listen({ store, actions, chats, drafting, asking, editing, openSettings }, signal) {
    const [composer, list] = [this.#composer, this.#list];
    const askOther = (/** @type {string} */ message) => this.#models.open(offerOf(store.state()), (other) => void actions.retry(message, other));
    const remedies = createRemedies({ store, actions, composer, list, editing, askOther, focusKey: () => this.focusKey(), openSettings });
    this.#composing = createComposing({ store, actions, drafting, asking, composer, next: this.#next, list, editing });
    /** @type {import('../deeds.js').Deeds} */
    const deeds = {
      ...transcriptDeeds({ store, actions, chats, list, find: this.#find, editing, remedies, keepPlace: () => this.#keepPlace(store.state()) }),
      ...this.#composing.deeds,
      'again-wanted': ({ detail }) => void remedies.take('model', detail.row),
    };
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
    // Behind the usage page nobody would see it.
    const shown = () => emit(this, 'act-wanted', 'composer');
    attendDrops(this, { files: (files) => shown() && void drafting.addFiles(files), folder: (name) => shown() && drafting.refuseFolder(name) }, signal);
  }

  /**
   * @param {ChatParts} parts
   * @param {readonly (import('../types.js').WireEvent | import('../types.js').Action)[]} events
   */
  #onEvents(parts, events) {
    for (const event of events) {
      if (event.type === 'turnPatched') {
        this.#list.patch(event);
      } else if (event.type === 'refused') {
        this.#giveBack(parts, event.sending);
      }
    }
    const state = parts.store.state();
    this.#draw(state);
    if (events.some((event) => event.type === 'failed' && !event.inPlace)) {
      this.#failure.scrollIntoView({ block: 'nearest' });
    }
    const placed = events.findLast((event) => event.type === 'placed');
    if (placed?.place && placed.view === state.view) {
      this.#list.go(placed.place);
      this.#find.arrived();
    }
  }

  /**
   * What was refused stands where it was typed; of another chat, the question goes to the draft there.
   * @param {ChatParts} parts
   * @param {import('../types.js').Sending} sending
   */
  #giveBack({ store, editing }, sending) {
    if (sending.kind === 'edit' && sending.message !== null) {
      editing.keep(sending.message, sending.text, sending.conversation);
    } else if (sending.text !== '' && isHere(store.state(), sending)) {
      this.#composer.restore(sending.text);
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
    const changed = state.view !== this.#view;
    if (changed) {
      this.#view = state.view;
      this.#find.close();
    }
    const shown = rowsOf(state);
    this.#welcome.show(state, shown.rows.length === 0 && !state.opening && state.ready);
    this.#opening.hidden = !state.opening;
    if (state.failure === null) {
      takeAway(this.#failure, () => this.#composer.focus());
    } else {
      place(this.#failure, () => this.#list.tail.append(this.#failure));
      const remedy = remedyOf(state.failure.code);
      this.#failure.show(state.failure, { live: true, remedy: remedy === 'retry' && state.refused === null ? 'dismiss' : remedy });
    }
    setText(this.#status, state.status);
    // Not even this web view keeps a word of a temporary chat.
    this.#composer.draftKey = state.temporary ? '' : 'draft';
    this.#composing?.show(state);
    this.#models.show(offerOf(state));
    this.#list.show(shown);
    if (changed) {
      this.#list.follow(state.open === null && shown.rows.length === 0);
    }
    this.parts?.editing.restore(this.#list.log);
    this.#find.refresh();
  }
}

define('chat-box', ChatBox);
