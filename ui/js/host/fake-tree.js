// The scripted engine's conversations: the path that is chosen, and what stands beside it. Gives
// pages of it as the engine does.

/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').MessagePage} MessagePage */

/**
 * @typedef {object} FakeConversation
 * @property {ConversationView} conversation
 * @property {MessageView[]} messages the chosen path
 * @property {string | null} [instructions] its own
 * @property {{at: number, tail: MessageView[]}[] | undefined} [beside] ways the path went on before, from a place on
 */

/** As `MESSAGES_PAGE` of the engine. */
const PAGE = 60;

/** @type {Omit<ConversationView, 'id' | 'title' | 'updatedAtMs' | 'messageCount'>} */
export const PLAIN = {
  pinned: false, archived: false, unread: false, folder: null, tags: [], connection: null, model: null,
  preset: null, parameters: { maxTokens: null, temperature: null, seed: null, stop: [], reasoning: null }, noDefaultInstructions: false,
  instructionsFrom: 'own', temporary: false, deletedAtMs: null,
};

/**
 * A conversation as the engine tells of it: tests name only what they are about.
 * @param {FakeConversation} fake
 * @returns {ConversationView}
 */
export function told({ conversation }) {
  return { ...PLAIN, ...conversation };
}

/**
 * The same for an event.
 * @template {{conversation: ConversationView | null}} E
 * @param {E} event
 * @returns {E}
 */
export function whole(event) {
  return event.conversation === null ? event : { ...event, conversation: { ...PLAIN, ...event.conversation } };
}

/** @type {MessageView['variants']} */
export const ALONE = { index: 1, count: 1, previous: null, next: null };

/**
 * The page that ends before a place, or begins there; the last one where none is named.
 * @param {FakeConversation} fake
 * @param {{before?: string | null, after?: string | null, around?: string | null}} where
 * @returns {MessagePage}
 */
export function pageOf(fake, { before, after, around }) {
  const { messages } = fake;
  const place = (/** @type {string} */ id) => messages.findIndex((message) => message.id === id);
  let from = Math.max(0, messages.length - PAGE);
  if (before) {
    from = Math.max(0, place(before) - PAGE);
  } else if (after) {
    from = place(after) + 1;
  } else if (around) {
    from = Math.max(0, place(around) - PAGE / 2);
  }
  const to = before ? place(before) : Math.min(messages.length, from + PAGE);
  return {
    messages: messages.slice(from, to).map((message, index) => ({ ...message, variants: variantsOf(fake, from + index) })),
    position: from,
    total: messages.length,
    later: to < messages.length,
    onChosenPath: true,
  };
}

/**
 * Leaves the path at a place; what followed stays beside it.
 * @param {FakeConversation} fake
 * @param {number} at
 */
export function branch(fake, at) {
  fake.beside ??= [];
  if (at < fake.messages.length) {
    fake.beside.push({ at, tail: fake.messages.splice(at) });
  }
}

/**
 * Goes on with a message that stands beside the path.
 * @param {FakeConversation} fake
 * @param {string} id
 */
export function choose(fake, id) {
  const way = fake.beside?.find(({ tail }) => tail[0]?.id === id);
  if (way !== undefined) {
    fake.beside = fake.beside?.filter((one) => one !== way);
    branch(fake, way.at);
    fake.messages.push(...way.tail);
  }
}

/**
 * @param {FakeConversation} fake
 * @param {number} at
 * @returns {MessageView['variants']}
 */
function variantsOf({ messages, beside }, at) {
  const here = messages[at];
  if (here === undefined) {
    return ALONE;
  }
  const others = (beside ?? []).map(({ tail }) => tail[0]).filter((one) => one !== undefined && one.parent === here.parent && one.role === here.role);
  const all = [here, ...others].map((one) => one?.id ?? '').sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const index = all.indexOf(here.id);
  return { index: index + 1, count: all.length, previous: all[index - 1] ?? null, next: all[index + 1] ?? null };
}
