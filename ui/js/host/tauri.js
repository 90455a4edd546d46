// The only file that knows Tauri. `withGlobalTauri` is off, so this speaks to the two internal
// functions that every Tauri window has, in the way @tauri-apps/api does (2.12).

/** @typedef {import('../host.js').Host} Host */

/**
 * @typedef {object} Internals
 * @property {(command: string, args: object, options?: {headers: Record<string, string>}) => Promise<never>} invoke
 * @property {(callback: (data: unknown) => void, once: boolean) => number} transformCallback
 * @property {(id: number) => void} unregisterCallback
 */

/**
 * What a Channel delivers: a message with its place in the order, or the end.
 * @template E
 * @typedef {{index: number, message: E} | {index: number, end: true}} Delivery
 */

/**
 * Puts messages back in order: a large one is fetched and may come after its followers.
 * @template E
 * @param {(event: E) => void} deliver
 * @param {() => void} ended called once, after the last message
 * @returns {(delivery: Delivery<E>) => void}
 */
export function inOrder(deliver, ended) {
  let next = 0;
  /** @type {Map<number, Delivery<E>>} */
  const early = new Map();
  return (delivery) => {
    early.set(delivery.index, delivery);
    for (;;) {
      const due = early.get(next);
      if (due === undefined) {
        return;
      }
      early.delete(next);
      if ('end' in due) {
        ended();
        return;
      }
      next += 1;
      deliver(due.message);
    }
  };
}

/**
 * Sends bytes as the body of a call, as numbers in JSON they would take four times the room. The
 * other arguments go in a header, as a query string: headers are ASCII.
 * @param {Internals} internals
 * @param {string} command
 * @param {{bytes: Uint8Array}} args
 */
function withBytes(internals, command, { bytes, ...others }) {
  const said = Object.entries(others).filter(([, value]) => value !== null);
  const query = new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
  return internals.invoke(command, bytes, { headers: { 'x-arguments': query.toString() } });
}

/** @returns {Host | null} none where there is no Tauri */
export function tauriHost() {
  const holder = /** @type {{__TAURI_INTERNALS__?: Internals}} */ (/** @type {unknown} */ (window));
  const internals = holder.__TAURI_INTERNALS__;
  if (internals === undefined) {
    return null;
  }
  return {
    invoke: (command, args) => ('bytes' in args ? withBytes(internals, command, args) : internals.invoke(command, args)),
    channel: (onEvent) => {
      const id = internals.transformCallback(
        /** @type {(data: unknown) => void} */ (
          inOrder(onEvent, () => internals.unregisterCallback(id))
        ),
        false,
      );
      const name = `__CHANNEL__:${id}`;
      return { __TAURI_TO_IPC_KEY__: () => name, toJSON: () => name };
    },
  };
}
