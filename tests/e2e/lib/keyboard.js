// A keyboard of the real screen, for as long as a test runs.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('keyboard.py', import.meta.url));

/** @param {import('node:test').TestContext} t */
export function keyboard(t) {
  const hand = spawn('/usr/bin/python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: hand.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => hand.once('exit', resolve));
  t.after(async () => {
    hand.stdin.end();
    await ended;
  });
  /** Presses keys, by the names of X, and lets go of them. @param {...string} keys */
  return async (...keys) => {
    hand.stdin.write(`${keys.join(' ')}\n`);
    await lines.next();
  };
}
