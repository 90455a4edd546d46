// What the figures have to be, by engine.

/** @typedef {import('./measure.js').Measured | 'over the cap'} Outcome */
/**
 * @typedef {object} Verdict
 * @property {string} what
 * @property {string} goal
 * @property {string} figure
 * @property {string} beside
 * @property {string} ratio
 * @property {boolean} met
 */

/** Main-thread time of ours to another's, at most. */
const CPU = {
  webkit: { floor: 1.5, 'streaming-markdown': 1.2, streamdown: 1 / 20 },
  chromium: { 'streaming-markdown': 1.2, 'react-markdown': 1 / 10, streamdown: 1 / 3 },
};
/** What the goal of the longest step is called. */
export const LONGEST = 'longest step beside floor';
/** Milliseconds by which our longest step may be longer than the floor's. */
const LONGEST_MS = 8;

/** Without the colours of code, as the others are: with them an answer has four times the elements.
 * What they cost is shown beside. */
const OURS = 'gatehouse-plain';

/** @param {number} ratio */
const shown = (ratio) => (ratio < 0.34 ? `1/${(1 / ratio).toFixed(1)}` : `${ratio.toFixed(2)}x`);

/**
 * Only those whose renderers were measured.
 * @param {string} engine
 * @param {Map<string, Outcome>} all
 * @returns {Verdict[]}
 */
export function goals(engine, all) {
  const ours = all.get(OURS);
  if (ours === undefined) {
    return [];
  }
  if (ours === 'over the cap') {
    return [{ what: 'ours ends', goal: 'in 20 minutes', figure: '', beside: '', ratio: '', met: false }];
  }
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const [name, most] of Object.entries(CPU[engine] ?? {})) {
    const other = all.get(name);
    if (other === 'over the cap') {
      verdicts.push({ what: `CPU beside ${name}`, goal: `<= ${shown(most)}`, figure: `${ours.cpu.toFixed(2)} s`, beside: '> 20 min', ratio: '', met: true });
    } else if (other !== undefined) {
      const ratio = ours.cpu / other.cpu;
      verdicts.push({
        what: `CPU beside ${name}`,
        goal: `<= ${shown(most)}`,
        figure: `${ours.cpu.toFixed(2)} s`,
        beside: `${other.cpu.toFixed(2)} s`,
        ratio: shown(ratio),
        met: ratio <= most,
      });
    }
  }
  const floor = all.get('floor');
  if (floor !== undefined && floor !== 'over the cap') {
    const more = ours.longest - floor.longest;
    verdicts.push({
      what: LONGEST,
      goal: `<= +${LONGEST_MS} ms`,
      figure: `${ours.longest.toFixed(1)} ms`,
      beside: `${floor.longest.toFixed(1)} ms`,
      ratio: `${more < 0 ? '' : '+'}${more.toFixed(1)} ms`,
      met: more <= LONGEST_MS,
    });
  }
  return verdicts;
}
