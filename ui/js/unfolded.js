// Which folders of the list show their chats: kept for the next start.

import { keep } from './lib/keep.js';

const KEY = 'unfolded';

/** More are not kept. */
const MOST = 500;

/** @param {Pick<Storage, 'getItem' | 'setItem'>} storage */
export function createUnfolded(storage) {
  let names = new Set(read(storage));
  let version = 0;
  return {
    names: () => names,
    /** Counts the changes. */
    version: () => version,
    /**
     * @param {string} name
     * @param {boolean} open
     */
    set(name, open) {
      names = new Set([...names].filter((one) => one !== name));
      if (open) {
        names.add(name);
      }
      version += 1;
      keep(storage, KEY, JSON.stringify([...names].slice(-MOST)));
    },
  };
}

/**
 * What was kept; whatever else stands there counts as nothing.
 * @param {Pick<Storage, 'getItem'>} storage
 * @returns {string[]}
 */
function read(storage) {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
