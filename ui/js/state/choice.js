// What the next question will use and what the view shows of running turns: derived from the
// state, pure.

import { NO_MODELS } from '../lib/choices.js';
import { t } from '../lib/texts.js';
import { chatOf, presetNameOf, presetOf, recentOf } from './asking.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').LiveTurn} LiveTurn */
/** @typedef {import('../types.js').Sending} Sending */

/**
 * @typedef {object} Choice
 * @property {string | null} connection the connection that will be used, as far as is known
 * @property {string | null} model the model that will be asked
 * @property {boolean} demo
 * @property {string | null} sentConnection what goes out: none leaves it to the engine
 * @property {string | null} sentModel
 */

/**
 * A conversation stays with its connection and model, except that the demo is left as soon as
 * something real is there: a person who set a key means it. What was chosen for the conversation, and
 * what its preset says, comes before that.
 * @param {State} state
 * @returns {Choice}
 */
export function choiceOf(state) {
  const last = state.messages.findLast(({ role, connection }) => role === 'assistant' && connection !== null);
  const said = saidOf(state);
  const leavesDemo = said.connection === null && last?.connection === 'demo' && !state.next.demo && state.next.connection !== null;
  const follows = last !== undefined && !leavesDemo;
  const usual = follows ? last.connection : state.next.connection;
  const connection = said.connection ?? usual;
  // Another model may have served than was asked; the one that was asked is asked again.
  const model = said.model ?? (connection !== usual ? null : follows ? (last.asked ?? last.model) : state.next.model);
  return {
    connection,
    model: state.model ?? model,
    demo: said.connection === null ? (follows ? last.connection === 'demo' : state.next.demo) : connection === 'demo',
    sentConnection: leavesDemo ? state.next.connection : null,
    sentModel: state.model ?? (leavesDemo ? said.model ?? state.next.model : null),
  };
}

/**
 * The connection and model that were chosen for the chat, or that its preset says.
 * @param {State} state
 * @returns {{connection: string | null, model: string | null}}
 */
function saidOf(state) {
  const chat = chatOf(state);
  const preset = presetOf(state);
  const connection = chat?.connection ?? preset?.connection ?? null;
  // A model of another connection than the one that is asked is none for it.
  const fits = preset?.connection === null || preset?.connection === connection;
  return { connection, model: chat?.model ?? (fits ? (preset?.model ?? null) : null) };
}

/**
 * What can be chosen for the next message.
 * @param {State} state
 * @returns {import('../lib/choices.js').Offer}
 */
export function offerOf(state) {
  const { connection, model } = choiceOf(state);
  const { models, settings, library } = state;
  return {
    models: models.connection === connection ? models : NO_MODELS,
    why: whyNoModels(state),
    favourites: settings.favouriteModels,
    keeps: true,
    recent: recentOf(state, connection),
    presets: library.presets,
    model,
    preset: presetNameOf(state),
  };
}

/**
 * How many of the oldest turns the next message leaves out: as chosen, else as the last one did.
 * @param {State} state
 * @returns {number}
 */
export function leaveOutOf({ leaveOut, messages }) {
  return leaveOut ?? messages.findLast(({ role }) => role === 'assistant')?.receipt.leftOut ?? 0;
}

/**
 * Whether a server said that the chat is too long.
 * @param {State} state
 */
export function refusedAsTooLong({ messages }) {
  return messages.at(-1)?.error?.code === 'context_too_long';
}

/**
 * The composer's invitation.
 * @param {Choice} choice
 * @returns {string}
 */
export function placeholder({ model, demo }) {
  if (demo) {
    return t('composer.askDemo');
  }
  if (model === null) {
    return t('composer.askAnything');
  }
  return model.toLowerCase().includes('claude') ? t('composer.askClaude') : t('composer.askModel', { model });
}

/**
 * The command of this view that has no result yet.
 * @param {State} state
 * @returns {Sending | null}
 */
export function sendingHere(state) {
  return state.sendings.find(({ view }) => view === state.view) ?? null;
}

/**
 * The turn that runs in this view.
 * @param {State} state
 * @returns {LiveTurn | null}
 */
export function turnHere(state) {
  if (state.open === null) {
    return null;
  }
  for (const turn of state.turns.values()) {
    if (turn.conversation === state.open && turn.end === null) {
      return turn;
    }
  }
  return null;
}

/**
 * Whether an answer on screen is being written by another program.
 * @param {State} state
 */
export function answeredElsewhere(state) {
  return state.messages.some(
    ({ role, state: how, turnId }) =>
      role === 'assistant' && (how === 'pending' || how === 'streaming') && (turnId === null || !state.turns.has(turnId)),
  );
}

/**
 * How the composer stands: `thinking` from sending to the first token, then `answering`.
 * @param {State} state
 * @returns {'idle' | 'thinking' | 'answering'}
 */
export function busyness(state) {
  if (sendingHere(state) !== null) {
    return 'thinking';
  }
  const turn = turnHere(state);
  if (turn === null) {
    return 'idle';
  }
  return turn.begun ? 'answering' : 'thinking';
}

/**
 * Whether the next question can go to a real model. Quick-ask is told that, and of no keys.
 * @param {State} state
 */
export function isReady({ next }) {
  return next.connection !== null && !next.demo && next.problem === null;
}

/**
 * Why the list of models is not read yet; none when it may be. Nothing is fetched before a key is
 * set or a question sent.
 * @param {State} state
 * @param {boolean} [told] whether a key is set, where only that is told
 * @returns {string | null}
 */
export function whyNoModels(state, told = false) {
  const { connection } = choiceOf(state);
  const keyed = state.keys.some((key) => key.state === 'present' && key.connection === connection);
  if (keyed || told || state.asked || state.messages.length > 0) {
    return null;
  }
  return t('models.notYet');
}
