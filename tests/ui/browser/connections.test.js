// Connections in the settings: tested, added, changed, removed; the sign-in; keys from a file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

/** Opens the settings, with changes of the scripted engine made before. */
async function settings(page, change = () => undefined, arg = undefined) {
  await page.evaluate(change, arg);
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('list', { name: 'Connections' }).getByText('https://ai-gateway.vercel.sh/v1').waitFor();
  return dialog;
}
const refuse = (page, command, code, message) =>
  page.evaluate(([name, kind, text]) => window.fakeEngine.refusals.set(name, window.fakeError(kind, text, 'Do this.')), [command, code, message]);

test('a test says first what it may cost, and names each layer', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  await dialog.getByRole('button', { name: 'Test connection: Vercel AI Gateway' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('may cost a fraction of a cent').waitFor();
  assert.deepEqual(await calls(page, 'test_connection'), [], 'nothing is asked before');
  await dialog.getByRole('button', { name: 'Test without an answer' }).click();
  await dialog.getByText('Every layer holds.').waitFor();
  await dialog.getByText('Network (TCP): holds, port 443 is open, 20 ms').waitFor();
  const [{ params }] = await calls(page, 'test_connection');
  assert.deepEqual({ ...params, turnId: '' }, { turnId: '', connection: 'gateway', spend: false });
});

test('a failing layer is named with what to do', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, () => {
    window.fakeEngine.desk.layers = [
      { layer: 'config', error: null, note: '', ms: 1 },
      { layer: 'key', error: window.fakeError('key_rejected', 'Vercel rejected this key.', 'Enter another one.'), note: '', ms: 40 },
    ];
  });
  await dialog.getByRole('button', { name: 'Test connection: Vercel AI Gateway' }).click();
  await dialog.getByRole('button', { name: 'Test with an answer' }).click();
  await dialog.getByText('It fails at: Key.').waitFor();
  await dialog.getByText('Key: Vercel rejected this key. Enter another one.').waitFor();
});

test('a running test is stopped by its own id', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, () => window.fakeEngine.hold('test_connection'));
  await dialog.getByRole('button', { name: 'Test connection: Vercel AI Gateway' }).click();
  await dialog.getByRole('button', { name: 'Test with an answer' }).click();
  await refuse(page, 'test_connection', 'interrupted', 'The test was stopped.');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await page.evaluate(() => window.fakeEngine.release('test_connection'));
  await dialog.getByText('The test was stopped.').waitFor();
  const [{ params }] = await calls(page, 'test_connection');
  assert.deepEqual(await calls(page, 'cancel_turn'), [{ turnId: params.turnId }]);
});

test('a connection of one’s own is added, edited and removed', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  await dialog.getByRole('button', { name: 'Add a connection' }).click();
  assert.equal(await dialog.getByLabel('Name', { exact: true }).evaluate((element) => element === document.activeElement), true);
  await dialog.getByLabel('Name', { exact: true }).fill('mine');
  await dialog.getByLabel('Dialect').selectOption('anthropic-messages');
  await dialog.getByLabel('Address').fill('https://mine.example/v1');
  await dialog.getByLabel('Extra headers').fill('X-Title: my app\nwrong');
  const save = dialog.getByRole('button', { name: 'Save connection' });
  await save.click();
  await dialog.getByText('A header has no colon.').waitFor();
  await dialog.getByLabel('Extra headers').fill('X-Title: my app\n');
  await refuse(page, 'add_connection', 'config_invalid', 'That cannot be the name of a connection.');
  await save.click();
  await dialog.getByText('That cannot be the name of a connection. Do this.').waitFor();
  await save.click();
  const row = dialog.getByRole('listitem').filter({ hasText: 'https://mine.example/v1' });
  await row.waitFor();
  const nothing = { connectMs: null, firstByteMs: null, idleMs: null, proxy: null, caPem: null };
  assert.deepEqual((await calls(page, 'add_connection')).at(-1), {
    name: 'mine', edit: { ...nothing, dialect: 'anthropic-messages', baseUrl: 'https://mine.example/v1', headers: { 'X-Title': 'my app' }, needsKey: true },
  });

  await row.getByRole('button', { name: 'Edit mine' }).click();
  assert.equal(await row.getByLabel('Extra headers').inputValue(), 'X-Title: my app');
  await row.getByLabel('Silence for at most').fill('2.5');
  await row.getByRole('button', { name: 'Save connection' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'change_connection'));
  const [{ edit }] = await calls(page, 'change_connection');
  assert.deepEqual([edit.baseUrl, edit.idleMs, edit.dialect], [null, 2500, 'anthropic-messages'], 'an address that stays is not said again');

  await dialog.getByRole('button', { name: 'Remove mine' }).click();
  await row.waitFor({ state: 'detached' });
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'body');
  assert.deepEqual(await calls(page, 'remove_connection'), [], 'its key is there as long as it can be taken back');
  await dialog.getByRole('button', { name: 'Undo' }).press('Enter');
  await row.waitFor();
  assert.equal(await row.getByRole('button', { name: 'Edit mine' }).evaluate((one) => one === document.activeElement), true);

  await dialog.getByRole('button', { name: 'Remove mine' }).click();
  await page.evaluate(() => window.fakeEngine.refusals.set('remove_connection', window.fakeError('storage', 'The disk is full.')));
  await dialog.getByRole('group', { name: 'Removed' }).getByRole('button', { name: 'Close' }).click();
  await dialog.getByText('The disk is full.').waitFor();
  await row.waitFor();
  await dialog.getByRole('button', { name: 'Remove mine' }).click();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'remove_connection').length === 2);
  await settings(page);
  assert.equal(await row.count(), 0);
});

