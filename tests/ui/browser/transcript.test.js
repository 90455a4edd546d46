// The windowed transcript: what is drawn of a long conversation, and that nothing moves under the
// reader's eye.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

/** @param {import('playwright-core').Page} page */
const nav = (page) => page.getByRole('navigation', { name: 'Conversations' });
const jump = (page) => page.getByRole('button', { name: 'Jump to newest' });
const frames = (page, count = 3) =>
  page.evaluate(async (times) => {
    for (let index = 0; index < times; index += 1) {
      await new Promise((go) => requestAnimationFrame(go));
    }
  }, count);

/** Opens the long conversation. */
async function long(count, options) {
  const page = await open(`/?scene=ready&manual&long=${count}`, options);
  await nav(page).getByRole('button', { name: 'A long talk' }).click();
  await page.locator('message-view').filter({ hasText: `message ${count - 1}` }).waitFor();
  await frames(page);
  return page;
}

const measure = (page) =>
  page.evaluate(() => {
    const scroller = document.querySelector('.scroller');
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const views = [...document.querySelectorAll('message-view')];
    const state = window.fakeEngine;
    return { scrollTop, scrollHeight, clientHeight, gap: scrollHeight - clientHeight - scrollTop, drawn: views.length, pages: document.querySelectorAll('message-page').length, calls: state.calls.length };
  });

/** The first message whose text is in view, and where it stands. */
const first = (page) =>
  page.evaluate(() => {
    const { top } = document.querySelector('.scroller').getBoundingClientRect();
    const view = [...document.querySelectorAll('message-view')].find((one) => one.getBoundingClientRect().bottom > top + 1);
    const said = view.querySelector('.message-body > p') ?? view.querySelector('.message-body');
    return { text: /message \d+/.exec(said.textContent)[0], top: view.getBoundingClientRect().top - top };
  });

/** Until a web view that scrolls by keys with a motion has come to rest. */
const still = (page) =>
  page.evaluate(async () => {
    const scroller = document.querySelector('.scroller');
    const seen = [];
    while (seen.length < 5 || seen.slice(-5).some((top) => top !== scroller.scrollTop)) {
      seen.push(scroller.scrollTop);
      await new Promise((go) => requestAnimationFrame(go));
    }
  });

const scrollBy = async (page, pixels) => {
  await page.evaluate((by) => {
    document.querySelector('.scroller').scrollTop += by;
  }, pixels);
  await frames(page);
};

// Mutation seen to fail: `pages-all-drawn` in `xtask/scripts/mutations_answer.py`.
test('of a long conversation only what is near the view is drawn, however far one scrolls', async () => {
  const page = await long(3000);
  assert.ok((await measure(page)).gap <= 2, 'it opens at its end');
  assert.equal((await measure(page)).drawn, 60);
  assert.deepEqual(await calls(page, 'message_page'), [], 'and reads no more than that');
  let lowest = Infinity;
  for (let step = 0; step < 60; step += 1) {
    await scrollBy(page, -4000);
    const { drawn } = await measure(page);
    assert.ok(drawn <= 240, `${drawn} are drawn`);
    lowest = Math.min(lowest, Number((await first(page)).text.slice(8)));
  }
  const { pages } = await measure(page);
  assert.ok(pages > 4 && lowest < 2700, `${pages} pages, up to message ${lowest}`);
  const held = await page.evaluate(() => document.querySelectorAll('.spacer').length);
  assert.ok(held >= 2, 'the others are heights');
});

test('scrolling up by steps shows every message, in order, and nothing jumps', async () => {
  const page = await long(400);
  let last = 400;
  for (let step = 0; step < 400 && last > 0; step += 1) {
    const before = await first(page);
    await page.evaluate(() => (document.querySelector('.scroller').scrollTop -= 500));
    await frames(page, 4);
    const after = await first(page);
    const [from, to] = [Number(before.text.slice(8)), Number(after.text.slice(8))];
    assert.ok(to <= from && from - to <= 8, `from ${from} to ${to}`);
    if (from === to) {
      assert.ok(Math.abs(after.top - before.top - 500) < 2 || (await measure(page)).scrollTop < 2, `message ${to} moved by ${after.top - before.top}`);
    }
    last = to;
  }
  assert.equal(last, 0, 'the beginning is reached');
  assert.equal(await page.getByRole('button', { name: 'Show earlier' }).isVisible(), false);
});

test('the very top is reached before earlier messages came: what stands there stays', async () => {
  const page = await long(600);
  await page.evaluate(() => window.fakeEngine.hold('message_page'));
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = 0));
  await frames(page);
  const place = () => page.locator('message-view').filter({ hasText: 'message 540' }).evaluate((view) => view.getBoundingClientRect().top);
  const before = await place();
  await page.evaluate(() => window.fakeEngine.release('message_page'));
  await page.waitForFunction(() => document.querySelectorAll('message-page').length > 1);
  await frames(page, 6);
  assert.ok(Math.abs((await place()) - before) < 1);
  assert.equal((await measure(page)).pages, 2, 'one page at a time');
});

