// What a person does and sees on the page, by the names of DESIGN §5.5.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { ARTIFACTS, until } from './app.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/** The question's field; a page that was just opened may not have drawn it yet. @param {WebDriver} driver */
export const box = (driver) =>
  until('there is a field for a question', () => driver.findElement(By.css('message-composer textarea')));

/**
 * The first button with that text or name that can be seen.
 * @param {WebDriver} driver
 * @param {string} name
 */
export async function button(driver, name) {
  const wanted = `normalize-space(.)="${name}" or @aria-label="${name}"`;
  return until(`there is a button "${name}"`, async () => {
    for (const found of await driver.findElements(By.xpath(`//button[${wanted}]`))) {
      if (await found.isDisplayed()) {
        return found;
      }
    }
    return null;
  });
}

/**
 * Types a question and presses Enter.
 * @param {WebDriver} driver
 * @param {string} text
 */
export async function ask(driver, text) {
  const field = await box(driver);
  await field.click();
  await field.sendKeys(text, Key.ENTER);
}

/**
 * What the log shows: each message's name and text.
 * @param {WebDriver} driver
 * @returns {Promise<{name: string, text: string, note: string, busy: boolean}[]>}
 */
export const messages = (driver) =>
  driver.executeScript(() =>
    [...document.querySelectorAll('[role="log"] article')].map((article) => ({
      name: article.getAttribute('aria-label') ?? '',
      text: article.querySelector('.message-body')?.textContent ?? '',
      note: article.querySelector('.message-note')?.textContent ?? '',
      busy: article.getAttribute('aria-busy') === 'true',
    })),
  );

/** @param {WebDriver} driver */
export const lastMessage = async (driver) =>
  (await messages(driver)).at(-1) ?? { name: '', text: '', note: '', busy: false };

/**
 * Waits until the newest answer has ended, and gives it.
 * @param {WebDriver} driver
 * @param {number} count how many messages there are then
 */
export const ended = (driver, count) =>
  until(`there are ${count} messages and the last has ended`, async () => {
    const all = await messages(driver);
    const last = all.at(-1);
    return all.length === count && last !== undefined && !last.busy && last.name !== 'You' ? last : null;
  });

/**
 * Waits until the newest answer shows at least so much text, and gives it.
 * @param {WebDriver} driver
 * @param {number} length
 */
export const grown = (driver, length) =>
  until(`the answer is ${length} characters long`, async () => {
    const last = await lastMessage(driver);
    return last.name !== 'You' && last.text.length >= length ? last.text : null;
  });

/**
 * Calls a command as the page would; gives what came of it.
 * @param {WebDriver} driver
 * @param {string} command
 * @param {object} args
 * @param {number} [atMostMs] how long it may take; neither is given where it took longer
 * @returns {Promise<{ok?: unknown, error?: unknown}>}
 */
export const invoke = (driver, command, args = {}, atMostMs = 20_000) =>
  driver.executeAsyncScript(
    /** @type {(...parts: never[]) => void} */ (
      (command, args, atMostMs, done) => {
        const { invoke } = /** @type {any} */ (window).__TAURI_INTERNALS__;
        const tell = /** @type {(found: object) => void} */ (done);
        setTimeout(() => tell({}), atMostMs);
        invoke(command, args).then(
          (/** @type {unknown} */ ok) => tell({ ok: ok ?? null }),
          (/** @type {unknown} */ error) => tell({ error: error ?? null }),
        );
      }
    ),
    command,
    args,
    atMostMs,
  );

/**
 * Leaves a picture of the window among the artifacts.
 * @param {WebDriver} driver
 * @param {string} name
 */
export async function picture(driver, name) {
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(ARTIFACTS, `${name}.png`), await driver.takeScreenshot(), 'base64');
}
