// Every screen and state, light and dark, before axe; nothing lost in a narrow or magnified window or
// with the system's colours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.js';
import { withBrowser } from '../page.js';
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

// Mutation seen to fail: a button's label taken away, its text made faint.
test('axe sees a button without a name and a text too faint to read', async () => {
  const page = await shown(SCREENS['a new chat']);
  await page.locator('.brand-name').evaluate((brand) => brand.replaceChildren(document.createElement('button')));
  assert.ok((await violations(page)).some((line) => line.startsWith('button-name:')));
});
