// What was read of a conversation, joined with the pages that are known of it. Pure.

import { PAGE_SIZE, counts, endOf, endPages, pageOf } from './pages.js';

/** @typedef {import('../types.js').Page} Page */
/** @typedef {import('../types.js').MessageView} MessageView */
/** @typedef {import('../types.js').MessagePage} MessagePage */

/**
 * The pages once the end of the path was read anew: those that it shows to be its beginning stay,
 * since whatever stands before a message of the path is of the path too.
 * @param {readonly Page[]} pages
 * @param {MessagePage} end
 * @returns {Page[]}
 */
export function merged(pages, { messages, position }) {
  const place = new Map(messages.filter(counts).map(({ id }, index) => [id, index]));
  const old = endPages(pages);
  const keys = new Map(old.map(({ first, key }) => [first, key]));
  for (const [index, page] of old.entries()) {
    const held = page.messages?.filter(counts) ?? [];
    const at = held.findIndex(({ id }) => place.has(id));
    const start = place.get(at < 0 ? page.first : (held[at]?.id ?? ''));
    if (start !== undefined) {
      const lead = start === 0 ? messages : (page.messages ?? []);
      const kept = [...lead.filter((message) => !counts(message)), ...held.slice(0, Math.max(0, at))];
      const counted = messages.filter(counts).slice(start);
      return [...old.slice(0, index), ...divide([...kept, ...counted], page.position, keys)];
    }
  }
  return divide(messages, position, keys);
}

/**
 * Messages as pages, with the borders that there were and none longer than a page may be.
 * @param {readonly MessageView[]} messages
 * @param {number} position
 * @param {ReadonlyMap<string, string>} keys of known pages, by their first message
 * @returns {Page[]}
 */
function divide(messages, position, keys) {
  /** @type {Page[]} */
  const parts = [];
  /** @type {MessageView[]} */
  let part = [];
  let at = position;
  const close = () => {
    if (part.length > 0) {
      const page = pageOf(part, at);
      parts.push({ ...page, key: keys.get(page.first) ?? page.key });
      at += page.count;
      part = [];
    }
  };
  for (const message of messages) {
    const led = part.some(counts);
    if (led && (keys.has(message.id) || part.filter(counts).length >= PAGE_SIZE)) {
      close();
    }
    part.push(message);
  }
  close();
  return parts;
}

/**
 * A page that was asked for came: fills one that was away, or joins those that are known.
 * @param {readonly Page[]} pages
 * @param {MessagePage} came
 * @param {{before: string | null, after: string | null}} wanted
 * @returns {readonly Page[]} the same where it has no place any more
 */
export function withPage(pages, came, { before, after }) {
  const at = before === null ? pages.findIndex(({ last }) => last === after) + 1 : pages.findIndex(({ first }) => first === before);
  const counted = came.messages.filter(counts);
  const [previous, next] = [pages[at - 1], pages[at]];
  if (counted.length === 0 || (before === null ? previous === undefined : next === undefined)) {
    return pages;
  }
  const target = before === null ? next : previous;
  const near = before === null ? previous : next;
  const touches = target !== undefined && near !== undefined && (before === null ? endOf(near) === target.position : endOf(target) === near.position);
  if (touches) {
    return filled(pages, target, came, before === null);
  }
  // Of what is known already nothing comes twice.
  const skip = Math.max(0, previous === undefined ? 0 : endOf(previous) - came.position);
  const until = next === undefined ? counted.length : Math.max(0, next.position - came.position);
  const fresh = counted.slice(skip, until);
  if (fresh.length === 0) {
    return pages;
  }
  const lead = skip === 0 ? came.messages.filter((message) => !counts(message)) : [];
  return [...pages.slice(0, at), pageOf([...lead, ...fresh], came.position + skip), ...pages.slice(at)];
}

/**
 * @param {readonly Page[]} pages
 * @param {Page} page the one that was away
 * @param {MessagePage} came
 * @param {boolean} fromStart whether what came begins where it does
 * @returns {readonly Page[]}
 */
function filled(pages, page, came, fromStart) {
  const counted = came.messages.filter(counts);
  const part = fromStart ? counted.slice(0, page.count) : counted.slice(-page.count);
  const lead = part.length === counted.length ? came.messages.filter((message) => !counts(message)) : [];
  if (page.messages !== null || part[0]?.id !== page.first || part.at(-1)?.id !== page.last) {
    return pages;
  }
  return pages.map((one) => (one === page ? { ...page, messages: [...lead, ...part] } : one));
}
