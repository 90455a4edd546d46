// The usage page: figures, budget, charts and tables, asked for anew as a person chooses, and the way
// in and out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrasts } from '../contrast.js';
import { ask, calls, end, withBrowser } from '../page.js';

const { open } = withBrowser();

const button = (page, name) => page.getByRole('button', { name, exact: true });
const usage = (page) => page.locator('usage-page');
const focused = (page) => page.evaluate(() => document.activeElement.className || document.activeElement.textContent || document.activeElement.tagName);
const asked = async (page) => (await calls(page, 'usage_report')).map(({ params }) => params);
/** Waits until everything that was asked for is drawn. */
const settled = (page) => page.locator('usage-page:not([aria-busy]) .usage-body').waitFor();

/** Opens the page, with changes of the scripted engine made before. */
async function opened(path = '/?scene=ready&manual', options = {}, change = () => undefined) {
  const page = await open(path, options);
  await page.evaluate(change);
  await page.evaluate(() => document.querySelector('chat-app').dispatchEvent(new CustomEvent('open-usage')));
  await settled(page);
  return page;
}

test('it opens from the sidebar, and Escape gives the chat and the focus back', async () => {
  const page = await open('/?scene=ready&manual');
  await button(page, 'Usage').press('Enter');
  await page.getByRole('heading', { name: 'Usage' }).waitFor();
  assert.equal(await focused(page), 'usage-heading');
  assert.equal(await page.getByRole('textbox', { name: 'Message' }).count(), 0, 'the chat below is out of reach');
  assert.equal(await page.locator('chat-box').evaluate((box) => box.clientHeight > 0), true, 'and stays laid out');
  await page.keyboard.press('Escape');
  await usage(page).waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'button quiet');
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await button(page, 'Usage').press('Enter');
  await button(page, 'Back to the chat').click();
  await usage(page).waitFor({ state: 'hidden' });
});

test('a new chat, or one that is chosen, comes in its place', async () => {
  const page = await open('/?scene=ready&manual');
  await end(page, await ask(page, 'One'));
  await page.getByText('Answer ready').waitFor();
  for (const leave of [() => page.keyboard.press('Control+n'), () => page.locator('.conversation').first().click()]) {
    await button(page, 'Usage').click();
    await usage(page).waitFor();
    await leave();
    await usage(page).waitFor({ state: 'hidden' });
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    assert.equal(await focused(page), 'composer-text');
  }
});

test('the figures say what there was, and what of it is billed, cached, failed and spared', async () => {
  const page = await opened();
  const figures = await page.getByRole('list', { name: 'In all' }).getByRole('listitem').allInnerTexts();
  assert.equal(figures.length, 5);
  for (const [index, said] of [/^Cost\n\$[\d.]+\n\$[\d.]+ billed, \$[\d.]+ estimated$/, /^Requests\n\d+\n\d+ failed$/, /^Tokens\n[\d.]+K\n.+ in, .+ of them cached\n.+ out, .+ reasoning$/, /^Saved\n\$[\d.]+\n.+ by providers’ caches/, /^Answer time\n2\.3 s\n95 of 100 within 8\.1 s\nfirst token after 610 ms$/].entries()) {
    assert.match(figures[index], said);
  }
  await page.getByRole('heading', { name: 'Failures' }).waitFor();
  await page.getByText('Too many requests in a short time.').waitFor();
});

test('a range is asked for in days by the clocks here, days of one’s own too', async () => {
  const page = await opened('/?scene=ready&manual', { timezoneId: 'Pacific/Kiritimati' });
  const day = await page.evaluate(() => {
    const now = new Date();
    const pad = (number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  });
  await button(page, 'Today').click();
  await settled(page);
  assert.deepEqual((await asked(page)).slice(-2), [{ from: day, until: day, by: 'day' }, { from: day, until: day, by: 'model' }]);
  assert.equal(await page.locator('usage-chart').isVisible(), false, 'one day is told by the figures');
  await button(page, 'From … to …').click();
  await settled(page);
  assert.deepEqual((await asked(page)).at(-1), { from: day, until: day, by: 'model' }, 'it begins with the days that were shown');
  await page.getByLabel('From', { exact: true }).fill('2020-01-02');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.calls.some(({ args }) => args.params?.from === '2020-01-02' && args.params.by === 'day'));
  await settled(page);
  const own = (await asked(page)).filter(({ from }) => from === '2020-01-02').map(({ by }) => by);
  assert.deepEqual(own.slice(0, 3).toSorted(), ['day', 'model', 'month'], 'a long span by months, and by days where few of them hold any');
  await page.getByText('Day by day').waitFor();
});

