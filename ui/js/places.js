// Where each chat was left, so that it opens there again, also after a restart. Ids and pixels only;
// of a temporary chat nothing.

import { keep as store } from './lib/keep.js';

/** @typedef {{message: string, offset: number}} KeptPlace */
/** @typedef {ReturnType<typeof createPlaces>} Places */

const KEY = 'places';

/** The chats left last; older ones open at their end. */
const KEPT = 200;

/** Scrolling goes on for a while: it is written once that is over. */
const STILL_MS = 500;

/**
 * @param {Pick<Storage, 'getItem' | 'setItem'>} storage
 */
export function createPlaces(storage) {
  const places = read(storage);
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  function write() {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
      store(storage, KEY, JSON.stringify([...places]));
    }
  }

  /**
   * @param {string} conversation
   * @param {KeptPlace | null} place none where it was left at its end
   */
  function keep(conversation, place) {
    const had = places.delete(conversation);
    if (place !== null) {
      places.set(conversation, place);
    }
    for (const oldest of [...places.keys()].slice(0, Math.max(0, places.size - KEPT))) {
      places.delete(oldest);
    }
    if (had || place !== null) {
      timer ??= setTimeout(write, STILL_MS);
    }
  }

  return {
    keep,
    /** Writes at once what waits for that. */
    write,
    /** @param {string} conversation */
    of: (conversation) => places.get(conversation) ?? null,
  };
}

/**
 * What was kept; whatever else stands there counts as nothing.
 * @param {Pick<Storage, 'getItem'>} storage
 * @returns {Map<string, KeptPlace>}
 */
function read(storage) {
  /** @type {Map<string, KeptPlace>} */
  const places = new Map();
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '[]');
    for (const [conversation, { message, offset }] of kept.slice(-KEPT)) {
      if (typeof conversation === 'string' && typeof message === 'string' && Number.isFinite(offset)) {
        places.set(conversation, { message, offset });
      }
    }
  } catch {
    return places;
  }
  return places;
}
