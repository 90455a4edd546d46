// The journey of the keyboard through what lies over the chat: palette, usage, settings, and the zoom.

import assert from 'node:assert/strict';
import { en } from '../../../ui/texts/en.js';
import { until } from './app.js';
import { focus, seen } from './hands.js';

/** @typedef {import('./journey-answers.js').Journey} Journey */

/** @param {Journey} journey */
export async function around(journey) {
  const { hand, driver, said } = journey;
  await hand.act('palette');
  await hand.at(en.acts.palette);
  await hand.type('other gate');
  await until('the chat is found', async () => (await seen(driver, 'search-palette [aria-selected="true"]'))?.startsWith('The other gate'));
  const shown = await driver.executeScript(() => {
    const list = document.querySelector('search-palette [role="listbox"]')?.getBoundingClientRect();
    const option = document.querySelector('search-palette [aria-selected="true"]')?.getBoundingClientRect();
    return list !== undefined && option !== undefined && option.height > 20 && option.top >= list.top && option.bottom <= list.bottom;
  });
  assert.ok(shown, 'what is found is in view');
  await hand.press('Enter');
  await until('it is open', async () => (await seen(driver, 'h1.chat-title')) === 'The other gate');
  await hand.at(en.composer.message);

  await hand.act('usage');
  await hand.at(en.usage.title);
  await hand.tabTo(en.usage.all);
  await hand.press('Enter');
  await until('the figures are there', async () => (await seen(driver, '.usage-body'))?.includes(en.usage.byModel));
  await hand.held('another time was chosen');
  await hand.press('Escape');
  await hand.at(en.composer.message);

  await settings(journey);

  for (const [id, percent] of /** @type {const} */ ([['zoomIn', 110], ['zoomOut', 100], ['zoomIn', 110], ['zoomReset', 100]])) {
    await hand.act(id);
    await said(`Zoom: ${percent} %`);
  }
}

/** @param {Journey} journey */
async function settings({ hand, driver }) {
  await hand.act('settings');
  const names = Object.values(en.sections);
  await hand.at(names[0] ?? '');
  for (const name of names.slice(1)) {
    await hand.press('ArrowDown');
    await hand.at(name);
    await until('its section is there', async () => ((await seen(driver, '.settings-panel:not([hidden])')) ?? '').length > 20);
    // From the tab into the section, and back.
    await hand.press('Tab');
    await hand.held(name);
    await hand.tabTo(name, 'Shift+Tab');
  }
  await hand.press('Escape');
  await hand.at(en.composer.message);

  for (const [id, name] of /** @type {const} */ ([['shortcuts', en.keys.search], ['presets', en.sections.presets]])) {
    await hand.act(id);
    await until('its section is there', async () => (await focus(driver)).name === name);
    await hand.press('Escape');
    await hand.at(en.composer.message);
  }
}
