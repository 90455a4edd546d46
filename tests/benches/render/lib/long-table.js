// The lines and goals of the long conversation.

/**
 * @typedef {object} Opened
 * @property {number} main milliseconds of the page's main thread
 * @property {number} engine milliseconds of the program itself
 * @property {number} pss megabytes of the page's process
 * @property {number} elements
 */
/** @typedef {{empty: number, long: number, rate: number, grown: number}} Keys milliseconds a key, of a millisecond, megabytes */
/** @typedef {{opened: Opened, keys: Keys | null}} Round */

const NAMES = ['open: page', 'engine', 'PSS', 'elements', 'key, empty', 'key, stream', 'stream', 'growth'];

const line = (/** @type {string} */ name, /** @type {string[]} */ cells) =>
  `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(12)).join('')}`;

export const head = () => line('messages', NAMES);

/** @param {number} count @param {Round} round */
export const row = (count, { opened, keys }) =>
  line(String(count), [
    `${opened.main.toFixed(0)} ms`,
    `${opened.engine.toFixed(0)} ms`,
    `${opened.pss.toFixed(0)} MB`,
    String(opened.elements),
    ...(keys === null
      ? []
      : [`${keys.empty.toFixed(2)} ms`, `${keys.long.toFixed(2)} ms`, `${(keys.rate * 100).toFixed(0)} %`, `${keys.grown.toFixed(1)} MB`]),
  ]);

/**
 * The best round of each figure against its goal.
 * @param {Round[]} short
 * @param {Round[]} long
 */
export function verdicts(short, long) {
  const least = (/** @type {Round[]} */ rounds, /** @type {(round: Round) => number | undefined} */ figure) =>
    Math.min(...rounds.map((round) => figure(round) ?? Infinity));
  const opening = ({ opened }) => opened.main + opened.engine;
  const memory = ({ opened }) => opened.pss;
  const rows = [
    { what: 'CPU of opening, 10,000 | 60', unit: 'ms', ours: least(long, opening), other: least(short, opening), most: 1.3 },
    { what: 'memory after opening, 10,000 | 60', unit: 'MB', ours: least(long, memory), other: least(short, memory), most: 1.3 },
    {
      what: 'CPU of a key, streaming | empty',
      unit: 'ms',
      ours: least(long, ({ keys }) => keys?.long),
      other: least(long, ({ keys }) => keys?.empty),
      most: 1.5,
    },
  ].map((one) => ({ ...one, ratio: one.ours / one.other }));
  const growth = least(long, ({ keys }) => keys?.grown);
  const text = [
    ...rows.map(
      ({ what, unit, ours, other, most, ratio }) =>
        `${what.padEnd(36)}${`${ours.toFixed(1)} ${unit}`.padStart(12)}${`${other.toFixed(1)} ${unit}`.padStart(12)}${`${ratio.toFixed(2)}x`.padStart(10)}  goal <= ${most}x${ratio <= most ? '' : '  MISSED'}`,
    ),
    `${'memory while it streams'.padEnd(36)}${`+${growth.toFixed(1)} MB`.padStart(12)}${''.padStart(22)}  goal <= +50 MB${growth <= 50 ? '' : '  MISSED'}`,
  ].join('\n');
  return { text, missed: rows.some(({ ratio, most }) => !(ratio <= most)) || growth > 50 };
}