test('pages that were let go come back where they were, from the engine', async () => {
  const page = await long(600);
  for (let step = 0; step < 40; step += 1) {
    await scrollBy(page, -3000);
  }
  const { scrollHeight } = await measure(page);
  const asked = (await calls(page, 'message_page')).length;
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = document.querySelector('.scroller').scrollHeight));
  await page.locator('message-view').filter({ hasText: 'message 599' }).waitFor();
  await frames(page, 6);
  const end = await measure(page);
  assert.ok(end.drawn <= 240);
  assert.ok(Math.abs(end.scrollHeight - scrollHeight) < scrollHeight / 100, 'as tall as it was');
  // Into the middle of what is away: as with the scroll bar.
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = document.querySelector('.scroller').scrollHeight / 2));
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector('.scroller').getBoundingClientRect();
    return [...document.querySelectorAll('message-view')].some((view) => view.getBoundingClientRect().top < bottom && view.getBoundingClientRect().bottom > top);
  });
  assert.ok((await calls(page, 'message_page')).length > asked, 'they were read again');
});

test('the first line in view stays when something above it grows', async () => {
  const page = await long(200);
  await scrollBy(page, -2500);
  const before = await first(page);
  await page.evaluate(() => {
    // As a late font, a wrapped code block or a formula would.
    const { top } = document.querySelector('.scroller').getBoundingClientRect();
    const above = [...document.querySelectorAll('message-view')].filter((view) => view.getBoundingClientRect().bottom < top);
    above.at(-1).querySelector('.message-body').append(Object.assign(document.createElement('pre'), { textContent: 'x\n'.repeat(40) }));
    above.at(-2).querySelector('.message-body').firstChild.remove();
  });
  await frames(page);
  const after = await first(page);
  assert.equal(after.text, before.text);
  assert.ok(Math.abs(after.top - before.top) < 2, `it moved by ${after.top - before.top}`);
});

test('the line in view of one long answer stays when its own beginning changes', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(...Array.from({ length: 60 }, (_, index) => paragraph(`line ${index} `.repeat(12)))));
  await page.getByText('line 59').waitFor();
  await frames(page);
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -900);
  await frames(page, 6);
  const place = () =>
    page.evaluate(() => {
      const { top } = document.querySelector('.scroller').getBoundingClientRect();
      const line = [...document.querySelectorAll('.message-body p')].find((one) => one.getBoundingClientRect().top >= top);
      return { text: line.textContent.slice(0, 8), top: line.getBoundingClientRect().top };
    });
  const before = await place();
  await page.evaluate(() => {
    const [one] = document.querySelectorAll('.message-body p');
    one.append(Object.assign(document.createElement('pre'), { textContent: 'x\n'.repeat(30) }));
  });
  await patch(page, turn, append(paragraph('more below')));
  await frames(page);
  const now = await place();
  assert.equal(now.text, before.text);
  assert.ok(Math.abs(now.top - before.top) < 1, `it moved by ${now.top - before.top}`);
  await page.setViewportSize({ width: 700, height: 800 });
  await page.waitForFunction(() => innerWidth === 700);
  await frames(page, 4);
  const after = await place();
  assert.ok(Math.abs(Number(after.text.slice(5)) - Number(before.text.slice(5))) <= 1, `a narrower window shows ${after.text} in place of ${before.text}`);
});

test('new text below is told on the button, which is pressed by name', async () => {
  const page = await long(100);
  await scrollBy(page, -1500);
  await jump(page).waitFor();
  assert.equal(await jump(page).innerText(), 'Jump to newest');
  const turn = await ask(page, 'And now?');
  await page.waitForFunction(() => document.querySelector('.jump').hidden, null, { timeout: 3000 });
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -700);
  await jump(page).waitFor();
  await patch(page, turn, append(paragraph('something new')));
  await page.getByRole('button', { name: 'Jump to newest · new text below' }).click();
  await frames(page);
  assert.ok((await measure(page)).gap <= 2);
  await end(page, turn);
});

test('End goes to the end and follows, Home and a finger on the wheel leave it', async () => {
  const page = await long(100);
  await page.locator('.scroller').focus();
  await page.keyboard.press('PageUp');
  await jump(page).waitFor();
  await still(page);
  await page.keyboard.press('End');
  await frames(page);
  assert.ok((await measure(page)).gap <= 2);
  assert.equal(await jump(page).count(), 0);
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -12);
  await jump(page).waitFor();
  await frames(page, 6);
  assert.equal(await jump(page).count(), 1, 'a small turn near the end is meant');
  await page.mouse.wheel(0, 500);
  await jump(page).waitFor({ state: 'detached' }).catch(() => undefined);
  await page.waitForFunction(() => document.querySelector('.jump').hidden);
});

