// A window that stays blank: the program starts once more with the other way of drawing, remembers it,
// and does not do so for ever.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP, folder, leaves, processes, surroundings, until } from './lib/app.js';

const VARIABLE = 'WEBKIT_DISABLE_DMABUF_RENDERER=1';

/** @param {number} pid */
const variables = (pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');

/** The processes that draw for a program. @param {number} pid */
function drawing(pid) {
  try {
    return execFileSync('pgrep', ['-P', String(pid), 'WebKitWebProces'], { encoding: 'utf8' }).split('\n').filter((line) => line !== '').map(Number);
  } catch {
    // There is none.
    return [];
  }
}

test('a page that is never painted is drawn otherwise from then on, and once only', async (t) => {
  const data = folder(t);
  const memory = join(data, 'screen/drawing.json');
  let said = '';
  /** @type {number[]} */
  const stopped = [];
  const end = (/** @type {number} */ pid) => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  leaves(data, async () => {
    [...processes(data), ...stopped].forEach(end);
    await until('the program has gone', () => processes(data).length === 0);
  });
  const begin = () => {
    const program = spawn(APP, [], { env: surroundings(data, {}), stdio: ['ignore', 'ignore', 'pipe'] });
    program.stderr.on('data', (/** @type {Buffer} */ piece) => (said += piece));
    return program.pid ?? 0;
  };
  const first = begin();
  // Nothing is drawn by a process that stands still.
  const [drawer = 0] = await until('a page is about to be drawn', () => (drawing(first).length > 0 ? drawing(first) : null));
  process.kill(drawer, 'SIGSTOP');
  stopped.push(drawer);
  const second = await until('it starts once more', () => processes(data).find((pid) => pid !== first && variables(pid).includes(VARIABLE)));
  await until('the first one has gone', () => !processes(data).includes(first));
  assert.equal(JSON.parse(readFileSync(memory, 'utf8')), 'without');
  await until('the page stands', () => said.includes('page ready window="main"'));
  process.kill(second, 'SIGTERM');
  await until('it ends', () => processes(data).length === 0);

  said = '';
  const third = begin();
  await until('the page stands at the next start', () => said.includes('page ready window="main"'));
  assert.deepEqual(processes(data), [third], 'in place of itself');
  assert.ok(variables(third).includes(VARIABLE), 'it is remembered');
  assert.ok(existsSync(memory));
});
