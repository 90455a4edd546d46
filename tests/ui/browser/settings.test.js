// The frame of the settings, and how the window looks by them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrasts } from '../contrast.js';
import { append, ask, calls, code, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** Opens the settings at one of their tabs. @param {import('playwright-core').Page} page @param {string} tab */
async function settings(page, tab) {
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: tab }).click();
  return dialog;
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent);

test('one tab is a stop of the Tab key, and the arrow keys go from section to section', async () => {
  const page = await open('/?scene=ready&manual');
  await page.keyboard.press('Control+,');
  const tabs = page.getByRole('tab');
  const first = await tabs.first().innerText();
  assert.equal(await focused(page), first);
  await page.keyboard.press('ArrowDown');
  assert.notEqual(await focused(page), first);
  assert.equal(await page.getByRole('tab', { selected: true }).innerText(), await focused(page));
  assert.equal(await page.getByRole('tabpanel').count(), 1, 'one section is on screen');
  await page.keyboard.press('End');
  assert.equal(await focused(page), await tabs.last().innerText());
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), first, 'around the end');
  assert.equal(await page.locator('[role=tab][tabindex="0"]').count(), 1);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'tabpanel');
});

test('the settings open again at the section that was chosen last', async () => {
  const page = await open('/?scene=ready&manual');
  await settings(page, 'Appearance');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  assert.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Appearance');
});

test('a change of one setting leaves what another program stored meanwhile', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Appearance');
  await page.evaluate(() => (window.fakeEngine.snapshot.settings = { ...window.fakeEngine.snapshot.settings, retriesMax: 7 }));
  await dialog.getByRole('radio', { name: 'Dark' }).check();
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.theme === 'dark');
  const [{ settings: saved }] = await calls(page, 'set_settings');
  assert.deepEqual([saved.theme, saved.retriesMax], ['dark', 7]);
});

for (const [tab, command, label, save, stored] of [
  ['Models and limits', 'get_settings', 'Default model', 'Save settings', { defaultModel: 'openai/gpt-4o' }],
  ['Writing', 'get_settings', 'Instructions for all chats', 'Save', { defaultInstructions: 'Be brief.' }],
]) {
  test(`${tab}: a form that was not read saves nothing`, async () => {
    const page = await open('/?scene=ready&manual');
    await page.keyboard.press('Control+,');
    // The first section has read what it shows by then.
    await page.getByRole('list', { name: 'Connections' }).getByText('https://ai-gateway.vercel.sh/v1').waitFor();
    await page.evaluate((change) => {
      Object.assign(window.fakeEngine.snapshot.settings, change);
      window.fakeEngine.refusals.set('get_settings', window.fakeError('storage', 'The settings cannot be read.'));
    }, stored);
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('tab', { name: tab }).click();
    await dialog.getByText('The settings cannot be read.').waitFor();
    assert.equal(await dialog.getByRole('button', { name: save, exact: true }).isDisabled(), true);
    assert.equal(await dialog.getByLabel(label).isDisabled(), true, 'nothing can be typed that would be covered');
    await page.keyboard.press('Escape');
    const again = await settings(page, tab);
    await again.getByRole('button', { name: save, exact: true }).and(page.locator(':enabled')).waitFor();
    assert.equal(await again.getByLabel(label).inputValue(), Object.values(stored)[0]);
  });

  test(`${tab}: what is typed and not saved is there when the settings open again`, async () => {
    const page = await open('/?scene=ready&manual');
    const dialog = await settings(page, tab);
    await dialog.getByLabel(label).fill('half a thought');
    await page.keyboard.press('Escape');
    await settings(page, tab);
    await page.waitForFunction((name) => window.fakeEngine.calls.filter((call) => call.command === name).length >= 2, command);
    await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
    assert.equal(await dialog.getByLabel(label).inputValue(), 'half a thought');
  });
}

