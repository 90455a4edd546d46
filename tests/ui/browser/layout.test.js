// Following, narrow windows, zoom, colours, direction: what the eye needs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrasts } from '../contrast.js';
import { append, ask, code, link, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const LONG = Array.from({ length: 30 }, (_, index) => paragraph(`paragraph ${index} `.repeat(8)));
const gap = (page) =>
  page.evaluate(() => {
    const scroller = document.querySelector('.scroller');
    return Math.round(scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop);
  });
const jump = (page) => page.getByRole('button', { name: 'Jump to newest' });

test('the transcript follows the newest text while at the bottom', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  for (const node of LONG) {
    await patch(page, turn, append(node));
  }
  await page.getByText('paragraph 29').waitFor();
  assert.ok((await gap(page)) <= 2);
  assert.equal(await jump(page).count(), 0);
});

test('Stop stands in the line of Send', async () => {
  const page = await open('/?scene=ready&manual', { viewport: { width: 1100, height: 760 } });
  const top = (button) => page.locator(button).evaluate((found) => found.getBoundingClientRect().top);
  await ask(page, 'One');
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  assert.equal(await top('.stop'), await top('.send'));
});

const HANDS = {
  'the wheel': async (page) => {
    await page.mouse.move(600, 300);
    await page.mouse.wheel(0, -300);
  },
  'a key': async (page) => {
    await page.locator('.scroller').focus();
    await page.keyboard.press('PageUp');
  },
  'selecting text': (page) => page.getByText('paragraph 27').dblclick(),
  'the scroll bar': (page) => page.evaluate(() => (document.querySelector('.scroller').scrollTop -= 400)),
};
for (const [name, hand] of Object.entries(HANDS)) {
  test(`${name} leaves following; the button comes back to it`, async () => {
    const page = await open('/?scene=ready&manual');
    const turn = await ask(page, 'One');
    await patch(page, turn, append(...LONG));
    await page.getByText('paragraph 29').waitFor();
    await hand(page);
    await jump(page).waitFor();
    await page.waitForTimeout(150);
    const top = await page.evaluate(() => document.querySelector('.scroller').scrollTop);
    await patch(page, turn, append(...LONG));
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => document.querySelector('.scroller').scrollTop), top, 'the text in view stays');
    await jump(page).click();
    assert.ok((await gap(page)) <= 2);
    await patch(page, turn, append(...LONG));
    await page.waitForTimeout(150);
    assert.ok((await gap(page)) <= 2);
  });
}

const WIDE = ['W'.repeat(4000), 'https://example.org/' + 'a/'.repeat(900)];
for (const [name, viewport, zoom] of [['320 pixels', { width: 320, height: 600 }, 1], ['800 pixels at 200 %', { width: 800, height: 700 }, 2], ['1,100 pixels', { width: 1100, height: 800 }, 1]]) {
  test(`nothing scrolls sideways at ${name}`, async () => {
    const page = await open('/?scene=ready&manual', { viewport: { width: viewport.width / zoom, height: viewport.height / zoom }, deviceScaleFactor: zoom });
    const turn = await ask(page, WIDE.join(' '));
    await patch(page, turn, append(paragraph(WIDE[0]), paragraph(WIDE[1]), code('text', WIDE[0]), { type: 'paragraph', children: [{ type: 'codeSpan', text: WIDE[0] }, link(WIDE[1], `${'w'.repeat(60)}.example`, 'x')] }));
    await page.locator('pre').waitFor();
    const wide = await page.evaluate(() => {
      const scroller = document.querySelector('.scroller');
      return [document.documentElement.scrollWidth - innerWidth, scroller.scrollWidth - scroller.clientWidth];
    });
    assert.deepEqual(wide.map((pixels) => Math.max(0, pixels)), [0, 0]);
    assert.ok(await page.locator('pre').evaluate((element) => element.scrollWidth > element.clientWidth), 'code scrolls in its own box');
    for (const role of [['textbox', 'Message'], ['button', 'Stop'], ['combobox', 'Model']]) {
      const box = await page.getByRole(role[0], { name: role[1] }).boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= viewport.width / zoom, `${role[1]} is within the window`);
    }
  });
}

