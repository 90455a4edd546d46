// Another program that has copied and selected a text, for as long as a test runs.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('selection_owner.py', import.meta.url));

/** @typedef {{CLIPBOARD: string[], PRIMARY: string[]}} Requests what each was asked for as */

/**
 * @param {import('node:test').TestContext} t
 * @param {string} text
 * @param {{secret?: boolean}} [how] `secret`: whether it calls it one, as password managers do
 * @returns {Promise<() => Promise<Requests>>} tells how often anybody asked
 */
export async function selectionOwner(t, text, { secret = false } = {}) {
  const owner = spawn('/usr/bin/python3', [SCRIPT, text, ...(secret ? ['secret'] : [])], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: owner.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => owner.once('exit', resolve));
  t.after(async () => {
    owner.stdin.end();
    await ended;
  });
  if ((await lines.next()).done) {
    throw new Error('the other program did not get the clipboard');
  }
  return async () => {
    owner.stdin.write('tell\n');
    return JSON.parse((await lines.next()).value);
  };
}
