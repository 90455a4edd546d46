// A panel that shows tray icons, for as long as a test runs.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './app.js';

const SCRIPT = fileURLToPath(new URL('tray_host.py', import.meta.url));

/** Start it before the program: icons come to a panel that is there. @param {import('node:test').TestContext} t */
export async function trayHost(t) {
  // The system's Python: the bindings to D-Bus belong to it.
  const host = spawn('/usr/bin/python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {string[]} */
  const lines = [];
  createInterface({ input: host.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise((resolve) => host.once('exit', resolve));
  t.after(async () => {
    host.stdin.end();
    await ended;
  });
  const said = (/** @type {string} */ beginning, from = 0) =>
    until(`the panel says "${beginning}" (it said: ${lines.slice(from).join(' | ')})`, () =>
      lines.slice(from).find((line) => line.startsWith(beginning)),
    );
  await said('ready');
  return {
    /** Waits for the program's icon. */
    icon: () => said('registered'),
    /** The icon's menu as a panel shows it. @returns {Promise<Entry[]>} */
    menu: async () => {
      const from = lines.length;
      host.stdin.write('menu\n');
      const line = await said('menu ', from);
      return JSON.parse(line.slice('menu '.length));
    },
    /** Clicks on an item of the icon's menu. @param {string} label */
    click: async (label) => {
      const from = lines.length;
      host.stdin.write(`click ${label}\n`);
      await said(`clicked ${label}`, from);
    },
    /** The panel goes away, as when it crashed. */
    leave: async () => {
      host.stdin.end();
      await ended;
    },
  };
}

/** @typedef {{label?: string, enabled?: boolean, checked?: boolean, separator?: boolean}} Entry */

/** What a menu says, without its lines. @param {Entry[]} menu */
export const labels = (menu) => menu.flatMap(({ label }) => (label === undefined ? [] : [label]));
