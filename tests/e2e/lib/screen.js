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
