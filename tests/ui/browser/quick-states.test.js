// What quick-ask says when a question cannot be answered, with the one thing to do; and how long it stays.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const QUICK = { viewport: { width: 640, height: 420 } };
const box = (page) => page.getByRole('textbox', { name: 'Ask' });
const refuse = (page, code, more = {}) => page.evaluate(([code, more]) => window.fakeEngine.refusals.set('send_message', { ...window.fakeError(code, `It is ${code}.`), ...more }), [code, more]);
const fails = (code, more = {}) => ({ state: 'failed', finish: null, error: { code, message: `It is ${code}.`, action: null, status: null, retryAfterMs: null, requestId: null, nearest: null, ...more } });

/** What each failure of an answer leads to. */
const WAYS = [
  ['offline', 'Retry', 'retry_turn', null],
  ['overloaded', 'Retry', 'retry_turn', null],
  ['dns', 'Retry', 'retry_turn', null],
  ['keyring_locked', 'Use a key for this session', 'open_in_main', { wanted: { kind: 'setUp', question: 'One' } }],
  ['budget_reached', 'Change the budget', 'open_in_main', { wanted: { kind: 'settings', section: 'models' } }],
  ['config_invalid', 'Open settings', 'open_in_main', { wanted: { kind: 'settings', section: 'connections' } }],
  ['key_expired', 'Renew and retry', 'open_in_main', { wanted: { kind: 'settings', section: 'connections' } }],
  ['key_rejected', 'Enter a key', 'open_in_main', { wanted: { kind: 'setUp', question: 'One' } }],
];

for (const [code, label, command, args] of WAYS) {
  test(`an answer that failed by ${code} has one way on: ${label}`, async () => {
    const page = await open('/quick.html?scene=ready&manual', QUICK);
    await end(page, await ask(page, 'One', 'Ask'), fails(code));
    const note = page.locator('error-note');
    await note.getByText(`It is ${code}.`).waitFor();
    assert.deepEqual(await note.getByRole('button').allInnerTexts(), [label]);
    await note.getByRole('button').click();
    const given = await calls(page, command);
    assert.equal(given.length, 1);
    if (args !== null) {
      assert.deepEqual(given, [args]);
    }
  });
}

test('a model that is not there is chosen here, and one that is too long goes back into the box', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await end(page, await ask(page, 'One', 'Ask'), fails('model_not_found'));
  await page.getByRole('button', { name: 'Choose a model' }).click();
  assert.equal(await page.getByRole('combobox', { name: 'Model' }).evaluate((node) => node === document.activeElement), true);
  await page.keyboard.press('Escape');
  await end(page, await ask(page, 'Two', 'Ask'), fails('context_too_long'));
  await page.getByRole('button', { name: 'Make it fit' }).click();
  assert.equal(await box(page).inputValue(), 'Two');
});

test('without a key the main window’s set-up opens with the question', async () => {
  const page = await open('/quick.html?scene=keyless&manual', QUICK);
  await refuse(page, 'key_missing');
  await box(page).fill('What is this?');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ command }) => command === 'open_in_main'));
  assert.deepEqual(await calls(page, 'open_in_main'), [{ wanted: { kind: 'setUp', question: 'What is this?' } }]);
  assert.equal(await box(page).inputValue(), '', 'it stands there now');
});

test('a limit is told with its countdown, and asking again is one press', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await refuse(page, 'rate_limited', { retryAfterMs: 65_000 });
  await box(page).fill('One');
  await page.keyboard.press('Enter');
  await page.getByRole('timer').filter({ hasText: /\d/ }).waitFor();
  await page.locator('error-note').getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
});

/** Hides the window from the page, as the system does, or shows it again. */
const hide = (page, hidden) => page.evaluate((hidden) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);
const later = (page, minutes) => page.evaluate((ms) => {
  const { now } = Date;
  Date.now = () => now.call(Date) + ms;
}, minutes * 60_000);

test('what stood there is kept for five minutes once it is hidden, then it begins anew', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  await end(page, await ask(page, 'One', 'Ask'));
  await box(page).fill('half a thought');
  await hide(page, true);
  await later(page, 4.9);
  await hide(page, false);
  assert.equal(await page.getByRole('article').count(), 2);
  assert.equal(await box(page).inputValue(), 'half a thought');
  await hide(page, true);
  await later(page, 5);
  await hide(page, false);
  assert.equal(await page.getByRole('article').count(), 0);
  await page.waitForTimeout(100);
  assert.equal(await box(page).inputValue(), '');
  assert.equal((await calls(page, 'save_draft')).at(-1).params.text, '', 'nor is it kept anywhere');
});

test('an answer that runs or has just come is not begun anew over', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const turn = await ask(page, 'One', 'Ask');
  await hide(page, true);
  await later(page, 60);
  await hide(page, false);
  assert.equal(await page.getByRole('article').count(), 2);
  await hide(page, true);
  await later(page, 60);
  await end(page, turn);
  await page.waitForTimeout(400);
  await hide(page, false);
  assert.equal(await page.getByRole('article').count(), 2);
});

const blur = (page, focused) => page.evaluate((focused) => {
  document.hasFocus = () => focused;
  window.dispatchEvent(new Event('blur'));
}, focused);

test('it hides when another window is chosen, unless it is pinned, files are picked, or the setting says no', async () => {
  const page = await open('/quick.html?scene=ready&manual', QUICK);
  const hidden = async () => {
    await page.waitForTimeout(400);
    return (await calls(page, 'hide_quick')).length;
  };
  await blur(page, true);
  assert.equal(await hidden(), 0, 'the focus came back at once');
  await page.keyboard.press('Control+P');
  await blur(page, false);
  assert.equal(await hidden(), 0, 'pinned');
  await page.keyboard.press('Control+P');
  await page.evaluate(() => document.dispatchEvent(new Event('dragstart')));
  await blur(page, false);
  assert.equal(await hidden(), 0, 'something is dragged');
  await page.evaluate(() => document.dispatchEvent(new Event('dragend')));
  await page.getByRole('combobox', { name: 'Answer length' }).dispatchEvent('mousedown');
  await blur(page, false);
  assert.equal(await hidden(), 0, 'a list of it is open');
  const picked = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+Shift+A');
  await page.getByRole('menuitem', { name: 'File…' }).click();
  await picked;
  await blur(page, false);
  assert.equal(await hidden(), 0, 'the dialog for files is open');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.evaluate(() => {
    window.fakeEngine.snapshot.settings.quickHideOnBlur = false;
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.waitForTimeout(400);
  await blur(page, false);
  assert.equal(await hidden(), 0, 'switched off');
  await page.evaluate(() => {
    window.fakeEngine.snapshot.settings.quickHideOnBlur = true;
    window.fakeEngine.emit({ type: 'resync' });
  });
  await page.waitForTimeout(400);
  await blur(page, false);
  assert.equal(await hidden(), 1);
  await blur(page, false);
  await hide(page, true);
  await hide(page, false);
  assert.equal(await hidden(), 1, 'what was hidden by other means and shown again stays');
});
