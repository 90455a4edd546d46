// The window by the keyboard alone: the first run, and a journey through every act of the table of acts.
// An act that is in the table and not in the journey fails it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { By } from 'selenium-webdriver';
import { en } from '../../ui/texts/en.js';
import { folder, start, until } from './lib/app.js';
import { gateway } from './lib/gateway.js';
import { focus, hands } from './lib/hands.js';
import { answers } from './lib/journey-answers.js';
import { chats } from './lib/journey-chats.js';
import { around } from './lib/journey-window.js';
import { ended, messages, picture } from './lib/page.js';

const KEY = 'e2e-key-0001';

/** @param {import('selenium-webdriver').WebDriver} driver */
const ready = (driver) => until('the box has the focus from the start', async () => (await focus(driver)).name === en.composer.message);

test('the first run by keyboard alone: the demo answers at once, and a key can be added', async (t) => {
  const { driver } = await start(t, { data: folder(t) });
  const { type, press, tabTo, at } = hands(driver);
  await ready(driver);
  const covered = () =>
    driver.executeScript(() => {
      const edge = /** @type {Element} */ (document.querySelector('message-composer')).getBoundingClientRect().top;
      return [...document.querySelectorAll('chat-welcome .starter')].filter((one) => one.getBoundingClientRect().bottom > edge).map(({ textContent }) => textContent);
    });
  assert.deepEqual(await covered(), [], 'every beginning is seen whole in a window of usual size');
  await type('What is 2+2?');
  await press('Enter');
  assert.match((await ended(driver, 2)).text, /4/);
  await at(en.composer.message);
  await tabTo(en.bars.addKey, 'Shift+Tab');
  await press('Enter');
  await until('the box for the key has the focus', async () => /key/i.test((await focus(driver)).name));
  await tabTo(en.key.later);
  await press('Enter');
  await until('the card is away', async () => !(await driver.findElement(By.css('key-card')).isDisplayed()));
  await at(en.composer.message);
});

test('a question typed before there is a key is asked once it is there, by keyboard alone', async (t) => {
  const server = await gateway(t, { key: KEY, text: 'From the server.' });
  const { driver } = await start(t, { data: folder(t), env: { AI_GATEWAY_URL: server.origin } });
  const { type, press, tabTo, at } = hands(driver);
  await ready(driver);
  await type('Asked too early.');
  await press('Enter');
  await tabTo(en.remedies.key, 'Shift+Tab');
  await press('Enter');
  await until('the box for the key has the focus', async () => /key/i.test((await focus(driver)).name));
  await type(KEY);
  await press('Enter');
  await until('the card is at its end', async () => (await driver.findElement(By.css('key-card')).getText()).includes('is set up'));
  await at(en.composer.message);
  assert.equal((await focus(driver)).value, 'Asked too early.');
  await press('Enter');
  assert.equal((await ended(driver, 2)).text, 'From the server.');
  assert.deepEqual(server.turns().map(({ authorization }) => authorization), [`Bearer ${KEY}`]);
});

test('every act of the window by keyboard alone, and the focus is never lost', async (t) => {
  const server = await gateway(t, {
    words: 3000,
    everyMs: 20,
    models: ['test/words', 'test/other'],
    cut: ({ messages: asked }) => asked.at(-1).content === 'Break off.',
    text: ({ messages: asked, model }) => {
      const question = String(asked.at(-1).content);
      return question.includes('slowly') ? null : question.includes('code') ? 'Here.\n\n```rust\nfn main() {}\n```\n' : `You asked ${model}: ${question}`;
    },
  });
  const data = folder(t);
  const { driver } = await start(t, { data, env: { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: KEY } });
  const hand = hands(driver);
  /** Of a long chat only what is near the view is drawn: an answer is known by its question. @param {string} question */
  const answered = (question, answer = /./) =>
    until(`"${question}" is answered`, async () => {
      const [asked, last] = (await messages(driver)).slice(-2);
      return asked?.text.trim() === question && last !== undefined && !last.busy && answer.test(last.text) ? last : null;
    });
  const journey = {
    driver,
    server,
    hand,
    data,
    answered,
    /** Asks in the box that has the focus, and waits for the end. @param {string} text */
    async ask(text) {
      await hand.type(text);
      await hand.press('Enter');
      return answered(text);
    },
    /** Waits until the window says that. @param {string | RegExp} words */
    said: (words) =>
      until(`it says ${words}`, async () => {
        const text = await driver.findElement(By.css('chat-box .status')).getText();
        return typeof words === 'string' ? text === words : words.test(text);
      }, 10_000),
  };
  await ready(driver);
  await driver.executeScript(() => {
    const complaints = /** @type {string[]} */ ((/** @type {any} */ (window).complaints = []));
    window.addEventListener('error', ({ message }) => complaints.push(message));
    window.addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason?.stack ?? reason)));
  });
  try {
    await answers(journey);
    await chats(journey);
    await around(journey);
  } finally {
    await picture(driver, 'keyboard');
  }
  assert.deepEqual(await driver.executeScript(() => /** @type {any} */ (window).complaints), []);
  assert.deepEqual(hand.left(), []);
});
