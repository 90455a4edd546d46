// Starting with the session: off until it is switched on; another program in its place is told.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP, folder, start } from './lib/app.js';
import { invoke } from './lib/page.js';

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
