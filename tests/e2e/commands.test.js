// Every command of the program is called in every window: what a window is not granted is refused,
// and what it is granted is not. The lists are read where the program has them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { folder, start, toWindow } from './lib/app.js';
import { invoke } from './lib/page.js';

/** What takes no argument and waits for a person, or takes everything away: in this order at the end. */
const LAST = ['export_presets', 'delete_everything'];

/** How long a command that was not refused may take, in milliseconds: a refusal is there at once. */
const WAIT_MS = 3000;

const read = (/** @type {string} */ path) => readFileSync(new URL(`../../src-tauri/${path}`, import.meta.url), 'utf8');

/** Every command, as the program registers them. */
const COMMANDS = [...read('src/commands/names.rs').matchAll(/^ {4}"([a-z_]+)",$/gm)].map(([, name]) => String(name));

/** What a window is granted, by its capability file. @param {string} window */
function granted(window) {
  /** @type {{permissions: string[]}} */
  const { permissions } = JSON.parse(read(`capabilities/${window}.json`));
  return permissions.filter((name) => name.startsWith('allow-')).map((name) => name.slice('allow-'.length).replaceAll('-', '_'));
}

/**
 * Whether a command without arguments gets past the wall: most of them then ask for their arguments.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} command
 */
async function isLetIn(driver, command) {
  const { error } = await invoke(driver, command, {}, WAIT_MS);
  return !/not allowed/.test(String(error));
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} window
 * @param {'index.html' | 'quick.html'} page
 */
async function mayWhatIsListed(t, window, page) {
  const { driver } = await start(t, { data: folder(t) });
  await toWindow(driver, page);
  const may = granted(window);
  const order = [...COMMANDS.filter((name) => !LAST.includes(name)), ...COMMANDS.filter((name) => LAST.includes(name))];
  assert.ok(order.length > 70 && order.length === COMMANDS.length, `${order.length} commands`);
  assert.deepEqual(may.filter((name) => !COMMANDS.includes(name)), []);
  /** @type {string[]} */
  const letIn = [];
  for (const command of order) {
    if (await isLetIn(driver, command)) {
      letIn.push(command);
    }
  }
  assert.deepEqual(letIn.toSorted(), may.toSorted());
}

test('quick may call what is listed for it, of all commands, and nothing else', (t) => mayWhatIsListed(t, 'quick', 'quick.html'));

test('main may call what is listed for it, of all commands, and nothing else', (t) => mayWhatIsListed(t, 'main', 'index.html'));
