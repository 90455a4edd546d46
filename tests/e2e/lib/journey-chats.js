// The journey of the keyboard through the chats: what is done with one, and the list of them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { en } from '../../../ui/texts/en.js';
import { until } from './app.js';
import { seen } from './hands.js';
import { messages } from './page.js';
import { windows } from './screen.js';

/** @typedef {import('./journey-answers.js').Journey} Journey */

/** @param {Journey} journey */
export async function chats(journey) {
  await oneChat(journey);
  await exporting(journey);
  await theList(journey);
  await severalChats(journey);
  await temporary(journey);
}

/** @param {Journey['driver']} driver @param {string} group @param {string} title */
const listed = (driver, group, title) =>
  until(`"${title}" stands under "${group}"`, () =>
    driver.executeScript(
      (/** @type {string} */ under, /** @type {string} */ name) =>
        [...document.querySelectorAll('list-group')].some((one) => one.textContent?.startsWith(under) && [...one.querySelectorAll('.row-title')].some(({ textContent }) => textContent === name)),
      group,
      title,
    ),
  );

/** @param {Journey} journey */
async function oneChat({ hand, driver }) {
  await hand.act('renameChat');
  await hand.at(en.title.label);
  await hand.press('Mod+A');
  await hand.type('The gate');
  await hand.press('Enter');
  await hand.held('the chat was renamed');
  await listed(driver, en.sidebar.today, 'The gate');

  await hand.act('pinChat');
  await listed(driver, en.sidebar.pinned, 'The gate');
  await hand.act('pinChat');
  await listed(driver, en.sidebar.today, 'The gate');

  await hand.act('fileChat');
  await hand.tabTo(en.filing.newTag);
  await hand.type('work');
  await hand.press('Enter');
  await hand.tabTo(en.filing.save);
  await hand.press('Enter');
  await hand.held('the chat was filed');
  await until('it has the tag', () => driver.findElement(By.css('button.conversation[title="The gate #work"]')));

  await hand.act('archiveChat');
  await until('it is out of the list', async () => (await driver.findElements(By.css('button.conversation'))).length === 0);
  const rows = (/** @type {number} */ count) => until(`${count} chats are listed`, async () => (await driver.findElements(By.css('button.conversation'))).length === count);
  for (const [list, count] of /** @type {const} */ ([['archivedChats', 1], ['deletedChats', 0], ['allChats', 0]])) {
    await hand.act(list);
    await hand.at(en.sidebar.which);
    await rows(count);
  }
  await hand.act('archiveChat');
  await listed(driver, en.sidebar.today, 'The gate');
}

/** @param {Journey} journey */
async function exporting({ hand, data, said }) {
  const file = join(data, 'exported.md');
  await hand.act('exportChat');
  await until('the dialog of the system is there', () => windows().some((title) => title.startsWith('Export')));
  // It is no part of the page: these are keys of the screen.
  execFileSync('xdotool', ['search', '--sync', '--onlyvisible', '--name', '^Export', 'windowactivate', '--sync']);
  execFileSync('xdotool', ['key', 'ctrl+a']);
  execFileSync('xdotool', ['type', '--delay', '5', file]);
  execFileSync('xdotool', ['key', 'Return']);
  await said(/^Exported to /);
  assert.match(readFileSync(file, 'utf8'), /With instructions\?/);
  await hand.held('the chat was exported');
}

/** @param {Journey} journey */
async function theList({ hand, driver }) {
  const shown = () => driver.findElement(By.css('nav.sidebar')).isDisplayed();
  await hand.act('sidebar');
  await until('the sidebar is away', async () => !(await shown()));
  await hand.act('sidebar');
  await until('the sidebar is back', shown);

  await hand.act('composer');
  await hand.tabTo('The gate', 'Shift+Tab');
  await hand.fixed('rename');
  await hand.press('Mod+A');
  await hand.type('The other gate');
  await hand.press('Enter');
  await hand.at('The other gate');
  await hand.fixed('rowMenu');
  await hand.at(en.sidebar.open);
  await hand.press('Escape');
  await hand.held('the menu was closed');
  for (const act of [en.sidebar.pin, en.sidebar.unpin]) {
    await hand.fixed('rowMenu');
    await hand.tabTo(act, 'ArrowDown');
    await hand.press('Enter');
    await hand.held(act);
    await listed(driver, act === en.sidebar.pin ? en.sidebar.pinned : en.sidebar.today, 'The other gate');
  }
}

/** @param {Journey} journey */
async function severalChats({ hand, ask, driver }) {
  const open = (/** @type {string} */ name, /** @type {string} */ message) =>
    until(`"${name}" is open`, async () => {
      const title = await seen(driver, 'h1.chat-title');
      const texts = (await messages(driver)).map(({ text }) => text);
      return (title === name && texts.some((text) => text.includes(message))) || assert.fail(`${title}: ${texts.join(' · ')}`);
    }, 10_000);
  await hand.act('newChat');
  await hand.at(en.composer.message);
  await ask('Another chat.');
  await until('it is listed', async () => (await driver.findElements(By.css('button.conversation'))).length === 2);
  await hand.act('nextChat');
  await open('The other gate', 'You asked');
  await hand.act('previousChat');
  await open('Another chat.', 'Another chat.');

  await hand.act('deleteChat');
  await until('it is out of the list', async () => (await driver.findElements(By.css('button.conversation'))).length === 1);
  await hand.at(en.composer.message);
  await hand.act('undoDelete');
  await listed(driver, en.sidebar.today, 'Another chat.');
  // From the list, as well.
  await hand.tabTo('Another chat.', 'Shift+Tab');
  await hand.press('ArrowDown');
  await hand.at('The other gate');
  await hand.press('Delete');
  await listed(driver, en.sidebar.today, 'Another chat.');
  await hand.at('Another chat.');
  await hand.act('undoDelete');
  await listed(driver, en.sidebar.today, 'The other gate');
}

/** @param {Journey} journey */
async function temporary({ hand, ask, driver }) {
  const banner = async () => (await seen(driver, '.banner.temporary')) !== null;
  await hand.act('temporaryChat');
  await until('it says that nothing is kept', banner);
  await ask('Nothing of this is kept.');
  assert.equal((await driver.findElements(By.css('button.conversation'))).length, 2);
  await hand.act('temporaryChat');
  await until('it is left', async () => !(await banner()));
  await hand.at(en.composer.message);
}
