// Hands on a keyboard and nothing else: acts by their keys or by the palette, the Tab key from control
// to control. What was done is written down, so that a test can say what nobody reached.

import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { ACTS, FIXED } from '../../../ui/js/acts.js';
import { en } from '../../../ui/texts/en.js';
import { until } from './app.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */
/** @typedef {{name: string, element: string, value: string}} Focus */

/** Keys by the names that the table of acts has for them. @type {Readonly<Record<string, string>>} */
const NAMED = Object.freeze({
  Mod: Key.CONTROL, Ctrl: Key.CONTROL, Alt: Key.ALT, Shift: Key.SHIFT, Tab: Key.TAB, Escape: Key.ESCAPE, Enter: Key.ENTER, Space: ' ',
  Backspace: Key.BACK_SPACE, Delete: Key.DELETE, Home: Key.HOME, End: Key.END, F2: Key.F2, F6: Key.F6, F10: Key.F10,
  ArrowUp: Key.ARROW_UP, ArrowDown: Key.ARROW_DOWN, ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT,
});

/** What has the focus: its name as it is read out, about. @param {WebDriver} driver @returns {Promise<Focus>} */
export const focus = (driver) =>
  driver.executeScript(() => {
    const active = document.activeElement ?? document.body;
    // What was hidden with the focus in it keeps it for a moment, and is nowhere all the same.
    const one = /** @type {HTMLInputElement} */ (active.checkVisibility({ visibilityProperty: true }) ? active : document.body);
    const label = one.getAttribute('aria-label') ?? [...(one.labels ?? [])].map(({ textContent }) => textContent ?? '').join(' ');
    const named = label === '' ? (one.matches('input, textarea, select, body') ? '' : (one.textContent ?? '')) : label;
    return { name: named.trim(), element: one.localName, value: one.value ?? '' };
  });

/**
 * The text of the first element that is drawn; none where there is none. WebDriver's own way takes what
 * stands in an element without a box for hidden.
 * @param {WebDriver} driver
 * @param {string} css
 * @returns {Promise<string | null>}
 */
export const seen = (driver, css) =>
  driver.executeScript((/** @type {string} */ wanted) => [...document.querySelectorAll(wanted)].find((one) => one.checkVisibility({ visibilityProperty: true }))?.textContent ?? null, css);

/** @param {WebDriver} driver */
export function hands(driver) {
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {Set<string>} */
  const pressed = new Set();

  /** Presses keys together, as `Mod+Shift+K`. @param {string} chord */
  async function press(chord) {
    const parts = /** @type {string[]} */ (chord.match(/[^+]+|\+$/g));
    const last = parts.at(-1) ?? '';
    const held = parts.slice(0, -1).map((name) => NAMED[name] ?? name);
    const key = NAMED[last] ?? (held.includes(Key.SHIFT) ? last : last.toLowerCase());
    let way = driver.actions();
    held.forEach((one) => (way = way.keyDown(one)));
    way = way.keyDown(key).keyUp(key);
    held.toReversed().forEach((one) => (way = way.keyUp(one)));
    await way.perform();
  }

  /** @param {string} text */
  const type = (text) => driver.actions().sendKeys(text).perform();

  /** The focus is never lost to the page as a whole. @param {string} after */
  const held = (after) => until(`something has the focus after ${after}`, async () => (await focus(driver)).element !== 'body', 5_000);

  /** Waits until that has the focus. @param {string} name */
  const at = (name) => until(`"${name}" has the focus`, async () => ((await focus(driver)).name === name ? true : assert.fail((await focus(driver)).name)), 10_000);

  /** Does something from the palette. @param {string} name */
  async function choose(name) {
    await press('Mod+K');
    await at(en.acts.palette);
    await type(name);
    await until(`the palette offers "${name}" first`, () =>
      driver.executeScript((/** @type {string} */ wanted) => document.querySelector('search-palette [role="option"][aria-selected="true"]')?.textContent?.includes(wanted), name),
    );
    await press('Enter');
  }

  return {
    press,
    type,
    held,
    at,
    choose,

    /** Does an act: by its keys, or from the palette where it has none. @param {import('../../../ui/js/acts.js').ActId} id */
    async act(id) {
      const [keys] = ACTS.find((one) => one.id === id)?.keys ?? [];
      await (keys === undefined ? choose(en.acts[id]) : press(keys));
      await held(id);
      done.add(id);
    },

    /** Presses keys that are part of how texts are read and written. @param {(typeof FIXED)[number]['id']} id @param {number} [which] */
    async fixed(id, which = 0) {
      await press(FIXED.find((one) => one.id === id)?.keys[which] ?? '');
      await held(id);
      pressed.add(id);
    },

    /** Goes on by Tab until that has the focus. @param {string | RegExp} name @param {string} [key] */
    async tabTo(name, key = 'Tab') {
      /** @type {string[]} */
      const seen = [];
      for (let stop = 0; stop < 60; stop += 1) {
        const { name: here } = await focus(driver);
        if (typeof name === 'string' ? here === name : name.test(here)) {
          return;
        }
        seen.push(here.slice(0, 30));
        await press(key);
      }
      assert.fail(`Tab does not come to "${name}": ${seen.join(' · ')}`);
    },

    /** What the tables have and nobody did. */
    left: () => [...ACTS.filter(({ id }) => !done.has(id)), ...FIXED.filter(({ id }) => !pressed.has(id))].map(({ id }) => id),
  };
}
