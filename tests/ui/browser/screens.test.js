// The main screens against their pictures, light and dark. `GATEHOUSE_BLESS=1` draws the pictures and
// those of the README anew: look at them before keeping them.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { withBrowser } from '../page.js';
import { apart, cells, COLUMNS, fromPicture, toPicture } from '../picture.js';
import { SCREENS } from '../screens.js';

const { open } = withBrowser();
const SMALL = new URL('../../fixtures/screens/', import.meta.url);
const LARGE = new URL('../../../.github/images/', import.meta.url);
const BLESS = process.env.GATEHOUSE_BLESS === '1';

/** As the showcase: fonts differ a little, a part that is gone does not pass. */
const SAME = { mean: 2.5, far: 0.02 };

/** The screens that are compared, with the name of their files. */
const MAIN = {
  'without a key': 'first-run',
  'an answer with its details, sources and tools': 'answer',
  'an answer that failed': 'failure',
  'the models': 'models',
  'the settings': 'settings',
  'the usage page': 'usage',
  'what the palette found': 'palette',
  'quick ask with an answer': 'quick-ask',
};

/** @param {import('playwright-core').Page} page @param {Buffer} png */
async function coarse(page, png) {
  const { width, height } = page.viewportSize();
  const desk = await page.context().browser().newPage();
  const whole = { name: '', x: 0, y: 0, width, height, rows: 0 };
  const colours = await cells(desk, png, [whole], [Math.round((height / width) * COLUMNS)], 1);
  return { desk, colours };
}

/** @param {string} name @param {'light' | 'dark'} colorScheme */
async function drawn(name, colorScheme) {
  const { path, viewport = { width: 1100, height: 760 }, show } = SCREENS[name];
  const page = await open(path, { reducedMotion: 'reduce', colorScheme, viewport, now: '2026-11-27T12:00:00Z', timezoneId: 'UTC', locale: 'en-US' });
  await show(page);
  await page.mouse.move(0, 0);
  // A caret that blinks is no difference.
  return { page, png: await page.screenshot({ caret: 'hide', animations: 'disabled' }) };
}

for (const [name, file] of Object.entries(MAIN)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`${name} looks as it did, ${colorScheme}`, async () => {
      const { page, png } = await drawn(name, colorScheme);
      const { desk, colours } = await coarse(page, png);
      const small = new URL(`${file}-${colorScheme}.png`, SMALL);
      if (BLESS) {
        writeFileSync(small, await toPicture(desk, colours));
        writeFileSync(new URL(`${file}-${colorScheme}.png`, LARGE), png);
      }
      const before = await fromPicture(desk, readFileSync(small));
      await desk.close();
      const distance = apart(colours, before);
      assert.ok(distance.mean <= SAME.mean && distance.far <= SAME.far, JSON.stringify(distance));
    });
  }
}

test('the comparison sees another screen', async () => {
  const { page, png } = await drawn('the settings', 'light');
  const { desk, colours } = await coarse(page, png);
  const other = await fromPicture(desk, readFileSync(new URL('answer-light.png', SMALL)));
  await desk.close();
  const distance = apart(colours, other);
  assert.ok(distance.mean > SAME.mean || distance.far > SAME.far, JSON.stringify(distance));
});
