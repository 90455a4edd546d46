// The way of a key: in once, and nowhere afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const KEY = 'vck_planted0123456789planted';
const field = (page) => page.getByLabel('Gateway key').first();

/** Everything that the page holds, as text. */
async function everything(page) {
  return page.evaluate(() => {
    const parts = [document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie, location.href, document.title];
    for (const element of document.querySelectorAll('*')) {
      parts.push(...element.getAttributeNames().map((name) => element.getAttribute(name)));
      if ('value' in element) {
        parts.push(String(element.value), String(element.defaultValue));
      }
    }
    parts.push(JSON.stringify(window.fakeEngine.calls), JSON.stringify(window.fakeEngine.snapshot), JSON.stringify(history.state));
    return parts.join('\n');
  });
}

test('the first run says that no model is behind the demo and takes a key', async () => {
  const page = await open('/?scene=demo&manual');
  await page.getByText('You are talking to the demo gateway. No model is behind it.').waitFor();
  await page.getByText('Demo gateway — no model behind it').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).getAttribute('placeholder'), 'Ask the demo anything…');
  assert.equal(await field(page).getAttribute('type'), 'password');
  assert.equal(await field(page).getAttribute('autocomplete'), 'off');
  await page.getByText(/handed to your system’s keyring/).waitFor();
});

test('a key passes the page once and is nowhere afterwards', async () => {
  const page = await open('/?scene=demo&manual');
  await page.evaluate(() => window.fakeEngine.hold('set_key'));
  await field(page).fill(`  ${KEY}\t`);
  await page.evaluate(() => (window.oldField = document.querySelector('input[type=password]')));
  await page.getByRole('button', { name: 'Save' }).first().click();
  // Also while the engine still works on it.
  assert.equal((await everything(page)).includes('planted'), false);
  await page.evaluate(() => window.fakeEngine.release('set_key'));
  await page.getByText('Demo gateway — no model behind it').waitFor({ state: 'hidden' });
  assert.equal((await everything(page)).includes('planted'), false);
  assert.deepEqual(await page.evaluate(() => [window.oldField.value, window.oldField.isConnected]), ['', false]);
  assert.deepEqual(await calls(page, 'set_key'), [{ connection: 'gateway' }]);
  assert.equal(await page.evaluate(() => window.fakeEngine.snapshot.keys[0].last4), 'nted', 'the engine got the key, without the white space');
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).getAttribute('placeholder'), 'Ask Claude anything…');
});

