// Notifications: told where no window has the keyboard, shown as they are written, and a press opens the
// answer.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { CLI, folder, start, surroundings, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { otherWindow } from './lib/other.js';
import { ask, button, ended } from './lib/page.js';
import { part } from './lib/part.js';
import { active } from './lib/screen.js';

const KEY = 'vck_planted_notice_5f0c2a9d71';
const HOSTILE = `It is <b>bold</b> & <a href="http://127.0.0.1:9/">a link</a>\n\n${KEY} \u202eend`;
/** So long the person has to go elsewhere. */
const LATER = 3_000;

/** @param {import('node:test').TestContext} t */
async function program(t) {
  const server = await gateway(t, { firstMs: LATER, text: HOSTILE });
  const data = folder(t);
  return { data, app: await start(t, { data, env: { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: KEY } }) };
}

/** @param {{said: (beginning: string, from?: number) => Promise<string>}} desktop @param {number} [from] */
async function shown(desktop, from) {
  const line = await desktop.said('shown', from);
  /** @type {[number, string, string, string, string, string[], string]} */
  const [id, app, icon, title, body, actions, entry] = JSON.parse(line.slice('shown '.length));
  return { id, app, icon, title, body, actions, entry };
}

test('an answer that comes while another program has the keyboard is told, with markup as it is written, and a press opens it', async (t) => {
  const desktop = await part(t, 'notice_host.py', ['body', 'body-markup', 'actions']);
  const { app } = await program(t);
  await ask(app.driver, 'What is <i>it</i>?');
  await otherWindow(t);
  const told = await shown(desktop);
  assert.deepEqual({ ...told, id: 1 }, {
    id: 1, app: 'Gatehouse', icon: 'gatehouse-desktop', title: 'What is <i>it</i>?',
    body: 'It is &lt;b&gt;bold&lt;/b&gt; &amp; &lt;a href="http://127.0.0.1:9/"&gt;a link&lt;/a&gt; *** end',
    actions: ['default', 'Open'], entry: 'app.gatehouse.desktop',
  });
  assert.ok(!desktop.lines.join('\n').includes(KEY), 'no key leaves with it');
  assert.equal(active(), 'Another program', 'it takes no keyboard');

  // The person went on to another chat meanwhile; the press opens the one that was told.
  await (await button(app.driver, 'New chat')).click();
  desktop.tell(`press ${told.id}`);
  await until('the main window is there', () => active().includes('Gatehouse'));
  assert.match((await ended(app.driver, 2)).text, /It is <b>bold<\/b>/);
});

test('a desktop that reads no markup is given the plain text, and what it shows is taken away once the person is back', async (t) => {
  const desktop = await part(t, 'notice_host.py', ['body']);
  const { app } = await program(t);
  await ask(app.driver, 'What is it?');
  await otherWindow(t);
  const told = await shown(desktop);
  assert.equal(told.body, 'It is <b>bold</b> & <a href="http://127.0.0.1:9/">a link</a> *** end');
  assert.deepEqual(told.actions, []);
  execFileSync('wmctrl', ['-R', 'Gatehouse']);
  await desktop.said(`closed ${told.id}`);
});

test('nothing is told to who is there, nor where the settings say so, and of a temporary chat only that there is an answer', async (t) => {
  const desktop = await part(t, 'notice_host.py', ['body']);
  const { app, data } = await program(t);
  await ask(app.driver, 'Here?');
  await ended(app.driver, 2);
  const set = (/** @type {string} */ value) => execFileSync(CLI, ['settings', 'set', 'notify.answers', value], { env: surroundings(data, {}) });
  set('off');
  await ask(app.driver, 'Off?');
  await otherWindow(t);
  await ended(app.driver, 4);
  set('on');
  execFileSync('wmctrl', ['-R', 'Gatehouse']);
  await until('the window is there', () => active().includes('Gatehouse'));
  await (await button(app.driver, 'Temporary chat')).click();
  await ask(app.driver, 'A secret question?');
  execFileSync('wmctrl', ['-R', 'Another program']);
  const told = await shown(desktop);
  assert.deepEqual([told.title, told.body], ['An answer has come', '']);
  assert.equal(desktop.lines.filter((line) => line.startsWith('shown')).length, 1);
});

test('where nothing shows notifications the program goes on, and says so once in its log', async (t) => {
  const { app } = await program(t);
  for (const count of [2, 4]) {
    await ask(app.driver, 'Who tells?');
    await otherWindow(t);
    await ended(app.driver, count);
    execFileSync('wmctrl', ['-R', 'Gatehouse']);
    await until('the window is there', () => active().includes('Gatehouse'));
  }
  await until('it is said', () => app.said().includes('nothing here shows notifications'));
  assert.equal(app.said().split('nothing here shows notifications').length, 2);
});
