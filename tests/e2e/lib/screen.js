// What is on the screen, asked of the window manager.

import { execFileSync } from 'node:child_process';

/** Titles of the windows that can be seen. */
export const windows = () =>
  execFileSync('wmctrl', ['-l'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    // Id, desktop, machine, title.
    .map((line) => line.split(/\s+/).slice(3).join(' '));

/** The title of the window that has the keyboard. */
export const active = () =>
  execFileSync('xdotool', ['getactivewindow', 'getwindowname'], { encoding: 'utf8' }).trim();

/**
 * Moves the pointer of the screen to the middle of the first element of that kind in the window that
 * has the keyboard.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} css
 */
export async function pointAt(driver, css) {
  /** @type {{x: number, y: number}} */
  const { x, y } = await driver.executeScript((/** @type {string} */ wanted) => {
    const box = /** @type {Element} */ (document.querySelector(wanted)).getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }, css);
  const window = execFileSync('xdotool', ['getactivewindow'], { encoding: 'utf8' }).trim();
  execFileSync('xdotool', ['mousemove', '--sync', '--window', window, String(Math.round(x)), String(Math.round(y))]);
}
