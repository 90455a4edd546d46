// What the chat on screen is asked with: its preset, its own parameters, the models asked last.
// Derived from the state, pure.

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').AskParameters} AskParameters */
/** @typedef {import('../types.js').RecentModel} RecentModel */

/** How many models are kept as recent. */
const RECENT = 5;

/** @type {Readonly<AskParameters>} */
export const NO_PARAMETERS = Object.freeze({ maxTokens: null, temperature: null, seed: null, stop: [], reasoning: null });

/** A question says nothing of its own: the chat's parameters count. @type {import('../types.js').TurnOptions} */
export const NO_OPTIONS = { temperature: null, seed: null, stop: [], reasoning: null };

/** A new chat as long as nothing is said of it. @type {Readonly<import('../types.js').BeginWith>} */
export const NOTHING_SAID = Object.freeze({ instructions: null, noDefaultInstructions: false, parameters: NO_PARAMETERS });

/**
 * What the engine tells of the chat on screen; none where it is not begun, or not kept.
 * @param {State} state
 */
export function chatOf({ open, conversations }) {
  return open === null ? null : (conversations.find(({ id }) => id === open) ?? null);
}

/**
 * The name of the preset that the chat is asked with.
 * @param {State} state
 * @returns {string | null}
 */
export function presetNameOf(state) {
  const chat = chatOf(state);
  return chat === null ? state.preset : chat.preset;
}

/**
 * That preset, where it is there.
 * @param {State} state
 */
export function presetOf(state) {
  const name = presetNameOf(state);
  return name === null ? null : (state.library.presets.find((preset) => preset.name === name) ?? null);
}

/**
 * What the chat asks of the model beside its questions, with what its preset says.
 * @param {State} state
 * @returns {AskParameters}
 */
export function parametersOf(state) {
  const own = chatOf(state)?.parameters ?? state.begin.parameters;
  const preset = presetOf(state)?.parameters ?? NO_PARAMETERS;
  return {
    maxTokens: own.maxTokens ?? preset.maxTokens,
    temperature: own.temperature ?? preset.temperature,
    seed: own.seed ?? preset.seed,
    stop: own.stop.length > 0 ? own.stop : preset.stop,
    reasoning: own.reasoning ?? preset.reasoning,
  };
}

/**
 * What a new chat begins with; none where nothing is said.
 * @param {State} state
 */
export function beginOf({ open, preset, begin }) {
  return open === null ? { preset, begin: begin === NOTHING_SAID ? null : begin } : { preset: null, begin: null };
}

/**
 * What was chosen for a chat that is not begun, as its draft keeps it, where the chat is not temporary; none
 * where nothing was.
 * @param {State} state
 * @returns {import('../types.js').DraftAsking | null}
 */
export function askingOf(state) {
  const { open, model } = state;
  const { preset, begin } = beginOf(state);
  const chosen = open === null && (preset !== null || begin !== null || model !== null);
  return chosen ? { preset, model, begin } : null;
}

/**
 * The draft of the chat on screen was read. What was chosen meanwhile counts.
 * @param {State} state
 * @param {{files: import('../types.js').StagedFile[], asking?: import('../types.js').DraftAsking | null}} draft
 * @returns {State}
 */
export function draftOpened(state, { files, asking = null }) {
  const next = { ...state, files };
  if (asking === null || state.open !== null || askingOf(state) !== null) {
    return next;
  }
  return { ...next, preset: asking.preset, model: asking.model, begin: asking.begin ?? NOTHING_SAID };
}

/**
 * The ids of the models that a connection was asked for last.
 * @param {State} state
 * @param {string | null} connection
 */
export function recentOf({ recent }, connection) {
  return recent.filter((one) => one.connection === connection).map(({ model }) => model);
}

/**
 * A model was asked by this page. Of a temporary chat nothing is kept, and the demo is no model.
 * @param {State} state
 * @param {import('../types.js').StartedTurn | null} started
 * @returns {State}
 */
export function withRecent(state, started) {
  if (started === null || state.temporary || started.connection === 'demo') {
    return state;
  }
  const { connection, model } = started;
  const [first] = state.recent;
  if (first?.connection === connection && first.model === model) {
    return state;
  }
  const others = state.recent.filter((one) => one.connection !== connection || one.model !== model);
  return { ...state, recent: [{ connection, model }, ...others].slice(0, RECENT) };
}

/**
 * What was kept of them; whatever else stands there counts as nothing.
 * @param {string | null} json
 * @returns {RecentModel[]}
 */
export function recentFrom(json) {
  try {
    const kept = /** @type {unknown} */ (JSON.parse(json ?? '[]'));
    const all = Array.isArray(kept) ? kept : [];
    return all.filter((one) => typeof one?.connection === 'string' && typeof one?.model === 'string').slice(0, RECENT).map(({ connection, model }) => ({ connection, model }));
  } catch {
    return [];
  }
}
