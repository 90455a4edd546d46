// The journey of the keyboard through answers and the box in which questions are written.

import assert from 'node:assert/strict';
import { By } from 'selenium-webdriver';
import { en } from '../../../ui/texts/en.js';
import { until } from './app.js';
import { focus } from './hands.js';
import { ended, grown, lastMessage, messages } from './page.js';

/**
 * @typedef {object} Journey
 * @property {import('selenium-webdriver').WebDriver} driver
 * @property {Awaited<ReturnType<typeof import('./gateway.js').gateway>>} server
 * @property {ReturnType<typeof import('./hands.js').hands>} hand
 * @property {string} data
 * @property {(text: string) => ReturnType<typeof ended>} ask
 * @property {(question: string, answer?: RegExp) => ReturnType<typeof ended>} answered waits until the question's answer has ended
 * @property {(words: string | RegExp) => Promise<unknown>} said
 */

/** @param {Journey} journey */
export async function answers(journey) {
  await copying(journey);
  await stopping(journey);
  await versions(journey);
  await finding(journey);
  await choosing(journey);
  await writing(journey);
  await broken(journey);
  await details(journey);
}

/** @param {Journey} journey */
async function copying({ hand, ask, said, driver }) {
  await ask('Some code, please.');
  // What is copied is in the clipboard a moment later.
  const pasted = (/** @type {(text: string) => boolean} */ right) =>
    until('it was in the clipboard', async () => {
      await hand.press('Mod+A');
      await hand.press('Mod+V');
      return right((await focus(driver)).value);
    });
  await hand.act('copyCode');
  await said(en.message.copied);
  await hand.act('composer');
  await pasted((text) => text.trim() === 'fn main() {}');
  await empty(hand);
  await hand.act('copyAnswer');
  await pasted((text) => text.includes('```rust'));
  await empty(hand);
  await hand.act('copyPlain');
  await pasted((text) => text.includes('fn main') && !text.includes('```'));
  await empty(hand);
}

/** Empties the box that has the focus. @param {Journey['hand']} hand */
async function empty(hand) {
  await hand.press('Mod+A');
  await hand.press('Delete');
}

/** @param {Journey} journey */
async function stopping({ hand, driver }) {
  for (const [count, stop] of /** @type {const} */ ([[4, () => hand.fixed('stop')], [6, () => hand.act('stop')]])) {
    await hand.type('Count slowly.');
    await hand.press('Enter');
    await until('it is asked', async () => (await messages(driver)).length === count);
    await grown(driver, 20);
    await stop();
    assert.equal((await ended(driver, count)).note, en.ends.stopped);
  }
}

/** @param {Journey} journey */
async function versions({ hand, ask, answered, driver, server }) {
  await hand.act('composer');
  await ask('First.');
  await hand.act('regenerate');
  await until('there are two answers', () => driver.findElement(By.css('message-view:last-of-type .version-place')).getText().then((text) => text === '2/2'));
  await answered('First.');
  await hand.act('region');
  await hand.at('test/words');
  await hand.fixed('versions');
  await until('the first answer is there', () => driver.findElement(By.css('message-view:last-of-type .version-place')).getText().then((text) => text === '1/2'));
  await hand.fixed('messages');
  await hand.at(en.message.you);
  await hand.act('region');
  await hand.at(en.composer.message);

  const version = (/** @type {string} */ place) => until(`version ${place} is there`, () => driver.findElement(By.css('message-view:last-of-type .version-place')).getText().then((text) => text === place));
  await hand.act('nextVersion');
  await version('2/2');
  await hand.act('previousVersion');
  await version('1/2');
  await hand.act('editQuestion');
  await hand.at(en.edit.label);
  await hand.press('Escape');
  await hand.held('the question was left as it is');
  await hand.act('composer');

  await hand.fixed('editLast');
  await hand.at(en.edit.label);
  await hand.type(' Otherwise.');
  await hand.press('Enter');
  await until('it is asked', () => server.turns().at(-1)?.body.messages.at(-1).content === 'First. Otherwise.');
  await hand.held('the question was edited');
  await answered('First. Otherwise.');
}

