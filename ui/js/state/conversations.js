// The list of conversations and the one on screen: pure steps of the reducer.

import { endOf } from './turns.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessageView} MessageView */

/**
 * Another chat comes on screen.
 * @param {State} state
 * @returns {State}
 */
export function elsewhere(state) {
  return {
    ...state,
    view: state.view + 1,
    open: null,
    opening: false,
    messages: [],
    openCount: 0,
    failure: null,
    model: null,
    leaveOut: null,
    preview: null,
    status: '',
  };
}

/**
 * @param {State} state
 * @param {{opened: import('../types.js').OpenConversation, view: number}} event
 * @returns {State}
 */
export function opened(state, { opened: { conversation, messages }, view }) {
  if (view !== state.view || conversation.id !== state.open) {
    return state;
  }
  return {
    ...state,
    opening: false,
    openCount: conversation.messageCount,
    messages: messages.map((message) => current(state, message)),
    conversations: withConversation(state.conversations, conversation),
  };
}

/**
 * What was read may be older than what was watched: an end that came meanwhile counts.
 * @param {State} state
 * @param {MessageView} message
 * @returns {MessageView}
 */
function current(state, message) {
  const end = message.turnId === null ? null : (state.turns.get(message.turnId)?.end ?? null);
  if (end === null || (message.state !== 'pending' && message.state !== 'streaming')) {
    return message;
  }
  return { ...message, ...endOf(end) };
}

/**
 * @param {State} state
 * @param {{list: ConversationView[], before: string | null}} event
 * @returns {State}
 */
export function listed(state, { list, before }) {
  if (before === null) {
    return { ...state, conversations: list, allListed: false };
  }
  const conversations = list.reduce(withConversation, state.conversations);
  return { ...state, conversations, allListed: list.length === 0 };
}

/**
 * @param {readonly ConversationView[]} list newest first
 * @param {ConversationView} one
 * @returns {ConversationView[]}
 */
export function withConversation(list, one) {
  const rest = list.filter(({ id }) => id !== one.id);
  const at = rest.findIndex(({ updatedAtMs }) => updatedAtMs <= one.updatedAtMs);
  return at < 0 ? [...rest, one] : [...rest.slice(0, at), one, ...rest.slice(at)];
}
