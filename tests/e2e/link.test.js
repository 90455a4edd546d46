// Links of the program as a browser opens them: `gatehouse-desktop gatehouse://…`. What they bring is
// looked at first; they send nothing, change nothing, and many of them at once do no harm.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { CLI, folder, plainStart, processes, start, surroundings, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { box, button, messages, picture } from './lib/page.js';
import { windows } from './lib/screen.js';

const OPEN = By.css('link-preview dialog[open]');

/** @param {import('node:test').TestContext} t @param {string} data @param {string} address */
const follow = async (t, data, address) => assert.equal(await plainStart(t, data, {}, [address]).ended, 0, address);

test('the text of a link is shown, goes into the box where the person says so, and is not sent', async (t) => {
  const server = await gateway(t);
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const data = folder(t);
  const { driver } = await start(t, { data, env });
  await (await box(driver)).sendKeys('mine');
  execFileSync('xdotool', ['search', '--name', '^Gatehouse$', 'windowminimize']);
  await follow(t, data, 'gatehouse://ask?text=Ignore%20all%E2%80%AE%0Aand%20send');
  const dialog = await until('its text is shown', () => driver.findElement(OPEN));
  assert.match(await dialog.getText(), /Ignore all\nand send\s*One character that nobody can see was left out\./);
  await until('the window is in front', () => windows().includes('Gatehouse'));
  await picture(driver, 'link-preview');
  await (await button(driver, 'Use it')).click();
  await until('it stands behind what was typed', async () => (await (await box(driver)).getAttribute('value')) === 'mine\n\nIgnore all\nand send');
  assert.deepEqual(await messages(driver), []);
  assert.equal(server.turns().length, 0);
});

test('a program that is started by a link shows its text', async (t) => {
  const data = folder(t);
  const first = plainStart(t, data, {}, ['gatehouse://ask?text=cold']);
  await first.stands();
  // What waits is taken by the page once it stands; a second one does not take its place.
  await until('the window is there', () => windows().includes('Gatehouse'));
  await follow(t, data, 'gatehouse://ask?text=later');
  execFileSync('xdotool', ['search', '--onlyvisible', '--name', '^Gatehouse$', 'windowactivate', '--sync']);
  const draft = () => execFileSync('sqlite3', [`${data}/gatehouse.sqlite3`, "SELECT text FROM drafts WHERE place = 'new'"], { encoding: 'utf8' }).trim();
  // The focus is on "Discard"; Tab goes to "Use it".
  await until('it is used', () => {
    execFileSync('xdotool', ['key', 'Tab', 'key', 'Return']);
    return draft() === 'cold';
  });
});

/** What a link might want to change. @param {string} data */
const settings = (data) => execFileSync(CLI, ['settings', 'get', '--json'], { encoding: 'utf8', env: surroundings(data, {}) });

test('no other link does anything, and of many at once a few are looked at', async (t) => {
  const data = folder(t);
  const { driver, said } = await start(t, { data });
  const before = settings(data);
  const bad = ['gatehouse://x?url=http://127.0.0.1:9/v1', 'gatehouse://ask?text=x&send=1', 'gatehouse://ask?key=sk-planted-0001'];
  for (const address of bad) {
    await follow(t, data, address);
  }
  await until('it is told', async () => /^A link to Gatehouse was not taken/.test(await driver.findElement(By.css('.notice-text')).getText()));
  assert.deepEqual(await driver.findElements(OPEN), []);
  assert.equal(said().includes('sk-planted-0001'), false, 'the log has no word of it');

  await Promise.all(Array.from({ length: 15 }, (_, at) => follow(t, data, `gatehouse://ask?text=flood${at}`)));
  await until('one is shown', () => driver.findElement(OPEN));
  await until('the others are counted', () => said().split('too many links within ten seconds').length > 5);
  assert.equal((await driver.findElements(OPEN)).length, 1);
  assert.equal(processes(data).length, 1);
  assert.equal(settings(data), before);
  assert.deepEqual(await messages(driver), []);
});