test('each column is read out by the arrow keys and shown to the pointer', async () => {
  const page = await opened();
  const slider = page.getByRole('slider', { name: 'Choose a column' });
  const said = () => slider.getAttribute('aria-valuetext');
  const readout = page.locator('.chart-readout');
  const last = await said();
  assert.equal(await readout.innerText(), last);
  await slider.press('ArrowLeft');
  const before = await said();
  assert.notEqual(before, last);
  assert.equal(await readout.innerText(), before);
  await slider.press('Home');
  const first = await said();
  const box = await page.locator('.chart-drawing').boundingBox();
  await page.mouse.move(box.x + box.width - 4, box.y + 60);
  assert.equal(await said(), last);
  await page.mouse.move(box.x + 60, box.y + 60);
  assert.equal(await said(), first);
  assert.match(await page.locator('.chart-drawing').getAttribute('aria-label'), /^Cost, Day by day, .+: the most is \$[\d.]+ on .+\.$/);
});

test('what is measured, the grouping and the table change in place, and the focus stays', async () => {
  const page = await opened();
  await button(page, 'Requests').press('Enter');
  assert.equal(await button(page, 'Requests').getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await page.locator('.chart-legend').allInnerTexts(), ['Answered\nFailed']);
  await button(page, 'By connection').press('Enter');
  await usage(page).getByText('Vercel AI Gateway').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'By connection');
  await button(page, 'Table').press('Enter');
  const tables = page.getByRole('table');
  assert.equal(await tables.count(), 2);
  assert.equal(await page.locator('usage-chart').count(), 0);
  const [days, connections] = [tables.first(), tables.last()];
  assert.equal(await connections.getByRole('rowheader').first().innerText(), 'Vercel AI Gateway');
  assert.equal(await days.getByRole('rowheader').last().innerText(), 'Total');
  const total = await page.evaluate(() => [...document.querySelectorAll('tfoot')].map((foot) => foot.innerText.replace(/\s+/g, ' ')));
  assert.equal(total[0], total[1]);
  await button(page, 'Chart').press('Enter');
  await page.locator('usage-chart').waitFor();
});

test('many models show the largest, and the others when asked', async () => {
  const page = await opened('/?scene=ready&manual', {}, () => {
    const { usage: ledger } = window.fakeEngine.desk;
    const [first] = ledger.entries;
    ledger.entries.push(...Array.from({ length: 20 }, (_, index) => ({ ...first, model: `maker/model-${index}` })));
  });
  const list = page.getByRole('list', { name: 'By model' });
  assert.equal(await list.getByRole('listitem').count(), 8);
  await page.getByRole('button', { name: /^Show \d+ more$/ }).press('Enter');
  assert.equal(await list.getByRole('listitem').count(), 24);
  assert.equal(await focused(page), 'bar-list');
});

for (const [level, spentUsd, said] of [['ok', '6.25', 'Within the budget'], ['near', '17', 'Nearly used up'], ['over', '21.5', 'Used up: nothing that costs is sent this month']]) {
  test(`a budget that is ${level} says so in words`, async () => {
    const page = await opened();
    await page.evaluate(([how, spent]) => {
      window.fakeEngine.desk.usage.budget = { month: '2026-11', spentUsd: spent, reservedUsd: '0.5', limit: { usd: '20', leftUsd: '2.5', level: how } };
    }, [level, spentUsd]);
    await button(page, '7 days').click();
    await page.getByText(said, { exact: true }).waitFor();
    await page.getByText(/of \$20 spent · \$0\.50 held for answers under way · \$2\.50 left/).waitFor();
    await page.getByRole('heading', { name: 'Budget of November 2026' }).waitFor();
  });
}

test('without a budget the way to set one is offered', async () => {
  const page = await opened('/?scene=ready&manual', {}, () => (window.fakeEngine.desk.usage.budget.limit = null));
  await page.getByText('No monthly budget is set.').waitFor();
  await button(page, 'Set a budget…').click();
  await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Budget a month').waitFor();
});

test('an answer that ends meanwhile is counted', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await button(page, 'Usage').click();
  await settled(page);
  const before = (await asked(page)).length;
  await end(page, turn);
  await page.waitForFunction((count) => window.fakeEngine.calls.filter(({ command }) => command === 'usage_report').length > count, before);
});