test('a narrow window lays the conversations over the chat, and Esc puts them away', async () => {
  const page = await open('/?scene=ready', { viewport: { width: 400, height: 700 } });
  const nav = page.getByRole('navigation', { name: 'Conversations' });
  // What the list lies over is out of reach meanwhile, its button too.
  const toggle = page.getByRole('button', { name: 'Conversation list', includeHidden: true });
  assert.equal(await nav.count(), 0);
  assert.equal(await toggle.getAttribute('aria-expanded'), 'false');
  await toggle.click();
  assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await nav.count(), 0);
  assert.equal(await toggle.evaluate((element) => element === document.activeElement), true);
  await toggle.click();
  await nav.getByRole('button', { name: 'Names for a small wooden boat' }).click();
  await page.getByRole('article').first().waitFor();
  assert.equal(await nav.count(), 0);
});

test('text takes the direction of its own letters', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'ما هو الفرق؟');
  await patch(page, turn, append(paragraph('مرحبا'), paragraph('hello')));
  await page.getByText('hello', { exact: true }).waitFor();
  const direction = (text) => page.getByRole('log').getByText(text, { exact: true }).evaluate((element) => getComputedStyle(element).direction);
  assert.deepEqual([await direction('ما هو الفرق؟'), await direction('مرحبا'), await direction('hello')], ['rtl', 'rtl', 'ltr']);
});

for (const colorScheme of ['light', 'dark']) {
  for (const scene of ['demo', 'ready']) {
    test(`every text can be read: ${colorScheme}, ${scene}`, async () => {
      const page = await open(`/?scene=${scene}`, { colorScheme, reducedMotion: 'reduce' });
      await page.getByRole('textbox', { name: 'Message' }).fill('Explain certificates');
      await page.keyboard.press('Enter');
      await page.getByText('Answer ready').waitFor({ timeout: 20000 });
      const found = await page.evaluate(contrasts);
      assert.ok(found.length > 20);
      assert.deepEqual(found.filter(({ ratio }) => ratio < 4.5), []);
    });
  }
}

test('motion stops for those who ask for it, and the focus is always seen', async () => {
  const page = await open('/?scene=ready&manual', { reducedMotion: 'reduce' });
  await ask(page, 'One');
  assert.equal(await page.locator('.message-wait:visible').evaluate((element) => getComputedStyle(element, '::before').animationName), 'none');
  await page.keyboard.press('Tab');
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    const { tag, width } = await page.evaluate(() => {
      const held = document.activeElement;
      // The box of a search is drawn by what is around it.
      return { tag: held.className || held.tagName, width: getComputedStyle(held.closest('search-way') ?? held).outlineWidth };
    });
    assert.ok(tag.includes('composer-text') || tag === 'BODY' || width === '2px', `${tag}: ${width}`);
  }
});

test('everything that can be pressed has a name', async () => {
  const page = await open('/?scene=ready');
  await page.getByRole('navigation').getByRole('button', { name: 'Explain how a browser checks a certificate' }).click();
  await page.getByRole('article').first().waitFor();
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, [role]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => !['status', 'option'].includes(element.getAttribute('role')))
      .filter((element) => !(element.getAttribute('aria-label') || element.labels?.length || element.textContent.trim()))
      .map((element) => element.className),
  );
  assert.deepEqual(nameless, []);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length, 'ids are unique');
});

test('the first run is seen from its beginning in a window of usual size, and nothing of it is cut off', async () => {
  const page = await open('/?scene=demo&manual', { viewport: { width: 1100, height: 760 } });
  const title = page.getByRole('heading', { name: 'What would you like to ask?' });
  await title.waitFor();
  const [scroller, head, last] = await Promise.all(['.scroller', '.welcome-title', '.starters li:last-child'].map((one) => page.locator(one).first().evaluate((found) => found.getBoundingClientRect().toJSON())));
  assert.ok(head.top >= scroller.top, `${head.top} ${scroller.top}`);
  assert.ok(last.bottom <= scroller.bottom, `${last.bottom} ${scroller.bottom}`);
  assert.equal(await jump(page).isVisible(), false);
  // Also where letters are wider, and the beginnings take two lines.
  await page.evaluate(() => document.querySelectorAll('.starter').forEach((one) => (one.style.letterSpacing = '0.06em')));
  const [first, third] = await page.locator('.starters li').evaluateAll((all) => [all[0], all[2]].map((one) => one.getBoundingClientRect().toJSON()));
  assert.ok(third.top > first.top, 'they take two lines');
  assert.ok(third.bottom <= scroller.bottom, `${third.bottom} ${scroller.bottom}`);
  // Also where it does not fit.
  await page.setViewportSize({ width: 700, height: 400 });
  await page.reload();
  await title.waitFor();
  const top = await title.evaluate((found) => found.getBoundingClientRect().top - document.querySelector('.scroller').getBoundingClientRect().top);
  assert.ok(top >= 0, `${top}`);
  assert.equal(await jump(page).isVisible(), false);
});

