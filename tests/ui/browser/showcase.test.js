// The showcase answer: every kind of block in one, against its pictures and against what the eye
// needs. `GATEHOUSE_BLESS=1` writes the pictures anew: look at the answer before keeping them.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { offList } from '../closed.js';
import { contrasts } from '../contrast.js';
import { append, ask, code, end, patch, withBrowser } from '../page.js';
import { apart, blocks, cells, fromPicture, toPicture } from '../picture.js';

const { open } = withBrowser();
const FOLDER = new URL('../../fixtures/showcase/', import.meta.url);
const NODES = JSON.parse(readFileSync(new URL('answer.json', FOLDER), 'utf8'));
const BLESS = process.env.GATEHOUSE_BLESS === '1';

/** What counts as the same picture: fonts differ a little, a rule that is gone does not pass. */
const SAME = { mean: 2.5, far: 0.02 };

async function show(path, options) {
  const page = await open(path, { reducedMotion: 'reduce', ...options });
  const turn = await ask(page, 'How does a token bucket work?');
  await patch(page, turn, append(...NODES));
  await end(page, turn);
  await page.getByText('Answer ready').waitFor();
  await page.mouse.move(0, 0);
  return page;
}

const LOOKS = [['light', 1], ['light', 2], ['dark', 1], ['dark', 2]];
const WIDTH = 1100;

/** @param {string} colorScheme @param {number} zoom */
const look = (colorScheme, zoom) => show('/?scene=ready&manual', { colorScheme, viewport: { width: WIDTH / zoom, height: 3000 }, deviceScaleFactor: zoom });
const name = (colorScheme, zoom) => `${colorScheme}-${zoom * 100}`;
const stored = () => JSON.parse(readFileSync(new URL('layout.json', FOLDER), 'utf8'));

/** A page without a policy, on which pictures may be read. @param {import('playwright-core').Page} page */
const deskOf = (page) => page.context().browser().newPage();

/** @param {import('playwright-core').Page} page @param {import('playwright-core').Page} desk @param {number} zoom @param {number[]} [rows] */
async function picture(page, desk, zoom, rows) {
  const found = await blocks(page);
  const png = await page.locator('.message-assistant .message-body').screenshot();
  return { found, colours: await cells(desk, png, found, rows ?? found.map((block) => block.rows), zoom) };
}

for (const [colorScheme, zoom] of LOOKS) {
  test(`the showcase looks as it did: ${colorScheme} at ${zoom * 100} %`, async () => {
    const page = await look(colorScheme, zoom);
    const desk = await deskOf(page);
    const file = new URL(`${name(colorScheme, zoom)}.png`, FOLDER);
    if (BLESS) {
      const { found, colours } = await picture(page, desk, zoom);
      const layout = { ...(colorScheme === 'light' && zoom === 1 ? {} : stored()), [name(colorScheme, zoom)]: found.map((block) => [block.name, Math.round(block.width), Math.round(block.height), block.rows]) };
      writeFileSync(new URL('layout.json', FOLDER), `${JSON.stringify(layout).replaceAll('[[', '[\n[').replaceAll('],', '],\n')}\n`);
      writeFileSync(file, await toPicture(desk, colours));
    }
    const wanted = stored()[name(colorScheme, zoom)];
    const { found, colours } = await picture(page, desk, zoom, wanted.map(([, , , rows]) => rows));
    const before = await fromPicture(desk, readFileSync(file));
    await desk.close();
    assert.deepEqual(found.map((block) => block.name), wanted.map(([block]) => block));
    found.forEach((block, index) => {
      const [, width, height] = wanted[index];
      assert.ok(Math.abs(block.width - width) <= 4, `${block.name}: ${block.width} wide, was ${width}`);
      assert.ok(Math.abs(block.height - height) <= Math.max(16, height * 0.2), `${block.name}: ${block.height} high, was ${height}`);
    });
    const distance = apart(colours, before);
    assert.ok(distance.mean <= SAME.mean && distance.far <= SAME.far, JSON.stringify(distance));
  });
}

test('the comparison sees another colour scheme, and code without its colours and ground', async () => {
  const rows = stored()['light-100'].map(([, , , count]) => count);
  const darkPage = await look('dark', 1);
  const desk = await deskOf(darkPage);
  const before = await fromPicture(desk, readFileSync(new URL('light-100.png', FOLDER)));
  const dark = await picture(darkPage, desk, 1, rows);
  assert.ok(apart(dark.colours, before).mean > SAME.mean);
  const page = await look('light', 1);
  await page.evaluate(() => ([...document.styleSheets].find(({ href }) => href.endsWith('/code.css')).disabled = true));
  const plain = apart((await picture(page, desk, 1, rows)).colours, before);
  assert.ok(plain.mean > SAME.mean || plain.far > SAME.far, JSON.stringify(plain));
  await desk.close();
});

test('the showcase is made of the closed list alone, also when it is used', async () => {
  const page = await show('/?scene=ready&manual');
  await page.getByRole('button', { name: 'Wrap lines' }).first().click();
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await page.getByRole('button', { name: 'Footnote rfc', exact: true }).click();
  assert.deepEqual(await page.evaluate(offList), []);
});

