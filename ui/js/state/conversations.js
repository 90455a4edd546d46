// The list of conversations and the one on screen: pure steps of the reducer.

import { NOTHING_SAID } from './asking.js';
import { PAGE, withAll, withConversation } from './listed.js';
import { merged, withPage } from './page-merge.js';
import { shownPages, withPages } from './pages.js';
import { withOnShelf } from './shelf.js';
import { endOf } from './turns.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').MessagePage} MessagePage */
/** @typedef {import('../types.js').OpenConversation} OpenConversation */

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
    pages: [],
    messages: [],
    position: 0,
    temporary: false,
    openCount: 0,
    openAtMs: 0,
    failure: null,
    refused: null,
    fileProblem: null,
    whenOnline: null,
    model: null,
    leaveOut: null,
    preset: null,
    begin: NOTHING_SAID,
    preview: null,
    status: '',
  };
}

/**
 * The end of the conversation on screen was read.
 * @param {State} state
 * @param {{opened: OpenConversation, view: number}} event
 * @returns {State}
 */
export function opened(state, { opened: { conversation, ...page }, view }) {
  if (view !== state.view || conversation.id !== state.open) {
    return state;
  }
  // While another part is on screen, that is left alone: what is new of the end joins it later.
  const { pages, later } = shownPages(state.pages);
  return withPages(told(state, conversation), [...(later ? pages : []), ...merged(state.pages, currentPage(state, page))]);
}

/**
 * The conversation on screen was read around one of its messages, and at its end.
 * @param {State} state
 * @param {{around: OpenConversation, end: OpenConversation, view: number}} event
 * @returns {State}
 */
export function placed(state, { around, end, view }) {
  if (view !== state.view || end.conversation.id !== state.open || around.conversation.id !== state.open) {
    return state;
  }
  const pages = merged([], currentPage(state, end));
  const [first] = pages;
  if (first === undefined) {
    // Nothing is in it (any more); it is open all the same.
    return withPages(told(state, end.conversation), pages);
  }
  const before = withPage(pages, currentPage(state, around), { before: first.first, after: null });
  return withPages(told(state, end.conversation), before);
}

/**
 * @param {State} state
 * @param {ConversationView} conversation
 * @returns {State}
 */
function told(state, conversation) {
  return {
    ...state,
    opening: false,
    openCount: conversation.messageCount,
    openAtMs: conversation.updatedAtMs,
    temporary: conversation.temporary,
    conversations: withConversation(state.conversations, conversation),
  };
}

/**
 * A page of the conversation on screen came.
 * @param {State} state
 * @param {{page: MessagePage, wanted: {before: string | null, after: string | null}, view: number}} event
 * @returns {State}
 */
export function pageCame(state, { page, wanted, view }) {
  if (view !== state.view) {
    return state;
  }
  const pages = withPage(state.pages, currentPage(state, page), wanted);
  return pages === state.pages ? state : withPages(state, pages);
}

/**
 * @template {MessagePage} P
 * @param {State} state
 * @param {P} page
 * @returns {P}
 */
function currentPage(state, page) {
  return { ...page, messages: page.messages.map((message) => current(state, message)) };
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
  const page = list.filter(({ pinned }) => !pinned);
  const whole = page.length < PAGE;
  const toMs = page.at(-1)?.updatedAtMs ?? Infinity;
  if (before === null) {
    // Older ones that were asked for stay; whether there are more is asked again at their end.
    const listedToMs = Math.min(toMs, state.listedToMs);
    return { ...state, conversations: keepOpen(state, withNewest(state.conversations, list)), allListed: whole, listedToMs };
  }
  return { ...state, conversations: withAll(state.conversations, list), allListed: whole, listedToMs: Math.min(toMs, state.listedToMs) };
}

/**
 * The last one up to which the usual list is known: what follows it is asked for next. Some that are
 * older may be known by their folder.
 * @param {State} state
 * @returns {string | null}
 */
export function lastListed({ conversations, listedToMs }) {
  return conversations.findLast(({ pinned, archived, updatedAtMs }) => !pinned && !archived && updatedAtMs >= listedToMs)?.id ?? null;
}

/**
 * What is on screen stays known where the usual list has it not.
 * @param {State} state
 * @param {ConversationView[]} list
 */
function keepOpen({ open, conversations }, list) {
  const row = conversations.find(({ id }) => id === open);
  return row?.archived === true && !list.some(({ id }) => id === open) ? withConversation(list, row) : list;
}

/**
 * The newest ones read anew; older ones that were asked for stay.
 * @param {readonly ConversationView[]} before
 * @param {ConversationView[]} newest
 * @returns {ConversationView[]}
 */
export function withNewest(before, newest) {
  // Pinned ones are all told, in front of the others.
  const page = newest.filter(({ pinned }) => !pinned);
  const last = page.at(-1);
  if (last === undefined || page.length < PAGE) {
    return withAll([], newest);
  }
  return withAll(before.filter(({ updatedAtMs, pinned }) => !pinned && updatedAtMs <= last.updatedAtMs), newest);
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
    shelf: withOnShelf(state.shelf, changed),
  };
}
