// What stands in the transcript: messages, running answers and what was just sent. Pure.

import { canGoOn, endNote, waitText } from '../lib/format.js';
import { cacheNote, leftOutNote } from '../lib/receipt.js';
import { blankMessage } from './turns.js';
import { sendingHere } from './choice.js';

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
 */

/**
 * @param {State} state
 * @returns {{rows: Row[], hidden: number}}
 */
export function rowsOf(state) {
  const sending = sendingHere(state);
  let messages = state.messages;
  if (sending?.kind === 'retry' || sending?.kind === 'edit') {
    const at = messages.findIndex(({ id }) => id === sending.message);
    messages = at < 0 ? messages : messages.slice(0, at);
  }
  const kept = firstKept(state, messages);
  const rows = messages.map((message, index) => ({ ...rowOf(state, message), leftOut: index < kept }));
  if (sending !== null) {
    if (sending.kind === 'send' || sending.kind === 'edit') {
      const echo = { ...blankMessage(`echo:${sending.turnId}`, 'user', 0), text: sending.text, files: sending.files };
      rows.push({ ...plainRow(echo), pending: true });
    }
    const answer = { ...blankMessage(sending.turnId, 'assistant', 0), turnId: sending.turnId, model: sending.model };
    rows.push({ ...plainRow(answer), pending: true, stopping: sending.stopping });
  }
  const newest = rows.at(-1);
  if (newest !== undefined) {
    newest.newest = true;
  }
  return { rows, hidden: state.position };
}

/**
 * Where what the next message sends begins.
 * @param {State} state
 * @param {readonly MessageView[]} messages
 */
function firstKept({ preview }, messages) {
  if (preview === null || preview.leftOut === 0) {
    return 0;
  }
  const at = messages.findIndex(({ id }) => id === preview.keptFrom);
  return at < 0 ? messages.length : at;
}

/**
 * @param {State} state
 * @param {MessageView} message
 * @returns {Row}
 */
function rowOf(state, message) {
  const turn = message.turnId === null ? null : (state.turns.get(message.turnId) ?? null);
  return turn?.message === message.id
    ? { ...plainRow(message), turn, stopping: turn.stopping }
    : plainRow(message);
}

/**
 * @param {MessageView} message
 * @returns {Row}
 */
function plainRow(message) {
  const key = message.role === 'assistant' ? (message.turnId ?? message.id) : message.id;
  return { key, message, turn: null, pending: false, stopping: false, newest: false, leftOut: false };
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
    one.leftOut === other.leftOut
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
    return stopping ? 'Stopping…' : 'Thinking…';
  }
  return turn === null ? 'Being answered in another program…' : waitText(turn, nowMs);
}

/** @param {MessageView} message */
function unfinished({ state }) {
  return state === 'pending' || state === 'streaming';
}

/** @typedef {'Continue' | 'Copy' | 'Retry'} Act */

/**
 * What stands under an answer that grows no more.
 * @param {Row} row
 * @param {boolean} repeatable whether it can be asked for again or gone on with here
 * @param {import('../lib/errors.js').Remedy | null} remedy what its error offers already
 * @param {number} nowMs
 * @returns {{note: string, acts: Act[]}}
 */
export function offersOf({ message, turn }, repeatable, remedy, nowMs) {
  /** @type {Act[]} */
  const acts = [];
  if (message.role !== 'assistant') {
    return { note: '', acts };
  }
  if (repeatable && canGoOn(message)) {
    acts.push('Continue');
  }
  if (turn === null ? message.text !== '' : turn.nodes.length > 0) {
    acts.push('Copy');
  }
  if (repeatable && remedy !== 'retry') {
    // After an interruption this is one of the two ways on, so it stands with the other.
    acts.splice(message.state === 'interrupted' ? 1 : acts.length, 0, 'Retry');
  }
  const { receipt } = message;
  const notes = [endNote(message) || cacheNote(receipt, nowMs), leftOutNote(receipt), ...receipt.notes];
  return { note: notes.filter((note) => note !== '').join(' · '), acts };
}
