// The lines that are printed.

const NAMES = ['main CPU', 'x floor', 'all CPU', 'longest', 'frame gap', 'dropped', 'peak RSS', 'PSS', 'elements', 'runs'];

const line = (/** @type {string} */ name, /** @type {string[]} */ cells) =>
  `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(11)).join('')}`;

export const head = () => line('', NAMES);

/**
 * @param {string} name
 * @param {import('./measure.js').Measured | 'over the cap'} measured
 * @param {number} runs
 * @param {import('./measure.js').Measured | 'over the cap' | undefined} floor
 */
export function row(name, measured, runs, floor) {
  if (measured === 'over the cap') {
    return line(name, ['> 20 min']);
  }
  const ratio = floor === undefined || floor === 'over the cap' ? '' : `${(measured.cpu / floor.cpu).toFixed(2)}x`;
  return line(name, [
    `${measured.cpu.toFixed(2)} s`,
    ratio,
    `${measured.all.toFixed(2)} s`,
    `${measured.longest.toFixed(1)} ms`,
    `${measured.gap.toFixed(0)} ms`,
    String(measured.dropped),
    `${measured.rss.toFixed(0)} MB`,
    `${measured.pss.toFixed(0)} MB`,
    String(measured.elements),
    String(runs),
  ]);
}

/** @param {import('./goals.js').Verdict[]} all */
export function verdicts(all) {
  const text = all
    .map(({ what, goal, figure, beside, ratio, met }) =>
      line('', []).trimEnd() + [what.padEnd(36), figure.padStart(10), beside.padStart(10), ratio.padStart(10), `  goal ${goal}`].join('') + (met ? '' : '  MISSED'),
    )
    .join('\n');
  return { text, missed: all.some(({ met }) => !met) };
}
