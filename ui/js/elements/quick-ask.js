// <quick-ask>: the small window: one box, the answer under it, Stop, and Esc to leave. It has only
// the commands that this needs, so it reads no history and holds no settings.

import { define, el, Living, place, setText } from '../lib/dom.js';
import { headline } from '../lib/errors.js';
import { copyText, tellCopied } from '../lib/clipboard.js';
import { NO_OFFER } from '../lib/choices.js';
import { composing, sendKey } from '../lib/input.js';
import { t } from '../lib/texts.js';
import { parametersOf } from '../state/asking.js';
import { busyness, choiceOf, placeholder } from '../state/choice.js';
import { rowsOf } from '../state/rows.js';
import { plainText } from '../plain.js';
import { ErrorNote } from './error-note.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').WireEvent} WireEvent */
/** @typedef {import('../types.js').Action} Action */

const SHOWN = 20;

/**
 * @typedef {object} QuickParts
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../asking.js').Asking} asking
 * @property {() => void} hide
 */

export class QuickAsk extends Living {
  /** @type {QuickParts | null} set before it is connected */
  parts = null;

  #composer = new MessageComposer();
  #list = new MessageList();
  #failure = new ErrorNote();
  #banner = el('p', { class: 'quick-banner', hidden: '' }, [t('bars.demo')]);
  #status = el('p', { class: 'status', role: 'status' });
  #hint = el('p', 'quick-hint');
  #fresh = el('button', { class: 'button quiet', hidden: '' }, [t('app.newChat')]);

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const signal = this.live();
    if (!this.firstChild) {
      this.#composer.label = t('quick.ask');
      this.#composer.guideLength = 500;
      this.#composer.withModel = false;
      this.#composer.withFiles = false;
      this.#list.repeatable = false;
      const foot = el('div', 'quick-foot', [this.#hint, this.#status, this.#fresh]);
      this.append(el('div', { class: 'quick', role: 'dialog', 'aria-label': t('quick.title') }, [this.#banner, this.#composer, this.#list, foot]));
    }
    const { store, actions } = parts;
    store.subscribe((events) => this.#onEvents(store.state(), events), { signal });
    this.#listen(parts, signal);
    this.#fresh.addEventListener(
      'click',
      () => {
        actions.newChat();
        this.#composer.focus();
      },
      { signal },
    );
    document.addEventListener('keydown', (event) => this.#onKey(parts, event), { signal });
    window.addEventListener('focus', () => this.#composer.focus(), { signal });
    this.#draw(store.state());
  }

  focusComposer() {
    this.#composer.focus();
  }

  /** The box, for whoever keeps its draft. */
  get composer() {
    return this.#composer;
  }

  /**
   * @param {QuickParts} parts
   * @param {AbortSignal} signal
   */
  #listen({ store, actions, asking }, signal) {
    /** @type {Record<string, (event: CustomEvent) => void>} */
    const deeds = {
      'composer-send': ({ detail }) => {
        this.#list.toNewest();
        void actions.send(detail);
      },
      'composer-stop': () => actions.stop(),
      'composer-say': ({ detail }) => store.dispatch([{ type: 'said', text: detail }]),
      'length-chosen': ({ detail }) => void actions.setLength(detail),
      'library-wanted': () => void asking.load(),
      'preset-chosen': ({ detail }) => {
        void asking.choosePreset(detail);
        this.#composer.focus();
      },
      'answer-copy': ({ detail }) => void this.#copy(detail.row, detail.button),
      remedy: () => this.#askAgain(store.state()),
    };
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
  }

  /**
   * Asks the last question again, as a new one: this window cannot repeat a stored turn.
   * @param {State} state
   */
  #askAgain(state) {
    const last = state.messages.findLast(({ role }) => role === 'user');
    if (this.#composer.draft.trim() === '' && last !== undefined) {
      this.#composer.propose(last.text);
    }
    this.#composer.submit();
  }

  /**
   * @param {QuickParts} parts
   * @param {KeyboardEvent} event
   */
  #onKey({ actions, hide }, event) {
    // WebKitGTK gives back to GTK what a page did not take. Where the key combination has hidden the
    // window meanwhile, that gets lost there, and the next key with it.
    if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key !== 'Escape' || event.defaultPrevented || composing(event)) {
      return;
    }
    event.preventDefault();
    // One step at a time: stop what runs, then leave. The draft stays.
    if (!actions.stop()) {
      hide();
    }
  }

  /**
   * @param {State} state
   * @param {readonly (WireEvent | Action)[]} events
   */
  #onEvents(state, events) {
    for (const event of events) {
      if (event.type === 'turnPatched') {
        this.#list.patch(event);
      } else if (event.type === 'refused' && event.sending.text !== '') {
        this.#composer.restore(event.sending.text);
      }
    }
    this.#draw(state);
  }

  /** @param {State} state */
  #draw(state) {
    const rows = rowsOf(state).rows.slice(-SHOWN);
    const shown = { sections: [{ key: 'all', rows }], rows, hidden: 0, later: false };
    const choice = choiceOf(state);
    this.#banner.hidden = !choice.demo;
    setText(this.#hint, t('quick.hint', { key: sendKey(state.settings.sendWith) }));
    this.#hint.hidden = rows.length > 0 || state.status !== '' || state.notice !== null;
    this.#fresh.hidden = rows.length === 0 || busyness(state) !== 'idle';
    if (state.failure === null) {
      this.#failure.remove();
    } else {
      place(this.#failure, () => this.#list.tail.append(this.#failure));
      this.#failure.show(state.failure, { live: true, remedy: state.refused === null ? null : 'retry' });
    }
    setText(this.#status, state.notice === null ? state.status : headline(state.notice));
    this.#composer.show({
      busy: busyness(state),
      ready: state.ready,
      placeholder: placeholder(choice),
      length: state.settings.quickMaxTokens,
      chatLength: parametersOf(state).maxTokens,
      // This window may change nothing of a chat that is begun.
      offer: { ...NO_OFFER, presets: state.open === null ? state.library.presets : [], preset: state.open === null ? state.preset : null },
      templates: null,
      files: [],
      fileProblem: null,
      sendWith: state.settings.sendWith,
      longPaste: 'text',
    });
    this.#list.show(shown);
  }

  /**
   * The exact text lives in the main window; here the answer is copied as it reads.
   * @param {import('../state/rows.js').Row} row
   * @param {HTMLElement} button
   */
  async #copy({ message, turn }, button) {
    const text = turn === null ? message.text : plainText(turn.nodes);
    tellCopied(button, await copyText(text));
  }
}

define('quick-ask', QuickAsk);