test('a refused key is told in a sentence and is not kept either', async () => {
  const page = await open('/?scene=demo&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('set_key', window.fakeError('keyring_unavailable', 'No keyring answers here.', 'Start one, then try again.')));
  await field(page).fill(KEY);
  await page.keyboard.press('Enter');
  assert.match(await page.getByRole('alert').innerText(), /No keyring answers here\. Start one/);
  assert.equal((await everything(page)).includes('planted'), false);
  assert.equal(await field(page).evaluate((element) => element === document.activeElement), true);
});

const FORMS = [
  ['"vck_abcdef"', /quotes/],
  ['Bearer vck_abc', /Bearer/],
  ['vck abc', /space/],
];
for (const [typed, hint] of FORMS) {
  test(`the form of ${typed} is told at once and not handed over`, async () => {
    const page = await open('/?scene=demo&manual');
    await field(page).fill(typed);
    await page.getByText(hint).waitFor();
    assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
    await page.keyboard.press('Enter');
    assert.deepEqual(await calls(page, 'set_key'), []);
    await field(page).fill('vck_fine');
    await page.getByText(hint).waitFor({ state: 'detached' }).catch(() => undefined);
    assert.equal(await field(page).getAttribute('aria-invalid'), null);
  });
}

test('a pasted line break is told instead of joined to a wrong key', async () => {
  const page = await open('/?scene=demo&manual');
  await field(page).evaluate((element) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'vck_abc\ndef');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByText(/line break/).waitFor();
  assert.equal(await field(page).inputValue(), '');
});

test('the settings show the keys in words, remove one and take one', async () => {
  const page = await open('/?scene=ready&manual');
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText("In your system's keyring, ends in wxyz").waitFor();
  await dialog.getByText('https://api.openai.com').waitFor();
  await dialog.getByLabel('OpenAI key').fill('sk-planted-openai');
  await page.keyboard.press('Enter');
  await dialog.getByText(/ends in enai/).waitFor();
  await dialog.getByLabel('OpenAI key').focus();
  await page.keyboard.press('Control+Z');
  assert.equal((await everything(page)).includes('planted'), false, 'no undo brings it back');
  await dialog.getByRole('button', { name: 'Remove the key of Vercel AI Gateway' }).click();
  await dialog.getByText('No key', { exact: true }).waitFor();
  assert.deepEqual(await calls(page, 'remove_key'), [{ connection: 'gateway' }]);
});

test('time-outs, retries and the default model are read and saved', async () => {
  const page = await open('/?scene=ready&manual');
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('https://api.anthropic.com/v1').waitFor();
  await dialog.getByRole('tab', { name: 'Models and limits' }).click();
  await dialog.getByText('So far: 3 requests').waitFor();
  assert.equal(await dialog.getByLabel('Connect within').inputValue(), '10');
  await dialog.getByText('So far: 3 requests, 1,500 tokens, $0.0081.').waitFor();
  await dialog.getByLabel('Connect within').fill('2.5');
  await dialog.getByLabel('Silence for at most').fill('0');
  await dialog.getByLabel('Repeats after a failure').fill('1');
  await dialog.getByLabel('Default model').fill(' openai/gpt-4o ');
  await dialog.getByLabel('Favourite models').fill('openai/gpt-4o, mine,');
  await dialog.getByLabel('Asked instead').fill('openai=gpt-4o-mini, local=');
  await dialog.getByLabel('Requests a minute').fill('5');
  await dialog.getByLabel('Keep answers for').fill('0');
  await dialog.getByLabel('Budget a month').fill(' 7.50 ');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await dialog.getByText('Saved.').waitFor();
  const [{ settings }] = await calls(page, 'set_settings');
  assert.deepEqual(settings, {
    timeouts: { connectMs: 2500, firstByteMs: 120000, idleMs: 0 }, retriesMax: 1, defaultConnection: null,
    defaultModel: 'openai/gpt-4o', favouriteModels: ['openai/gpt-4o', 'mine'], limiterPerMinute: 5, cacheTtlSeconds: 0, budgetMonthlyUsd: '7.50',
    signinFolder: null, signinCli: null, fallback: ['openai=gpt-4o-mini', 'local='], chatMaxTokens: null, quickMaxTokens: null, undoMinutes: 10, journalMegabytes: 64, journalDays: 30, afterSend: 'end', language: 'auto',
    defaultInstructions: null, theme: 'system', textSize: 'normal', density: 'roomy', codeColours: 'colourful', zoom: 100, shortcuts: [], sendWith: 'enter', longPaste: 'file', quickShortcut: null,
    quickKeepMinutes: 5, quickHideOnBlur: true, notifyAnswers: true, onClose: 'ask',
  });
  await page.keyboard.press('Escape');
  assert.equal(await dialog.count(), 0);
});

test('Esc closes the settings first and only then stops an answer', async () => {
  const page = await open('/?scene=ready&manual');
  await page.getByRole('textbox', { name: 'Message' }).fill('One');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.deepEqual(await calls(page, 'cancel_turn'), []);
  await page.keyboard.press('Escape');
  assert.equal((await calls(page, 'cancel_turn')).length, 1);
});

/** Sends a question that is refused for want of a key. @param {import('playwright-core').Page} page */
async function askWithoutKey(page) {
  await page.evaluate(() => window.fakeEngine.refusals.set('send_message', window.fakeError('key_missing', 'There is no key for it.', 'Enter one.')));
  await page.getByRole('textbox', { name: 'Message' }).fill('One');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('There is no key for it.').waitFor();
}

test('once the missing key is there, what was said of it goes, and the question stands ready', async () => {
  const page = await open('/?scene=keyless&manual');
  await askWithoutKey(page);
  await field(page).fill(KEY);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'One');
});

