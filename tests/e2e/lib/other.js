// A window of another program, for as long as a test runs.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './app.js';
import { active } from './screen.js';

const SCRIPT = fileURLToPath(new URL('other_window.py', import.meta.url));

/** Its second field has the keyboard then. @param {import('node:test').TestContext} t */
export async function otherWindow(t) {
  const other = spawn('/usr/bin/python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: other.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => other.once('exit', resolve));
  t.after(async () => {
    other.stdin.end();
    await ended;
  });
  /** @param {'tell' | 'clear'} order @returns {Promise<{texts: string[], focus: number | null}>} */
  const asked = async (order) => {
    other.stdin.write(`${order}\n`);
    return JSON.parse((await lines.next()).value);
  };
  await until('the other program has the keyboard', async () => active() === 'Another program' && (await asked('tell')).focus === 1);
  return { tell: () => asked('tell'), clear: () => asked('clear') };
}
