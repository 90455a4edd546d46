// A file on its way through the real web view: its bytes arrive as they are, and go with the question.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, ended, picture } from './lib/page.js';

test('a picture of three megabytes is attached, sent whole, and seen again', async (t) => {
  const server = await gateway(t, { words: 5 });
  const data = folder(t);
  const env = { AI_GATEWAY_URL: `${server.origin}/v1/chat/completions`, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const { driver } = await start(t, { data, env });
  const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), randomBytes(3_000_000)]);
  // A name that no header could carry as it is.
  const path = join(folder(t), 'Übung + 1 & 2.png');
  writeFileSync(path, bytes);
  await driver.findElement(By.css('draft-files input[type="file"]')).sendKeys(path);
  const chip = await until('the file is attached', () => driver.findElement(By.css('draft-files .file-chip')));
  assert.match(await chip.getText(), /^Übung \+ 1 & 2\.png, 3\.0 MB/);
  await picture(driver, 'attached');

  await ask(driver, 'What is it?');
  await ended(driver, 2);
  const turn = server.turns()[0];
  const parts = turn?.body.messages.at(-1).content;
  const sent = parts.find((/** @type {{type: string}} */ part) => part.type === 'image_url').image_url.url;
  assert.ok(Buffer.from(sent.split(',')[1], 'base64').equals(bytes), 'every byte arrived');
  const shown = await until('the question shows it', () => driver.findElement(By.css('.message-user .file-chip')));
  assert.match(await shown.getText(), /Übung/);
  const details = await driver.findElement(By.css('.message-assistant answer-details summary'));
  await details.click();
  await until('the details open', async () => /Model asked/.test(await driver.findElement(By.css('.details-list')).getText()));
  await picture(driver, 'details');
});
