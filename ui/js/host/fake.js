// The host of a plain browser: hands the page a scripted engine, which tests reach as
// `window.fakeEngine`. Loaded only where there is no Tauri.

import { FakeEngine } from './fake-engine.js';
import { longConversation } from './fake-long.js';
import { fakeError } from './fake-parts.js';
import { pseudoLanguage } from './fake-pseudo.js';

/** @typedef {import('../host.js').Host} Host */
/** @typedef {import('./fake-parts.js').FakeScene} FakeScene */

/**
 * The address picks the scene: `?scene=demo|ready|keyless|locked`, `&manual` leaves answers to a test, and
 * `&long=N` adds a conversation of N messages; `&pseudo` speaks the language that shows forgotten texts.
 * @returns {Host}
 */
export function fakeHost() {
  const query = new URLSearchParams(window.location.search);
  const scene = /** @type {FakeScene} */ (query.get('scene') ?? 'demo');
  const engine = new FakeEngine(scene, !query.has('manual'));
  const long = Number(query.get('long') ?? 0);
  if (long > 0) {
    engine.conversations.set('long', longConversation(long, Date.now()));
  }
  Object.assign(window, { fakeEngine: engine, fakeError });
  return {
    invoke: /** @type {Host['invoke']} */ ((command, args) => engine.invoke(command, args)),
    channel: /** @type {Host['channel']} */ ((onEvent) => engine.channel(/** @type {never} */ (onEvent))),
    ...(query.has('pseudo') ? { speaks: pseudoLanguage() } : {}),
  };
}
