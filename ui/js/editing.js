// Questions that are being put otherwise: what was typed stays while their chat is away, and stands
// there again once it is back. Knows the transcript by what it is asked for.

import { QuestionEdit } from './elements/question-edit.js';

/** @typedef {ReturnType<typeof createEditing>} Editing */
/** @typedef {import('./elements/message-view.js').MessageElement} MessageElement */

/** @param {import('./store.js').Store} store */
export function createEditing(store) {
  /** What was typed, by the question's id. @type {Map<string, string>} */
  const texts = new Map();
  const sendWith = () => store.state().settings.sendWith;

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
     */
    keep(message, text) {
      if (text === null) {
        texts.delete(message);
      } else {
        texts.set(message, text);
      }
    },

    /** What was typed. @param {string} message */
    typed: (message) => texts.get(message) ?? null,

    /** Opens those again that are on screen. @param {import('./elements/message-log.js').MessageLog} log */
    restore(log) {
      for (const message of texts.keys()) {
        const view = log.viewOf(message);
        if (view !== null) {
          place(view, false);
        }
      }
    },
  };
}