test('a form saves only what was changed in it, and an emptied number is the usual one', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(() => (window.fakeEngine.snapshot.settings = { ...window.fakeEngine.snapshot.settings, retriesMax: 5 }));
  const dialog = await settings(page, 'Models and limits');
  await dialog.getByLabel('First byte within').fill('30');
  await page.evaluate(() => (window.fakeEngine.snapshot.settings = { ...window.fakeEngine.snapshot.settings, defaultModel: 'other/program' }));
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await dialog.getByText('Saved.').waitFor();
  await dialog.getByLabel('Repeats after a failure').fill('');
  await dialog.getByLabel('First byte within').fill('');
  await dialog.getByLabel('Keep answers for').fill('');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await page.waitForFunction(() => window.fakeEngine.calls.filter(({ command }) => command === 'set_settings').length === 2);
  const [first, second] = (await calls(page, 'set_settings')).map(({ settings: saved }) => saved);
  assert.deepEqual([first.timeouts.firstByteMs, first.defaultModel], [30_000, 'other/program']);
  assert.deepEqual([second.retriesMax, second.timeouts.firstByteMs, second.cacheTtlSeconds], [2, 120_000, 3600], 'none of them is switched off');
});

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('colours, sizes, spacing and code follow the settings at once, and a later start looks so from the first drawing on', async () => {
  const page = await open('/?scene=ready&manual', { colorScheme: 'light' });
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Text'), { ...code('rust'), children: [{ type: 'line', children: [['keyword', 'fn']] }] }));
  await page.locator('.t-keyword').waitFor();
  const before = { ground: await ground(page), size: await page.locator('.message-assistant .message-body').evaluate((one) => getComputedStyle(one).fontSize) };
  const dialog = await settings(page, 'Appearance');
  await dialog.getByRole('radio', { name: 'Dark' }).check();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.notEqual(await ground(page), before.ground);
  await dialog.getByRole('radio', { name: 'Larger' }).check();
  await page.waitForFunction(() => document.documentElement.dataset.textSize === 'larger');
  assert.equal(await page.locator('.message-assistant .message-body').evaluate((one) => getComputedStyle(one).fontSize), '21px');
  await dialog.getByRole('radio', { name: 'Compact' }).check();
  await dialog.getByRole('radio', { name: 'Plain' }).check();
  await page.waitForFunction(() => document.documentElement.dataset.codeColours === 'plain');
  const [keyword, line] = await page.evaluate(() => ['.t-keyword', 'pre'].map((one) => getComputedStyle(document.querySelector(one)).color));
  assert.equal(keyword, line);
  await dialog.getByLabel('Zoom').selectOption('125%');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'zoom_window'));
  assert.deepEqual(await calls(page, 'zoom_window'), [{ percent: 125 }]);

  const dark = await ground(page);
  const later = await page.context().newPage();
  await later.addInitScript(() => {
    new MutationObserver(() => (window.first ??= document.querySelector('chat-app') === null ? undefined : { ...document.documentElement.dataset })).observe(document, { childList: true, subtree: true });
  });
  await later.goto(page.url());
  await later.waitForFunction(() => window.first !== undefined);
  assert.deepEqual(await later.evaluate(() => window.first), { theme: 'dark', textSize: 'larger', density: 'compact', codeColours: 'plain' });
  assert.notEqual(dark, before.ground);
});

test('a change that is refused is told, and the box shows what holds', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Appearance');
  await page.evaluate(() => window.fakeEngine.refusals.set('set_settings', window.fakeError('storage', 'The disk is full.')));
  await dialog.getByRole('radio', { name: 'Dark' }).check({ force: true }).catch(() => undefined);
  await dialog.getByText('The disk is full.').waitFor();
  assert.equal(await dialog.getByRole('radio', { name: 'As the system' }).isChecked(), true);
});

for (const theme of ['Light', 'Dark']) {
  test(`every text of the settings can be read, whatever the system says: ${theme}`, async () => {
    const page = await open('/?scene=ready&manual', { colorScheme: theme === 'Dark' ? 'light' : 'dark', reducedMotion: 'reduce' });
    const dialog = await settings(page, 'Appearance');
    await dialog.getByRole('radio', { name: theme }).check();
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase());
    const found = await page.evaluate(contrasts);
    assert.ok(found.length > 20);
    assert.deepEqual(found.filter(({ ratio }) => ratio < 4.5), []);
  });
}

test('what another program changes in the settings is seen without a new start', async () => {
  const page = await open('/?scene=ready&manual');
  const theme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const before = await theme();
  await page.evaluate(() => {
    const { snapshot } = window.fakeEngine;
    snapshot.settings = { ...snapshot.settings, theme: 'dark' };
    window.fakeEngine.emit({ type: 'settingsChanged' });
  });
  await page.waitForFunction(() => getComputedStyle(document.documentElement).colorScheme === 'dark');
  assert.notEqual(before, 'dark');
});

test('how long things are kept is changed, and an emptied box is as usual', async () => {
  const page = await open('/?scene=ready&manual');
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'Models and limits' }).click();
  const box = (name) => dialog.getByRole('spinbutton', { name });
  await page.waitForFunction(() => [...document.querySelectorAll('settings-form input')].some((one) => one.value === '64'));
  await box('Deleted chats can be taken back for (minutes)').fill('60');
  await box('What was sent and came back, at most (MB)').fill('');
  await box('The same, for at most (days)').fill('0');
  await dialog.getByRole('button', { name: 'Save settings' }).click();
  await dialog.getByText('Saved.').waitFor();
  const { undoMinutes, journalMegabytes, journalDays } = await page.evaluate(() => window.fakeEngine.snapshot.settings);
  assert.deepEqual([undoMinutes, journalMegabytes, journalDays], [60, 64, 0]);
});

