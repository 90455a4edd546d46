// <failure-ways>: what a failure offers beside its one main action: the balance and the way to more
// credit, the moment from which it may be tried again, sending once the network is back.

import { isAboutCredit } from '../lib/credit.js';
import { define, place } from '../lib/dom.js';
import { CreditLine } from './credit-line.js';
import { OnlineWait } from './online-wait.js';
import { RetryClock } from './retry-clock.js';

/**
 * What is known of a failure beside its words.
 * @typedef {object} About
 * @property {number} atMs when it came
 * @property {string | null} connection that was asked
 * @property {string | null} topUp where credit is added
 * @property {boolean} waits whether it is sent once the network is back
 * @property {boolean} here whether this window may do more than ask again
 */

/** The longest wait that anybody waits for: a day. */
const LONGEST_MS = 86_400_000;

export class FailureWays extends HTMLElement {
  #clock = new RetryClock();
  #credit = new CreditLine();
  #online = new OnlineWait();

  /**
   * @param {import('../types.js').UserError} error
   * @param {About} about
   */
  show({ code, retryAfterMs }, { atMs, connection, topUp, waits, here }) {
    const waited = code === 'rate_limited' && retryAfterMs !== null && retryAfterMs <= LONGEST_MS;
    this.#put(this.#clock, waited);
    this.#clock.show(waited ? atMs + retryAfterMs : null);
    this.#put(this.#credit, here && isAboutCredit(code));
    this.#credit.show(connection, topUp);
    this.#put(this.#online, here && (code === 'offline' || code === 'dns'));
    this.#online.show(waits);
  }

  /**
   * @param {HTMLElement} part
   * @param {boolean} wanted
   */
  #put(part, wanted) {
    if (wanted) {
      place(part, () => this.append(part));
    } else {
      part.remove();
    }
  }
}

define('failure-ways', FailureWays);
