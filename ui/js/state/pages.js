// A conversation in pages: those near the view are held, of the others the page knows only where
// they begin and end, so that they can be read again. Pure.

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Page} Page */
/** @typedef {import('../types.js').MessageView} MessageView */

/** As `MESSAGES_PAGE` of the engine: a page that has as many grows no further. */
export const PAGE_SIZE = 60;

/** Instructions lead a page and are not counted. @param {MessageView} message */
export const counts = ({ role }) => role !== 'system';

/**
 * @param {MessageView[]} messages at least one
 * @param {number} position how many messages come before them
 * @param {string} [key]
 * @returns {Page}
 */
export function pageOf(messages, position, key = messages.find(counts)?.id ?? '') {
  const counted = messages.filter(counts);
  return { key, position, count: counted.length, first: counted[0]?.id ?? '', last: counted.at(-1)?.id ?? '', messages };
}

/** How many messages there are up to the end of a page. @param {Page} page */
export const endOf = ({ position, count }) => position + count;

/**
 * Where the pages that join the end begin: unknown messages may come before them.
 * @param {readonly Page[]} pages
 */
function joined(pages) {
  const gap = pages.findLastIndex((page, index) => {
    const next = pages[index + 1];
    return next !== undefined && endOf(page) < next.position;
  });
  return gap + 1;
}

/**
 * The pages that are shown: where unknown messages are between them, those before.
 * @param {readonly Page[]} pages
 * @returns {{pages: readonly Page[], later: boolean}}
 */
export function shownPages(pages) {
  const at = joined(pages);
  return at === 0 ? { pages, later: false } : { pages: pages.slice(0, at), later: true };
}

/**
 * The pages that join the end: what a new question follows.
 * @param {readonly Page[]} pages
 */
export function endPages(pages) {
  return pages.slice(joined(pages));
}

/**
 * The state with other pages. `messages` are the held ones that reach to the end without a gap.
 * @param {State} state
 * @param {readonly Page[]} pages
 * @returns {State}
 */
export function withPages(state, pages) {
  const from = joined(pages);
  const away = pages.findLastIndex(({ messages }) => messages === null);
  const messages = pages.slice(Math.max(from, away + 1)).flatMap((page) => page.messages ?? []);
  return { ...state, pages: [...pages], messages, position: pages[0]?.position ?? 0 };
}

/**
 * The state with some messages changed; pages without any stay the same.
 * @param {State} state
 * @param {(message: MessageView) => MessageView} change gives the same one for those that stay
 * @returns {State}
 */
export function mapMessages(state, change) {
  let any = false;
  const pages = state.pages.map((page) => {
    const messages = page.messages?.map(change) ?? null;
    if (messages === null || messages.every((message, index) => message === page.messages?.[index])) {
      return page;
    }
    any = true;
    return { ...page, messages };
  });
  return any ? withPages(state, pages) : state;
}

/**
 * @param {readonly Page[]} pages
 * @param {string | null} id
 * @returns {MessageView | undefined} none also where it is not held
 */
export function heldMessage(pages, id) {
  for (const { messages } of pages) {
    const found = messages?.find((message) => message.id === id);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/**
 * The pages up to a message, without it; all of them where it is not held.
 * @param {readonly Page[]} pages
 * @param {string | null} id
 * @returns {readonly Page[]}
 */
export function cutAt(pages, id) {
  for (const [index, page] of pages.entries()) {
    const at = page.messages?.findIndex((message) => message.id === id) ?? -1;
    if (at >= 0) {
      const kept = page.messages?.slice(0, at) ?? [];
      return [...pages.slice(0, index), ...(kept.length === 0 ? [] : [pageOf(kept, page.position, page.key)])];
    }
  }
  return pages;
}

/**
 * The pages with new messages at the end. A page that would be too long is left to what it has:
 * another one begins, named by the turn, so that the echo of a question already stands in it.
 * @param {readonly Page[]} pages
 * @param {MessageView[]} added
 * @param {string} turnId
 * @returns {Page[]}
 */
export function appended(pages, added, turnId) {
  const last = pages.at(-1);
  if (last === undefined || last.messages === null || last.count + added.length > PAGE_SIZE) {
    return [...pages, pageOf(added, last === undefined ? 0 : endOf(last), `turn:${turnId}`)];
  }
  return [...pages.slice(0, -1), pageOf([...last.messages, ...added], last.position, last.key)];
}

/**
 * Pages that nobody looks at are let go; the last one stays, as it tells what comes next.
 * @param {readonly Page[]} pages
 * @param {readonly string[]} keys
 * @returns {Page[]}
 */
export function without(pages, keys) {
  return pages.map((page, index) => (keys.includes(page.key) && index + 1 < pages.length ? { ...page, messages: null } : page));
}

/**
 * What to ask the engine for to fill a page that is away.
 * @param {readonly Page[]} pages
 * @param {string} key
 * @returns {{before: string | null, after: string | null} | null}
 */
export function askFor(pages, key) {
  const at = pages.findIndex((page) => page.key === key);
  const [previous, page, next] = [pages[at - 1], pages[at], pages[at + 1]];
  if (page === undefined || page.messages !== null) {
    return null;
  }
  if (next !== undefined && endOf(page) === next.position) {
    return { before: next.first, after: null };
  }
  return previous !== undefined && endOf(previous) === page.position ? { before: null, after: previous.last } : null;
}
