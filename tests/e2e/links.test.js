// Every way of following a link in the real window: the system's opener sees one address or none.

import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Button, By, Key, Origin } from 'selenium-webdriver';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, button, ended } from './lib/page.js';

const ANSWER = [
  'Read [the docs](https://docs.example/a?b=1&c=$(x)) first.',
  'Then [https://bank.example](https://evil.example/in) and [mail](mailto:a@b.example?cc=c@d.example&body=Hi).',
  '[a](javascript:alert(1)) [b](file:///etc/passwd) <https://раураl.example/>',
].join('\n\n');

/**
 * A window with the answer in it, and what its opener was given.
 * @param {import('node:test').TestContext} t
 */
async function withLinks(t) {
  const data = folder(t);
  const seen = join(data, 'opened');
  const opener = join(data, 'xdg-open');
  writeFileSync(seen, '');
  writeFileSync(opener, `#!/bin/sh\nprintf '%s|%s\\n' "$#" "$1" >> '${seen}'\nenv > '${seen}.env'\n`);
  chmodSync(opener, 0o755);
  const server = await gateway(t, { key: 'planted-e2e-0042', text: ANSWER });
  const env = { PATH: `${data}:${process.env['PATH']}`, AI_GATEWAY_URL: `${server.origin}/v1`, AI_GATEWAY_API_KEY: 'planted-e2e-0042' };
  const { driver } = await start(t, { data, env });
  await ask(driver, 'Where?');
  await ended(driver, 2);
  const links = await driver.findElements(By.css('[role="log"] [role="link"]'));
  const opened = () => readFileSync(seen, 'utf8').split('\n').filter((line) => line !== '');
  return { driver, links, opened, variables: () => readFileSync(`${seen}.env`, 'utf8') };
}

const DOCS = '1|https://docs.example/a?b=1&c=$(x)';

test('each gesture opens the address once, and the page stays', async (t) => {
  const { driver, links, opened, variables } = await withLinks(t);
  assert.equal(links.length, 4, 'only what may be opened is a link');
  const [docs] = links;
  assert.ok(docs);
  const before = await driver.getCurrentUrl();
  const windows = (await driver.getAllWindowHandles()).length;
  const on = () => driver.actions().move({ origin: docs });
  /** @type {[string, () => Promise<void>][]} */
  const gestures = [
    ['click', () => on().click().perform()],
    ['middle click', () => on().press(Button.MIDDLE).release(Button.MIDDLE).perform()],
    // Before the modifiers: WebKitGTK may forward the key after one that the page did not take, and lose it.
    ['Enter', () => driver.executeScript((/** @type {HTMLElement} */ link) => link.focus(), docs).then(() => driver.actions().sendKeys(Key.ENTER).perform())],
    ['Ctrl and click', () => on().keyDown(Key.CONTROL).click().keyUp(Key.CONTROL).perform()],
    ['Shift and click', () => on().keyDown(Key.SHIFT).click().keyUp(Key.SHIFT).perform()],
  ];
  for (const [at, [name, follow]] of gestures.entries()) {
    await follow();
    await until(`${name} opens it`, () => opened().length > at);
    assert.deepEqual(opened().slice(at), [DOCS], name);
  }
  await on().press().move({ x: 40, y: 120, origin: Origin.POINTER }).release().perform();
  assert.equal(opened().length, gestures.length, 'a drag opens nothing');
  assert.equal(await driver.getCurrentUrl(), before);
  assert.equal((await driver.getAllWindowHandles()).length, windows);
  assert.doesNotMatch(variables(), /planted-e2e-0042|AI_GATEWAY/);
});

test('a doubtful address is asked about with its real host and opened after that', async (t) => {
  const { driver, links, opened } = await withLinks(t);
  const [, bank, mail, disguised] = links;
  assert.ok(bank && mail && disguised);
  /** @type {[import('selenium-webdriver').WebElement, RegExp][]} */
  const doubtful = [
    [bank, /evil\.example/],
    [mail, /Copy to\s*c@d\.example/],
    [disguised, /xn--/],
  ];
  for (const [link, words] of doubtful) {
    await link.click();
    const dialog = await until('it asks', () => driver.findElement(By.css('dialog.link-question[open]')));
    assert.match(await dialog.getText(), words);
    await (await button(driver, 'Do not open')).click();
    await until('it is closed', async () => (await driver.findElements(By.css('dialog.link-question[open]'))).length === 0);
  }
  assert.deepEqual(opened(), []);
  await bank.click();
  await (await button(driver, 'Open')).click();
  await until('it is opened', () => opened().length > 0);
  assert.deepEqual(opened(), ['1|https://evil.example/in']);
});
