// What the kernel says of processes: their children, the CPU time of a main thread, memory.

import { readFileSync, readdirSync } from 'node:fs';

/** @param {string} path */
const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
};

/** Every process with its parent. */
const parents = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1] ?? 0) }));

/** A process and all below it. @param {number} root @returns {number[]} */
export function family(root) {
  const all = parents();
  const found = [root];
  for (let at = 0; at < found.length; at += 1) {
    found.push(...all.filter(({ parent }) => parent === found[at]).map(({ pid }) => pid));
  }
  return found;
}

/** The words of a command; a process that was forked, not started, may part them by spaces. @param {number} pid */
export const commandLine = (pid) => read(`/proc/${pid}/cmdline`).split(/[\0 ]/);

/** Milliseconds that a thread was on a processor. @param {number} pid @param {number} [thread] */
export const threadMs = (pid, thread = pid) =>
  Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0) / 1e6;

/** The same of all threads that a process has now. @param {number} pid */
export const processMs = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadMs(pid, Number(thread)), 0);
  } catch {
    return 0;
  }
};

/** @param {string} text @param {string} name */
const kilobytes = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);

/** Megabytes: the most that was resident so far, and what is now, shared pages by their share. @param {number} pid */
export const memoryMb = (pid) => ({
  peakRss: kilobytes(read(`/proc/${pid}/status`), 'VmHWM') / 1024,
  pss: kilobytes(read(`/proc/${pid}/smaps_rollup`), 'Pss') / 1024,
});

export const load = () => Number(read('/proc/loadavg').split(' ')[0] ?? 0);