for (const [size, viewport, zoom] of [['320 pixels', { width: 320, height: 700 }, 1], ['800 pixels at 200 %', { width: 400, height: 350 }, 2]]) {
  test(`at ${size} nothing is lost and nothing scrolls sideways but code, tables and formulas in their boxes`, async () => {
    const page = await show('/?scene=ready&manual', { viewport, deviceScaleFactor: zoom });
    const found = await page.evaluate(() => {
      const scroller = document.querySelector('.scroller');
      const body = document.querySelector('.message-assistant .message-body');
      const right = body.getBoundingClientRect().right;
      const left = body.getBoundingClientRect().left;
      return {
        sideways: [document.documentElement.scrollWidth - innerWidth, scroller.scrollWidth - scroller.clientWidth],
        outside: [...body.querySelectorAll('*')]
          .filter((element) => element.parentElement.closest('pre, .table-box, .math-box') === null)
          .filter((element) => element.getBoundingClientRect().right > right + 1 || element.getBoundingClientRect().left < left - 1)
          .map((element) => `${element.localName}.${element.className}`),
        cut: [...body.querySelectorAll('pre, .table-box, .math-box')].filter((box) => box.scrollWidth > box.clientWidth && (getComputedStyle(box).overflowX !== 'auto' || box.tabIndex !== 0)).map((box) => box.className),
      };
    });
    assert.deepEqual(found, { sideways: [0, 0], outside: [], cut: [] });
  });
}

const KINDS = ['keyword', 'string', 'number', 'comment', 'function', 'type', 'constant', 'variable', 'operator', 'tag', 'attribute', 'heading', 'inserted', 'deleted'];

for (const colorScheme of ['light', 'dark']) {
  test(`every text of the showcase, and code of every kind, can be read: ${colorScheme}`, async () => {
    const page = await show('/?scene=ready&manual', { colorScheme });
    const turn = await ask(page, 'Colours?');
    await patch(page, turn, append({ ...code('rust'), children: [{ type: 'line', children: KINDS.map((kind) => [kind, kind]) }] }, { type: 'alert', kind: 'note', children: [code('', 'within')] }));
    await page.locator('.t-deleted').last().waitFor();
    await page.locator('.table').last().hover();
    const found = await page.evaluate(contrasts);
    assert.ok(KINDS.every((kind) => found.some(({ text }) => text === kind)));
    assert.deepEqual(found.filter(({ ratio }) => ratio < 4.5), []);
    const colours = await page.evaluate((kinds) => new Set(kinds.map((kind) => getComputedStyle([...document.querySelectorAll(`.t-${kind}`)].at(-1)).color)).size, KINDS);
    assert.ok(colours >= 9, `${colours} colours`);
  });
}

/** The colours of each line of code, at both edges of its box. @param {import('playwright-core').Page} page */
async function edges(page) {
  const desk = await deskOf(page);
  const pre = page.locator('.message-assistant pre').last();
  const lines = await pre.evaluate((box) => [...box.querySelectorAll('.line')].map((line) => ({ x: 0, y: line.getBoundingClientRect().y - box.getBoundingClientRect().y, width: box.clientWidth, height: line.getBoundingClientRect().height })));
  const found = await cells(desk, await pre.screenshot(), lines.flatMap(({ x, y, width, height }) => [{ x, y, width: 32, height: height - 1 }, { x: x + width - 32, y, width: 32, height: height - 1 }]), lines.flatMap(() => [1, 1]), 1);
  await desk.close();
  return lines.map((_, index) => [found[index * 32], found[index * 32 + 31]]);
}

for (const wraps of [false, true]) {
  test(`what was added and taken away has its ground from edge to edge, lines ${wraps ? 'broken' : 'scrolled'}`, async () => {
    const page = await open('/?scene=ready&manual', { reducedMotion: 'reduce' });
    const turn = await ask(page, 'What changed?');
    const line = (kind, text) => ({ type: 'line', children: [[kind, text]] });
    await patch(page, turn, append({ ...code('diff'), children: [line('deleted', '-short'), line('inserted', `+${'long and '.repeat(40)}`), line('inserted', '+'), { type: 'line', children: [' same'] }] }));
    await end(page, turn);
    const pre = page.locator('.message-assistant pre');
    await pre.waitFor();
    if (wraps) {
      await page.getByRole('button', { name: 'Wrap lines' }).click();
    }
    for (const at of [0, 1e6]) {
      await pre.evaluate((box, left) => (box.scrollLeft = left), at);
      const scrolled = at > 0 && !wraps;
      assert.equal(await pre.evaluate((box) => box.scrollLeft > 1500), scrolled);
      const [taken, long, empty, same] = await edges(page);
      const ground = await page.evaluate(() => ['.t-deleted', '.t-inserted'].map((kind) => getComputedStyle(document.querySelector(kind)).backgroundColor.match(/\d+/g).map(Number)));
      for (const [colour, wanted] of [...taken.map((one) => [one, ground[0]]), ...empty.map((one) => [one, ground[1]]), [long[0], ground[1]]]) {
        assert.ok(apart([colour], [wanted]).mean <= 2, `${colour} is not ${wanted}`);
      }
      assert.ok(apart([same[1]], [ground[1]]).mean > 2);
    }
  });
}

test('with the colours of the system nothing is told by colour alone', async () => {
  const page = await show('/?scene=ready&manual', { forcedColors: 'active' });
  const found = await page.evaluate(() => {
    const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
    return {
      alert: style('.alert').borderTopStyle,
      done: style('.task-box.done', '::after').borderBottomWidth !== '0px',
      tokens: new Set([...document.querySelectorAll('.line span')].map((token) => getComputedStyle(token).color)).size,
      link: style('.link').textDecorationLine,
      head: style('.code-head').borderBottomStyle,
    };
  });
  assert.deepEqual(found, { alert: 'solid', done: true, tokens: 1, link: 'underline', head: 'solid' });
});

test('each block clips what stands out of its lines: a letter with a thousand marks draws over nothing', async () => {
  const page = await show('/?scene=ready&manual');
  const open = await page.evaluate(() => [...document.querySelectorAll('.message-assistant .message-body :is(p, h3, h4, pre, .table-box)')].filter((block) => getComputedStyle(block).overflowY === 'visible').map(({ localName }) => localName));
  assert.deepEqual(open, []);
});
