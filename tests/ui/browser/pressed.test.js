// Every button of every screen, pressed by the keyboard: none leaves the focus on the body, where the
// keyboard is lost. A name that was pressed on one screen is not pressed again on another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBrowser } from '../page.js';
import { SCREENS } from '../screens.js';

const { open } = withBrowser();

/** Focuses the next thing to press whose name was not pressed yet; tells its name. @param {string[]} pressed */
function nextToPress(pressed) {
  const dialog = [...document.querySelectorAll('dialog')].findLast((one) => one.matches(':modal'));
  const name = (/** @type {Element} */ one) => `${one.localName} ${(one.getAttribute('aria-label') ?? one.textContent).trim().replace(/\d+/g, '0')}`;
  const there = [...(dialog ?? document).querySelectorAll('button, summary, [role="menuitem"]')].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled') && one.closest('[inert]') === null,
  );
  const next = there.find((one) => !pressed.includes(name(one)));
  next?.focus();
  return { name: next === undefined ? null : name(next), all: there.map(name).join('|'), has: document.activeElement === next };
}

/** Waits until what was pressed is drawn. @param {import('playwright-core').Page} page */
const drawn = (page) => page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 30)))));

/** @type {Set<string>} */
const pressed = new Set();
for (const [name, { path, viewport, show }] of Object.entries(SCREENS)) {
  test(`no button of ${name} loses the focus as it is pressed`, async () => {
    const fresh = async () => {
      const page = await open(path, { reducedMotion: 'reduce', ...(viewport === undefined ? {} : { viewport }) });
      await show(page);
      return page;
    };
    let page = await fresh();
    const lost = [];
    for (;;) {
      const found = await page.evaluate(nextToPress, [...pressed]);
      if (found.name === null) {
        break;
      }
      pressed.add(found.name);
      assert.ok(found.has, `${found.name} can have the focus`);
      await page.keyboard.press('Enter');
      await drawn(page);
      if (await page.evaluate(() => document.activeElement === null || document.activeElement === document.body)) {
        lost.push(found.name);
      }
      const asBefore = async () => (await page.evaluate(nextToPress, [...pressed])).all === found.all;
      if (lost.at(-1) !== found.name && !(await asBefore())) {
        // A menu that opened or a key that is waited for: Escape often gives back what was there.
        await page.keyboard.press('Escape');
        await drawn(page);
      }
      if (lost.at(-1) === found.name || !(await asBefore())) {
        await page.context().close();
        page = await fresh();
      }
    }
    assert.deepEqual(lost, []);
  });
}
