// What stands in the transcript: messages, running answers and what was just sent. Pure.

import { topUpOf } from '../lib/credit.js';
import { waitText } from '../lib/format.js';
import { t } from '../lib/texts.js';
import { blankMessage } from './blank.js';
import { sendingHere } from './choice.js';
import { appended, cutAt, shownPages } from './pages.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').LiveTurn} LiveTurn */

/**
 * @typedef {object} Row
 * @property {string} key the same as long as it is the same answer, also before it has an id
 * @property {MessageView} message
 * @property {LiveTurn | null} turn
 * @property {boolean} pending sent, and not yet known to the engine
 * @property {boolean} stopping
 * @property {boolean} newest
 * @property {boolean} leftOut whether the next message goes without it
 * @property {string | null} topUp where credit is added, for an answer that failed for want of it
 * @property {boolean} waits whether it is asked for again once the network is back
 */

/**
 * A page as it is shown.
 * @typedef {object} Section
 * @property {string} key
 * @property {Row[] | null} rows none while its messages are away
 */

/**
 * What is shown of a conversation.
 * @typedef {object} Transcript
 * @property {Section[]} sections
 * @property {Row[]} rows all that are held
 * @property {number} hidden how many messages come before them
 * @property {boolean} later whether others come between them and the end
 */

/**
 * @param {State} state
 * @returns {Transcript}
 */
export function rowsOf(state) {
  const sending = sendingHere(state);
  const shown = shownPages(state.pages);
  let { pages } = shown;
  /** @type {Map<MessageView, Partial<Row>>} */
  const echoes = new Map();
  if (sending !== null) {
    const added = echoOf(sending);
    added.forEach((message) => echoes.set(message, { pending: true, stopping: sending.stopping && message.role === 'assistant' }));
    const again = sending.kind === 'retry' || sending.kind === 'edit';
    pages = appended(again ? cutAt(pages, sending.message) : pages, added, sending.turnId);
  }
  const kept = keptFrom(state);
  /** @type {Row[]} */
  const rows = [];
  const sections = pages.map(({ key, position, messages }) => {
    let at = position - 1;
    const made = messages?.map((message) => {
      at += message.role === 'system' ? 0 : 1;
      return { ...rowOf(state, message), leftOut: message.role !== 'system' && !echoes.has(message) && at < kept, ...echoes.get(message) };
    }) ?? null;
    rows.push(...(made ?? []));
    return { key, rows: made };
  });
  const later = shown.later && sending === null;
  const newest = later ? undefined : rows.at(-1);
  if (newest !== undefined) {
    newest.newest = true;
  }
  return { sections, rows, hidden: pages[0]?.position ?? 0, later };
}

/**
 * What was just sent, as messages that the engine does not know yet.
 * @param {import('../types.js').Sending} sending
 * @returns {MessageView[]}
 */
function echoOf({ kind, turnId, text, files, model }) {
  const asks = kind === 'send' || kind === 'edit';
  return [
    ...(asks ? [{ ...blankMessage(`echo:${turnId}`, 'user', 0), text, files }] : []),
    { ...blankMessage(turnId, 'assistant', 0), turnId, model },
  ];
}

/**
 * How many of the first messages the next one goes without.
 * @param {State} state
 * @returns {number}
 */
function keptFrom({ preview, pages }) {
  if (preview === null || preview.leftOut === 0) {
    return 0;
  }
  if (preview.keptFrom === null) {
    return Infinity;
  }
  for (const { position, messages } of pages) {
    const counted = messages?.filter(({ role }) => role !== 'system') ?? [];
    const at = counted.findIndex(({ id }) => id === preview.keptFrom);
    if (at >= 0) {
      return position + at;
    }
  }
  // It is on no page that is held: a turn is mostly a question and its answer.
  return preview.leftOut * 2;
}

/**
 * @param {State} state
 * @param {MessageView} message
 * @returns {Row}
 */
function rowOf(state, message) {
  const turn = message.turnId === null ? null : (state.turns.get(message.turnId) ?? null);
  const row = { ...plainRow(message), topUp: topUpOf(message, state.keys), waits: state.whenOnline === message.id };
  return turn?.message === message.id ? { ...row, turn, stopping: turn.stopping } : row;
}

/**
 * @param {MessageView} message
 * @returns {Row}
 */
function plainRow(message) {
  const key = message.role === 'assistant' ? (message.turnId ?? message.id) : message.id;
  return { key, message, turn: null, pending: false, stopping: false, newest: false, leftOut: false, topUp: null, waits: false };
}

/**
 * Whether two rows look the same: what did not change is not drawn again.
 * @param {Row} one
 * @param {Row} other
 */
export function sameRow(one, other) {
  return (
    one.message === other.message &&
    one.turn === other.turn &&
    one.pending === other.pending &&
    one.stopping === other.stopping &&
    one.newest === other.newest &&
    one.leftOut === other.leftOut &&
    one.topUp === other.topUp &&
    one.waits === other.waits
  );
}

/**
 * Whether an answer still grows, here or in another program.
 * @param {Row} row
 */
export function grows({ message, turn, pending }) {
  if (message.role !== 'assistant') {
    return false;
  }
  return turn === null ? pending || unfinished(message) : turn.end === null;
}

/**
 * What is told under a growing answer; empty while text comes.
 * @param {Row} row
 * @param {number} nowMs
 */
export function waitLine(row, nowMs) {
  const { turn, pending, stopping } = row;
  if (!grows(row)) {
    return '';
  }
  if (pending) {
    return stopping ? t('wait.stopping') : t('wait.thinking');
  }
  return turn === null ? t('message.elsewhere') : waitText(turn, nowMs);
}

/** @param {MessageView} message */
function unfinished({ state }) {
  return state === 'pending' || state === 'streaming';
}

/**
 * Who speaks.
 * @param {Row} row
 */
export function nameOf({ message, turn }) {
  switch (message.role) {
    case 'user':
      return t('message.you');
    case 'system':
      return t('message.instructions');
    case 'assistant':
      return turn?.model ?? message.model ?? t('message.answer');
  }
}

/**
 * What is told of an answer's reasoning.
 * @param {Row} row
 * @returns {import('../elements/reasoning-view.js').Reasoning}
 */
export function reasoningOf({ message, turn }) {
  if (turn === null || turn.end !== null) {
    const ms = message.receipt.reasoningMs ?? turn?.reasoningMs ?? null;
    return { text: turn?.reasoning ?? message.reasoning, thinking: false, ms, sinceMs: null };
  }
  const thinking = turn.reasoningSinceMs !== null || turn.nodes.length === 0;
  return { text: turn.reasoning, thinking, ms: turn.reasoningMs, sinceMs: turn.reasoningSinceMs };
}
