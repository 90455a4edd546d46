// What the message box does in the chat: what is drawn of the state in it, and what becomes of what a
// person does there. Knows the elements only by what they are asked for.

import { busyness, choiceOf, offerOf, placeholder, refusedAsTooLong } from './state/choice.js';
import { parametersOf } from './state/asking.js';
import { NO_LIBRARY } from './state/initial.js';
import { isAdding } from './state/sending.js';
import { t } from './lib/texts.js';
import { until } from './until.js';

/** @typedef {import('./types.js').State} State */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {import('./drafting.js').Drafting} parts.drafting
 * @param {import('./asking.js').Asking} parts.asking
 * @param {import('./elements/message-composer.js').MessageComposer} parts.composer
 * @param {import('./elements/next-turn.js').NextTurnLine} parts.next
 * @param {import('./elements/message-list.js').MessageList} parts.list
 * @param {import('./editing.js').Editing} parts.editing
 */
export function createComposing({ store, actions, drafting, asking, composer, next, list, editing }) {
  /** @param {CustomEvent<string>} event */
  function send(event) {
    if (store.state().preview?.tooLong?.sure && next.focusWays()) {
      // It would be refused; the ways on stand under the box.
      event.preventDefault();
      return;
    }
    if (isAdding(store.state())) {
      event.preventDefault();
      void sendOnceAdded(event.detail);
      return;
    }
    list.asks(store.state().settings.afterSend);
    void actions.send(event.detail);
  }

  /**
   * Its files are still on their way. It goes with them, unless something was changed or refused meanwhile.
   * @param {string} text
   */
  async function sendOnceAdded(text) {
    const { view } = store.state();
    store.dispatch([{ type: 'said', text: t('files.coming') }]);
    await until(store, (state) => state.view !== view || !isAdding(state));
    const state = store.state();
    if (state.view === view) {
      store.dispatch([{ type: 'said', text: '' }]);
      if (state.fileProblem === null && composer.draft === text) {
        composer.submit();
      }
    }
  }

  /** Opens the last question for being put otherwise; says whether there is one. */
  function editLast() {
    const state = store.state();
    const last = busyness(state) === 'idle' ? state.messages.findLast(({ role }) => role === 'user') : undefined;
    if (last === undefined) {
      return false;
    }
    if (list.log.shown.later) {
      list.toNewest();
    }
    const view = list.log.viewOf(last.id);
    if (view !== null) {
      editing.open(view, true);
    }
    return view !== null;
  }

  /**
   * What stands under the box of the message to come.
   * @param {State} state
   */
  function lookAhead(state) {
    const { draft } = composer;
    if (busyness(state) === 'idle') {
      drafting.lookAhead(draft);
    }
    composer.gauge(state.preview);
    const held = next.contains(document.activeElement);
    next.show(state.preview, {
      hint: choiceOf(state).model === state.next.model ? state.next.hint : null,
      wordy: draft.trim() !== '' || state.files.length > 0,
      refused: refusedAsTooLong(state),
    });
    if (held && !next.contains(document.activeElement)) {
      composer.focus();
    }
  }

  return {
    /** @type {import('./deeds.js').Deeds} */
    deeds: {
      'composer-send': send,
      'draft-changed': () => lookAhead(store.state()),
      'files-chosen': ({ detail }) => void drafting.addFiles(detail),
      'file-wanted': () => composer.pickFiles(),
      'chat-wanted': ({ detail }) => void drafting.addChat(detail),
      'file-removed': ({ detail }) => drafting.removeFile(detail),
      'key-saved': () => {
        // What was asked before stands in the box; the card stays for its test.
        store.dispatch([{ type: 'keyCard', open: true }]);
        composer.focus();
      },
      'key-later': () => {
        store.dispatch([{ type: 'keyCard', open: false }]);
        composer.focus();
      },
      'files-gone': () => composer.focus(),
      'leave-out': ({ detail }) => {
        store.dispatch([{ type: 'leaveOut', turns: detail }]);
        composer.focus();
      },
      'composer-stop': () => actions.stop(),
      'composer-say': ({ detail }) => store.dispatch([{ type: 'said', text: detail }]),
      'length-chosen': ({ detail }) => void actions.setLength(detail),
      'models-wanted': () => {
        void asking.load();
        void actions.loadModels();
      },
      'library-wanted': () => void asking.load(),
      'model-wanted': () => composer.focusModel(),
      'model-chosen': ({ detail }) => store.dispatch([{ type: 'modelChosen', model: detail }]),
      'preset-chosen': ({ detail }) => {
        void asking.choosePreset(detail);
        composer.focus();
      },
      'favourite-toggled': ({ detail }) => void actions.toggleFavourite(detail),
      'last-edit-wanted': (event) => editLast() && event.preventDefault(),
      'recall-wanted': () => composer.recall(),
      starter: ({ detail }) => composer.propose(detail),
    },

    /** @param {State} state */
    show(state) {
      asking.keepUp();
      composer.show({
        busy: busyness(state),
        ready: state.ready,
        placeholder: placeholder(choiceOf(state)),
        length: state.settings.chatMaxTokens,
        chatLength: parametersOf(state).maxTokens,
        offer: offerOf(state),
        templates: state.library === NO_LIBRARY ? null : state.library.templates,
        files: state.files,
        fileProblem: state.fileProblem,
        sendWith: state.settings.sendWith,
        longPaste: state.settings.longPaste,
      });
      lookAhead(state);
    },
  };
}