test('a page that holds the focus or a selection is not let go', async () => {
  const page = await long(800);
  await page.locator('message-view').filter({ hasText: 'message 799' }).locator('article').evaluate((article) => article.focus());
  await page.evaluate(() => {
    const text = document.querySelector('message-view:last-child .message-body').firstChild;
    document.getSelection().selectAllChildren(text);
  });
  for (let step = 0; step < 25; step += 1) {
    await scrollBy(page, -3000);
  }
  assert.equal(await page.evaluate(() => document.activeElement.closest('message-view') !== null), true);
  assert.match(await page.evaluate(() => document.getSelection().toString()), /message 799/);
  assert.ok((await measure(page)).drawn <= 300);
});

test('asking while far up goes to the end, and what stood there is let go', async () => {
  const page = await long(600);
  for (let step = 0; step < 20; step += 1) {
    await scrollBy(page, -3000);
  }
  const turn = await ask(page, 'A new question');
  await patch(page, turn, append(paragraph('A new answer')));
  await page.getByText('A new answer').waitFor();
  await frames(page, 6);
  const { gap, drawn } = await measure(page);
  assert.ok(gap <= 2 && drawn <= 200, `${gap} below, ${drawn} drawn`);
});

/** A long chat with the setting that keeps the question in view. */
async function longAsked(question) {
  const page = await long(100);
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'Appearance' }).click();
  await dialog.getByLabel('Kept in view').selectOption('The question, near the top');
  await page.waitForFunction(() => window.fakeEngine.snapshot.settings.afterSend === 'question');
  await page.keyboard.press('Escape');
  const turn = await ask(page, question);
  await frames(page);
  return { page, turn };
}

/** Where the last question and its answer stand in the view. @param {import('playwright-core').Page} page */
const lastAsked = (page) =>
  page.evaluate(() => {
    const { top, bottom } = document.querySelector('.scroller').getBoundingClientRect();
    const [question, answer] = [...document.querySelectorAll('message-view')].slice(-2).map((view) => view.getBoundingClientRect());
    return { question: question.top - top, asked: question.bottom - top, answer: answer.top - top, height: bottom - top };
  });

test('with the setting for it a question stays near the top while its answer grows under it', async () => {
  const { page, turn } = await longAsked('What now?');
  const before = await lastAsked(page);
  assert.ok(Math.abs(before.question - 16) <= 1, `the question stands at ${before.question}`);
  for (let part = 0; part < 40; part += 1) {
    await patch(page, turn, append(paragraph(`part ${part}`)));
    await frames(page, 1);
    const { question } = await lastAsked(page);
    assert.ok(Math.abs(question - before.question) <= 1, `after part ${part} the question stands at ${question}`);
    if (part < 3) {
      assert.equal(await jump(page).count(), 0, 'all of it is in view');
    }
  }
  await page.getByRole('button', { name: 'Jump to newest · new text below' }).click();
  await patch(page, turn, append(paragraph('the last part')));
  await page.getByText('the last part').waitFor();
  await frames(page);
  assert.ok((await measure(page)).gap <= 2, 'the jump follows the end');
  await end(page, turn);
});

test('of a long question its end is kept in view, and most of the view is the answer’s', async () => {
  const { page } = await longAsked('a line\n'.repeat(60).trim());
  const { question, asked, answer, height } = await lastAsked(page);
  assert.ok(question < 0 && Math.abs(asked - height * 0.4) <= 2 && answer < height * 0.5, JSON.stringify({ question, asked, answer, height }));
});

test('a question near the top stays there when the window changes its height', async () => {
  const { page, turn } = await longAsked('What now?');
  await patch(page, turn, append(paragraph('short')));
  for (const height of [600, 900]) {
    await page.setViewportSize({ width: 1100, height });
    await page.waitForFunction((wanted) => window.innerHeight === wanted, height);
    await frames(page, 4);
    const { question } = await lastAsked(page);
    assert.ok(Math.abs(question - 16) <= 1, `at ${height} it stands at ${question}`);
    assert.equal(await jump(page).count(), 0);
  }
  // Its own move up is free, as anywhere.
  await page.mouse.move(600, 300);
  await page.mouse.wheel(0, -300);
  await jump(page).waitFor();
});

test('the next question takes the room over, and another chat has none', async () => {
  const { page, turn } = await longAsked('What now?');
  await patch(page, turn, append(paragraph('short')));
  await end(page, turn);
  await ask(page, 'And then?');
  await frames(page);
  assert.ok(Math.abs((await lastAsked(page)).question - 16) <= 1);
  const roomy = () => page.evaluate(() => [...document.querySelectorAll('message-view')].filter((view) => view.style.minHeight !== '').length);
  assert.equal(await roomy(), 1);
  await page.getByRole('button', { name: 'New chat' }).click();
  await nav(page).getByRole('button', { name: 'A long talk' }).click();
  await page.getByRole('log').getByText('And then?').waitFor();
  assert.equal(await roomy(), 0);
});