test('a row that changes leaves the form that is open in another one, and the focus is never lost', async () => {
  const page = await open('/?scene=ready&manual');
  const guides = 'https://api.vercel.ai/v1/anthropic';
  const dialog = await settings(page, (keep) => {
    const [, anthropic] = window.fakeEngine.desk.connections;
    Object.assign(anthropic, { baseUrl: null, problem: window.fakeError('config_invalid', 'No vendor documents it.'), guideChoice: { own: 'https://api.anthropic.com', keep } });
  }, guides);
  const list = dialog.getByRole('list', { name: 'Connections' });
  await list.getByRole('button', { name: 'Edit Vercel AI Gateway' }).click();
  const half = list.locator('connection-form').getByLabel('Extra headers');
  await half.fill('X-Half: a thought');
  await list.getByRole('button', { name: `Keep ${guides}` }).press('Enter');
  await list.getByText('No vendor documents it.').waitFor({ state: 'detached' });
  assert.equal(await half.inputValue(), 'X-Half: a thought');
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'body');
  await list.locator('connection-form').getByRole('button', { name: 'Cancel' }).press('Enter');
  await list.locator('connection-form').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Edit Vercel AI Gateway');
});

test('servers on this machine are looked for only when asked, and one is taken', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  assert.deepEqual(await calls(page, 'probe_local'), []);
  await dialog.getByRole('button', { name: 'Find local servers' }).click();
  await dialog.getByText('http://127.0.0.1:11434 · llama3.2:3b').waitFor();
  await dialog.getByRole('button', { name: 'Use Ollama as the local server' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'change_connection'));
  const [{ name, edit }] = await calls(page, 'change_connection');
  assert.deepEqual([name, edit.baseUrl], ['local', 'http://127.0.0.1:11434']);
});

test('the guide’s own address is a question with three answers', async () => {
  const page = await open('/?scene=ready&manual');
  const guides = 'https://api.vercel.ai/v1/anthropic';
  const dialog = await settings(page, (keep) => {
    const [, anthropic] = window.fakeEngine.desk.connections;
    Object.assign(anthropic, { baseUrl: null, problem: window.fakeError('config_invalid', 'No vendor documents it.'), guideChoice: { own: 'https://api.anthropic.com', keep } });
  }, guides);
  const row = dialog.getByRole('listitem').filter({ hasText: 'No vendor documents it.' });
  assert.deepEqual(await row.getByRole('button').allInnerTexts(), ['Edit', 'Use the provider’s own address: https://api.anthropic.com', 'Use the gateway', `Keep ${guides}`]);
  await row.getByRole('button', { name: 'Use the gateway' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'set_settings'));
  assert.equal((await calls(page, 'set_settings'))[0].settings.defaultConnection, 'gateway');
  await row.getByRole('button', { name: `Keep ${guides}` }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'change_connection'));
  assert.equal((await calls(page, 'change_connection'))[0].edit.baseUrl, guides);
});

test('the sign-in shows how long its token lasts, is saved without the rest, and renewed', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  await dialog.getByText('The gateway has a key of its own, which comes before a sign-in.').waitFor();
  await page.evaluate(() => {
    const { snapshot } = window.fakeEngine;
    snapshot.keys = snapshot.keys.map((key) => (key.connection === 'gateway' ? { ...key, source: 'session', expiresAtMs: Date.now() + 40_830_000 } : key));
    window.fakeEngine.emit({ type: 'keysChanged', keys: snapshot.keys, next: snapshot.next });
  });
  await dialog.getByText('The sign-in token lasts 11 h 20 min more.').waitFor();
  await dialog.getByRole('tab', { name: 'Models and limits' }).click();
  await dialog.getByText('So far: 3 requests').waitFor();
  await dialog.getByLabel('Default model').fill('not/saved');
  await dialog.getByRole('tab', { name: 'Connections and keys' }).click();
  await dialog.getByLabel('Folder of the linked project').fill(' /home/me/app ');
  await dialog.getByRole('button', { name: 'Save sign-in' }).click();
  await dialog.getByText('Saved.').waitFor();
  const [{ settings: saved }] = await calls(page, 'set_settings');
  assert.deepEqual([saved.signinFolder, saved.signinCli, saved.defaultModel], ['/home/me/app', null, null]);
  await dialog.getByRole('tab', { name: 'Models and limits' }).click();
  assert.equal(await dialog.getByLabel('Default model').inputValue(), 'not/saved', 'what is typed stays');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'set_settings').length === 2);
  assert.equal((await calls(page, 'set_settings'))[1].settings.signinFolder, '/home/me/app', 'the other form does not undo it');

  await dialog.getByRole('tab', { name: 'Connections and keys' }).click();
  await refuse(page, 'renew_sign_in', 'key_missing', 'The Vercel CLI is not logged in.');
  await dialog.getByRole('button', { name: 'Renew now' }).click();
  await dialog.getByText('The Vercel CLI is not logged in. Do this.').waitFor();
  await dialog.getByRole('button', { name: 'Renew now' }).click();
  await dialog.getByText('Renewed.').waitFor();
});

