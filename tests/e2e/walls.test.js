// What the windows must not be able to do, tried in the real ones.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { folder, plainStart, processes, start, toWindow, until } from './lib/app.js';
import { ask, box, invoke, messages, picture } from './lib/page.js';
import { windows } from './lib/screen.js';

/** @param {import('selenium-webdriver').WebDriver} driver @param {string} command @param {object} args */
async function isRefused(driver, command, args) {
  const { error } = await invoke(driver, command, args);
  assert.match(String(error), /not allowed/, command);
}

test('no window may call what Tauri and its plugins bring along', async (t) => {
  const { driver } = await start(t, { data: folder(t) });
  for (const page of /** @type {const} */ (['index.html', 'quick.html'])) {
    await toWindow(driver, page);
    await isRefused(driver, 'plugin:webview|internal_toggle_devtools', {});
    await isRefused(driver, 'plugin:global-shortcut|unregister_all', {});
  }
});

test('the page cannot leave, open, load or evaluate anything', async (t) => {
  const { driver } = await start(t, { data: folder(t) });
  const before = await driver.getCurrentUrl();
  await driver.executeScript(() => {
    location.href = 'http://127.0.0.1:9/elsewhere';
  });
  assert.equal(await driver.executeScript(() => window.open('http://127.0.0.1:9/') === null), true);
  assert.equal(await driver.getCurrentUrl(), before);
  const tried = await driver.executeAsyncScript((/** @type {(found: object) => void} */ done) => {
    /** @type {string[]} */
    const violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    let html = 'set';
    try {
      document.createElement('p')['inner' + 'HTML'] = '<b>x</b>';
    } catch (error) {
      html = error instanceof TypeError ? 'TypeError' : String(error);
    }
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:9/x.png';
    document.body.append(image);
    const script = document.createElement('link');
    script.rel = 'stylesheet';
    script.href = 'http://127.0.0.1:9/x.css';
    document.head.append(script);
    const fetched = fetch('http://127.0.0.1:9/').then(
      () => 'fetched',
      () => 'refused',
    );
    void fetched.then((result) => setTimeout(() => done({ html, result, violations }), 500));
  });
  const { html, result, violations } = /** @type {{html: string, result: string, violations: string[]}} */ (tried);
  assert.equal(html, 'TypeError');
  assert.equal(result, 'refused');
  for (const directive of ['img-src', 'style-src-elem', 'connect-src']) {
    assert.ok(violations.includes(directive), `${directive} in ${violations}`);
  }
});

test('a second start with the same data folder ends at once, with another it runs', async (t) => {
  const data = folder(t);
  await start(t, { data });
  assert.equal(await plainStart(t, data).ended, 0);
  assert.equal(processes(data).length, 1);

  const second = plainStart(t, folder(t));
  await second.stands();
  second.program.kill('SIGTERM');
  assert.equal(await second.ended, 0);
  assert.equal(processes(data).length, 1);
});

test('without a session bus there is no tray, and everything else', async (t) => {
  const nowhere = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null/bus' };
  const { program, ended, stands } = plainStart(t, folder(t), nowhere);
  await stands();
  program.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('with a variable that cannot be read the window opens all the same', async (t) => {
  const { program, ended, said } = plainStart(t, folder(t), { GATEHOUSE_KEYSTORE: 'paper' });
  await until('the log says why', () => said().includes('GATEHOUSE_KEYSTORE'));
  await until('the window is there', () => windows().includes('Gatehouse'));
  program.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('with a data folder that cannot be made the window opens all the same', async (t) => {
  // A path below a file: not even root can make a folder there.
  const { program, ended, stands } = plainStart(t, '/dev/null/gatehouse');
  await stands();
  program.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('with a store that cannot be opened the window says so and keeps the question', async (t) => {
  const data = folder(t);
  mkdirSync(join(data, 'gatehouse.sqlite3'));
  const { driver } = await start(t, { data });
  const notice = await until('there is a notice', async () => {
    const found = await driver.findElement(By.css('.notice'));
    return (await found.isDisplayed()) ? found : null;
  });
  assert.notEqual((await notice.getText()).trim(), '');
  await picture(driver, 'unusable-store');
  await ask(driver, 'Is this kept?');
  await until('the question stands in the box again', async () => (await (await box(driver)).getAttribute('value')) === 'Is this kept?');
  assert.deepEqual(await messages(driver), []);
});
