// A key goes one way: through the card into the real keyring, and nowhere else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { By, Key } from 'selenium-webdriver';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, ended, invoke, picture } from './lib/page.js';

const KEY = 'vck_planted_e2e_5f0c2a9d71';

/** Every file below a folder. @param {string} root @returns {string[]} */
const files = (root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());

/** @param {string} account */
const inKeyring = (account) => {
  try {
    return execFileSync('secret-tool', ['lookup', 'service', 'gatehouse', 'username', account], { encoding: 'utf8' });
  } catch {
    return null;
  }
};

test('a key set through the card is in the keyring and nowhere in the page or on disk', async (t) => {
  const server = await gateway(t, { key: KEY, words: 5 });
  const account = `gateway@${server.origin}`;
  const data = folder(t);
  const env = { AI_GATEWAY_URL: server.origin, GATEHOUSE_KEYSTORE: 'os' };
  const { driver, leave } = await start(t, { data, env });
  assert.equal(server.asked.length, 0, 'nothing is sent before a key is set or a question asked');
  assert.equal(inKeyring(account), null);
  const field = await until('there is a box for the key', () => driver.findElement(By.css('key-card input[type="password"]')));
  await picture(driver, 'key-card');
  await field.sendKeys(KEY, Key.ENTER);
  await until('the keyring holds it', () => inKeyring(account)?.trim() === KEY);
  await until('the card offers its test', async () => (await driver.findElement(By.css('key-card')).getText()).includes('is set up'));

  await ask(driver, 'Does it work?');
  await ended(driver, 2);
  assert.equal(server.turns()[0]?.authorization, `Bearer ${KEY}`);
  await picture(driver, 'key-used');

  const held = await driver.executeScript(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input, textarea')].map((input) => /** @type {HTMLInputElement} */ (input).value),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      JSON.stringify(history.state),
    ].join('\n'),
  );
  assert.ok(!String(held).includes(KEY), 'not in the page or its storage');
  for (const command of ['key_status', 'get_settings', 'list_conversations']) {
    const answer = JSON.stringify(await invoke(driver, command, { before: null }));
    assert.ok(answer.startsWith('{"ok"'), answer);
    assert.ok(!answer.includes(KEY), command);
  }
  const status = /** @type {{ok: {connection: string, state: string, last4: string}[]}} */ (await invoke(driver, 'key_status'));
  const own = status.ok.find(({ connection }) => connection === 'gateway');
  assert.deepEqual([own?.state, own?.last4], ['present', KEY.slice(-4)]);

  await leave();
  const all = files(data);
  assert.ok(all.some((path) => path.endsWith('gatehouse.log')), all.join(' '));
  const holding = all.filter((path) => readFileSync(path).includes(KEY));
  assert.deepEqual(holding, [], 'in no file of the data folder');

  // Another start finds it, and the keyring gives it back for removal.
  const again = await start(t, { data, env });
  await ask(again.driver, 'Still there?');
  await until('it is asked with the key', () => server.turns().length === 2);
  assert.equal(server.turns()[1]?.authorization, `Bearer ${KEY}`);
  const removed = await invoke(again.driver, 'remove_key', { connection: 'gateway' });
  assert.ok('ok' in removed, JSON.stringify(removed));
  assert.equal(inKeyring(account), null);
});
