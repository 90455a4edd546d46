// The key combination on X11: what is typed right after it arrives, all of it and nowhere else; the
// keyboard goes back to where it was; the main window stays as it is.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { CLI, folder, start, surroundings, toWindow, until } from './lib/app.js';
import { otherWindow } from './lib/other.js';
import { active, windows } from './lib/screen.js';
import { keyboard } from './lib/keyboard.js';

const COMBINATION = 'ctrl+shift+space';
const KEYS = ['Control_L', 'Shift_L', 'space'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.repeat(4).slice(0, 100);
/** From when on it is typed, in seconds after the combination: while the window comes up, and after. */
const DELAYS = [0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.2];
const ROUNDS = 24;
const RETURNS = 100;

const xdotool = (/** @type {string[]} */ ...words) => execFileSync('xdotool', words);
const quickIsVisible = () => windows().includes('Quick ask');
const bound = (/** @type {{said: () => string}} */ app) => until('the desktop has given the combination', () => app.said().includes('quick-ask has its shortcut'));

test('a hundred letters typed from ten milliseconds after the combination all arrive, and none elsewhere', async (t) => {
  const app = await start(t, { data: folder(t) });
  await bound(app);
  const other = await otherWindow(t);
  await toWindow(app.driver, 'quick.html');
  /** @returns {Promise<string>} */
  const typed = () => app.driver.executeScript(() => document.querySelector('textarea')?.value ?? '');
  for (let round = 1; round <= ROUNDS; round += 1) {
    xdotool('key', COMBINATION, 'sleep', String(DELAYS[round % DELAYS.length]), 'type', '--delay', '2', LETTERS);
    await until(`all letters of round ${round} stand there`, async () => (await typed()).length >= LETTERS.length, 10_000);
    assert.equal(await typed(), LETTERS, `round ${round}`);
    assert.deepEqual((await other.tell()).texts, ['', ''], `nothing of round ${round} went elsewhere`);
    xdotool('key', 'ctrl+a', 'key', 'Delete');
    await until('the box is empty again', async () => (await typed()) === '');
    xdotool('key', COMBINATION);
    await until('it is away', () => !quickIsVisible());
    await until('the other program has the keyboard', async () => (await other.tell()).focus === 1);
  }
});

test('the keyboard goes back to the same field of the same window, a hundred times', async (t) => {
  const app = await start(t, { data: folder(t) });
  await bound(app);
  const other = await otherWindow(t);
  const press = keyboard(t);
  const before = windows();
  for (let round = 1; round <= RETURNS; round += 1) {
    await press(...KEYS);
    await until(`it has the keyboard, round ${round}`, () => app.said().split('quick-ask has the keyboard').length > round);
    // It is drawn for the first time when it is first shown.
    await until('its page stands', () => app.said().includes('page ready window="quick"'));
    await until(`it is there, round ${round}`, () => active() === 'Quick ask');
    await press(...(round % 2 === 0 ? ['Escape'] : KEYS));
    await until(`it is away, round ${round}`, () => !quickIsVisible());
    await until(`the same field has the keyboard, round ${round}`, async () => (await other.tell()).focus === 1);
  }
  assert.deepEqual(windows(), before, 'no other window came or went');
  xdotool('type', 'back');
  await until('what is typed goes there', async () => (await other.tell()).texts[1] === 'back');
});

/** From the lowest to the highest. */
const stacked = () => execFileSync('xprop', ['-root', '_NET_CLIENT_LIST_STACKING'], { encoding: 'utf8' }).split('#')[1]?.trim().split(', ') ?? [];
const number = (/** @type {string} */ title) => `0x${Number(execFileSync('xdotool', ['search', '--name', title], { encoding: 'utf8' }).trim().split('\n').at(-1)).toString(16)}`;
const stateOf = (/** @type {string} */ id) => execFileSync('xprop', ['-id', id, '_NET_WM_STATE', 'WM_STATE'], { encoding: 'utf8' });

test('the main window is neither raised nor shown by it, behind others and minimised', async (t) => {
  const app = await start(t, { data: folder(t) });
  await bound(app);
  const main = number('^Gatehouse$');
  await otherWindow(t);
  const round = async () => {
    const [order, state] = [stacked(), stateOf(main)];
    xdotool('key', COMBINATION);
    await until('quick-ask is there', () => active() === 'Quick ask');
    assert.deepEqual(stacked().filter((id) => order.includes(id)), order);
    assert.equal(stateOf(main), state);
    xdotool('key', COMBINATION);
    await until('it is away', () => !quickIsVisible());
    assert.deepEqual(stacked().filter((id) => order.includes(id)), order);
    assert.equal(stateOf(main), state);
  };
  await round();
  xdotool('windowminimize', String(Number(main)));
  await until('it is minimised', () => stateOf(main).includes('Iconic'));
  await round();
});

test('the combination can be another one, and none, at once', async (t) => {
  const data = folder(t);
  const app = await start(t, { data });
  await bound(app);
  const press = keyboard(t);
  const set = (/** @type {string} */ value) => execFileSync(CLI, ['settings', 'set', 'quick.shortcut', value], { env: surroundings(data, {}) });
  set('alt+ctrl+j');
  await until('it is another', () => /has its shortcut keys="Ctrl\+Alt\+J"/.test(app.said()));
  await press(...KEYS);
  await press('Control_L', 'Alt_L', 'j');
  await until('the other one opens it', () => active() === 'Quick ask');
  await press('Control_L', 'Alt_L', 'j');
  await until('and hides it', () => !quickIsVisible());
  set('off');
  await until('there is none', () => app.said().includes('quick-ask has no shortcut'));
  await press('Control_L', 'Alt_L', 'j');
  await press(...KEYS);
  set('');
  await until('the usual one is back', () => app.said().split('has its shortcut').length === 4);
  assert.equal(quickIsVisible(), false, 'what is off opens nothing');
  await press(...KEYS);
  await until('it opens', () => active() === 'Quick ask');
});

test('a combination that another program has is told, and the program goes on', async (t) => {
  const holder = spawn('/usr/bin/python3', [fileURLToPath(new URL('lib/key_holder.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => holder.stdin.end());
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  const app = await start(t, { data: folder(t) });
  await until('it is told', () => /no shortcut for quick-ask.*Taken/.test(app.said()));
  await toWindow(app.driver, 'index.html');
});
