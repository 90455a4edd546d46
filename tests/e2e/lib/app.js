// Starts the real program under WebDriver, each time with a data folder of its choice, and ends it
// as a person, the system or an accident would.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities } from 'selenium-webdriver';

/** @param {string} name */
function needed(name) {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: start these tests with \`cargo xtask test e2e\`.`);
  }
  return value;
}

export const APP = realpathSync(needed('GATEHOUSE_TEST_APP'));
export const CLI = needed('GATEHOUSE_TEST_CLI');
export const ARTIFACTS = needed('GATEHOUSE_TEST_ARTIFACTS');

/**
 * Those who use a folder, and how each lets go of it.
 * @type {Map<string, Array<() => Promise<void>>>}
 */
const users = new Map();

/**
 * A folder of its own for one test; removed at its end, after those who use it: a program whose
 * folder goes makes it anew.
 * @param {import('node:test').TestContext} t
 */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
  users.set(path, []);
  t.after(async () => {
    for (const leave of users.get(path) ?? []) {
      await leave();
    }
    users.delete(path);
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/**
 * Says how someone else lets go of a folder, before it is removed.
 * @param {string} path as `folder` gave it
 * @param {() => Promise<void>} leave
 */
export const leaves = (path, leave) => void users.get(path)?.push(leave);

/**
 * Asks until the answer is neither false, null nor undefined; an error counts as none.
 * @template T
 * @param {string} what for the message
 * @param {() => T | Promise<T>} ask
 * @param {number} [ms]
 */
export async function until(what, ask, ms = 60_000) {
  const end = Date.now() + ms;
  let last = '';
  for (;;) {
    try {
      const got = await ask();
      if (got !== false && got !== null && got !== undefined) {
        return got;
      }
    } catch (error) {
      last = ` (${error instanceof Error ? error.message.split('\n')[0] : error})`;
    }
    if (Date.now() > end) {
      throw new Error(`It did not happen within ${ms} ms: ${what}${last}`);
    }
    await sleep(20);
  }
}

/** @returns {Promise<number>} a port that was free a moment ago */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** @param {number} port */
const listens = (port) =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * The processes of the program that use this data folder.
 * @param {string} data
 * @returns {number[]}
 */
export function processes(data) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const program = readlinkSync(`/proc/${pid}/exe`);
        const own = `GATEHOUSE_DATA_DIR=${data}`;
        return program === APP && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(own);
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number);
}

/**
 * What the program finds around it: nothing of the person's, and what the test adds.
 * @param {string} data
 * @param {Record<string, string>} env
 */
export function surroundings(data, env) {
  return { ...process.env, GATEHOUSE_DATA_DIR: data, GATEHOUSE_LOG: 'info', GATEHOUSE_KEYSTORE: 'memory', ...env };
}

/**
 * @typedef {object} App
 * @property {import('selenium-webdriver').WebDriver} driver
 * @property {string} data
 * @property {() => number} pid
 * @property {() => string} said what the program wrote to its terminal
 * @property {(ms?: number) => Promise<void>} gone waits until the program has ended
 * @property {(signal: NodeJS.Signals) => Promise<void>} kill
 * @property {() => Promise<void>} leave lets go of it, ending it if it still runs
 */

/**
 * Starts the program and waits until its main page stands.
 * @param {import('node:test').TestContext} t
 * @param {{data: string, env?: Record<string, string>, tellsMissing?: boolean}} options `tellsMissing`: it was
 *   not told before what is missing here, where nothing shows a tray
 * @returns {Promise<App>}
 */
export async function start(t, { data, env = {}, tellsMissing = false }) {
  if (!tellsMissing) {
    mkdirSync(join(data, 'screen'), { recursive: true });
    writeFileSync(join(data, 'screen/told-missing'), 'bus\ntray\nshortcut\nnotifications\n');
  }
  const [port, native] = [await freePort(), await freePort()];
  let said = '';
  const driverProcess = spawn(
    needed('GATEHOUSE_TEST_TAURI_DRIVER'),
    ['--port', String(port), '--native-port', String(native), '--native-driver', needed('GATEHOUSE_TEST_WEBKIT_DRIVER')],
    { env: surroundings(data, env), stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  // What the program writes to its terminal comes through here.
  driverProcess.stderr.on('data', (/** @type {Buffer} */ piece) => (said += piece));
  /** @type {import('selenium-webdriver').WebDriver | null} */
  let driver = null;
  let left = false;
  const gone = (ms = 60_000) => until('the program ends', () => processes(data).length === 0, ms).then(() => undefined);
  const leave = async () => {
    if (left) {
      return;
    }
    left = true;
    if (processes(data).length > 0) {
      await driver?.quit().catch(() => undefined);
    }
    if (driverProcess.pid !== undefined) {
      // One that never started has no number, and 0 would be our own group.
      try {
        process.kill(-driverProcess.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    for (const pid of processes(data)) {
      process.kill(pid, 'SIGKILL');
    }
    await gone();
  };
  leaves(data, leave);
  t.after(leave);
  // tauri-driver listens before the driver behind it does, and hangs up on what comes between.
  await until('WebKitWebDriver listens', () => listens(native));
  await until('tauri-driver listens', () => listens(port));
  const capabilities = new Capabilities();
  capabilities.setBrowserName('wry');
  capabilities.set('tauri:options', { application: APP });
  driver = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build();
  await until('the page stands', () => /page ready window="main"/.test(said)).catch((error) => {
    throw new Error(`${error.message}\nIt said: ${said}`);
  });
  await toWindow(driver, 'index.html');
  const pid = () => processes(data)[0] ?? 0;
  return {
    driver,
    data,
    pid,
    said: () => said,
    gone,
    kill: async (signal) => {
      process.kill(pid(), signal);
      await gone();
    },
    leave,
  };
}

/**
 * Turns WebDriver to a window. Their handles have no fixed order.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {'index.html' | 'quick.html'} page
 */
export async function toWindow(driver, page) {
  await until(`there is a window with ${page}`, async () => {
    for (const handle of await driver.getAllWindowHandles()) {
      await driver.switchTo().window(handle);
      const { pathname } = new URL(await driver.getCurrentUrl());
      if (pathname === `/${page}` || (page === 'index.html' && ['', '/'].includes(pathname))) {
        return true;
      }
    }
    return false;
  });
}

/**
 * Starts the program without WebDriver.
 * @param {import('node:test').TestContext} t
 * @param {string} data
 * @param {Record<string, string>} [env]
 * @param {string[]} [words] what it is called with
 */
export function plainStart(t, data, env = {}, words = []) {
  const program = spawn(APP, words, { env: surroundings(data, env), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  program.stderr.on('data', (/** @type {Buffer} */ piece) => (said += piece));
  const ended = new Promise((resolve) => program.once('exit', (code) => resolve(code)));
  const leave = async () => {
    program.kill('SIGKILL');
    await ended;
  };
  leaves(data, leave);
  t.after(leave);
  return { program, ended, said: () => said, stands: () => until('its page stands', () => said.includes('page ready')) };
}
