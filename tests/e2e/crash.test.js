// The program dies, or is told to end, in the middle of an answer: what had come is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, button, grown, messages, picture } from './lib/page.js';

/** @type {{signal: NodeJS.Signals, note: string}[]} */
const DEATHS = [
  { signal: 'SIGKILL', note: 'Interrupted' },
  { signal: 'SIGTERM', note: 'Stopped' },
];

for (const { signal, note } of DEATHS) {
  test(`after ${signal} in mid-stream the text is an exact prefix, marked "${note}"`, async (t) => {
    const server = await gateway(t, { words: 5_000, everyMs: 10 });
    const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
    const data = folder(t);
    const first = await start(t, { data, env });
    await ask(first.driver, 'Count, please.');
    const seen = await grown(first.driver, 300);
    // Writing begins within 50 ms; 500 characters later what was seen has been written.
    await grown(first.driver, seen.length + 500);
    await first.kill(signal);
    await first.leave();
    const [turn] = server.turns();
    await until('the server sees the close', () => turn?.closedAt !== null);

    const { driver } = await start(t, { data, env });
    await (await until('it is listed', () => driver.findElement(By.css('button.conversation')))).click();
    const [question, answer] = await until('it is open', async () => {
      const all = await messages(driver);
      return all.length === 2 ? all : null;
    });
    assert.equal(question?.text, 'Count, please.');
    assert.equal(answer?.note, note);
    const kept = answer?.text.trimEnd() ?? '';
    assert.ok(turn?.sent.startsWith(kept), 'an exact prefix of what was sent');
    assert.ok(kept.length >= seen.trimEnd().length, `${kept.length} of ${seen.length} characters kept`);
    await button(driver, 'Retry');
    await picture(driver, `after-${signal.toLowerCase()}`);
    assert.equal(server.turns().length, 1, 'nothing is sent again by itself');
  });
}
