// Whose a draft is. Pure.

/** That of a new chat, where nothing is kept. @type {Readonly<import('../types.js').SaveDraft>} */
export const NO_DRAFT = Object.freeze({ conversation: null, text: '', caret: 0, files: [], asking: null });

/**
 * How the engine is told of it.
 * @param {string | null} conversation
 * @param {boolean} temporary whether it would be, or is
 * @returns {{conversation: string | null, temporary?: boolean}}
 */
export const ofChat = (conversation, temporary) => (conversation === null && temporary ? { conversation, temporary } : { conversation });

/** @param {{conversation: string | null, temporary?: boolean}} chat */
export const keyOf = ({ conversation, temporary = false }) => conversation ?? (temporary ? 'temporary' : '');
