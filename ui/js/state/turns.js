// What happens to turns: pure steps of the reducer. One turn here is one answer that this page
// watched, from the command to its end.

import { applyOps } from '../tree.js';
import { blankMessage } from './blank.js';
import { appended, cutAt, endPages, mapMessages, withPages, without } from './pages.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').LiveTurn} LiveTurn */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').StartedTurn} StartedTurn */
/** @typedef {import('../types.js').TurnEnded} TurnEnded */
/** @typedef {import('../types.js').TurnPatched} TurnPatched */
/** @typedef {import('../types.js').RunningTurn} RunningTurn */

/** Ended turns that are kept, so that a conversation read a moment too early still ends. */
const KEPT_ENDED = 16;

/**
 * @param {RunningTurn} turn
 * @param {number} nowMs
 * @returns {LiveTurn}
 */
export function liveTurn(turn, nowMs) {
  return {
    turnId: turn.turnId,
    conversation: turn.conversation,
    message: turn.message,
    model: turn.model,
    base: turn.nodes,
    nodes: turn.nodes,
    reasoning: turn.reasoning,
    reasoningMs: turn.reasoningMs,
    reasoningSinceMs: turn.reasoningSinceMs,
    seq: turn.seq,
    begun: turn.nodes.length > 0 || turn.reasoning !== '',
    wait: null,
    activeAtMs: nowMs,
    stopping: false,
    end: null,
  };
}

/**
 * A turn began: told by the command's result and by an event, in any order and more than once.
 * @param {State} state
 * @param {StartedTurn} started
 * @param {number} nowMs
 * @returns {State}
 */
export function turnStarted(state, started, nowMs) {
  const sending = state.sendings.find(({ turnId }) => turnId === started.turnId);
  const known = state.turns.has(started.turnId);
  let next = { ...state, sendings: state.sendings.filter((one) => one !== sending) };
  if (!known) {
    const turn = liveTurn({ ...started, nodes: [], reasoning: '', reasoningMs: null, reasoningSinceMs: null, seq: 0 }, nowMs);
    turn.stopping = sending?.stopping ?? false;
    next.turns = withTurn(state.turns, turn);
  }
  if (sending !== undefined && sending.view === state.view && state.open === null) {
    next.open = started.conversation;
  }
  if (next.open === started.conversation && sending !== undefined) {
    next = withStarted(next, started, sending, nowMs);
  }
  return next;
}

/**
 * The messages on screen after a turn of this page began. Turns of other windows are read anew
 * instead: their question is not known here.
 * @param {State} state
 * @param {StartedTurn} started
 * @param {import('../types.js').Sending} sending
 * @param {number} nowMs
 * @returns {State}
 */
function withStarted(state, started, sending, nowMs) {
  if (state.messages.some(({ id }) => id === started.message)) {
    return state;
  }
  const asks = sending.kind === 'send' || sending.kind === 'edit';
  const again = sending.kind === 'retry' || sending.kind === 'edit';
  const pages = again ? cutAt(state.pages, sending.message) : endPages(state.pages);
  let parent = pages.at(-1)?.last ?? null;
  const added = [];
  if (asks) {
    const question = blankMessage(started.question, 'user', nowMs);
    question.parent = parent;
    question.text = sending.text;
    question.shown = started.shown;
    question.files = sending.files;
    question.state = 'done';
    added.push(question);
    parent = question.id;
  }
  const answer = blankMessage(started.message, 'assistant', nowMs);
  answer.parent = parent;
  answer.state = 'streaming';
  answer.turnId = started.turnId;
  answer.model = started.model;
  answer.connection = started.connection;
  answer.maxTokens = sending.maxTokens;
  added.push(answer);
  return { ...withPages(state, appended(pages, added, started.turnId)), openCount: state.openCount + added.length };
}

/**
 * @param {State} state
 * @param {TurnPatched} event
 * @param {number} nowMs
 * @returns {State}
 */
export function turnPatched(state, event, nowMs) {
  const turn = state.turns.get(event.turnId);
  if (turn === undefined || event.seq <= turn.seq) {
    return state;
  }
  const patched = {
    ...turn,
    nodes: applyOps(turn.nodes, event.ops),
    reasoning: turn.reasoning + event.reasoning,
    ...reasoned(turn, event, nowMs),
    seq: event.seq,
    begun: true,
    wait: null,
    activeAtMs: nowMs,
  };
  return { ...state, turns: withTurn(state.turns, patched) };
}

