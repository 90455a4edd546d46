// The gate before every link: each way of following asks the shell once, and what is doubtful is
// opened only after the person said so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, end, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const HREF = 'https://example.org/a';

/** @param {import('playwright-core').Page} page */
async function withLink(page, text = 'the docs', host = 'example.org') {
  const turn = await ask(page, 'Where?');
  await patch(page, turn, append(paragraph(link(HREF, host, text))));
  await end(page, turn);
  const element = page.getByRole('link');
  await element.waitFor();
  return element;
}

/** @param {import('playwright-core').Page} page */
const opened = (page) => page.evaluate(() => window.fakeEngine.desk.links.opened);

/** @param {import('playwright-core').Page} page */
const asked = (page) => page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'open_link').map(({ args }) => args.params));

/** @param {import('playwright-core').Page} page */
const doubt = (page, question = {}) =>
  page.evaluate((more) => {
    window.fakeEngine.desk.links.doubtful = { href: 'https://evil.example/long', host: 'evil.example', doubts: ['otherText', 'port'], letter: null, ...more };
  }, question);

/** @type {[string, (element: import('playwright-core').Locator) => Promise<unknown>][]} */
const GESTURES = [
  ['a click', (element) => element.click()],
  ['a middle click', (element) => element.click({ button: 'middle' })],
  ['a click with Ctrl', (element) => element.click({ modifiers: ['Control'] })],
  ['a click with Shift', (element) => element.click({ modifiers: ['Shift'] })],
  ['a click with Alt', (element) => element.click({ modifiers: ['Alt'] })],
  ['Enter', (element) => element.press('Enter')],
  ['Ctrl and Enter', (element) => element.press('Control+Enter')],
];

for (const [name, follow] of GESTURES) {
  test(`${name} asks the shell once, and the page stays where it is`, async () => {
    const page = await open('/?scene=ready&manual');
    const element = await withLink(page);
    const before = page.url();
    await follow(element);
    await page.waitForFunction(() => window.fakeEngine.desk.links.opened.length > 0);
    assert.deepEqual(await asked(page), [{ href: HREF, text: 'the docs' }]);
    assert.deepEqual(await opened(page), [HREF]);
    assert.equal(page.url(), before);
    assert.equal(page.context().pages().length, 1);
  });
}

test('a drag and a right click ask nothing and carry no address', async () => {
  const page = await open('/?scene=ready&manual');
  const element = await withLink(page);
  await page.evaluate(() => {
    window.carried = [];
    document.addEventListener('dragstart', ({ dataTransfer }) => window.carried.push(...(dataTransfer?.types ?? [])));
  });
  await element.dragTo(page.getByRole('textbox', { name: 'Message' }));
  await element.click({ button: 'right' });
  assert.deepEqual(await asked(page), []);
  assert.deepEqual((await page.evaluate(() => window.carried)).filter((type) => /uri|url|html/i.test(type)), []);
});

test('a doubtful link is asked about with its host, and opened only by "Open"', async () => {
  const page = await open('/?scene=ready&manual');
  const element = await withLink(page, 'https://bank.example');
  await doubt(page);
  await element.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await dialog.waitFor();
  const words = await dialog.innerText();
  assert.match(words, /evil\.example\n[\s\S]*names another address[\s\S]*port[\s\S]*https:\/\/evil\.example\/long/);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Do not open');
  // Above everything an answer can draw.
  assert.equal(await dialog.evaluate((one) => one.matches(':modal') && one.closest('[role="log"]') === null), true);
  assert.deepEqual(await opened(page), []);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await page.waitForFunction(() => window.fakeEngine.desk.links.opened.length > 0);
  assert.deepEqual(await opened(page), ['https://evil.example/long']);
  await dialog.waitFor({ state: 'hidden' });
});

test('Esc and "Do not open" open nothing, stop no answer, and give the focus back', async () => {
  const page = await open('/?scene=ready&manual');
  const element = await withLink(page);
  const turn = await ask(page, 'Go on');
  for (const refuse of [(dialog) => dialog.press('Escape'), (dialog) => dialog.getByRole('button', { name: 'Do not open' }).click()]) {
    await doubt(page);
    await element.focus();
    await element.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Open this link?' });
    await dialog.waitFor();
    await refuse(dialog);
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'link');
  }
  assert.deepEqual(await opened(page), []);
  const answers = await page.evaluate(() => window.fakeEngine.calls.filter(({ command }) => command === 'answer_link').map(({ args }) => args.open));
  assert.deepEqual(answers, [false, false]);
  assert.deepEqual(await page.evaluate(() => window.fakeEngine.running), [turn]);
});

test('a letter is shown whole before it is written', async () => {
  const page = await open('/?scene=ready&manual');
  const element = await withLink(page);
  const letter = { to: 'a@b.example', cc: 'c@d.example', bcc: '', subject: 'Hello', body: 'One\nTwo' };
  await doubt(page, { href: 'mailto:a@b.example?cc=c@d.example', host: 'a@b.example', doubts: ['mail'], letter });
  await element.click();
  const dialog = page.getByRole('dialog', { name: 'Write this letter?' });
  await dialog.waitFor();
  const lines = await dialog.locator('dt, dd').allInnerTexts();
  assert.deepEqual(lines, ['To', 'a@b.example', 'Copy to', 'c@d.example', 'Subject', 'Hello', 'Text', 'One\nTwo']);
});

test('a link that is refused says why, and is not asked for twice at once', async () => {
  const page = await open('/?scene=ready&manual');
  const element = await withLink(page);
  await page.evaluate(() => window.fakeEngine.hold('open_link'));
  await element.click();
  await element.click();
  await page.evaluate(() => {
    window.fakeEngine.refusals.set('open_link', window.fakeError('config_invalid', 'Too many links were opened in a few seconds.'));
    window.fakeEngine.release('open_link');
  });
  const dialog = page.getByRole('dialog', { name: 'The link was not opened' });
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /Too many links[\s\S]*https:\/\/example\.org\/a/);
  assert.equal(await dialog.getByRole('button', { name: 'Open', exact: true }).isVisible(), false);
  assert.equal((await asked(page)).length, 1);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

test('in quick-ask Esc closes the question and not the window', async () => {
  const page = await open('/quick.html?scene=ready&manual');
  const box = page.getByRole('textbox', { name: 'Ask' });
  await box.fill('Where?');
  await box.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length > 0);
  const turn = await page.evaluate(() => window.fakeEngine.running[0]);
  await patch(page, turn, append(paragraph(link(HREF, 'example.org', 'the docs'))));
  await end(page, turn);
  await doubt(page);
  await page.getByRole('link').click();
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  const commands = await page.evaluate(() => window.fakeEngine.calls.map(({ command }) => command));
  assert.equal(commands.includes('hide_quick'), false);
  assert.deepEqual(await opened(page), []);
});
