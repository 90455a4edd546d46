// What a start is called with: quick-ask with a text, hidden, twice at once, and against a first one
// that hangs. Always with the command line and the program as they are installed, beside each other.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { APP, CLI, folder, leaves, plainStart, processes, start, surroundings, toWindow, until } from './lib/app.js';
import { active, windows } from './lib/screen.js';
import { trayHost } from './lib/tray.js';

const quickIsVisible = () => windows().includes('Quick ask');
const mainIsVisible = () => windows().some((title) => title.endsWith('Gatehouse'));

/**
 * Calls the command line and waits for its end.
 * @param {string} data
 * @param {string[]} words
 * @param {string} [input]
 * @returns {Promise<{status: number | null, error: string, ms: number}>}
 */
const cli = (data, words, input = '') =>
  new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(CLI, words, { env: surroundings(data, {}), stdio: ['pipe', 'ignore', 'pipe'] });
    let error = '';
    child.stderr.on('data', (/** @type {Buffer} */ piece) => (error += piece));
    child.once('close', (status) => resolve({ status, error, ms: performance.now() - begun }));
    child.stdin.end(input);
  });

/** @param {import('selenium-webdriver').WebDriver} driver @returns {Promise<string>} */
const typed = (driver) => driver.executeScript(() => document.querySelector('textarea')?.value ?? '');

test('ask --window shows quick-ask of the program that runs, with the text behind what stands there', async (t) => {
  const data = folder(t);
  const { driver } = await start(t, { data });
  const first = await cli(data, ['ask', '--window', 'From a shell']);
  assert.deepEqual([first.status, first.error], [0, '']);
  await until('quick-ask has the keyboard', () => active() === 'Quick ask');
  await toWindow(driver, 'quick.html');
  await until('the text stands there', async () => (await typed(driver)) === 'From a shell');
  execFileSync('xdotool', ['type', ', and mine']);
  await until('what is typed goes on behind it', async () => (await typed(driver)) === 'From a shell, and mine');

  // What is typed is saved when nobody types for a moment; until then a text from outside can get lost.
  await sleep(1500);
  const long = `${'long '.repeat(40_000)}end`;
  const second = await cli(data, ['ask', '--window', 'Read this:'], long);
  assert.equal(second.status, 0, second.error);
  await until('all of the long text stands behind it', async () => (await typed(driver)) === `From a shell, and mine\n\nRead this:\n\n${long}`);

  // Without a text it is only shown; straight from the program a short one comes too.
  execFileSync('xdotool', ['key', 'ctrl+a', 'key', 'Delete', 'key', 'ctrl+shift+space']);
  await until('it is hidden', () => !quickIsVisible());
  assert.equal((await cli(data, ['ask', '--window'])).status, 0);
  await until('it is shown', () => active() === 'Quick ask');
  assert.equal(await plainStart(t, data, {}, ['ask', 'short', '--unknown']).ended, 0);
  await until('the short one stands there', async () => (await typed(driver)) === 'short');
  assert.equal(processes(data).length, 1);
});

test('twenty calls at once show one window with all twenty texts', async (t) => {
  const data = folder(t);
  const { driver } = await start(t, { data });
  const texts = Array.from({ length: 20 }, (_, at) => `text ${at}.`);
  const ends = await Promise.all(texts.map((text) => cli(data, ['ask', '--window', text])));
  // Twenty programs that start at once may need more than their five seconds on a slow machine. Then
  // that is said, and the text is kept all the same.
  for (const { status, error } of ends) {
    assert.ok(status === 0 || (status === 1 && error.includes('Your text is kept')), error);
  }
  assert.equal((await cli(data, ['ask', '--window'])).status, 0);
  await toWindow(driver, 'quick.html');
  await until('each text stands there once', async () => {
    const all = (await typed(driver)).split('\n\n');
    return all.length === texts.length && texts.every((text) => all.includes(text));
  });
  assert.equal(windows().filter((title) => title === 'Quick ask').length, 1);
  assert.equal(processes(data).length, 1);
});

test('without a program that runs one is started, which shows quick-ask and not the main window', async (t) => {
  const data = folder(t);
  const tray = await trayHost(t);
  leaves(data, async () => {
    for (const pid of processes(data)) {
      process.kill(pid, 'SIGKILL');
    }
    await until('it has ended', () => processes(data).length === 0);
  });
  const cold = await cli(data, ['ask', '--window', 'What is 2+2?']);
  assert.deepEqual([cold.status, cold.error], [0, '']);
  await tray.icon();
  await until('quick-ask has the keyboard', () => active() === 'Quick ask');
  assert.equal(mainIsVisible(), false);
  // The box has the text: Enter asks it.
  const asked = async () => JSON.parse(execFileSync(CLI, ['history', 'list', '--json'], { encoding: 'utf8', env: surroundings(data, {}) }));
  await until('it was asked', async () => {
    execFileSync('xdotool', ['key', 'Return']);
    const [row] = await asked();
    return row?.title === 'What is 2+2?';
  });
  await tray.click('Open');
  await until('the main window opens', mainIsVisible);
});

test('a hidden start shows no window where a tray does, and one where none does', async (t) => {
  await until('the window of another test is gone', () => !mainIsVisible());
  const alone = plainStart(t, folder(t), {}, ['--hidden']);
  await until('without a tray the window is there', mainIsVisible);
  await alone.stands();
  alone.program.kill('SIGTERM');
  assert.equal(await alone.ended, 0);

  const tray = await trayHost(t);
  const data = folder(t);
  const hidden = plainStart(t, data, {}, ['--hidden']);
  await tray.icon();
  await until('the shortcut is there', () => hidden.said().includes('has its shortcut'));
  assert.equal(await plainStart(t, data, {}, ['--hidden']).ended, 0, 'a second one ends');
  execFileSync('xdotool', ['key', 'ctrl+shift+space']);
  await until('the shortcut opens quick-ask', () => active() === 'Quick ask');
  assert.equal(mainIsVisible(), false);
  assert.equal(await plainStart(t, data).ended, 0);
  await until('another start shows the main window', mainIsVisible);
  hidden.program.kill('SIGTERM');
  assert.equal(await hidden.ended, 0);
});

test('a first program that hangs holds nobody up, and the text is not lost', async (t) => {
  const data = folder(t);
  const first = plainStart(t, data);
  await first.stands();
  first.program.kill('SIGSTOP');
  t.after(() => first.program.kill('SIGCONT'));
  const [asked, second] = await Promise.all([
    cli(data, ['ask', '--window', 'Kept?']),
    plainStart(t, data).ended,
  ]);
  assert.equal(second, 1);
  assert.equal(asked.status, 1);
  assert.match(asked.error, /did not take.*\n?.*is kept/s);
  assert.ok(asked.ms < 9_000, `${asked.ms} ms`);
  first.program.kill('SIGCONT');
  await until('it is shown once it answers again', quickIsVisible);
});

test('what does not go with a window is wrong usage, and a program that is not there is told', async (t) => {
  const data = folder(t);
  for (const words of [['-m', 'x'], ['--no-save'], ['--json'], ['--attach', APP]]) {
    const { status } = await cli(data, ['ask', '--window', ...words, 'text']);
    assert.equal(status, 2, words.join(' '));
  }
  assert.equal(processes(data).length, 0);
  await new Promise((resolve) => execFile(CLI, ['ask', '--help'], (_error, stdout) => resolve(assert.match(stdout, /--window/))));
});
