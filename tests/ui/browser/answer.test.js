// What a person can do within an answer: links, footnotes, wrapping, the way to the text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, code, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const HREF = 'https://evil.example/path?q=1';
const LINKED = { type: 'paragraph', children: ['See ', link(HREF, 'evil.example', 'https://bank.example'), ' and ', link('https://example.org/', null, 'https://example.org'), '.'] };

/** Shows nodes, and keeps every wish that bubbles out of them. @param {import('playwright-core').Page} page */
async function show(page, ...nodes) {
  const turn = await ask(page, 'Go');
  await page.evaluate(() => {
    window.wishes = [];
    for (const type of ['link-wanted', 'raw-wanted']) {
      document.addEventListener(type, (event) => window.wishes.push([type, event.detail?.href ?? null, event.detail?.host ?? null]));
    }
  });
  await patch(page, turn, append(...nodes));
  await page.locator('.message-assistant .message-body > *').first().waitFor();
  return turn;
}
const wishes = (page) => page.evaluate(() => window.wishes);

const WAYS = {
  'a click': (page) => page.locator('.link').first().click(),
  'a middle click': (page) => page.locator('.link').first().click({ button: 'middle' }),
  'a click with Ctrl': (page) => page.locator('.link').first().click({ modifiers: ['Control'] }),
  'a click with Shift': (page) => page.locator('.link').first().click({ modifiers: ['Shift'] }),
  'a click with Meta': (page) => page.locator('.link').first().click({ modifiers: ['Meta'] }),
  Enter: async (page) => {
    await page.locator('.link').first().focus();
    await page.keyboard.press('Enter');
  },
  'Enter with Ctrl': async (page) => {
    await page.locator('.link').first().focus();
    await page.keyboard.press('Control+Enter');
  },
};
for (const [name, follow] of Object.entries(WAYS)) {
  test(`${name} on a link asks, once, and goes nowhere by itself`, async () => {
    const page = await open('/?scene=ready&manual');
    const before = page.url();
    const requests = [];
    await show(page, LINKED);
    page.on('request', (request) => requests.push(request.url()));
    page.context().on('page', (opened) => requests.push(opened.url()));
    await follow(page);
    assert.deepEqual(await wishes(page), [['link-wanted', HREF, 'evil.example']]);
    assert.equal(page.url(), before);
    assert.deepEqual(requests, []);
  });
}

test('what is not following asks nothing: a right click, Space, selecting across a link', async () => {
  const page = await open('/?scene=ready&manual');
  await show(page, LINKED);
  const first = page.locator('.link').first();
  await first.click({ button: 'right' });
  await page.keyboard.press('Escape');
  await first.focus();
  await page.keyboard.press('Space');
  const box = await first.boundingBox();
  await page.mouse.move(box.x - 20, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await page.evaluate(() => String(getSelection())), '');
  assert.deepEqual(await wishes(page), []);
});

test('a link that is dragged carries no address', async () => {
  const page = await open('/?scene=ready&manual');
  await show(page, LINKED);
  const found = await page.locator('.link').first().evaluate((element) => ({
    draggable: element.draggable,
    addresses: [...document.querySelectorAll('.message-body *')].flatMap((one) => one.getAttributeNames().filter((name) => ['href', 'src', 'action', 'ping', 'target', 'style'].includes(name))),
  }));
  assert.deepEqual(found, { draggable: false, addresses: [] });
  // What is selected, with links in it, as it would be dragged.
  await page.evaluate(() => {
    window.dragged = [];
    document.addEventListener('dragstart', (event) => window.dragged.push(...event.dataTransfer.types));
    getSelection().selectAllChildren(document.querySelector('.message-assistant .message-body p'));
  });
  const box = await page.locator('.link').first().boundingBox();
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 80, box.y + 60, { steps: 8 });
  await page.mouse.up();
  const types = await page.evaluate(() => window.dragged);
  assert.ok(types.length > 0 && !types.includes('text/uri-list'), types.join());
  assert.deepEqual(await wishes(page), []);
});

test('a link has its role, its name with the host, and its whole address as a tip', async () => {
  const page = await open('/?scene=ready&manual');
  await show(page, LINKED);
  const [first, second] = await page.getByRole('link').all();
  assert.equal(await first.getAttribute('title'), HREF);
  assert.match(await first.innerText(), /https:\/\/bank\.example.*evil\.example/s);
  assert.equal(await second.innerText(), 'https://example.org');
  assert.equal(await first.evaluate((element) => element.tabIndex), 0);
});

test('a link whose text still grows keeps its host behind it', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await show(page, LINKED);
  await patch(page, turn, [{ op: 'appendText', path: [0, 1, 0], text: '/safe' }, { op: 'appendNodes', path: [0, 1], nodes: [{ type: 'strong', children: ['!'] }] }]);
  await page.getByText('bank.example/safe').waitFor();
  assert.equal(await page.locator('.link').first().evaluate((element) => element.lastElementChild.className), 'link-host aside');
});

test('a footnote is gone to and left by keyboard, within its own message', async () => {
  const page = await open('/?scene=ready&manual');
  const ref = (label) => ({ type: 'footnoteRef', label });
  const note = (label, text) => ({ type: 'footnote', label, children: [paragraph(text)] });
  await show(page, { type: 'paragraph', children: ['one', ref('1'), ' two', ref('b'), ' again', ref('1')] }, note('1', 'first'), note('b', 'second'));
  const marks = page.getByRole('button', { name: 'Footnote 1', exact: true });
  await marks.nth(1).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Footnote 1');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /first/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await marks.nth(1).evaluate((mark) => mark === document.activeElement), true, 'back where it came from');
  await page.getByRole('button', { name: 'Back to the text of footnote b' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'b');
});

test('neither case nor spaces count in the name of a footnote', async () => {
  const page = await open('/?scene=ready&manual');
  await show(page, { type: 'paragraph', children: ['one', { type: 'footnoteRef', label: 'Die Straße' }] }, { type: 'footnote', label: 'die  STRASSE', children: [paragraph('where')] });
  await page.locator('.footnote-mark').press('Enter');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /where/);
  await page.locator('.footnote-back').press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'footnote-mark');
});