test('nothing asked, and a refusal, are told with a way on', async () => {
  const page = await opened('/?scene=ready&manual', {}, () => (window.fakeEngine.desk.usage.entries = []));
  await page.getByText('Nothing was asked in this time.').waitFor();
  assert.equal(await page.locator('usage-report').isVisible(), false);
  await page.evaluate(() => window.fakeEngine.refusals.set('usage_report', window.fakeError('storage', 'The ledger cannot be read.', 'Close other programs.')));
  await button(page, '7 days').click();
  await page.getByRole('alert').filter({ hasText: 'The ledger cannot be read. Close other programs.' }).waitFor();
  await button(page, 'Try again').click();
  await page.locator('.usage-wrong:empty').waitFor({ state: 'attached' });
  assert.equal(await button(page, 'Try again').count(), 0);
});

test('what an older question answers does not replace the newer', async () => {
  const page = await opened();
  await page.evaluate(() => window.fakeEngine.hold('usage_report'));
  await button(page, '7 days').click();
  await button(page, 'Today').click();
  await page.evaluate(() => window.fakeEngine.release('usage_report'));
  await settled(page);
  const shown = await page.locator('.figure-value').nth(1).innerText();
  const today = await page.evaluate(() => {
    const { entries } = window.fakeEngine.desk.usage;
    return entries.filter(({ day }) => day === entries[0].day).reduce((sum, { row }) => sum + row.requests, 0);
  });
  assert.equal(Number(shown), today);
});

test('every request of the shown days goes to a file', async () => {
  const page = await opened();
  await button(page, 'All').click();
  await settled(page);
  await button(page, 'Export CSV…').click();
  await page.getByRole('status').filter({ hasText: 'Exported to usage.csv.' }).waitFor();
  assert.deepEqual(await calls(page, 'export_usage'), [{ params: { from: null, until: null } }]);
  await page.evaluate(() => window.fakeEngine.refusals.set('export_usage', window.fakeError('storage', 'The disk is full.')));
  await button(page, 'Export CSV…').click();
  await page.getByRole('alert').filter({ hasText: 'The disk is full.' }).waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text can be read, and every target is large enough: ${colorScheme}`, async () => {
    const page = await opened('/?scene=ready&manual', { colorScheme, reducedMotion: 'reduce' });
    const low = async () => (await page.evaluate(contrasts)).filter(({ ratio }) => ratio < 4.5);
    assert.deepEqual(await low(), []);
    const small = await page.evaluate(() => [...document.querySelectorAll('usage-page button, usage-page input')].filter((one) => one.checkVisibility() && (one.offsetHeight < 24 || one.offsetWidth < 24)).map((one) => one.textContent));
    assert.deepEqual(small, []);
    await button(page, 'Table').click();
    assert.deepEqual(await low(), []);
    await button(page, 'Chart').click();
    const fills = await page.evaluate(() => new Set([...document.querySelectorAll('.part-0, .part-1')].map((one) => getComputedStyle(one).fill)).size);
    assert.equal(fills, 2, 'the parts of a column differ');
  });
}

for (const [name, options] of [['320 pixels', { viewport: { width: 320, height: 640 } }], ['800 pixels at 200 %', { viewport: { width: 400, height: 350 }, deviceScaleFactor: 2 }]]) {
  test(`at ${name} nothing is cut off but tables in their boxes`, async () => {
    const page = await opened('/?scene=ready&manual', options);
    const outside = () => page.evaluate(() => [...document.querySelectorAll('usage-page *')]
      .filter((one) => one.checkVisibility() && one.closest('.usage-table') === null && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.className.baseVal ?? one.className));
    assert.deepEqual(await outside(), []);
    await button(page, 'Table').click();
    assert.deepEqual(await outside(), []);
    assert.equal(await page.locator('.usage-table-box').first().evaluate((box) => box.scrollWidth > box.clientWidth && box.tabIndex === 0), true);
  });
}

test('from right to left the first day stands at the right', async () => {
  const page = await opened('/?scene=ready&manual&pseudo');
  const xs = await page.evaluate(() => [...document.querySelectorAll('.chart-drawing .part-0')].map((one) => Number(one.getAttribute('x'))));
  assert.ok(xs.length > 20);
  assert.deepEqual(xs, xs.toSorted((one, other) => other - one));
  await page.locator('.chart-slider').press('End');
  const chosen = await page.locator('.chart-chosen').getAttribute('x');
  assert.ok(Number(chosen) < 30, 'the last day at the left');
});

test('a change of the language leaves it open', async () => {
  const page = await opened();
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Appearance' }).click();
  await page.getByLabel('Language').selectOption('Deutsch');
  await page.getByRole('dialog', { name: 'Einstellungen' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Verbrauch' }).waitFor();
});
