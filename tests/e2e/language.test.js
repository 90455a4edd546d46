// The language of the setting: in the page of the real web view, in the tray, and after a restart.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { By } from 'selenium-webdriver';
import { CLI, folder, start, surroundings, toWindow, until } from './lib/app.js';
import { button, invoke } from './lib/page.js';
import { labels, trayHost } from './lib/tray.js';

const language = (driver) => driver.executeScript(() => document.documentElement.lang);

test('the setting of the language reaches the windows and the tray, and holds after a restart', async (t) => {
  const panel = await trayHost(t);
  const data = folder(t);
  const first = await start(t, { data });
  await panel.icon();
  assert.equal(await language(first.driver), 'en');
  await first.leave();

  execFileSync(CLI, ['settings', 'set', 'view.language', 'de'], { env: surroundings(data, {}) });
  const second = await start(t, { data });
  await until('the page speaks German', async () => (await language(second.driver)) === 'de');
  await button(second.driver, 'Neuer Chat');
  await invoke(second.driver, 'speak', { language: 'de' });
  const german = ['Fragen', 'Öffnen', 'Neuer Chat', 'Noch keine Chats', 'Kürzel aussetzen', 'Einstellungen', 'Beenden'];
  await until('the tray does too', async () => isDeepStrictEqual(labels(await panel.menu()), german));
  await toWindow(second.driver, 'quick.html');
  assert.equal(await language(second.driver), 'de');
  await until('the box is there', () => second.driver.findElement(By.css('[role="dialog"][aria-label="Schnellfrage"]')));
  await second.leave();

  const third = await start(t, { data });
  assert.equal(await language(third.driver), 'de', 'from the first drawing on');

  for (const [tag, dir, ask] of /** @type {const} */ ([['ja', 'ltr', '質問'], ['ar', 'rtl', 'سؤال']])) {
    execFileSync(CLI, ['settings', 'set', 'view.language', tag], { env: surroundings(data, {}) });
    await until(`the page speaks ${tag}`, async () => (await language(third.driver)) === tag);
    assert.equal(await third.driver.executeScript(() => document.documentElement.dir), dir);
    await invoke(third.driver, 'speak', { language: tag });
    await until(`the tray speaks ${tag}`, async () => labels(await panel.menu())[0] === ask);
  }
});
