// The page's state. `reduce` is pure: what came and what the page did go in, the next state comes
// out. Knows neither the engine nor the DOM.

import { pagesLeft, turnEnded, turnPatched, turnStarted, turnsAttached, withTurn } from './state/turns.js';
import { conversationChanged, elsewhere, listed, opened, pageCame, placed } from './state/conversations.js';
import { withAll } from './state/listed.js';
import { draftOpened, withRecent } from './state/asking.js';
import { fileAdded, refused, sendingBegan } from './state/sending.js';
import { remedyOf } from './lib/errors.js';
import { initialState } from './state/initial.js';
import { endPages, withPages } from './state/pages.js';
import { shelfChosen, shelfListed } from './state/shelf.js';
import { unreachable } from './tree.js';

/** @typedef {import('./types.js').State} State */
/** @typedef {import('./types.js').WireEvent} WireEvent */
/** @typedef {import('./types.js').Action} Action */

/**
 * @param {State} state
 * @param {WireEvent | Action} event
 * @param {number} nowMs
 * @returns {State}
 */
export function reduce(state, event, nowMs) {
  switch (event.type) {
    case 'snapshot':
    case 'resync':
    case 'usageUpdated':
    case 'settingsChanged':
    case 'wanted':
      return state;
    case 'turnStarted':
    case 'started':
      return withRecent(turnStarted(state, event.type === 'started' ? event.started : event, nowMs), event.type === 'started' ? event.started : null);
    case 'turnWaiting':
      return patchTurn(state, event.turnId, {
        wait: { reason: event.reason, untilMs: event.untilMs, note: event.note },
      });
    case 'turnPatched':
      return turnPatched(state, event, nowMs);
    case 'turnEnded':
      return turnEnded(state, event);
    case 'conversationChanged':
      return conversationChanged(state, event.conversation);
    case 'keysChanged':
      return keysSet({ ...state, next: event.next }, event.keys);
    case 'notice':
      return { ...state, notice: event.error };
    case 'attached':
      return attached(state, event.snapshot, nowMs);
    case 'opening':
      return { ...elsewhere(state), open: event.id, opening: true, temporary: event.temporary ?? false };
    case 'opened':
      return opened(state, event);
    case 'newChat':
      return { ...elsewhere(state), temporary: event.temporary };
    case 'placed':
      return placed(state, event);
    case 'pageCame':
      return pageCame(state, event);
    case 'pagesLeft':
      return pagesLeft(state, event.keys);
    case 'toEnd':
      return withPages(state, endPages(state.pages));
    case 'removal':
      return { ...state, removal: event.removal };
    case 'draftOpened':
      return draftOpened(state, event);
    case 'draftComing':
      return { ...state, draftComing: event.coming };
    case 'sending':
      return sendingBegan(state, event.sending);
    case 'refused':
      return refused(state, event);
    case 'failed':
      return { ...state, opening: false, failure: event.error, refused: event.again ?? null };
    case 'failureSeen':
      return { ...state, failure: null, refused: null };
    case 'noticeSeen':
      return { ...state, notice: null };
    case 'whenOnline':
      return { ...state, whenOnline: event.message };
    case 'stopping':
      return {
        ...patchTurn(state, event.turnId, { stopping: true }),
        sendings: state.sendings.map((one) =>
          one.turnId === event.turnId ? { ...one, stopping: true } : one,
        ),
      };
    case 'modelChosen':
      return { ...state, model: event.model };
    case 'models':
      return { ...state, models: event.models };
    case 'fileAdded':
      return fileAdded(state, event);
    case 'adding':
      return { ...state, adding: event.owners };
    case 'fileRemoved':
      return { ...state, files: state.files.filter(({ id }) => id !== event.id) };
    case 'fileRefused':
      return { ...state, fileProblem: event.error };
    case 'leaveOut':
      return { ...state, leaveOut: event.turns };
    case 'library':
      return { ...state, library: event.library };
    case 'presetChosen':
      // What a preset says of the model counts again.
      return { ...state, preset: event.preset, model: null };
    case 'beginWith':
      return { ...state, begin: event.begin };
    case 'recent':
      return { ...state, recent: event.recent };
    case 'previewed':
      return { ...state, preview: event.preview };
    case 'settings':
      return { ...state, settings: event.settings };
    case 'keys':
      return keysSet(state, event.keys);
    case 'conversationsListed':
      return listed(state, event);
    case 'folderListed':
      return { ...state, conversations: withAll(state.conversations, event.list) };
    case 'shelfChosen':
      return shelfChosen(state, event.filter);
    case 'shelfListed':
      return shelfListed(state, event);
    case 'labels':
      return { ...state, labels: event.labels };
    case 'keyCard':
      return { ...state, keyCard: event.open };
    case 'said':
      return { ...state, status: event.text };
    default:
      return unreachable(event);
  }
}

/**
 * @param {State} state
 * @param {string} turnId
 * @param {Partial<import('./types.js').LiveTurn>} change
 * @returns {State}
 */
function patchTurn(state, turnId, change) {
  const turn = state.turns.get(turnId);
  return turn === undefined
    ? state
    : { ...state, turns: withTurn(state.turns, { ...turn, ...change }) };
}

/**
 * @param {State} state
 * @param {import('./types.js').Snapshot} snapshot
 * @param {number} nowMs
 * @returns {State}
 */
function attached(state, snapshot, nowMs) {
  return {
    ...listed(turnsAttached(state, snapshot.turns, nowMs), { list: snapshot.conversations, before: null }),
    ready: true,
    version: snapshot.version,
    next: snapshot.next,
    keys: snapshot.keys,
    settings: snapshot.settings,
    files: snapshot.files.filter(({ id }) => !state.sendings.some(({ files }) => files.some((file) => file.id === id))),
    notice: snapshot.notice ?? state.notice,
  };
}

/**
 * @param {State} state
 * @param {import('./types.js').KeyStatus[]} keys
 * @returns {State}
 */
function keysSet(state, keys) {
  // What was wrong with the key that was there before is no longer true.
  const failure = state.failure !== null && ['key', 'session'].includes(remedyOf(state.failure.code)) ? null : state.failure;
  return { ...state, keys, failure, models: { connection: null, phase: 'none', list: [], problem: '' } };
}

/**
 * @typedef {object} Store
 * @property {() => State} state
 * @property {(events: readonly (WireEvent | Action)[]) => void} dispatch all, then tells once
 * @property {(listener: (events: readonly (WireEvent | Action)[]) => void, options: {signal: AbortSignal}) => void} subscribe
 */

/**
 * @param {() => number} nowMs
 * @returns {Store}
 */
export function createStore(nowMs) {
  let state = initialState();
  /** @type {Set<(events: readonly (WireEvent | Action)[]) => void>} */
  const listeners = new Set();
  return {
    state: () => state,
    dispatch(events) {
      const now = nowMs();
      state = events.reduce((before, event) => reduce(before, event, now), state);
      for (const listener of listeners) {
        listener(events);
      }
    },
    subscribe(listener, { signal }) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
}
