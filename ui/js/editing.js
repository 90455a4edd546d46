// Questions that are being put otherwise: what was typed is kept as a draft is, by the engine, and stands
// there again once its chat is on screen. Knows the transcript by what it is asked for.

import { QuestionEdit } from './elements/question-edit.js';
import { NO_DRAFT } from './state/whose-draft.js';

/** @typedef {ReturnType<typeof createEditing>} Editing */
/** @typedef {import('./elements/message-view.js').MessageElement} MessageElement */

/** How long nobody types before it is saved. */
const STILL_MS = 400;

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {AbortSignal} signal
 */
export function createEditing(host, store, signal) {
  /** What was typed, by the question's id; none where this page let go of it. @type {Map<string, string | null>} */
  const texts = new Map();
  /** What is not saved yet: the chat of each question. @type {Map<string, string | null>} */
  const unsaved = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const sendWith = () => store.state().settings.sendWith;

  function save() {
    clearTimeout(timer);
    for (const [message, conversation] of unsaved) {
      // What cannot be saved still stands in its place.
      host.invoke('save_draft', { params: { ...NO_DRAFT, conversation, message, text: texts.get(message) ?? '' } }).catch(() => undefined);
    }
    unsaved.clear();
  }

  store.subscribe((events) => {
    for (const event of events) {
      for (const { message, text } of event.type === 'draftOpened' ? (event.edits ?? []) : []) {
        // What this page knows of it is newer.
        texts.set(message, texts.has(message) ? (texts.get(message) ?? null) : text);
      }
    }
  }, { signal });
  window.addEventListener('pagehide', save, { signal });

  /**
   * @param {MessageElement} view
   * @param {boolean} recalls
   * @returns {QuestionEdit | null} none where it is open already, or nothing can be edited
   */
  function place(view, recalls) {
    const { row } = view;
    if (row === null || view.querySelector('question-edit') !== null) {
      return null;
    }
    const { id, text } = row.message;
    const edit = new QuestionEdit({ message: id, text, typed: texts.get(id) ?? text, recalls, sendWith });
    view.body.after(edit);
    return edit;
  }

  return {
    /**
     * Opens a question for being put otherwise, or goes on with that.
     * @param {MessageElement} view
     * @param {boolean} [recalls] whether Up goes on to those before
     */
    open(view, recalls = false) {
      place(view, recalls)?.focus();
    },

    /**
     * @param {string} message
     * @param {string | null} text what was typed; none where it was given up, sent or is as it was
     * @param {string | null} [conversation] whose question it is; none is that of the one on screen
     */
    keep(message, text, conversation = store.state().open) {
      texts.set(message, text);
      unsaved.set(message, conversation);
      clearTimeout(timer);
      timer = setTimeout(save, STILL_MS);
    },

    /** What was typed. @param {string} message */
    typed: (message) => texts.get(message) ?? null,

    /** Opens those again that are on screen. @param {import('./elements/message-log.js').MessageLog} log */
    restore(log) {
      for (const [message, text] of texts) {
        const view = text === null ? null : log.viewOf(message);
        if (view !== null) {
          place(view, false);
        }
      }
    },
  };
}