/**
 * How long the model has reasoned: until the text goes on.
 * @param {LiveTurn} turn
 * @param {TurnPatched} event
 * @param {number} nowMs
 * @returns {Pick<LiveTurn, 'reasoningMs' | 'reasoningSinceMs'>}
 */
function reasoned({ reasoningMs, reasoningSinceMs }, { reasoning, ops }, nowMs) {
  if (reasoning !== '') {
    return { reasoningMs, reasoningSinceMs: reasoningSinceMs ?? nowMs };
  }
  if (ops.length === 0 || reasoningSinceMs === null) {
    return { reasoningMs, reasoningSinceMs };
  }
  return { reasoningMs: (reasoningMs ?? 0) + Math.max(0, nowMs - reasoningSinceMs), reasoningSinceMs: null };
}

/**
 * @param {State} state
 * @param {TurnEnded} event
 * @returns {State}
 */
export function turnEnded(state, event) {
  const turn = state.turns.get(event.turnId);
  if (turn === undefined) {
    return state;
  }
  const ended = { ...turn, model: event.model, wait: null, end: event };
  const next = mapMessages(state, (message) => (message.id === event.message ? { ...message, ...endOf(event) } : message));
  return {
    ...next,
    turns: pruned(withTurn(state.turns, ended), next.pages),
    status: event.conversation === state.open ? endStatus(event) : state.status,
  };
}

/**
 * The page attached again: what runs is told anew, what ended stays as it was watched. A turn that
 * ended unwatched leaves its tree in the message until that is read again.
 * @param {State} state
 * @param {readonly RunningTurn[]} running
 * @param {number} nowMs
 * @returns {State}
 */
export function turnsAttached(state, running, nowMs) {
  const turns = new Map([...state.turns].filter(([, { end }]) => end !== null));
  for (const told of running) {
    const stopping = state.turns.get(told.turnId)?.stopping ?? false;
    turns.set(told.turnId, { ...liveTurn(told, nowMs), stopping });
  }
  const next = mapMessages(state, (message) => {
    const gone = message.turnId === null || turns.has(message.turnId) ? undefined : state.turns.get(message.turnId);
    return gone === undefined ? message : { ...message, nodes: gone.nodes, reasoning: gone.reasoning };
  });
  return { ...next, turns };
}

/**
 * Pages that nobody looks at are let go, and with them the trees of what was watched in them.
 * @param {State} state
 * @param {readonly string[]} keys
 * @returns {State}
 */
export function pagesLeft(state, keys) {
  const next = withPages(state, without(state.pages, keys));
  return { ...next, turns: pruned(new Map(state.turns), next.pages) };
}

/**
 * What an answer's message learns from its turn's end.
 * @param {TurnEnded} end
 * @returns {Partial<MessageView>}
 */
export function endOf({ state, finish, error, model, receipt, files, asked, provider, usage, cost, firstTokenMs, totalMs, attempts }) {
  return { state, finish, error, model, receipt, files, asked, provider, usage, cost, firstTokenMs, totalMs, attempts };
}

/**
 * @param {TurnEnded} event
 * @returns {string}
 */
function endStatus(event) {
  if (event.state === 'done') {
    return t('chat.ready', { count: event.words });
  }
  return event.state === 'cancelled' ? t('chat.stopped') : '';
}

/**
 * @param {ReadonlyMap<string, LiveTurn>} turns
 * @param {LiveTurn} turn
 * @returns {Map<string, LiveTurn>}
 */
export function withTurn(turns, turn) {
  return new Map(turns).set(turn.turnId, turn);
}

/**
 * Forgets turns that ended long ago, but none that is on screen: its tree stands nowhere else here.
 * @param {Map<string, LiveTurn>} turns
 * @param {readonly import('../types.js').Page[]} pages
 * @returns {Map<string, LiveTurn>}
 */
function pruned(turns, pages) {
  const shown = new Set(pages.flatMap(({ messages }) => messages?.map(({ turnId }) => turnId) ?? []));
  const ended = [...turns.values()].filter(({ turnId, end }) => end !== null && !shown.has(turnId));
  for (const { turnId } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) {
    turns.delete(turnId);
  }
  return turns;
}