test('a long title shows its beginning, also where the window runs the other way', async () => {
  const page = await open('/?scene=ready');
  await page.evaluate(() => {
    const one = window.fakeEngine.conversations.get('s0');
    one.conversation.title = 'The beginning of a title that is by far too long for the sidebar of any window';
    window.fakeEngine.emit({ type: 'conversationChanged', conversation: one.conversation });
  });
  const row = page.locator('.row-title', { hasText: 'The beginning' });
  await row.waitFor();
  for (const dir of ['ltr', 'rtl']) {
    await page.evaluate((wanted) => (document.documentElement.dir = wanted), dir);
    const seen = await row.evaluate((title) => {
      const first = document.createRange();
      first.setStart(title.firstChild, 0);
      first.setEnd(title.firstChild, 3);
      const [{ left, right }, box] = [first.getBoundingClientRect(), title.parentElement.getBoundingClientRect()];
      return left >= box.left && right <= box.right;
    });
    assert.ok(seen, dir);
  }
});

for (const forcedColors of /** @type {const} */ (['none', 'active'])) {
  test(`every select is drawn by the page, with an arrow of its own, forced colours ${forcedColors}`, async () => {
    const page = await open('/?scene=ready&manual', { forcedColors });
    await page.keyboard.press('Control+,');
    for (const name of ['Connections and keys', 'Writing', 'Appearance', 'Data']) {
      await page.getByRole('tab', { name }).click();
    }
    const drawn = await page.evaluate(() => [...document.querySelectorAll('select')].map((select) => {
      const { appearance, backgroundImage } = getComputedStyle(select);
      return [select.className, appearance, backgroundImage.includes('gradient') || select.nextElementSibling?.matches('.select-mark') === true];
    }));
    assert.ok(drawn.length >= 6, String(drawn.length));
    for (const [name, appearance, arrow] of drawn) {
      assert.deepEqual([appearance, arrow], ['none', true], name);
    }
  });
}

for (const dir of /** @type {const} */ (['ltr', 'rtl'])) {
  for (const forcedColors of /** @type {const} */ (['none', 'active'])) {
    test(`the arrow of a select is one triangle that points down, ${dir}, forced colours ${forcedColors}`, async () => {
      const page = await open('/?scene=ready&manual', { forcedColors, reducedMotion: 'reduce' });
      await page.evaluate((wanted) => (document.documentElement.dir = wanted), dir);
      const { x, y, width, height } = await page.locator('.list-choice').boundingBox();
      // Within its border.
      const side = 18;
      const png = await page.screenshot({ clip: { x: Math.round(dir === 'ltr' ? x + width - side - 6 : x + 6), y: Math.round(y + height / 2) - 8, width: side, height: 16 } });
      const desk = await page.context().browser().newPage();
      const rows = await desk.evaluate(async (data) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const light = (place) => (pixels[place * 4] + pixels[place * 4 + 1] + pixels[place * 4 + 2]) / 3;
        const ground = light(0);
        return Array.from({ length: bitmap.height }, (_, row) => Array.from({ length: bitmap.width }, (__, column) => column).filter((column) => Math.abs(light(row * bitmap.width + column) - ground) > 60));
      }, png.toString('base64'));
      const drawn = rows.filter((row) => row.length > 0);
      const said = JSON.stringify(drawn);
      assert.ok(drawn.length >= 4 && drawn[0].length >= 8, said);
      drawn.forEach((row, index) => {
        assert.equal(row.at(-1) - row[0] + 1, row.length, `one piece: ${said}`);
        assert.ok(index === 0 || row.length <= drawn[index - 1].length, `narrower further down: ${said}`);
        assert.ok(Math.abs(row.at(-1) + row[0] - drawn[0].at(-1) - drawn[0][0]) <= 1, `as much on either side: ${said}`);
      });
    });
  }
}
