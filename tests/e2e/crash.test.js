// The program dies, or is told to end, in the middle of an answer: what had come is kept.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { CLI, folder, start, surroundings, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { ask, button, ended, grown, messages, picture } from './lib/page.js';
import { windows } from './lib/screen.js';

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

/** The processes that draw the pages of a program. @param {number} program */
const drawing = (program) =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(program)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('WebKitWebProcess'))
    .map((line) => Number.parseInt(line, 10));

test('when the process that draws the pages dies, they come back and the answer goes on', async (t) => {
  const count = 1_500;
  const server = await gateway(t, { words: count, everyMs: 10 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const data = folder(t);
  const { driver, pid, said } = await start(t, { data, env });
  // Quick-ask's page is hidden and so not drawn, but there.
  await until('there are two pages', () => drawing(pid()).length === 2);
  await ask(driver, 'Count, please.');
  await grown(driver, 200);
  const dead = drawing(pid());
  dead.forEach((drawn) => process.kill(drawn, 'SIGKILL'));
  // WebDriver went with the page. What is left to see: the main page says that it stands, and has
  // found its conversation again, as it names the window.
  await until('the main page stands again', () => said().split('page ready window="main"').length === 3);
  await until('the conversation is on screen', () => windows().includes('Count, please. · Gatehouse'));
  assert.equal(drawing(pid()).filter((drawn) => !dead.includes(drawn)).length, 2);
  const [turn] = server.turns();
  await until('the answer was sent whole', () => turn?.sent.trimEnd().endsWith(String(count)));
  assert.equal(turn?.closedAt, null);
  assert.equal(server.turns().length, 1);
  // And it was kept whole, as if nothing had happened.
  const cli = (/** @type {string[]} */ ...words) => JSON.parse(execFileSync(CLI, [...words, '--json'], { encoding: 'utf8', env: surroundings(data, env) }));
  const answer = await until('the answer has ended', () => {
    const [row] = cli('history', 'list');
    const last = cli('history', 'show', row.id).messages.at(-1);
    return last.state === 'done' ? last : null;
  });
  assert.equal(answer.text, turn?.sent);
});

test('a page that is loaded again in mid-stream shows the whole answer', async (t) => {
  const count = 1_200;
  const server = await gateway(t, { words: count, everyMs: 10 });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const { driver, said } = await start(t, { data: folder(t), env });
  await ask(driver, 'Count, please.');
  await grown(driver, 200);
  await driver.executeScript(() => window.location.reload());
  await until('the page stands again', () => said().split('page ready window="main"').length === 3);
  await grown(driver, 300);
  const last = await ended(driver, 2);
  assert.equal(last.text.trimEnd(), server.turns()[0]?.sent.trimEnd());
  assert.equal(server.turns().length, 1, 'nothing is asked again');
});
