// A real Chromium with the page in it, driven through the scripted engine. Whatever the page
// complains about fails the test at its end.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, afterEach } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './server.js';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function executable() {
  const named = process.env.GATEHOUSE_TEST_CHROMIUM;
  const found = [named, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  assert.ok(found, 'a Chromium is needed: set GATEHOUSE_TEST_CHROMIUM');
  return found;
}

/** How long a page may take until it stands, in milliseconds. */
const OPENS_WITHIN_MS = 30_000;

export async function startBrowser() {
  const executablePath = executable();
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: ARGS }).catch(async (error) => {
    // A server that is left open would keep the test running for ever.
    await server.close();
    throw error;
  });
  return {
    server,
    browser,
    stop: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Sets a browser up for the tests of a file. `open` gives a fresh page.
 */
export function withBrowser() {
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let running;
  /** @type {import('playwright-core').BrowserContext[]} */
  let contexts = [];
  /** @type {string[]} */
  let complaints = [];

  before(async () => {
    running = await startBrowser();
  });
  after(async () => {
    await running?.stop();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    const seen = complaints;
    complaints = [];
    assert.deepEqual(seen, [], 'the page complained');
  });

  /**
   * @param {string} path such as `/?scene=ready&manual`
   * @param {import('playwright-core').BrowserContextOptions & {ready?: string, now?: string}} [options]
   *   `ready`: what shows that a page without an engine is drawn; `now`: the time that it takes it for
   */
  async function open(path, { ready, now, ...options } = {}) {
    const context = await running.browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    // Two hundred modules, on a machine that does something else as well.
    page.setDefaultNavigationTimeout(OPENS_WITHIN_MS);
    if (now !== undefined) {
      await page.clock.setFixedTime(now);
    }
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.addInitScript(() => {
      // As in the desktop window.
      Object.freeze(Object.prototype);
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
      });
    });
    await page.goto(running.server.url + path);
    if (ready === undefined) {
      await page.waitForFunction(() => window.fakeEngine?.calls.some(({ command }) => command === 'page_ready'), null, { timeout: OPENS_WITHIN_MS });
    } else {
      await page.locator(ready).first().waitFor();
    }
    return page;
  }

  return { open };
}

/** @param {import('playwright-core').Page} page @param {string} command */
export function calls(page, command) {
  return page.evaluate(
    (name) => window.fakeEngine.calls.filter((call) => call.command === name).map(({ args }) => args),
    command,
  );
}

/** Asks a question and waits until the engine knows the turn. @param {import('playwright-core').Page} page */
export async function ask(page, text, name = 'Message') {
  await page.getByRole('textbox', { name }).fill(text);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.fakeEngine.running.length > 0);
  return page.evaluate(() => window.fakeEngine.running.at(-1));
}

/** @param {import('playwright-core').Page} page */
export function patch(page, turn, ops, reasoning = '') {
  return page.evaluate(([id, changes, thought]) => window.fakeEngine.patch(id, changes, thought), [turn, ops, reasoning]);
}

/** @param {import('playwright-core').Page} page */
export function end(page, turn, how = {}) {
  return page.evaluate(([id, details]) => window.fakeEngine.end(id, details), [turn, how]);
}

/** @param {string} text */
export function paragraph(text) {
  return { type: 'paragraph', children: [text] };
}

/** A block of code without colours. @param {string} lang @param {...string} lines */
export function code(lang, ...lines) {
  return { type: 'code', lang, children: lines.map((line) => ({ type: 'line', children: line === '' ? [] : [line] })) };
}

/** @param {string} href @param {string | null} host @param {...object | string} children */
export function link(href, host, ...children) {
  return { type: 'link', href, host, children };
}

/** @param {...object} nodes */
export function append(...nodes) {
  return [{ op: 'appendNodes', path: [], nodes }];
}
