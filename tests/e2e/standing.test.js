// The window opens again where it stood and as large, also maximised; never where nobody sees it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, start, until } from './lib/app.js';

/** @param {string} program @param {...string} words */
const run = (program, ...words) => execFileSync(program, words, { encoding: 'utf8' });

/** The number of the main window. */
const main = () => until('the window is there', () => run('xdotool', 'search', '--onlyvisible', '--name', '^Gatehouse$').trim().split('\n').at(-1) || null);

/**
 * Where the inside of the main window is.
 * @returns {Promise<{x: number, y: number, width: number, height: number}>}
 */
async function geometry() {
  const said = run('xwininfo', '-id', await main());
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(said)?.[1]);
  return { x: number(/Absolute upper-left X:\s+(-?\d+)/), y: number(/Absolute upper-left Y:\s+(-?\d+)/), width: number(/Width: (\d+)/), height: number(/Height: (\d+)/) };
}

/** @param {string} data */
const kept = (data) => {
  const path = join(data, 'screen/window-main.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? '') : null;
};

const isMaximized = async () => /_NET_WM_STATE_MAXIMIZED_VERT/.test(run('xprop', '-id', await main(), '_NET_WM_STATE'));

test('size, place and being maximised outlive the program', async (t) => {
  const data = folder(t);
  const first = await start(t, { data });
  run('wmctrl', '-i', '-r', await main(), '-e', '0,60,80,820,610');
  await until('the window has moved', async () => (await geometry()).width === 820);
  const stood = await geometry();
  await until('it is kept', () => kept(data)?.place.width === 820 && kept(data)?.place.height === 610);
  await first.kill('SIGTERM');
  await first.leave();

  const second = await start(t, { data });
  await until('it stands as it stood', async () => JSON.stringify(await geometry()) === JSON.stringify(stood), 10_000).catch(async () => assert.deepEqual(await geometry(), stood));
  run('wmctrl', '-i', '-r', await main(), '-b', 'add,maximized_vert,maximized_horz');
  await until('it is maximised', isMaximized);
  await until('that is kept', () => kept(data)?.maximized === true);
  assert.equal(kept(data)?.place.width, 820, 'what it is otherwise stays');
  await second.kill('SIGTERM');
  await second.leave();

  await start(t, { data });
  await until('it is maximised again', isMaximized);
  run('wmctrl', '-i', '-r', await main(), '-b', 'remove,maximized_vert,maximized_horz');
  await until('it has its old size', async () => (await geometry()).width === 820 && (await geometry()).height === 610);
});

test('a place on a screen that is not there is not used, and nonsense harms nothing', async (t) => {
  const data = folder(t);
  const gone = { x: 4000, y: 100, width: 2560, height: 1440 };
  const standing = { place: { x: 4100, y: 300, width: 700, height: 560 }, maximized: false, screen: { name: 'gone', whole: gone, free: gone, scale: 1 } };
  mkdirSync(join(data, 'screen'));
  writeFileSync(join(data, 'screen/window-main.json'), `${JSON.stringify(standing)}\n{"place":`);
  await start(t, { data });
  await until('it is as large as it was', async () => (await geometry()).width === 700);
  const { x, y, width, height } = await geometry();
  assert.ok(x >= 0 && y >= 0 && x + width <= 1280 && y + height <= 900, JSON.stringify({ x, y, width, height }));
});