test('wrapping is chosen for a block, and remembered for later ones and after a restart', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await show(page, code('rust', 'w'.repeat(400)), code('', 'v'.repeat(400)));
  const wrap = page.getByRole('button', { name: 'Wrap lines' });
  assert.equal(await wrap.first().getAttribute('aria-pressed'), 'false');
  await wrap.first().click();
  const overflows = (index) => page.locator('pre').nth(index).evaluate((pre) => pre.scrollWidth > pre.clientWidth);
  assert.deepEqual([await overflows(0), await overflows(1)], [false, true]);
  await patch(page, turn, append(code('', 'u'.repeat(400))));
  await page.getByText('uuu').waitFor();
  assert.equal(await overflows(2), false);
  await page.reload();
  await show(page, code('', 'x'.repeat(400)));
  assert.equal(await wrap.last().getAttribute('aria-pressed'), 'true');
  await wrap.last().click();
  assert.equal(await page.evaluate(() => localStorage.getItem('wrap-code')), '0');
});

test('Copy stays in reach while a long block scrolls by, and the block never makes the page wide', async () => {
  const page = await open('/?scene=ready&manual', { viewport: { width: 1100, height: 600 } });
  await show(page, code('rust', ...Array.from({ length: 200 }, (_, index) => `line ${index} ${'x'.repeat(300)}`)), paragraph('after'));
  const scroller = page.locator('.scroller');
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -2000);
  await page.waitForTimeout(200);
  const copy = await page.getByRole('button', { name: 'Copy code' }).boundingBox();
  const view = await scroller.boundingBox();
  assert.ok(copy && view && copy.y >= view.y && copy.y < view.y + 40, 'the head sticks to the top');
  assert.ok(copy.x + copy.width <= view.x + view.width);
  assert.equal(await scroller.evaluate((element) => element.scrollWidth - element.clientWidth), 0);
});

test('where a table goes on, one button asks for the text', async () => {
  const page = await open('/?scene=ready&manual');
  const cell = (text) => ({ type: 'cell', children: [text] });
  await show(page, {
    type: 'table', align: ['none', 'right'], children: [
      { type: 'row', children: [cell('a'), cell('b'), { type: 'more' }] },
      { type: 'row', children: [cell('c'), cell('1'), { type: 'more' }] },
      { type: 'more' },
    ],
  });
  await page.getByRole('button', { name: 'The table goes on: show the text' }).click();
  await page.getByRole('region', { name: 'As it was written' }).waitFor();
  await page.getByRole('button', { name: 'Show as it looks' }).click();
  await page.getByRole('button', { name: 'More columns: show the text' }).click();
  await page.getByRole('button', { name: 'Show as it looks' }).click();
  assert.deepEqual(await wishes(page), [['raw-wanted', null, null], ['raw-wanted', null, null]]);
  const region = page.getByRole('region', { name: 'Table' });
  assert.equal(await region.evaluate((element) => element.tabIndex), 0);
  assert.deepEqual(await region.getByRole('columnheader').evaluateAll((heads) => heads.map((head) => head.scope)), ['col', 'col']);
  assert.equal(await region.getByRole('cell', { name: '1', exact: true }).evaluate((element) => getComputedStyle(element).textAlign), 'right');
});

test('alerts and tasks say in words what their looks say', async () => {
  const page = await open('/?scene=ready&manual');
  const kinds = ['note', 'tip', 'important', 'warning', 'caution'];
  const task = (done) => ({ type: 'item', done, children: [paragraph('task')] });
  await show(page, ...kinds.map((kind) => ({ type: 'alert', kind, children: [paragraph('text')] })), { type: 'list', start: null, loose: false, children: [task(true), task(false)] });
  assert.deepEqual(await page.locator('.alert-title').allInnerTexts(), ['Note', 'Tip', 'Important', 'Warning', 'Caution']);
  const colours = await page.locator('.alert-title').evaluateAll((titles) => titles.map((title) => getComputedStyle(title).color));
  assert.equal(new Set(colours).size, 5);
  assert.deepEqual(await page.getByRole('img').evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label'))), ['done', 'not done']);
  assert.equal(await page.locator('.message-body input').count(), 0);
});

test('a list of right-to-left text has its marks at the right, and code within stays left to right', async () => {
  const page = await open('/?scene=ready&manual');
  const item = (...children) => ({ type: 'item', done: null, children: [{ type: 'paragraph', children }] });
  const list = (...items) => ({ type: 'list', start: null, loose: false, children: items });
  await show(page, list(item('لا حاجة'), item({ type: 'codeSpan', text: 'last' }, ' رقم')), list(item('left'), item('ثان')), { type: 'quote', children: [paragraph('مرحبا')] });
  const direction = (selector) => page.locator(selector).evaluateAll((all) => all.map((element) => getComputedStyle(element).direction));
  assert.deepEqual(await direction('.message-assistant .message-body > :is(ul, blockquote)'), ['rtl', 'ltr', 'rtl']);
  assert.deepEqual(await direction('.message-assistant .message-body code'), ['ltr']);
});
