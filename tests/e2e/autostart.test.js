// Starting with the session: off until it is switched on, then by an entry that the desktop itself can
// run, without a window; a program that was moved takes its place again.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP, folder, leaves, processes, start, until } from './lib/app.js';
import { invoke } from './lib/page.js';
import { keyboard } from './lib/keyboard.js';
import { active, windows } from './lib/screen.js';
import { trayHost } from './lib/tray.js';

/** Has GLib read an entry and start it, as desktops do. */
const LAUNCH = 'import sys; from gi.repository import Gio; assert Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch([], None)';

test('the entry starts the program without its window, and everything else is there', async (t) => {
  const data = folder(t);
  // Signs that a command line, an entry or a shell could take for something else.
  const config = join(data, 'con "fig" 100% $HOME');
  const list = join(config, 'autostart');
  mkdirSync(config);
  const env = { XDG_CONFIG_HOME: config };
  const app = await start(t, { data, env });
  assert.deepEqual(await invoke(app.driver, 'autostart_state'), { ok: 'off' });
  assert.equal(existsSync(list), false, 'nothing is there unasked');
  assert.deepEqual(await invoke(app.driver, 'set_autostart', { on: true }), { ok: 'on' });
  const [name = '', ...others] = readdirSync(list);
  assert.match(name, /^app\.gatehouse\.desktop\.d[0-9a-f]{16}\.desktop$/);
  assert.deepEqual(others, []);
  const entry = join(list, name);
  const text = readFileSync(entry, 'utf8');
  await app.leave();

  const tray = await trayHost(t);
  // The folder is the entry's to say.
  const bare = { ...process.env, ...env, GATEHOUSE_KEYSTORE: 'memory', GATEHOUSE_LOG: 'info' };
  const end = async () => {
    for (const pid of processes(data)) {
      process.kill(pid, 'SIGTERM');
    }
    await until('the program has ended', () => processes(data).length === 0);
  };
  leaves(data, end);
  t.after(end);
  execFileSync('/usr/bin/python3', ['-c', LAUNCH, entry], { env: bare, stdio: 'ignore' });
  await tray.icon();
  const log = () => readFileSync(join(data, 'logs', 'gatehouse.log'), 'utf8');
  await until('it has its keys', () => log().split('quick-ask has its shortcut').length === 3);
  assert.deepEqual(windows().filter((title) => title.includes('Gatehouse')), [], 'no window is shown');
  await keyboard(t)('Control_L', 'Shift_L', 'space');
  await until('quick-ask is there', () => active() === 'Quick ask');
  await end();

  // The program is somewhere else now than the entry says.
  writeFileSync(entry, text.replaceAll(APP, '/nowhere/gatehouse-desktop'));
  const again = await start(t, { data, env });
  await until('the entry leads here again', () => readFileSync(entry, 'utf8') === text);
  assert.deepEqual(await invoke(again.driver, 'set_autostart', { on: false }), { ok: 'off' });
  assert.deepEqual(readdirSync(list), []);
});

test('another program in its place is told, and left alone until this one is wanted', async (t) => {
  const data = folder(t);
  const config = join(data, 'config-home');
  const app = await start(t, { data, env: { XDG_CONFIG_HOME: config } });
  const list = join(config, 'autostart');
  assert.deepEqual(await invoke(app.driver, 'autostart_state'), { ok: 'off' });
  assert.equal(existsSync(list), false, 'nothing is there unasked');
  await invoke(app.driver, 'set_autostart', { on: true });
  const entry = join(list, readdirSync(list)[0] ?? '');
  const text = readFileSync(entry, 'utf8');
  const other = text.replaceAll(APP, '/usr/bin/env');
  writeFileSync(entry, other);
  assert.deepEqual(await invoke(app.driver, 'autostart_state'), { ok: 'elsewhere' });
  assert.equal(readFileSync(entry, 'utf8'), other);
  assert.deepEqual(await invoke(app.driver, 'set_autostart', { on: true }), { ok: 'on' });
  assert.equal(readFileSync(entry, 'utf8'), text);
  assert.ok('ok' in (await invoke(app.driver, 'delete_everything')));
  assert.deepEqual(readdirSync(list), []);
});
