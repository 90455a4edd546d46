// The keyboard alone: everything that can be pressed can be reached, on every screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBrowser } from '../page.js';
import { SCREENS } from '../screens.js';

const { open } = withBrowser();

/** What can be pressed and is neither a stop of the Tab key nor in a widget that has one. @param {import('playwright-core').Page} page */
function outOfReach(page) {
  return page.evaluate(() => {
    const PRESSED = 'button, input, select, textarea, summary, [role="button"], [role="link"], [role="menuitem"], [role="option"], [role="tab"], [role="radio"]';
    // One stop for all: arrows go on within.
    const WIDGETS = '[role="toolbar"], [role="menu"], [role="listbox"], [role="tablist"], [role="combobox"], [role="radiogroup"], conversation-list, nav';
    const dialog = [...document.querySelectorAll('dialog')].findLast((one) => one.matches(':modal'));
    const stops = (/** @type {Element} */ one) => one instanceof HTMLElement && one.tabIndex >= 0 && !one.matches(':disabled');
    return [...(dialog ?? document).querySelectorAll(PRESSED)]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled') && one.closest('[inert]') === null)
      .filter((one) => !stops(one))
      // An option is chosen by the box above it.
      .filter((one) => one.getAttribute('role') !== 'option')
      .filter((one) => {
        const widget = one.closest(WIDGETS);
        return widget === null || !(widget.contains(document.activeElement) || [widget, ...widget.querySelectorAll('*')].some(stops));
      })
      .map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`);
  });
}

for (const [name, { path, viewport, show }] of Object.entries(SCREENS)) {
  test(`the keyboard reaches everything of ${name}, and is never lost`, async () => {
    const page = await open(path, { reducedMotion: 'reduce', ...(viewport === undefined ? {} : { viewport }) });
    await show(page);
    assert.deepEqual(await outOfReach(page), []);
    const stops = [];
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press(at % 4 === 3 ? 'Shift+Tab' : 'Tab');
      stops.push(await page.evaluate(() => document.activeElement?.localName ?? 'none'));
    }
    // From the last control the key leaves the page, and comes in again at the first.
    assert.ok(!stops.some((one, at) => one === 'body' && stops[at + 1] === 'body'), stops.join(' '));
  });
}
