// What copying gives: of a selection, of code, of a table.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, code, end, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();
const PERMITTED = { permissions: ['clipboard-read', 'clipboard-write'] };

const cell = (...children) => ({ type: 'cell', children });
const row = (...cells) => ({ type: 'row', children: cells });
const item = (done, ...children) => ({ type: 'item', done, children });
const math = (display, source) => ({ type: 'math', display, source, children: [{ type: 'mathPart', tag: 'msup', children: [{ type: 'mathPart', tag: 'mi', children: ['x'] }, { type: 'mathPart', tag: 'mn', children: ['2'] }] }] });

/** @param {import('playwright-core').Page} page */
async function show(page, ...nodes) {
  const turn = await ask(page, 'My question');
  await patch(page, turn, append(...nodes));
  await end(page, turn);
  await page.locator('.message-assistant .message-body > *').first().waitFor();
}

/** Selects what an element holds, copies, and gives what came to the clipboard. @param {import('playwright-core').Page} page @param {string} selector */
async function copied(page, selector) {
  await page.evaluate((chosen) => {
    document.activeElement?.blur();
    getSelection().selectAllChildren(document.querySelector(chosen));
  }, selector);
  await page.keyboard.press('Control+c');
  return page.evaluate(async () => ({ text: await navigator.clipboard.readText(), types: (await navigator.clipboard.read()).flatMap((one) => one.types) }));
}
const BODY = '.message-assistant .message-body';

const SELECTED = [
  ['paragraphs and headings stand apart', [{ type: 'heading', level: 2, children: ['Top'] }, paragraph('one\ntwo'), { type: 'paragraph', children: ['a', { type: 'break' }, 'b'] }], 'Top\n\none two\n\na\nb'],
  ['code is exact, without its label and buttons', [paragraph('see'), code('rust', 'if x {', '', '    y', '}'), paragraph('so')], 'see\n\nif x {\n\n    y\n}\n\nso'],
  ['a formula is as it was written', [{ type: 'paragraph', children: ['with ', math(false, 'x^2'), ' it is'] }, paragraph('and'), { type: 'paragraph', children: [math(true, 'y = x^2')] }], 'with $x^2$ it is\n\nand\n\n$$y = x^2$$'],
  ['cells have tabs between them', [{ type: 'table', align: ['none', 'right'], children: [row(cell('a'), cell('b')), row(cell('c'), cell(math(false, 'x^2'))), { type: 'more' }] }, paragraph('end')], 'a\tb\nc\t$x^2$\n\nend'],
  ['items have their marks, tasks their state', [{ type: 'list', start: 9, loose: false, children: [item(null, paragraph('nine'), { type: 'list', start: null, loose: false, children: [item(true, paragraph('did'))] }), item(null, paragraph('ten'))] }, { type: 'list', start: null, loose: true, children: [item(false, paragraph('not'))] }], '9. nine\n   - [x] did\n10. ten\n\n- [ ] not'],
  ['what an item holds stands under its text', [{ type: 'list', start: null, loose: true, children: [item(null, paragraph('one'), paragraph('more'), { type: 'list', start: 1, loose: false, children: [item(null, paragraph('sub'), { type: 'list', start: null, loose: false, children: [item(null, paragraph('deep'))] })] }), item(null, paragraph('two'), code('', 'a', '', '  b'))] }, paragraph('end')], '- one\n\n  more\n\n  1. sub\n     - deep\n\n- two\n\n  a\n\n    b\n\nend'],
  ['a link is its text, a footnote its name', [{ type: 'paragraph', children: ['see ', link('https://example.org/', 'example.org', 'the site'), { type: 'footnoteRef', label: '1' }] }, { type: 'footnote', label: '1', children: [paragraph('where')] }], 'see the site[1]\n\n[1] where'],
  ['alerts and quotations are read out', [{ type: 'alert', kind: 'tip', children: [paragraph('t')] }, { type: 'quote', children: [paragraph('q'), paragraph('r')] }, { type: 'rule' }, paragraph('end')], 'Tip\n\nt\n\nq\n\nr\n\n---\n\nend'],
];
for (const [name, nodes, text] of SELECTED) {
  test(`a copied selection is clean text: ${name}`, async () => {
    const page = await open('/?scene=ready&manual', PERMITTED);
    await show(page, ...nodes);
    assert.deepEqual(await copied(page, BODY), { text, types: ['text/plain'] });
  });
}

test('part of a formula gives how the formula is written', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, { type: 'paragraph', children: [math(false, 'x^{2}')] });
  assert.equal((await copied(page, `${BODY} math`)).text, 'x^{2}');
});

test('part of a text is only that part', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, paragraph('0123456789'), code('', 'abcdef', 'ghijkl'));
  await page.evaluate(() => {
    const [text] = document.querySelector('.message-assistant .message-body p').childNodes;
    const [line] = document.querySelectorAll('.message-assistant .line');
    getSelection().setBaseAndExtent(text, 4, line.firstChild, 3);
  });
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '456789\n\nabc');
});