test('the card asks for the key of the connection that lacks it, and of no other', async () => {
  const page = await open('/?scene=keyless&manual');
  await page.evaluate(() => {
    const engine = window.fakeEngine;
    const [gateway] = engine.snapshot.keys;
    engine.snapshot.keys = [gateway, { ...gateway, connection: 'anthropic' }, { ...gateway, connection: 'lab' }];
    const next = { ...engine.snapshot.next, connection: 'anthropic', model: 'claude-sonnet-4-5' };
    engine.emit({ type: 'keysChanged', keys: engine.snapshot.keys, next });
  });
  await askWithoutKey(page);
  await page.getByRole('alert').getByRole('button', { name: 'Enter a key' }).click();
  await page.locator('key-card').getByLabel('Anthropic key').fill(KEY);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'set_key'));
  assert.deepEqual(await calls(page, 'set_key'), [{ connection: 'anthropic' }]);
});

test('where the environment holds a key, the card says that an entered one would not be used', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => {
    const { snapshot } = window.fakeEngine;
    const keys = snapshot.keys.map((key) => ({ ...key, source: key.connection === 'gateway' ? 'env' : 'none' }));
    window.fakeEngine.emit({ type: 'keysChanged', keys, next: snapshot.next });
  });
  const rejected = { code: 'key_rejected', message: 'The gateway does not accept this key.', action: null, status: 401, retryAfterMs: null, requestId: null };
  await end(page, await ask(page, 'One'), { state: 'failed', finish: null, error: rejected });
  await page.getByRole('button', { name: 'Enter a key' }).click();
  await page.locator('key-card').getByText('The key in the environment goes before one that is entered here.').waitFor();
});

test('a card that is opened again speaks of no earlier key', async () => {
  const page = await open('/?scene=demo&manual');
  await field(page).fill(KEY);
  await page.keyboard.press('Enter');
  await page.getByText('Demo gateway — no model behind it').waitFor({ state: 'hidden' });
  const rejected = { code: 'key_rejected', message: 'The gateway does not accept this key.', action: null, status: 401, retryAfterMs: null, requestId: null };
  await end(page, await ask(page, 'One'), { state: 'failed', finish: null, error: rejected });
  await page.getByRole('button', { name: 'Enter a key' }).click();
  await field(page).waitFor();
  assert.equal(await page.locator('key-card').getByText('Saved.').count(), 0);
});

const card = (page) => page.locator('key-card');
const done = (page) => card(page).getByText('is set up.').waitFor();

test('each of the three ways in ends with the test of its connection, and the question stays', async () => {
  const page = await open('/?scene=demo&manual');
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('Asked before');
  await field(page).fill(KEY);
  await page.keyboard.press('Enter');
  await done(page);
  assert.equal(await box.evaluate((element) => element === document.activeElement), true);
  assert.equal(await box.inputValue(), 'Asked before');
  await card(page).getByRole('button', { name: 'Test connection: Vercel AI Gateway' }).click();
  await card(page).getByRole('button', { name: 'Test without an answer' }).click();
  await card(page).getByText('Every layer holds.').waitFor();
  await box.focus();
  await page.keyboard.press('Enter');
  await card(page).waitFor({ state: 'hidden' });
  assert.equal((await calls(page, 'send_message'))[0].params.text, 'Asked before');
});

test('a server on this machine is looked for when asked, and asked from then on', async () => {
  const page = await open('/?scene=demo&manual');
  await page.evaluate(() => (window.fakeEngine.desk.servers = [{ kind: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models: ['llama3.2', 'qwen3'] }]));
  await card(page).getByText('Use a model on this machine').click();
  await field(page).waitFor({ state: 'hidden' });
  assert.deepEqual(await calls(page, 'probe_local'), []);
  await card(page).getByRole('button', { name: 'Find local servers' }).click();
  await card(page).getByRole('button', { name: 'Use Ollama as the local server' }).click();
  await done(page);
  const [change] = await calls(page, 'change_connection');
  assert.deepEqual([change.name, change.edit.baseUrl], ['local', 'http://127.0.0.1:11434/v1']);
  const { settings } = (await calls(page, 'set_settings')).at(-1);
  assert.deepEqual([settings.defaultConnection, settings.defaultModel], ['local', 'llama3.2']);
});