/** @param {Journey} journey */
async function finding({ hand, driver }) {
  const found = () => driver.findElement(By.css('.find-count')).getText();
  await hand.act('find');
  await hand.type('slowly');
  await until('both are found', async () => /of 2/.test(await found()));
  const first = await found();
  await hand.act('findNext');
  await until('the next one is shown', async () => (await found()) !== first);
  await hand.act('findPrevious');
  await until('the first one is shown', async () => (await found()) === first);
  await hand.press('Escape');
  await hand.held('the search was closed');
  assert.equal(await driver.findElement(By.css('find-bar')).isDisplayed(), false);
}

/** @param {Journey} journey */
async function choosing({ hand, ask, answered, server }) {
  await hand.act('askOther');
  await hand.at(en.models.filter);
  await hand.type('test/other');
  await hand.press('Enter');
  await until('the other one was asked', () => server.turns().at(-1)?.body.model === 'test/other');
  await hand.held('another model was chosen');
  await answered('First. Otherwise.', /test\/other/);

  await hand.act('model');
  await hand.at(en.models.model);
  await hand.press('Mod+A');
  await hand.type('test/other');
  await hand.press('Enter');
  await hand.act('composer');
  await ask('By the other?');
  assert.equal(server.turns().at(-1)?.body.model, 'test/other');

  await hand.act('options');
  await hand.at(en.options.instructions);
  await hand.type('Be brief.');
  await hand.tabTo(en.options.save);
  await hand.press('Enter');
  await hand.held('the options were saved');
  await hand.act('composer');
  await ask('With instructions?');
  assert.equal(server.turns().at(-1)?.body.messages[0].content, 'Be brief.');
}

/** @param {Journey} journey */
async function writing({ hand, driver }) {
  await hand.act('recall');
  await until('the last question stands in the box', async () => (await focus(driver)).value === 'With instructions?');
  await empty(hand);
  await hand.type('one');
  await hand.fixed('newLine');
  await hand.type('two');
  assert.equal((await focus(driver)).value, 'one\ntwo');
  await empty(hand);

  // What WebDriver drives shows no file chooser of the system: it is enough that it was asked for.
  await driver.executeScript(() => {
    const input = document.querySelector('draft-files input');
    input?.addEventListener('click', () => /** @type {HTMLElement} */ (input).setAttribute('data-asked', ''), { once: true });
  });
  await hand.act('attach');
  await until('files are asked for', () => driver.findElement(By.css('draft-files input[data-asked]')));
  await hand.act('composer');
}

/** @param {Journey} journey */
async function broken({ hand, driver, server }) {
  const last = (/** @type {string} */ what, /** @type {(message: Awaited<ReturnType<typeof lastMessage>>) => boolean} */ right) => until(what, async () => right(await lastMessage(driver)));
  for (const act of /** @type {const} */ (['continueAnswer', 'keepAnswer'])) {
    await hand.type('Break off.');
    await hand.press('Enter');
    await last('the answer has broken off', ({ note }) => note === en.ends.interrupted);
    const asked = server.turns().length;
    await hand.act(act);
    if (act === 'continueAnswer') {
      await until('it is asked to go on', () => server.turns().length === asked + 1);
    }
    await last('the answer has come to its end', ({ busy, note }) => !busy && note !== en.ends.interrupted);
    assert.equal(server.turns().length, asked + (act === 'keepAnswer' ? 0 : 1));
    await hand.act('composer');
  }
  for (const shown of [1, 0]) {
    await hand.act('showText');
    await until('it is shown otherwise', async () => (await driver.findElements(By.css('pre.raw-text'))).length === shown);
  }
  await hand.act('whatWasSent');
  await until('the body is shown', () => driver.findElement(By.css('.sent-dialog')).getText().then((text) => text.includes('Be brief.')));
  await hand.press('Escape');
  for (const open of [true, false]) {
    await hand.act('details');
    await hand.at(en.details.title);
    assert.equal(await driver.executeScript(() => document.activeElement?.parentElement?.hasAttribute('open')), open);
  }
  await hand.act('composer');
}

/** @param {Journey} journey */
async function details({ hand, driver }) {
  await hand.act('region');
  await hand.tabTo(en.details.title);
  await hand.press('Enter');
  await hand.tabTo(en.sent.title);
  await hand.press('Enter');
  await until('the body is shown', () => driver.findElement(By.css('.sent-dialog')).getText().then((text) => text.includes('Be brief.')));
  await hand.held('what was sent was opened');
  await hand.press('Escape');
  await hand.at(en.sent.title);
}
