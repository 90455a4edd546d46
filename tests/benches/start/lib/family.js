// A program with all processes below it: what they have spent, hold, and how often they woke up.

import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, family, memoryMb, processMs, threadMs } from '../../render/lib/processes.js';

/** The kernel counts in these, whatever its own clock. */
const TICK_MS = 10;
/** So little in a look means that nothing goes on. */
const STILL_MS = 10;
const LOOK_MS = 500;
const LOOKS = 4;
const MOST_MS = 60_000;

/**
 * @typedef {object} Look
 * @property {string} name
 * @property {number} spent milliseconds of processor time, with threads and children that have ended
 * @property {Map<number, number>} threads the same of each thread that there is, to a part of a microsecond
 * @property {number} pss megabytes
 * @property {number} wakes how often its threads went to sleep
 */

/** @param {number} pid @returns {number} */
function spentMs(pid) {
  try {
    // Behind the name, which may hold anything: own time, then that of children that have ended.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0) * TICK_MS;
  } catch {
    // It has ended.
    return 0;
  }
}

/** @param {number} pid */
function threads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    // It has ended.
    return [];
  }
}

/** @param {number} pid */
function wakesOf(pid) {
  try {
    return threads(pid)
      .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))
      .reduce((total, status) => total + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0), 0);
  } catch {
    // A thread ended while we looked.
    return 0;
  }
}

/** @param {number} program @returns {Look[]} */
export const look = (program) =>
  family(program).map((pid) => ({
    name: commandLine(pid)[0]?.split('/').at(-1) ?? '',
    spent: spentMs(pid),
    threads: new Map(threads(pid).map((thread) => [thread, threadMs(pid, thread)])),
    pss: memoryMb(pid).pss,
    wakes: wakesOf(pid),
  }));

/**
 * Milliseconds that were spent between two looks. What a thread spent that ended meanwhile is not known.
 * @param {Look[]} before
 * @param {Look[]} after
 */
export function ran(before, after) {
  const known = new Map(before.flatMap((one) => [...one.threads]));
  return after.flatMap((one) => [...one.threads]).reduce((total, [thread, ms]) => total + ms - (known.get(thread) ?? 0), 0);
}

/** @param {Look[]} looks @param {'spent' | 'pss' | 'wakes'} what */
export const sum = (looks, what) => looks.reduce((total, one) => total + one[what], 0);

/**
 * Waits until the program stands and has done nothing for a while; null when it never does.
 * @param {number} program
 * @param {() => boolean} stands
 */
export async function calm(program, stands) {
  const end = performance.now() + MOST_MS;
  for (let quiet = 0, before = 0; performance.now() < end; ) {
    await sleep(LOOK_MS);
    const now = family(program).reduce((total, pid) => total + processMs(pid), 0);
    quiet = stands() && Math.abs(now - before) < STILL_MS ? quiet + 1 : 0;
    before = now;
    if (quiet === LOOKS) {
      return now;
    }
  }
  return null;
}