test('a sign-in is set up without losing what was set before', async () => {
  const page = await open('/?scene=demo&manual');
  await page.evaluate(() => Object.assign(window.fakeEngine.snapshot.settings, { signinCli: '/opt/vercel' }));
  await card(page).getByText('Use a Vercel sign-in').click();
  await page.waitForFunction(() => [...document.querySelectorAll('key-card input')].some((input) => input.value === '/opt/vercel'));
  await card(page).getByLabel('Folder of the linked project').fill('/home/me/app');
  await card(page).getByRole('button', { name: 'Save sign-in' }).click();
  await card(page).getByText('Saved, but the gateway has no token yet').waitFor();
  assert.equal(await card(page).getByText('is set up').count(), 0, 'a folder without a token sets nothing up');
  await page.evaluate(() => {
    const { snapshot } = window.fakeEngine;
    snapshot.keys = snapshot.keys.map((key) => (key.connection === 'gateway' ? { ...key, source: 'session', state: 'present', expiresAtMs: Date.now() + 60_000 } : key));
  });
  await card(page).getByRole('button', { name: 'Save sign-in' }).click();
  await done(page);
  const { settings } = (await calls(page, 'set_settings')).at(-1);
  assert.deepEqual([settings.signinFolder, settings.signinCli], ['/home/me/app', '/opt/vercel']);
});

/** Gives the card a file, with what the engine finds in it. */
async function importing(page, found) {
  await page.evaluate((told) => Object.assign(window.fakeEngine.desk.found, { keys: [], addresses: [], hasToken: false, unused: [], others: 0, ...told }), found);
  await card(page).getByText('Use a Vercel sign-in').click();
  const chooser = page.waitForEvent('filechooser');
  await card(page).getByRole('button', { name: 'Import keys from a file…' }).click();
  await (await chooser).setFiles([{ name: '.env.local', mimeType: 'text/plain', buffer: Buffer.from('A=b') }]);
}

test('a file with a token alone leads to the folder that it is from', async () => {
  const page = await open('/?scene=demo&manual');
  await importing(page, { hasToken: true });
  await card(page).getByText('A sign-in token is not kept').waitFor();
  assert.equal(await card(page).getByRole('button', { name: 'Keep them' }).count(), 0, 'there is nothing to keep');
  await card(page).getByRole('button', { name: 'Enter the project’s folder' }).press('Enter');
  assert.equal(await card(page).getByLabel('Folder of the linked project').evaluate((one) => one === document.activeElement), true);
});

test('a file with an address alone is a way to its end, and no keys are spoken of', async () => {
  const page = await open('/?scene=demo&manual');
  await importing(page, { addresses: [{ connection: 'local', origin: 'http://127.0.0.1:1234' }] });
  await card(page).getByRole('button', { name: 'Keep them' }).click();
  await card(page).getByText('is set up.').waitFor();
  assert.equal(await page.getByText('The file still holds the keys').count(), 0);
  await card(page).getByRole('button', { name: /^Test connection/ }).waitFor();
});

for (const [code, words] of [['keyring_unavailable', 'There is no keyring in this session.'], ['keyring_locked', 'The keyring is locked.'], ['keyring_denied', 'The keyring refused access.']]) {
  test(`a key that the keyring does not take can be kept for this session: ${code}`, async () => {
    const page = await open('/?scene=demo&manual');
    await page.evaluate(([kind, text]) => window.fakeEngine.refusals.set('set_key', window.fakeError(kind, text, 'Do this.')), [code, words]);
    await field(page).fill('vck_planted_0123456789');
    await page.keyboard.press('Enter');
    await card(page).getByRole('alert').getByText(words).waitFor();
    assert.equal(await field(page).inputValue(), '', 'the page holds no key');
    await card(page).getByRole('button', { name: 'Keep for this session' }).press('Enter');
    await done(page);
    assert.deepEqual(await calls(page, 'keep_session_key'), [{ connection: 'gateway' }]);
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await page.keyboard.press('Control+,');
    await dialog.getByText('For this session only, ends in wxyz').waitFor();
    await dialog.getByRole('button', { name: 'Remove the key of Vercel AI Gateway' }).click();
    assert.deepEqual(await calls(page, 'remove_key'), [{ connection: 'gateway' }]);
  });
}

test('a key that is wrong in itself is not offered to be kept', async () => {
  const page = await open('/?scene=demo&manual');
  await page.evaluate(() => window.fakeEngine.refusals.set('set_key', window.fakeError('config_invalid', 'That is no key.')));
  await field(page).fill('vck_planted_0123456789');
  await page.keyboard.press('Enter');
  await card(page).getByRole('alert').getByText('That is no key.').waitFor();
  assert.equal(await card(page).getByRole('button', { name: 'Keep for this session' }).count(), 0);
});
