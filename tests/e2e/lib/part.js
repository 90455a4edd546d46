// A part of a desktop that is missing here, played by a script on the session bus for as long as a test
// runs.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './app.js';

/**
 * Start it before the program.
 * @param {import('node:test').TestContext} t
 * @param {string} script beside this file; it says `ready` when it is there, and ends with its input
 * @param {string[]} [words] how it behaves
 */
export async function part(t, script, words = []) {
  // The system's Python: the bindings to D-Bus belong to it.
  const host = spawn('/usr/bin/python3', [fileURLToPath(new URL(script, import.meta.url)), ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {string[]} */
  const lines = [];
  createInterface({ input: host.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise((resolve) => host.once('exit', resolve));
  const leave = async () => {
    host.stdin.end();
    await ended;
  };
  t.after(leave);
  const said = (/** @type {string} */ beginning, from = 0) =>
    until(`${script} says "${beginning}" (it said: ${lines.slice(from).join(' | ')})`, () => lines.slice(from).find((line) => line.startsWith(beginning)));
  await said('ready');
  return {
    lines,
    said,
    /** Has it do something. @param {string} order */
    tell: (order) => void host.stdin.write(`${order}\n`),
    leave,
  };
}
