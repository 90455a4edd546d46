// Every screen and state, light and dark, before axe; nothing lost in a narrow or magnified window or
// with the system's colours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.js';
import { ask, end, withBrowser } from '../page.js';
import { SCREENS } from '../screens.js';

const { open } = withBrowser();

/** @param {import('../screens.js').Screen} screen @param {import('playwright-core').BrowserContextOptions} [options] */
async function shown({ path, viewport, show }, options = {}) {
  const page = await open(path, { reducedMotion: 'reduce', ...(viewport === undefined ? {} : { viewport }), ...options });
  await show(page);
  return page;
}

for (const [name, screen] of Object.entries(SCREENS)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`axe finds nothing wrong with ${name}, ${colorScheme}`, async () => {
      assert.deepEqual(await violations(await shown(screen, { colorScheme })), []);
    });
  }
}

/** What reaches out of the window to the side and is in no box that scrolls. @param {import('playwright-core').Page} page */
function outside(page) {
  return page.evaluate(() => {
    const scrolls = (/** @type {Element} */ one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth;
    const kept = (/** @type {Element | null} */ one) => one !== null && (scrolls(one) || kept(one.parentElement));
    const wide = [...document.querySelectorAll('button, input, select, textarea, summary, a, h1, h2, h3, p, dt, dd, label')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width > 1 && (left < -1 || right > innerWidth + 1) && !kept(one.parentElement);
    });
    return [...(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []), ...wide.map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)];
  });
}

// A window of 640 pixels at 200 % is one of 320.
for (const [name, screen] of Object.entries(SCREENS)) {
  test(`in 320 pixels nothing is lost of ${name}`, async () => {
    const page = await shown(screen);
    await page.setViewportSize({ width: 320, height: 568 });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.deepEqual(await outside(page), []);
  });
}

/** Whether Send can be pressed, after scrolling to it. @param {import('playwright-core').Page} page */
async function sendIsReached(page) {
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await send.scrollIntoViewIfNeeded();
  return send.evaluate((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return bottom <= window.innerHeight + 1 && (hit === one || one.contains(hit));
  });
}

// The least window is one of 360 x 480; 180 x 240 is that at 200 %.
for (const [width, height] of [[320, 568], [360, 480], [180, 240]]) {
  test(`in ${width} x ${height} Send is reached beside twenty files and a long draft, and a chat can be renamed`, async () => {
    const page = await open('/?scene=ready&manual', { viewport: { width: 1100, height: 800 } });
    await end(page, await ask(page, 'A question whose title is rather long'));
    await page.evaluate(() => document.querySelector('draft-files').choose(Array.from({ length: 20 }, (_, at) => new File(['text'], `notes-${at}.txt`, { type: 'text/plain' }))));
    await page.getByText('notes-19.txt').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('One more line\n'.repeat(12));
    await page.setViewportSize({ width, height });
    assert.equal(await sendIsReached(page), true);
    const title = page.getByRole('heading', { level: 1 });
    const wide = (/** @type {import('playwright-core').Locator} */ one) => one.evaluate((element) => element.getBoundingClientRect().width);
    assert.ok((await wide(title)) >= 48, `the title is ${await wide(title)} wide`);
    await page.getByRole('button', { name: 'Rename', exact: true }).press('Enter');
    const box = page.getByRole('textbox', { name: 'Title' });
    await box.waitFor();
    assert.ok((await wide(box)) >= 96, `its box is ${await wide(box)} wide`);
  });
}

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`with the colours of the system axe finds nothing wrong with ${name}, and the focus is seen`, async () => {
    const page = await shown(screen, { forcedColors: 'active' });
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement === document.body)) {
      // From the last control of a dialog the key leaves the page, and comes in again at the first.
      await page.keyboard.press('Tab');
    }
    const focus = await page.evaluate(() => {
      const one = document.activeElement;
      return one === null || one === document.body ? 'lost' : getComputedStyle(one).outlineStyle;
    });
    assert.ok(focus !== 'lost' && focus !== 'none', focus);
  });
}

// Mutation seen to fail: a button's label taken away, its text made faint.
test('axe sees a button without a name and a text too faint to read', async () => {
  const page = await shown(SCREENS['a new chat']);
  await page.locator('.brand-name').evaluate((brand) => brand.replaceChildren(document.createElement('button')));
  assert.ok((await violations(page)).some((line) => line.startsWith('button-name:')));
});
