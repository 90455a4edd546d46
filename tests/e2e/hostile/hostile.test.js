// Hostile texts in every place where a text of others is shown, in the real window: they stay text.
// Nothing is asked of the network, the page stays where it is, and the document holds nothing that
// is not in the closed lists, at no moment.
//
// `cargo xtask test hostile` runs it in a network that ends on this machine;
// GATEHOUSE_TEST_EVERYWHERE=1 puts each payload into each place, as `hostile-everywhere` does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { folder, start, until } from '../lib/app.js';
import { ask, button, invoke, picture } from '../lib/page.js';
import { hostileGateway } from './gateway.js';
import { PLACES, payloads, turns } from './payloads.js';
import { sink } from './sink.js';
import { PLAIN, look, watch, wrongInList } from './watch.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

const EVERYWHERE = process.env['GATEHOUSE_TEST_EVERYWHERE'] === '1';
const ALL = payloads();

test('there are at least 150 payloads, and every rendering case of the design has some', () => {
  assert.ok(ALL.length >= 150, `${ALL.length}`);
  assert.equal(new Set(ALL.map(({ name }) => name)).size, ALL.length, 'a name is said twice');
  for (let at = 1; at <= 34; at += 1) {
    assert.ok(ALL.some((payload) => payload.case === at), `case ${at} has no payload`);
  }
});

test('each payload stands once in a run, in the full run once in each place', () => {
  for (const [everywhere, times] of /** @type {[boolean, number][]} */ ([[false, 1], [true, PLACES.length]])) {
    const places = new Map(ALL.map(({ number }) => [number, new Set()]));
    for (const turn of turns(ALL, everywhere)) {
      PLACES.forEach((place) => places.get(turn[place].number)?.add(place));
    }
    assert.ok([...places.values()].every((seen) => seen.size >= times));
  }
});

test('the closed list of the page holds nothing that loads, runs, leads away or restyles', () => {
  assert.deepEqual(wrongInList(), []);
});

/** White space is not what this is about. @param {string} text */
const words = (text) => text.split(/\s+/).filter((word) => word !== '').join(' ');

/**
 * What is asked of a new chat, and when its answer has ended.
 * @param {WebDriver} driver
 * @param {string} question
 */
async function asked(driver, question) {
  await (await button(driver, 'New chat')).click();
  await ask(driver, question);
  await until(`"${question}" has been answered`, () =>
    driver.executeScript((/** @type {string} */ wanted) => {
      const [first, last, ...others] = document.querySelectorAll('[role="log"] article');
      return (
        others.length === 0 &&
        first?.querySelector('.message-body')?.textContent === wanted &&
        last !== undefined &&
        last.getAttribute('aria-busy') !== 'true' &&
        last.querySelector('error-note') !== null
      );
    }, question),
  );
}

test('no payload is more than text, wherever it stands', async (t) => {
  const { seen } = await sink(t);
  const planned = turns(ALL, EVERYWHERE);
  const server = await hostileGateway(t, (question) => {
    const turn = planned[Number(question.split(' ').at(-1))];
    assert.ok(turn, question);
    return { answer: turn.answer.text('answer'), reasoning: turn.reasoning.text('reasoning'), error: turn.error.text('error') };
  });
  const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'e2e-key-0001' };
  const { driver, said } = await start(t, { data: folder(t), env });
  const address = await driver.getCurrentUrl();
  // Our own pace is ten questions a minute where nothing is set: the run would be one long wait.
  const settings = /** @type {object} */ ((await invoke(driver, 'get_settings')).ok);
  const { error } = await invoke(driver, 'set_settings', { settings: { ...settings, limiterPerMinute: 0 } });
  assert.equal(error, undefined, 'the pace is taken off');
  await watch(driver);
  /** @type {string[]} */
  const failures = [];
  for (const [number, turn] of planned.entries()) {
    await asked(driver, `Hostile turn ${number}`);
    const [newest] = /** @type {{id: string}[]} */ ((await invoke(driver, 'list_conversations', { before: null })).ok);
    await invoke(driver, 'rename_conversation', { id: newest?.id, title: turn.title.text('title') });
    const found = await look(driver);
    const fail = (/** @type {string} */ what) => failures.push(`turn ${number}: ${what}`);
    found.wrong.forEach(fail);
    const text = turn.answer.text('answer');
    if (turn.answer.literal && !words(found.body).includes(words(text))) {
      fail(`"${turn.answer.name}" is not shown to the letter: ${found.body}`);
    }
    if (turn.reasoning.literal && !words(found.around).includes(words(turn.reasoning.text('reasoning')))) {
      fail(`"${turn.reasoning.name}" is not shown to the letter in the reasoning: ${found.around}`);
    }
    if (turn.answer.links !== null && found.links !== turn.answer.links) {
      fail(`"${turn.answer.name}" became ${found.links} links`);
    }
    if ((await driver.getCurrentUrl()) !== address) {
      fail(`the page went to ${await driver.getCurrentUrl()}`);
    }
    if (failures.length > 0) {
      const what = PLACES.map((place) => `${place}: case ${turn[place].case}, ${turn[place].name}`).join('; ');
      assert.fail(`${failures.join('\n')}\n(${what})`);
    }
  }
  await picture(driver, 'hostile');
  for (const place of PLAIN) {
    assert.ok((await driver.findElements(By.css(place))).length > 0, `${place} is there to be watched`);
  }
  assert.deepEqual(seen, [], 'nothing was looked up and nothing was connected to');
  assert.deepEqual(server.strange, [], 'nothing but questions reached the gateway');
  assert.equal(said().split('page ready window="main"').length, 2, 'the page was never loaded again');

  // The sink can see: of all that a page may do, only this passes the window's policy.
  await driver.executeScript(() => {
    const link = document.createElement('link');
    link.rel = 'preconnect';
    link.href = 'https://control.sink.example';
    document.head.append(link);
  });
  await until('the sink sees a name looked up', () => seen.includes('DNS control.sink.example'), 10_000);
  const after = await look(driver);
  assert.ok(after.wrong.some((what) => what.includes('<link>')), 'and the watch sees an element');
  t.diagnostic(`${ALL.length} payloads in ${planned.length} turns, in ${EVERYWHERE ? 'every place' : 'one place each'}`);
});
