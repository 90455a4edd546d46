// The line to the engine: attaches, keeps the order, acknowledges, and hands events on once per
// frame. When something was lost it attaches again, once at a time.

import { PatchError } from './tree.js';
import { toUserError } from './lib/errors.js';

/** @typedef {import('./types.js').WireEvent} WireEvent */

/** As `wire::ACK_EVERY`. */
export const ACK_EVERY = 16;

/** Wait before attaching again, so that a quarrel cannot become a storm. */
const AGAIN_MS = 250;

/** Longest wait after attaching failed. */
const AGAIN_AT_MOST_MS = 30_000;

/**
 * @typedef {object} Link
 * @property {() => Promise<void>} attach
 */

/**
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {(work: () => void) => () => void} parts.schedule how work is put off to the next frame
 * @param {(again: boolean) => void} parts.onAttached told after the snapshot is in the store
 * @returns {Link}
 */
export function createLink({ host, store, schedule, onAttached }) {
  /** Counts attachments: what an older channel still delivers is dropped. */
  let generation = 0;
  /** Messages that came and are not acknowledged. */
  let received = 0;
  /** Attachments that failed in a row. */
  let failures = 0;
  /** @type {Promise<void> | null} */
  let attaching = null;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let again = null;
  /** @type {WireEvent[]} */
  let early = [];
  /** @type {WireEvent[]} */
  let queue = [];
  /** @type {Map<string, number>} */
  let seqs = new Map();

  const flush = schedule(() => {
    const events = queue;
    queue = [];
    // Only what was taken is acknowledged: while a hidden window takes nothing, the engine soon
    // sends nothing, and nothing piles up.
    acknowledge();
    if (events.length === 0) {
      return;
    }
    try {
      store.dispatch(events);
    } catch (error) {
      if (!(error instanceof PatchError)) {
        throw error;
      }
      lost();
    }
  });

  function lost(afterMs = AGAIN_MS) {
    again ??= setTimeout(() => void attach(), afterMs);
  }

  /** @param {WireEvent} event */
  function accept(event) {
    if (event.type === 'resync') {
      lost();
      return;
    }
    if (event.type === 'turnPatched') {
      const last = seqs.get(event.turnId) ?? 0;
      if (event.seq <= last) {
        return;
      }
      if (event.seq > last + 1) {
        lost();
        return;
      }
      seqs.set(event.turnId, event.seq);
    }
    queue.push(event);
  }

  function acknowledge() {
    if (received < ACK_EVERY) {
      return;
    }
    const count = received;
    received = 0;
    // A lost acknowledgement ends in `resync`, which repairs more than a retry here would.
    host.invoke('ack', { count }).catch(() => undefined);
  }

  /** @returns {Promise<void>} */
  function attach() {
    attaching ??= attachNow().finally(() => {
      attaching = null;
    });
    return attaching;
  }

  async function attachNow() {
    if (again !== null) {
      clearTimeout(again);
      again = null;
    }
    generation += 1;
    const mine = generation;
    received = 0;
    early = [];
    let listening = false;
    const channel = host.channel((event) => {
      if (mine !== generation) {
        return;
      }
      received += 1;
      if (listening) {
        accept(event);
        flush();
      } else {
        early.push(event);
      }
    });
    try {
      const snapshot = await host.invoke('attach', { channel });
      queue = [];
      seqs = new Map(snapshot.turns.map(({ turnId, seq }) => [turnId, seq]));
      store.dispatch([{ type: 'attached', snapshot }]);
      listening = true;
      failures = 0;
      onAttached(mine > 1);
      early.splice(0).forEach(accept);
      flush();
    } catch (reason) {
      store.dispatch([{ type: 'notice', error: toUserError(reason) }]);
      failures += 1;
      lost(Math.min(AGAIN_AT_MOST_MS, 2 * AGAIN_MS * 2 ** failures));
    }
  }

  return { attach };
}
