// <quick-ask>: the small window: one box, the answer under it, Stop, and Esc to leave. It has only
// the commands that this needs, so it reads no history and holds no settings.

import { attendDrops } from '../lib/dropping.js';
import { define, el, emit, Living, place, t } from '../lib/dom.js';
import { headline, remedyHere, remedyOf } from '../lib/errors.js';
import { composing } from '../lib/input.js';
import { isMac } from '../lib/keys.js';
import { parametersOf } from '../state/asking.js';
import { busyness, choiceOf, isReady, offerOf, placeholder, whyNoModels } from '../state/choice.js';
import { rowsOf } from '../state/rows.js';
import { createQuickActing, createQuickRemedies } from '../quick-acting.js';
import { quickActOf } from '../quick-acts.js';
import { createQuickDeeds } from '../quick-deeds.js';
import { keepStaying } from '../quick-staying.js';
import { ErrorNote } from './error-note.js';
import { MessageComposer } from './message-composer.js';
import { MessageList } from './message-list.js';
import { QuickFoot } from './quick-foot.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').WireEvent} WireEvent */
/** @typedef {import('../types.js').Action} Action */

const SHOWN = 20;

/**
 * @typedef {object} QuickParts
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../asking.js').Asking} asking
 * @property {import('../quick-acting.js').Context} context
 * @property {(left?: boolean) => void} hide `left`: since another window was chosen
 * @property {(wanted: import('../types.js').Wanted | null) => void} openInMain hides this window too
 */

export class QuickAsk extends Living {
  /** @type {QuickParts | null} set before it is connected */
  parts = null;
  /** Whether it stays although another window is chosen. */
  pinned = false;

  #composer = new MessageComposer();
  #list = new MessageList();
  #failure = new ErrorNote();
  #foot = new QuickFoot();
  #banner = el('p', { class: 'quick-banner', hidden: '' }, [t('bars.demo')]);
  /** When the failure came that is shown. */
  #failedMs = 0;
  /** Whether the system's dialog for files is open over it. */
  #picking = false;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const signal = this.live();
    if (!this.firstChild) {
      this.#composer.label = t('quick.ask');
      this.#composer.guideLength = 500;
      this.#composer.oneDraft = true;
      this.#list.repeatable = false;
      this.append(el('div', { class: 'quick', role: 'dialog', 'aria-label': t('quick.title') }, [this.#banner, this.#composer, this.#list, this.#foot]), el('p', { class: 'drop-here', 'aria-hidden': 'true' }, [t('files.drop')]));
    }
    const { store } = parts;
    store.subscribe((events) => this.#onEvents(store.state(), events), { signal });
    this.#listen(parts, signal);
    window.addEventListener('focus', () => {
      this.#picking = false;
      this.#composer.focus();
    }, { signal });
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
  #listen({ store, actions, asking, context, hide, openInMain }, signal) {
    const bar = { composer: this.#composer, toNewest: () => this.#list.toNewest(), pin: () => this.#pin(store), openInMain };
    const acting = createQuickActing({ store, actions, context, bar });
    const remedy = createQuickRemedies({ store, actions, bar });
    const deeds = createQuickDeeds({ store, actions, asking, context, list: this.#list, acting, remedy, composer: this.#composer, picks: () => (this.#picking = true) });
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
    attendDrops(this, { files: (files) => void context.addFiles(files), folder: context.refuseFolder }, signal);
    // Before the box, where Enter with a modifier would send.
    document.addEventListener('keydown', (event) => this.#onShortcut(store, acting, event), { signal, capture: true });
    document.addEventListener('keydown', (event) => this.#onKey(actions, hide, event), { signal });
    keepStaying({
      store,
      held: () => this.pinned || this.#picking,
      hide: () => hide(true),
      draft: () => ({ text: this.#composer.draft, caret: this.#composer.caret }),
      refresh: (typed) => {
        context.clear(this.#composer, typed);
        actions.newChat();
      },
      signal,
    });
  }

  /** @param {import('../store.js').Store} store */
  #pin(store) {
    this.pinned = !this.pinned;
    store.dispatch([{ type: 'said', text: this.pinned ? t('quick.pinned') : t('quick.unpinned') }]);
  }

  /**
   * @param {import('../store.js').Store} store
   * @param {ReturnType<typeof createQuickActing>} acting
   * @param {KeyboardEvent} event
   */
  #onShortcut(store, acting, event) {
    const act = composing(event) || document.querySelector('dialog[open]') !== null ? null : quickActOf(event, store.state().settings, isMac());
    if (act !== null) {
      event.preventDefault();
      event.stopPropagation();
      acting[act]();
    }
  }

  /**
   * @param {import('../actions.js').Actions} actions
   * @param {() => void} hide
   * @param {KeyboardEvent} event
   */
  #onKey(actions, hide, event) {
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
      } else if (event.type === 'refused') {
        this.#failedMs = Date.now();
        if (event.sending.text !== '') {
          this.#composer.restore(event.sending.text);
        }
        if (event.error.code === 'key_missing') {
          // Nothing can be asked before there is a key: the main window asks for one, with the question.
          queueMicrotask(() => emit(this.#failure, 'remedy', 'key'));
        }
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
    if (state.failure === null) {
      this.#failure.remove();
    } else {
      place(this.#failure, () => this.#list.tail.append(this.#failure));
      const about = { atMs: this.#failedMs, connection: null, topUp: null, waits: false, here: false };
      const remedy = remedyHere(remedyOf(state.failure.code));
      this.#failure.show(state.failure, { live: true, remedy: remedy === 'retry' && state.refused === null ? 'dismiss' : remedy, about });
    }
    const { settings } = state;
    this.#foot.show({
      settings,
      status: state.notice === null ? state.status : headline(state.notice),
      empty: rows.length === 0,
      idle: busyness(state) === 'idle',
      pinned: this.pinned,
    });
    const offer = offerOf(state);
    this.#composer.show({
      busy: busyness(state),
      ready: state.ready,
      placeholder: placeholder(choice),
      length: settings.quickMaxTokens,
      chatLength: parametersOf(state).maxTokens,
      // This window may change nothing of a chat that is begun, and no favourites.
      offer: { ...offer, why: whyNoModels(state, isReady(state)), keeps: false, presets: state.open === null ? offer.presets : [], preset: state.open === null ? offer.preset : null },
      templates: null,
      files: state.files,
      fileProblem: state.fileProblem,
      sendWith: settings.sendWith,
      longPaste: settings.longPaste,
    });
    this.#list.show(shown);
  }
}

define('quick-ask', QuickAsk);
