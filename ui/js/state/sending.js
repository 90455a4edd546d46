// What is on its way from the box to the engine, questions and files: pure steps of the reducer. It
// belongs to the chat that it was given in, whichever is on screen when it arrives or is refused.

import { t } from '../lib/texts.js';
import { endPages, withPages } from './pages.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Sending} Sending */
/** @typedef {import('../types.js').DraftOwner} DraftOwner */
/** @typedef {import('../types.js').UserError} UserError */

/**
 * Whose draft stands in the box.
 * @param {State} state
 * @returns {DraftOwner}
 */
export function draftOwner({ view, open, temporary }) {
  return { view, conversation: open, temporary };
}

/**
 * Whether a draft is the one in the box: also where its chat was left and came back.
 * @param {State} state
 * @param {DraftOwner} owner
 */
export function isHere(state, { view, conversation, temporary }) {
  return view === state.view || (conversation === state.open && (conversation !== null || (!temporary && !state.temporary)));
}

/**
 * Whether a file is on its way to the message in the box.
 * @param {State} state
 */
export function isAdding(state) {
  return state.adding.some((owner) => isHere(state, owner));
}

/**
 * @param {State} state
 * @param {Sending} sending
 * @returns {State}
 */
export function sendingBegan(state, sending) {
  // What is sent stands at the end, or in the place of a message on screen.
  const here = sending.kind === 'retry' || sending.kind === 'edit';
  return {
    ...(here ? state : withPages(state, endPages(state.pages))),
    files: state.files.filter((file) => !sending.files.includes(file)),
    fileProblem: null,
    sendings: [...state.sendings, sending],
    failure: null,
    whenOnline: null,
    refused: null,
    keyCard: false,
    asked: true,
    status: t('chat.answering'),
  };
}

/**
 * @param {State} state
 * @param {{sending: {turnId: string}, error: UserError}} event
 * @returns {State}
 */
export function refused(state, { sending: { turnId }, error }) {
  const sending = state.sendings.find((one) => one.turnId === turnId);
  if (sending === undefined) {
    return state;
  }
  const here = isHere(state, sending);
  const rest = {
    ...state,
    sendings: state.sendings.filter((one) => one !== sending),
    files: here ? [...sending.files, ...state.files] : state.files,
  };
  if (!here && sending.temporary) {
    // It ended when it was left.
    return rest;
  }
  // Who pressed Stop in time wants to hear that nothing was sent, and no alarm.
  if (sending.stopping && error.code === 'interrupted') {
    return { ...rest, status: error.message };
  }
  // From another chat nothing is repeated: there it stands in the box.
  return { ...rest, status: here || sending.text === '' ? '' : t('chat.refusedElsewhere'), failure: error, refused: here ? sending : null };
}

/**
 * @param {State} state
 * @param {{file: import('../types.js').StagedFile, owner: DraftOwner}} event
 * @returns {State}
 */
export function fileAdded(state, { file, owner }) {
  return isHere(state, owner) ? { ...state, files: [...state.files, file] } : state;
}
