// What elements ask for by events and only the host can give: an address opened, a picture's bytes, a
// balance.

import { LinkGate } from './elements/link-gate.js';

/**
 * @param {import('./host.js').Host} host
 * @param {HTMLElement} place where the dialog stands: beside what answers are drawn in
 * @param {AbortSignal} signal
 */
export function openGates(host, place, signal) {
  const links = new LinkGate();
  links.host = host;
  place.append(links);
  document.addEventListener(
    'picture-wanted',
    (event) => {
      const { message, index, give } = /** @type {CustomEvent} */ (event).detail;
      give(host.invoke('read_picture', { message, index }));
    },
    { signal },
  );
  document.addEventListener(
    'credit-wanted',
    (event) => {
      const { connection, give } = /** @type {CustomEvent} */ (event).detail;
      give(host.invoke('credit_left', { connection }));
    },
    { signal },
  );
}
