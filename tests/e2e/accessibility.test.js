// The real window as a screen reader finds it: its tree on the accessibility bus.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { folder, start, until } from './lib/app.js';
import { ask, ended } from './lib/page.js';

const READER = fileURLToPath(new URL('lib/accessible.py', import.meta.url));
/** As on a desktop: the other tests do without the bus. */
const READ = { NO_AT_BRIDGE: '', GTK_A11Y: '' };

/** @param {number} pid */
const tree = (pid) => execFileSync('/usr/bin/python3', [READER, String(pid)], { encoding: 'utf8', timeout: 60_000 }).split('\n').map((line) => line.trim());

test('a screen reader finds the conversation, its messages and the box to write in', async (t) => {
  const { driver, pid } = await start(t, { data: folder(t), env: READ });
  await ask(driver, 'What can an answer hold?');
  await ended(driver, 2);
  const found = await until('the page is on the bus', () => {
    const lines = tree(pid());
    return lines.some((line) => line.endsWith('\tMessage')) ? lines : null;
  });
  for (const wanted of [/^entry\tMessage$/, /^log\tConversation$/, /^article\tYou$/, /^article\tdemo/, /button\tSend$/, /button\tNew chat$/, /button\tSettings$/, /\tConversations$/, /combo box\tModel$/]) {
    assert.ok(found.some((line) => wanted.test(line)), `${wanted} in\n${found.join('\n')}`);
  }
});
