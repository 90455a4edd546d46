// The lines and goals of the start.

/**
 * @typedef {object} Taken
 * @property {number} start milliseconds of processor time until the window rests
 * @property {number} pss megabytes of all its processes
 * @property {number} processes
 * @property {number} idle milliseconds of processor time while it is left alone
 * @property {number} wakes
 * @property {{name: string, spent: number, pss: number}[]} parts
 */

/** In thirty seconds; less is nothing: the kernel itself counts by the tick, and the clocks of an empty window come to a part of one. */
const NOTHING_MS = 10;

const NAMES = ['start CPU', 'PSS', 'processes', 'idle CPU', 'wake-ups'];

const line = (/** @type {string} */ name, /** @type {string[]} */ cells) => `  ${name.padEnd(16)}${cells.map((cell) => cell.padStart(12)).join('')}`;

export const head = () => line('', NAMES);

/** @param {string} name @param {Taken} taken */
export const row = (name, { start, pss, processes, idle, wakes, parts }) =>
  [
    line(name, [`${start.toFixed(0)} ms`, `${pss.toFixed(1)} MB`, String(processes), `${idle.toFixed(1)} ms`, String(wakes)]),
    ...parts.map((part) => `      ${part.name.padEnd(26)}${part.spent.toFixed(0).padStart(6)} ms${part.pss.toFixed(1).padStart(9)} MB`),
  ].join('\n');

/** @param {number[]} figures */
const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;

/**
 * The median of each figure against its goal.
 * @param {Taken[]} ours
 * @param {Taken[]} floor
 */
export function verdicts(ours, floor) {
  const rows = [
    { what: 'CPU of the start', unit: 'ms', figure: (/** @type {Taken} */ one) => one.start, most: 1.25 },
    { what: 'memory, all processes (PSS)', unit: 'MB', figure: (/** @type {Taken} */ one) => one.pss, most: 1.15 },
    { what: 'CPU while left alone', unit: 'ms', figure: (/** @type {Taken} */ one) => Math.max(NOTHING_MS, one.idle), most: 1.2 },
  ].map(({ figure, ...rest }) => {
    const [own, least] = [median(ours.map(figure)), median(floor.map(figure))];
    return { ...rest, own, least, ratio: own / least };
  });
  const text = rows
    .map(
      ({ what, unit, own, least, most, ratio }) =>
        `${what.padEnd(30)}${`${own.toFixed(1)} ${unit}`.padStart(12)}${`${least.toFixed(1)} ${unit}`.padStart(12)}${`${ratio.toFixed(2)}x`.padStart(8)}  goal <= ${most}x${ratio <= most ? '' : '  MISSED'}`,
    )
    .join('\n');
  return { text: `${''.padEnd(30)}${'Gatehouse'.padStart(12)}${'empty'.padStart(12)}\n${text}`, missed: rows.some(({ ratio, most }) => !(ratio <= most)) };
}
