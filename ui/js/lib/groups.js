// How a list of chats is put in order: what is pinned, folders, then by time. Pure.

import { timeGroup } from './format.js';
import { compareNames, t } from './texts.js';

/** @typedef {import('../types.js').ConversationView} ConversationView */

/**
 * @typedef {object} Group
 * @property {string} key
 * @property {string} name
 * @property {boolean | null} open whether a folder shows its chats; none is no folder
 * @property {ConversationView[]} rows
 */

/**
 * The usual list. A chat stands in it once: pinned, or in its folder, or under its day.
 * @param {readonly ConversationView[]} list the newest first
 * @param {{now: Date, folders: readonly string[], unfolded: ReadonlySet<string>}} view the folders that there are
 * @returns {Group[]}
 */
export function usualGroups(list, { now, folders, unfolded }) {
  /** @type {ConversationView[]} */
  const pinned = [];
  /** @type {Map<string, ConversationView[]>} */
  const filed = new Map(folders.map((name) => [name, []]));
  /** @type {ConversationView[]} */
  const rest = [];
  for (const one of list) {
    if (one.archived) {
      continue;
    }
    if (one.pinned) {
      pinned.push(one);
    } else if (one.folder !== null) {
      const before = filed.get(one.folder) ?? [];
      before.push(one);
      filed.set(one.folder, before);
    } else {
      rest.push(one);
    }
  }
  const named = [...filed].sort(([one], [other]) => compareNames(one, other));
  return [
    ...(pinned.length === 0 ? [] : [{ key: 'pinned', name: t('sidebar.pinned'), open: null, rows: pinned }]),
    ...named.map(([name, rows]) => ({ key: `folder ${name}`, name, open: unfolded.has(name), rows })),
    ...timeGroups(rest, now),
  ];
}

/**
 * @param {readonly ConversationView[]} list the newest first
 * @param {Date} now
 * @returns {Group[]}
 */
export function timeGroups(list, now) {
  /** @type {Group[]} */
  const groups = [];
  let fromMs = Infinity;
  for (const one of list) {
    if (one.updatedAtMs < fromMs) {
      const { key, name, fromMs: from } = timeGroup(one.updatedAtMs, now);
      groups.push({ key, name, open: null, rows: [] });
      fromMs = from;
    }
    groups.at(-1)?.rows.push(one);
  }
  return groups;
}

/**
 * Which rows of a group are drawn: those near the view, and those that are held all the same.
 * @param {object} where
 * @param {number} where.count how many it has
 * @param {number} where.top where the first one begins, below the upper edge of the view; may be negative
 * @param {number} where.height of one row
 * @param {number} where.view how high the view is
 * @param {readonly number[]} where.held places of rows that stay, in their order
 * @returns {{from: number, to: number}[]} parts, in their order; what is between them is empty
 */
export function drawnParts({ count, top, height, view, held }) {
  // So much is drawn beyond each edge, so that a turn of the wheel shows no gap.
  const beyond = Math.max(view, 300);
  const within = (/** @type {number} */ place) => Math.min(count, Math.max(0, place));
  const near = { from: within(Math.floor((-beyond - top) / height)), to: within(Math.ceil((view + beyond - top) / height)) };
  const parts = near.to > near.from ? [near] : [];
  for (const at of held) {
    if (at >= 0 && at < count && !parts.some(({ from, to }) => at >= from && at < to)) {
      parts.push({ from: at, to: at + 1 });
    }
  }
  return parts.sort((one, other) => one.from - other.from);
}

/** How tall a row, a heading, and what is around a group are. @typedef {{row: number, head: number, around: number}} Sizes */

/** @param {Group} group */
export function rowsOf({ open, rows }) {
  return open === false ? [] : rows;
}

/**
 * Everything that can have the focus, in order: a folder's key or a chat's id.
 * @param {readonly Group[]} groups
 * @returns {string[]}
 */
export function stopsOf(groups) {
  /** @type {string[]} */
  const stops = [];
  for (const group of groups) {
    if (group.open !== null) {
      stops.push(group.key);
    }
    for (const { id } of rowsOf(group)) {
      stops.push(id);
    }
  }
  return stops;
}

/**
 * Where a stop is in the whole list; none where it is not there.
 * @param {readonly Group[]} groups
 * @param {Sizes} sizes
 * @param {string} stop
 * @returns {number | null}
 */
export function topOf(groups, { row, head, around }, stop) {
  let top = 0;
  for (const group of groups) {
    const rows = rowsOf(group);
    const at = group.key === stop ? -1 : rows.findIndex(({ id }) => id === stop);
    if (group.key === stop || at >= 0) {
      return at < 0 ? top : top + head + at * row;
    }
    top += head + rows.length * row + around;
  }
  return null;
}