test('a sign-in that was not read is not saved away, and what is typed of it and of routing stays', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    Object.assign(window.fakeEngine.snapshot.settings, { signinFolder: '/home/me/app' });
    window.fakeEngine.refusals.set('get_settings', window.fakeError('storage', 'The settings cannot be read.'));
  });
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('The settings cannot be read.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Save sign-in' }).isDisabled(), true);
  await page.keyboard.press('Escape');
  await settings(page);
  const folder = dialog.getByLabel('Folder of the linked project');
  assert.equal(await folder.inputValue(), '/home/me/app');
  await folder.fill('/home/me/other');
  await dialog.getByLabel('Providers to try').fill('bedrock');
  await page.keyboard.press('Escape');
  await settings(page);
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'list_connections').length >= 2);
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  assert.deepEqual([await folder.inputValue(), await dialog.getByLabel('Providers to try').inputValue()], ['/home/me/other', 'bedrock']);
});

test('an expired token is renewed by the error’s button, and the question asked again', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  const error = { code: 'key_expired', message: 'Token expired. Run: vercel env pull', action: null, status: 401, retryAfterMs: null, requestId: null };
  await end(page, turn, { state: 'failed', finish: null, error });
  const renew = page.getByRole('alert').getByRole('button', { name: 'Renew and retry' });
  await refuse(page, 'renew_sign_in', 'config_invalid', 'Gatehouse knows no Vercel project to sign in for.');
  await renew.click();
  await page.getByText('Gatehouse knows no Vercel project to sign in for.').waitFor();
  assert.deepEqual(await calls(page, 'retry_turn'), []);
  await renew.click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  assert.equal((await calls(page, 'retry_turn')).length, 1);
});

test('a file’s keys are named before they are kept, and its bytes stay nowhere', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Import keys from a file…' }).click();
  await (await chooser).setFiles([{ name: '.env.local', mimeType: 'text/plain', buffer: Buffer.from('AI_GATEWAY_API_KEY=planted') }]);
  await dialog.getByText('AI_GATEWAY_API_KEY, ends in wxyz: for Vercel AI Gateway at https://ai-gateway.vercel.sh.').waitFor();
  await dialog.getByText('OPENAI_API_KEY is left out. It is a placeholder.').waitFor();
  assert.deepEqual((await calls(page, 'import_keys')).map(({ keep }) => keep), [false]);
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  await dialog.getByText('Kept. The file still holds the keys').waitFor();
  assert.deepEqual((await calls(page, 'import_keys')).map(({ keep }) => keep), [false, true]);
  const held = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify(window.fakeEngine.calls) + JSON.stringify({ ...sessionStorage }));
  assert.equal(held.includes('planted'), false);

  await refuse(page, 'import_keys', 'config_invalid', 'The file holds nothing to import.');
  const again = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Import keys from a file…' }).click();
  await (await again).setFiles([{ name: '.env', mimeType: 'text/plain', buffer: Buffer.from('X=1') }]);
  await dialog.getByText('The file holds nothing to import. Do this.').waitFor();
});

test('what gateways are told is read, and only what was changed is saved', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page);
  assert.equal(await dialog.getByLabel('Sort providers by').inputValue(), 'cost');
  assert.equal(await dialog.getByLabel('Let the gateway place cache marks').isChecked(), true);
  await dialog.getByLabel('Providers to try').fill(' anthropic,bedrock ');
  await dialog.getByLabel('Only providers that keep nothing').check();
  await dialog.getByLabel('Let the gateway place cache marks').uncheck();
  await dialog.getByRole('button', { name: 'Save routing' }).click();
  await dialog.locator('gateway-form').getByText('Saved.').waitFor();
  assert.deepEqual(await calls(page, 'set_routing'), [{
    options: [{ name: 'order', value: 'anthropic,bedrock' }, { name: 'zeroDataRetention', value: 'true' }, { name: 'caching', value: '' }],
  }]);
  await refuse(page, 'set_routing', 'config_invalid', 'That value does not fit.');
  await dialog.getByLabel('Sort providers by').fill('best');
  await dialog.getByRole('button', { name: 'Save routing' }).click();
  await dialog.getByText('That value does not fit. Do this.').waitFor();
});
