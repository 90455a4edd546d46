// Where quick-ask opens. The server of these tests has one output, so one screen can be laid out, not two.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { folder, start, until } from './lib/app.js';
import { active } from './lib/screen.js';

const LEFT = 640;
const WIDE = 640;
const HIGH = 900;

test('it opens in the middle of the upper third of its screen, wherever that lies on the desktop', async (t) => {
  execFileSync('xrandr', ['--setmonitor', 'half', `${WIDE}/170x${HIGH}/238+${LEFT}+0`, 'screen']);
  t.after(() => execFileSync('xrandr', ['--delmonitor', 'half']));
  const app = await start(t, { data: folder(t) });
  await until('the desktop has given the combination', () => app.said().includes('quick-ask has its shortcut'));
  execFileSync('xdotool', ['mousemove', '20', '20', 'key', 'ctrl+shift+space']);
  await until('quick-ask has the keyboard', () => active() === 'Quick ask');
  const said = execFileSync('xwininfo', ['-id', execFileSync('xdotool', ['getactivewindow'], { encoding: 'utf8' }).trim()], { encoding: 'utf8' });
  const number = (/** @type {RegExp} */ pattern) => Number(pattern.exec(said)?.[1]);
  const [x, y, width] = [number(/Absolute upper-left X:\s+(-?\d+)/), number(/Absolute upper-left Y:\s+(-?\d+)/), number(/Width: (\d+)/)];
  const told = `${width} wide at ${x}, ${y}`;
  assert.ok(Math.abs(x + width / 2 - (LEFT + WIDE / 2)) <= 1, told);
  assert.ok(y > 0 && y <= HIGH / 3, told);
});
