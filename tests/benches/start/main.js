// `cargo xtask bench start`: what starting the real window and leaving it alone cost, beside an empty
// window of the same Tauri. Prints goal, figure and ratio; ends with 1 on a miss.
//
// node main.js [--runs N], with GATEHOUSE_BENCH_APP and GATEHOUSE_BENCH_EMPTY in the environment.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../render/lib/processes.js';
import { calm, look, ran, sum } from './lib/family.js';
import { head, row, verdicts } from './lib/table.js';

/** How long a window is left alone. */
const QUIET_MS = 30_000;
/** What a window does a moment after it stands: the second page, what waits for a time. */
const SETTLED_MS = 3_000;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' }, quiet: { type: 'string', default: String(QUIET_MS) } } });

/** @param {string} name */
function needed(name) {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: start this with \`cargo xtask bench start\`.`);
  }
  return value;
}

const home = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
/** Ours opens on the demo gateway, in a home that it has been in before. */
const WINDOWS = [
  { name: 'empty window', program: needed('GATEHOUSE_BENCH_EMPTY'), env: {}, stands: /page ready/ },
  { name: 'Gatehouse', program: needed('GATEHOUSE_BENCH_APP'), env: { GATEHOUSE_DATA_DIR: home, GATEHOUSE_LOG: 'info' }, stands: /page ready window="main"/ },
];

/**
 * Starts a window, waits until it has nothing more to do, and leaves it alone.
 * @param {typeof WINDOWS[number]} window
 * @param {number} quietMs
 * @returns {Promise<import('./lib/table.js').Taken>}
 */
async function round({ program, env, stands }, quietMs) {
  let said = '';
  const child = spawn(program, [], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.on('data', (/** @type {Buffer} */ piece) => (said += piece));
  const pid = child.pid ?? 0;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    const ready = await calm(pid, () => stands.test(said));
    if (ready === null) {
      throw new Error(`${program} did not come to rest. It said: ${said}`);
    }
    await sleep(SETTLED_MS);
    const before = look(pid);
    await sleep(quietMs);
    const after = look(pid);
    return {
      start: sum(before, 'spent'),
      pss: sum(after, 'pss'),
      processes: after.length,
      idle: ran(before, after),
      wakes: sum(after, 'wakes') - sum(before, 'wakes'),
      parts: after.map(({ name, spent, pss }) => ({ name, spent, pss })),
    };
  } finally {
    child.kill('SIGKILL');
    await gone;
    // The processes that draw end when the other side has gone.
    await sleep(500);
  }
}

try {
  for (const window of WINDOWS) {
    await round(window, 0);
  }
  console.log(`\nStarting and resting, load ${load()}`);
  console.log(head());
  /** @type {Map<string, import('./lib/table.js').Taken[]>} */
  const taken = new Map(WINDOWS.map(({ name }) => [name, []]));
  for (let at = 0; at < Number(values.runs); at += 1) {
    for (const window of WINDOWS) {
      const got = await round(window, Number(values.quiet));
      taken.get(window.name)?.push(got);
      console.log(row(window.name, got));
    }
  }
  const { text, missed } = verdicts(taken.get('Gatehouse') ?? [], taken.get('empty window') ?? []);
  console.log(text);
  process.exitCode = missed ? 1 : 0;
} finally {
  rmSync(home, { recursive: true, force: true });
}
