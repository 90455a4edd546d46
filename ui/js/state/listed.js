// Lists of conversations, and what comes into them. Pure steps of the reducer.

/** @typedef {import('../types.js').ConversationView} ConversationView */

/** As `CONVERSATIONS_PAGE` of the engine: fewer means that it had no more to give. */
export const PAGE = 100;

/**
 * @param {readonly ConversationView[]} before
 * @param {readonly ConversationView[]} more which count where both know one
 * @returns {ConversationView[]} the newest first
 */
export function withAll(before, more) {
  const told = new Set(more.map(({ id }) => id));
  return [...before.filter(({ id }) => !told.has(id)), ...more].sort((one, other) => other.updatedAtMs - one.updatedAtMs);
}

/**
 * @param {readonly ConversationView[]} list newest first
 * @param {ConversationView} one
 * @returns {ConversationView[]}
 */
export function withConversation(list, one) {
  const rest = list.filter(({ id }) => id !== one.id);
  if (one.temporary || one.deletedAtMs !== null) {
    return rest;
  }
  const at = rest.findIndex(({ updatedAtMs }) => updatedAtMs <= one.updatedAtMs);
  return at < 0 ? [...rest, one] : [...rest.slice(0, at), one, ...rest.slice(at)];
}
