// The list of conversations and the one on screen: pure steps of the reducer.

import { endOf } from './turns.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessageView} MessageView */

/** As `CONVERSATIONS_PAGE` of the engine: fewer means that it had no more to give. */
export const PAGE = 100;

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
    openAtMs: 0,
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
    openAtMs: conversation.updatedAtMs,
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
  const whole = list.length < PAGE;
  if (before === null) {
    return { ...state, conversations: withNewest(state.conversations, list), allListed: state.allListed || whole };
  }
  return { ...state, conversations: list.reduce(withConversation, state.conversations), allListed: whole };
}

/**
 * The newest ones read anew; older ones that were asked for stay.
 * @param {readonly ConversationView[]} before
 * @param {ConversationView[]} newest
 * @returns {ConversationView[]}
 */
export function withNewest(before, newest) {
  const last = newest.at(-1);
  if (last === undefined || newest.length < PAGE) {
    return newest;
  }
  const told = new Set(newest.map(({ id }) => id));
  return [...newest, ...before.filter(({ id, updatedAtMs }) => !told.has(id) && updatedAtMs <= last.updatedAtMs)];
}

/**
 * A conversation changed in this program: what it did to the one on screen was watched.
 * @param {State} state
 * @param {ConversationView | null} changed none when it was another program: the list is read anew
 * @returns {State}
 */
export function conversationChanged(state, changed) {
  if (changed === null) {
    return state;
  }
  return {
    ...state,
    openAtMs: changed.id === state.open ? changed.updatedAtMs : state.openAtMs,
    conversations: withConversation(state.conversations, changed),
  };
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
