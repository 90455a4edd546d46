// One renderer in one engine: what its page and its process say.

import { setTimeout as sleep } from 'node:timers/promises';
import { open } from './browsers.js';
import { memoryMb, processMs, threadMs } from './processes.js';

/** At 60 frames a second. */
const FRAME_MS = 1000 / 60;
const CAP_MS = 20 * 60_000;

/**
 * @typedef {object} Measured
 * @property {number} cpu seconds of the drawing process's main thread
 * @property {number} all seconds of all its threads
 * @property {number[]} steps what each step took with its layout, in milliseconds
 * @property {number} longest the longest of them
 * @property {number} gap the longest time between two frames, in milliseconds
 * @property {number} dropped frames that were due and did not come
 * @property {number} rss most memory, in megabytes
 * @property {number} pss memory at the end, in megabytes
 * @property {number} shown characters on the page at the end
 * @property {number} elements
 */

/**
 * @param {{url: string, begin: () => import('./server.js').Run}} server
 * @param {import('./browsers.js').Engine} engine
 * @param {string} renderer
 * @returns {Promise<Measured | 'over the cap'>}
 */
export async function measure(server, engine, renderer) {
  const run = server.begin();
  const browser = open(engine, `${server.url}/page/index.html?renderer=${renderer}&run=${run.id}`);
  try {
    await Promise.race([run.ready(), browser.failed, late(120_000, `${renderer} did not start in ${engine.name}`)]);
    const before = browser.drawing().map((pid) => ({ pid, main: threadMs(pid), all: processMs(pid) }));
    run.go();
    const measured = await Promise.race([run.done(), browser.failed, sleep(CAP_MS, null, { ref: false })]);
    if (measured === null) {
      return 'over the cap';
    }
    // Some keep spare processes: ours is the one that worked.
    const [page] = before
      .map(({ pid, main, all }) => ({ pid, cpu: (threadMs(pid) - main) / 1000, all: (processMs(pid) - all) / 1000 }))
      .sort((a, b) => b.cpu - a.cpu);
    if (page === undefined || page.cpu <= 0) {
      throw new Error(`no process of ${engine.name} did the drawing`);
    }
    const { peakRss, pss } = memoryMb(page.pid);
    const time = measured.gaps.reduce((sum, gap) => sum + gap, 0);
    return {
      cpu: page.cpu,
      all: page.all,
      steps: measured.steps,
      longest: Math.max(...measured.steps),
      gap: Math.max(...measured.gaps),
      dropped: Math.max(0, Math.round(time / FRAME_MS) - measured.gaps.length),
      rss: peakRss,
      pss,
      shown: measured.shown,
      elements: measured.elements,
    };
  } finally {
    await browser.close();
  }
}

/** @param {number} ms @param {string} what @returns {Promise<never>} */
const late = async (ms, what) => {
  await sleep(ms, null, { ref: false });
  throw new Error(what);
};

/**
 * The best of some runs, each figure and each step by itself: what a busy machine adds is never
 * negative, and does not fall on the same step each time.
 * @param {Measured[]} runs
 * @returns {Measured}
 */
export function best(runs) {
  const [first] = runs;
  const steps = first.steps.map((_, at) => Math.min(...runs.map((run) => run.steps[at] ?? Infinity)));
  const least = (/** @type {keyof Measured} */ name) => Math.min(...runs.map((run) => Number(run[name])));
  return {
    ...first,
    cpu: least('cpu'),
    all: least('all'),
    steps,
    longest: Math.max(...steps),
    gap: least('gap'),
    dropped: least('dropped'),
    rss: least('rss'),
    pss: least('pss'),
  };
}