/** Sets how the combination stands, and what the desktop then says. @param {import('playwright-core').Page} page @param {object} view */
const stands = (page, view) => page.evaluate((wanted) => (window.fakeEngine.desk.desktop.hotkey = wanted), view);

test('the keys that open quick-ask stand there as they are, and can be chosen, taken away and let rest', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Desktop');
  const field = dialog.locator('settings-desktop');
  await field.getByText('Ctrl+Shift+Space opens quick ask').waitFor();
  const stored = () => page.evaluate(() => window.fakeEngine.snapshot.settings.quickShortcut);

  await field.getByRole('button', { name: 'Choose keys…' }).click();
  await page.keyboard.press('Control+c');
  await field.getByText('belongs to writing').waitFor();
  await page.keyboard.press('k');
  await field.getByText('Hold Ctrl').waitFor();
  await stands(page, { state: 'taken', keys: 'Ctrl+Alt+K', byDesktop: false });
  await page.keyboard.press('Control+Alt+k');
  await field.getByText('Another program has Ctrl+Alt+K').waitFor();
  assert.equal(await stored(), 'ctrl+Alt+K');
  assert.equal(await focused(page), 'Choose keys…');

  await field.getByRole('button', { name: 'Try again' }).click();
  await field.getByText('Ctrl+Alt+K opens quick ask').waitFor();
  await field.getByRole('button', { name: 'Pause' }).click();
  await field.getByText('Ctrl+Alt+K rests').waitFor();
  await field.getByRole('button', { name: 'Resume' }).click();
  await field.getByText('Ctrl+Alt+K opens quick ask').waitFor();

  await stands(page, { state: 'off', keys: null, byDesktop: false });
  await field.getByRole('button', { name: 'No keys' }).click();
  await field.getByText('No keys open quick ask.').waitFor();
  assert.equal(await stored(), 'off');
  await stands(page, { state: 'bound', keys: 'Ctrl+Shift+Space', byDesktop: false });
  await field.getByRole('button', { name: 'Usual keys' }).click();
  await field.getByText('Ctrl+Shift+Space opens quick ask').waitFor();
  assert.equal(await stored(), null);
});

test('keys are chosen by what stands on them without Shift, and Escape leaves them', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Desktop');
  const choose = dialog.getByRole('button', { name: 'Choose keys…' });
  await choose.click();
  await dialog.getByText('Press the keys that are to open').waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByText('Ctrl+Shift+Space opens quick ask').waitFor();
  assert.deepEqual(await calls(page, 'set_settings'), []);
  await choose.click();
  await page.keyboard.press('Control+Shift+Digit1');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.quickShortcut === 'ctrl+Shift+1');
});

test('a desktop that gives no keys is told by what it can do instead', async () => {
  const page = await open('/?scene=ready&manual');
  await stands(page, { state: 'unsupported', keys: 'Ctrl+Shift+Space', byDesktop: true });
  const dialog = await settings(page, 'Desktop');
  await dialog.getByText('gives no program keys').waitFor();
  await dialog.getByText('Have the desktop open it instead').click();
  await dialog.getByText('bindsym Ctrl+Shift+space exec gatehouse ask --window').waitFor();
  // The desktop calls them as it likes, and the person may have allowed them meanwhile.
  await stands(page, { state: 'bound', keys: 'Press <Control>space', byDesktop: true });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await dialog.getByText('Press <Control>space opens quick ask').waitFor();
  assert.equal(await dialog.locator('settings-desktop details').isVisible(), false);
});

test('the start with the session and notifications are switched where the system has them', async () => {
  const page = await open('/?scene=ready&manual');
  const dialog = await settings(page, 'Desktop');
  const start = dialog.getByRole('checkbox', { name: /Start Gatehouse when you log in/ });
  await dialog.getByText('opens quick ask').waitFor();
  assert.equal(await start.isChecked(), false, 'off until it is asked for');
  await start.check();
  assert.deepEqual(await calls(page, 'set_autostart'), [{ on: true }]);
  await start.uncheck();
  assert.equal(await page.evaluate(() => window.fakeEngine.desk.desktop.autostart), 'off');

  const notify = dialog.getByRole('checkbox', { name: /Tell of an answer/ });
  assert.equal(await notify.isChecked(), true);
  await notify.uncheck();
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.notifyAnswers === false);

  const close = dialog.getByRole('combobox', { name: /When the window is closed/ });
  assert.equal(await close.inputValue(), 'ask');
  await close.selectOption('Keep running');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.onClose === 'stay');

  await page.keyboard.press('Escape');
  await page.evaluate(() => (window.fakeEngine.desk.desktop.autostart = 'elsewhere'));
  await settings(page, 'Desktop');
  await dialog.getByText('Another Gatehouse is started').waitFor();
  assert.equal(await start.isChecked(), false, 'this one is not started');
});
