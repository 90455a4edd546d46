// A key that lies in the keyring is used, and is found nowhere else: after questions, refusals that
// echo it, and everything that shows something of it, in both windows, in the tray and on the command
// line.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { By, Key } from 'selenium-webdriver';
import { CLI, folder, processes, start, surroundings, toWindow, until } from './lib/app.js';
import { formsOf, holds } from './lib/forms.js';
import { gateway } from './lib/gateway.js';
import { ask, box, ended, invoke, messages } from './lib/page.js';
import { windows } from './lib/screen.js';
import { trayHost } from './lib/tray.js';

const KEY = 'vck_planted+e2e/5f0c2a9d71c4==';
const FORMS = formsOf(KEY);

/** Every file below a folder. @param {string} root @returns {string[]} */
const files = (root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());

/** The program's processes and all that they started. @param {string} data @returns {number[]} */
function family(data) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const found = new Set(processes(data));
  for (let grown = -1; grown !== found.size; ) {
    grown = found.size;
    for (const [pid, parent] of parents) {
      if (found.has(parent)) {
        found.add(pid);
      }
    }
  }
  return [...found];
}

test('a planted key is found nowhere but in the keyring', async (t) => {
  for (const before of ['', 'a', 'ab']) {
    assert.ok(holds(FORMS, Buffer.from(before + KEY + '!').toString('base64')), 'what is looked for can be found');
  }
  const server = await gateway(t, {
    key: KEY, words: 5,
    refuse: (body, authorization) => (JSON.stringify(body?.messages?.at(-1) ?? '').includes('ECHO') ? `No: ${authorization}; ${encodeURIComponent(authorization)}` : null),
  });
  const data = folder(t);
  const env = { AI_GATEWAY_URL: server.origin, GATEHOUSE_KEYSTORE: 'os', GATEHOUSE_LOG: 'debug' };
  /** Where it was found. @type {string[]} */
  const found = [];
  const look = (/** @type {string} */ where, /** @type {string | Buffer} */ held) => void (holds(FORMS, held) && found.push(where));

  /**
   * Runs the command line; gives its exit status.
   * @param {string[]} words
   * @param {string} [typed]
   */
  async function cli(words, typed = '') {
    const program = spawn(CLI, words, { env: surroundings(data, env), stdio: 'pipe', timeout: 60_000 });
    let said = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream.on('data', (/** @type {Buffer} */ piece) => (said += piece));
    }
    program.stdin.end(typed);
    const status = await new Promise((resolve) => program.once('close', resolve));
    look(`gatehouse ${words.join(' ')}`, said);
    return status;
  }

  // What goes over the bus, but to the keyring itself.
  const bus = spawn('dbus-monitor', ['--session', "interface='org.kde.StatusNotifierItem'", "interface='com.canonical.dbusmenu'", "interface='org.freedesktop.Notifications'", "interface='org.freedesktop.DBus.Properties'"], { stdio: ['ignore', 'pipe', 'ignore'] });
  let overBus = '';
  bus.stdout.on('data', (/** @type {Buffer} */ piece) => (overBus += piece));
  t.after(() => bus.kill());

  assert.equal(await cli(['keys', 'set', 'gateway'], `${KEY}\n`), 0);
  const tray = await trayHost(t);
  const { driver, said, leave } = await start(t, { data, env });
  await tray.icon();

  /** All that the page on screen holds, and all that the program's processes show of themselves. @param {string} where */
  async function lookAround(where) {
    const held = await driver.executeScript(() =>
      [
        document.title,
        document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input, textarea')].map((input) => /** @type {HTMLInputElement} */ (input).value),
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
        document.cookie,
        JSON.stringify(history.state),
      ].join('\n'),
    );
    look(`the page, ${where}`, String(held));
    const pids = family(data);
    assert.ok(pids.length > 2, 'the window has processes of its own');
    for (const pid of pids) {
      for (const part of ['environ', 'cmdline']) {
        try {
          look(`/proc/${readlinkSync(`/proc/${pid}/exe`)}/${part}, ${where}`, readFileSync(`/proc/${pid}/${part}`));
        } catch {
          // It ended while we looked.
        }
      }
    }
    look(`the windows' names, ${where}`, windows().join('\n'));
  }

  await lookAround('at first');
  await ask(driver, 'Does it work?');
  await ended(driver, 2);
  assert.equal(server.turns()[0]?.authorization, `Bearer ${KEY}`);
  await ask(driver, 'ECHO it');
  await until('the refusal is told', async () => (await driver.findElements(By.css('error-note, .error-note, error-card'))).length > 0);
  await until('it is at rest', async () => (await driver.findElements(By.css('article[aria-busy]'))).length === 0);
  await lookAround('after a refusal that echoes it');

  assert.ok((await messages(driver)).length >= 4);
  const list = /** @type {{ok: {id: string}[]}} */ (await invoke(driver, 'list_conversations', { before: null }));
  const opened = /** @type {{ok: {messages: {id: string, role: string}[]}}} */ (await invoke(driver, 'open_conversation', { id: list.ok[0]?.id }));
  for (const { id, role } of opened.ok.messages) {
    if (role === 'assistant') {
      const sent = await invoke(driver, 'what_was_sent', { message: id });
      assert.ok('ok' in sent, JSON.stringify(sent));
      look('what was sent', JSON.stringify(sent));
    }
  }
  for (const [command, args] of /** @type {[string, object][]} */ ([
    ['key_status', {}], ['get_settings', {}], ['list_connections', {}], ['get_routing', {}], ['where_it_lies', {}], ['about', {}],
    ['test_connection', { params: { turnId: crypto.randomUUID(), connection: 'gateway', spend: false } }],
  ])) {
    const answer = await invoke(driver, command, args);
    assert.ok('ok' in answer, `${command}: ${JSON.stringify(answer)}`);
    look(command, JSON.stringify(answer));
  }
  await (await box(driver)).sendKeys(Key.chord(Key.CONTROL, ','));
  await until('the settings are open', async () => (await driver.findElements(By.css('settings-dialog dialog[open]'))).length > 0);
  await lookAround('in the settings');
  await (await driver.findElement(By.css('settings-dialog dialog'))).sendKeys(Key.ESCAPE);

  look('the tray', JSON.stringify(await tray.menu()));
  await tray.click('Ask');
  await until('quick-ask is there', () => windows().includes('Quick ask'));
  await toWindow(driver, 'quick.html');
  await ask(driver, 'And here?');
  await ended(driver, 2);
  await ask(driver, 'ECHO here');
  await until('it was asked', () => server.turns().length === 4);
  await until('it is at rest', async () => (await driver.findElements(By.css('article[aria-busy]'))).length === 0);
  await lookAround('in quick-ask');
  assert.deepEqual([...new Set(server.turns().map(({ authorization }) => authorization))], [`Bearer ${KEY}`], 'each question went out with it');

  assert.equal(await cli(['ask', '-c', 'gateway', 'On the command line?']), 0);
  assert.notEqual(await cli(['ask', '-c', 'gateway', '--json', 'ECHO there']), 0);
  for (const words of [['keys', 'status'], ['settings', 'get'], ['connections', 'list'], ['doctor', '--no-spend'], ['history', 'list'], ['usage']]) {
    assert.equal(await cli(words), 0, words.join(' '));
  }
  assert.equal(server.turns().length, 6);

  await leave();
  look('the log on the terminal', said());
  bus.kill();
  assert.ok(overBus.includes('dbusmenu'), 'the bus was listened to');
  look('the bus', overBus);
  const home = [data, String(process.env['HOME']), String(process.env['XDG_CACHE_HOME']), String(process.env['XDG_CONFIG_HOME'])];
  const all = home.flatMap(files);
  assert.ok(all.some((path) => path.endsWith('gatehouse.sqlite3')) && all.some((path) => path.endsWith('gatehouse.log')), all.join(' '));
  for (const path of all) {
    look(path, readFileSync(path));
  }
  assert.deepEqual(found, []);
  assert.equal(await cli(['keys', 'remove', 'gateway']), 0);
});