test('part of a list keeps the numbers of its items', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, { type: 'list', start: 5, loose: false, children: ['a', 'b', 'c', 'd'].map((text) => item(null, paragraph(text))) });
  await page.evaluate(() => {
    const items = document.querySelectorAll('.message-assistant li');
    getSelection().setBaseAndExtent(items[1].querySelector('p').firstChild, 0, items[2].parentElement, 3);
  });
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'b\n7. c');
});

for (const [name, big] of [
  ['list', { type: 'list', start: 1, loose: false, children: Array.from({ length: 10_000 }, (_, at) => item(null, paragraph(`item ${at}`))) }],
  ['block of code', code('', ...Array.from({ length: 10_000 }, (_, at) => `line ${at}`))],
]) {
  test(`a long ${name} is copied without a wait`, async () => {
    const page = await open('/?scene=ready&manual', PERMITTED);
    await show(page, big);
    const took = await page.evaluate(async () => {
      const { rangeText } = await import('/js/render/selection.js');
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('.message-assistant .message-body'));
      const from = performance.now();
      rangeText(range);
      return performance.now() - from;
    });
    // By a count of what stands before each one, the list took half a minute.
    assert.ok(took < 3000, `${took} ms`);
  });
}

test('items that are selected within a list stand as deep as in it', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  const list = (...children) => ({ type: 'list', start: null, loose: false, children });
  await show(page, list(item(null, paragraph('first'), list(item(null, paragraph('sub'), list(item(null, paragraph('deep')))), item(null, paragraph('next'))))));
  await page.evaluate(() => {
    const texts = [...document.querySelectorAll('.message-assistant p')].map(({ firstChild }) => firstChild);
    getSelection().setBaseAndExtent(texts[0], 2, texts[3], 4);
  });
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'rst\n  - sub\n    - deep\n  - next');
});

test('messages that are selected together give their texts, without what can be pressed', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, paragraph('My answer'), code('sh', 'ls'));
  const { text, types } = await copied(page, '.log');
  assert.deepEqual(types, ['text/plain']);
  assert.match(text, /My question[\s\S]*My answer\n\nls/);
  assert.doesNotMatch(text, /Copy|Wrap|Retry/);
});

test('copying out of the box is left alone', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, paragraph('answer'));
  await page.getByRole('textbox', { name: 'Message' }).fill('my draft');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'my draft');
});

const CODES = [
  ['rust', ['fn a() {', '\t1', '', '}', ''], 'fn a() {\n\t1\n\n}\n\n'],
  ['bash', ['ls', 'pwd', ''], 'ls\npwd'],
  ['', ['  <b>&amp;\u00a0x'], '  <b>&amp;\u00a0x\n'],
];
for (const [lang, lines, text] of CODES) {
  test(`copied code is exact: ${lang === '' ? 'no language' : lang}`, async () => {
    const page = await open('/?scene=ready&manual', PERMITTED);
    await show(page, code(lang, ...lines));
    await page.getByRole('button', { name: 'Copy code' }).click();
    await page.getByText('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    assert.equal(await page.locator('pre').evaluate((pre) => pre.textContent), `${lines.join('\n')}\n`);
  });
}

test('a table is copied for a spreadsheet, and nothing in it is reckoned there', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, {
    type: 'table', align: ['none', 'none'], children: [
      row(cell('Name'), cell({ type: 'strong', children: ['Sum'] }), { type: 'more' }),
      row(cell('a\tb', { type: 'break' }, 'c'), cell('-5'), { type: 'more' }),
      row(cell('=HYPERLINK("https://evil.example")'), cell("+cmd|' /C calc'!A0")),
      row(cell('@SUM(A1)'), cell('- none')),
      row(cell(), cell(math(false, 'x^2'))),
      { type: 'more' },
    ],
  });
  await page.getByRole('button', { name: 'Copy table' }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Name\tSum\na b c\t-5\n\'=HYPERLINK("https://evil.example")\t\'+cmd|\' /C calc\'!A0\n\'@SUM(A1)\t- none\n\t$x^2$\n');
});

test('a cell that begins with a quotation mark takes no other one with it, nor hides a formula', async () => {
  const page = await open('/?scene=ready&manual', PERMITTED);
  await show(page, { type: 'table', align: ['none', 'none'], children: [row(cell('"a'), cell('b"')), row(cell('"=1+1"'), cell('5" wide'))] });
  await page.getByRole('button', { name: 'Copy table' }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '"""a"\tb"\n"""=1+1"""\t5" wide\n');
});

test('a long text is cut into pieces between its characters', async () => {
  const page = await open('/?scene=ready&manual');
  await page.evaluate(async () => {
    const { appendPieces } = await import('/js/lib/pieces.js');
    const slot = document.body.appendChild(document.createElement('p'));
    slot.className = 'pieces';
    ['x', '😀'.repeat(5000), '😀', '😀'.repeat(5000)].forEach((text) => appendPieces(slot, text));
  });
  const { whole, text } = await page.locator('.pieces').evaluate((slot) => ({ whole: [...slot.childNodes].every((node) => node.data.isWellFormed() && node.length <= 4096), text: slot.textContent }));
  assert.equal(whole, true);
  assert.equal(text, `x${'😀'.repeat(10_001)}`);
});
