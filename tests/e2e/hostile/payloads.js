// The payloads as data, and what is put into which place in which turn.

import { readFileSync, readdirSync } from 'node:fs';

const FOLDER = new URL('../../payloads/', import.meta.url);

/** Where a text of others is shown. */
export const PLACES = /** @type {const} */ (['answer', 'reasoning', 'error', 'title']);

/** @typedef {typeof PLACES[number]} Place */

/**
 * @typedef {object} Payload
 * @property {number} number
 * @property {number} case of the design's list of attacks
 * @property {string} name
 * @property {(place: Place) => string} text its hosts name the payload and the place: who sees one asked for knows whose it is
 * @property {boolean} literal whether an answer shows it to the letter
 * @property {number | null} links how many links it may become in an answer; null when that is not fixed
 */

/** @returns {Payload[]} */
export function payloads() {
  const rows = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')).payloads);
  return rows.map((row, number) => {
    const whole = row.parts?.map((/** @type {[string, number]} */ [piece, times]) => piece.repeat(times)).join('') ?? row.text;
    return {
      number,
      case: row.case,
      name: row.name,
      text: (place) => whole.replaceAll('HOST', `p${number}-${place}.sink.example`),
      literal: row.literal ?? false,
      links: row.links ?? null,
    };
  });
}

/**
 * Each payload once, four in a turn; or each in each place.
 * @param {Payload[]} all
 * @param {boolean} everywhere
 * @returns {Record<Place, Payload>[]}
 */
export function turns(all, everywhere) {
  const at = (/** @type {number} */ index) => /** @type {Payload} */ (all[index % all.length]);
  if (everywhere) {
    // Places apart by a stride, so that what stands together is not of one kind.
    const stride = Math.floor(all.length / PLACES.length) + 1;
    return all.map((_, turn) => ({
      answer: at(turn),
      reasoning: at(turn + stride),
      error: at(turn + 2 * stride),
      title: at(turn + 3 * stride),
    }));
  }
  // Neighbours are alike: one of each goes into an answer, where most could happen.
  const count = Math.ceil(all.length / PLACES.length);
  return Array.from({ length: count }, (_, turn) => ({
    answer: at(4 * turn),
    reasoning: at(4 * turn + 1),
    error: at(4 * turn + 2),
    title: at(4 * turn + 3),
  }));
}
