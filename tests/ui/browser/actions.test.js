// What can be done with a message: by the pointer and by keys, and what stands beside its text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, calls, code, end, paragraph, patch, withBrowser } from '../page.js';

const { open } = withBrowser();

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
const answer = (page) => page.locator('.message-assistant').last();

/** An answered question; `nodes` are drawn, `text` is what the engine holds. */
async function answered(page, question, nodes, how = {}, text = null, reasoning = '') {
  const turn = await ask(page, question);
  await patch(page, turn, append(...nodes), reasoning);
  await end(page, turn, how);
  await page.waitForFunction(() => window.fakeEngine.running.length === 0 && document.querySelector('article[aria-busy]') === null);
  if (text !== null) {
    await page.evaluate((exact) => {
      const [{ messages }] = [...window.fakeEngine.conversations.values()].slice(-1);
      messages.at(-1).text = exact;
    }, text);
  }
  return turn;
}

// Mutation seen to fail: `copy-tidied` in `xtask/scripts/mutations_answer.py`.
test('an answer is copied as Markdown byte for byte, and as plain text as it reads', async () => {
  const page = await open('/?scene=ready&manual', CLIPBOARD);
  const markdown = 'It is **so**:\n\n```js\nlet a = 1;\n```\n';
  await answered(page, 'One', [{ type: 'paragraph', children: ['It is ', { type: 'strong', children: ['so'] }, ':'] }, code('js', 'let a = 1;')], {}, markdown);
  const more = answer(page).getByRole('button', { name: 'More' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Copy as plain text' }).click();
  await page.waitForFunction(() => document.querySelector('[aria-label="More"]') !== null && navigator.clipboard.readText().then((text) => text !== ''));
  assert.equal(await clipboard(page), 'It is so:\n\nlet a = 1;');
  await more.click();
  await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('It is **'));
  assert.equal(await clipboard(page), markdown);
});

test('the buttons of a message are one stop of Tab, and the arrow keys go about in them', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', [paragraph('An answer')], { finish: 'length' });
  const bar = answer(page).getByRole('toolbar', { name: 'Message actions' });
  assert.equal(await bar.locator('button[tabindex="0"]').count(), 1);
  await bar.getByRole('button', { name: 'Continue' }).focus();
  for (const [key, name] of [['ArrowRight', 'Copy'], ['ArrowRight', 'Retry'], ['ArrowRight', 'More'], ['ArrowRight', 'Continue'], ['End', 'More'], ['ArrowLeft', 'Retry'], ['Home', 'Continue']]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), name);
  }
  assert.equal(await bar.locator('button[tabindex="0"]').innerText(), 'Continue');
  assert.equal(Number(await bar.getByRole('button', { name: 'Copy' }).evaluate((one) => getComputedStyle(one).opacity)), 1, 'they are seen while one has the focus');
});

test('the menu opens by keys, goes around, and Esc gives the focus back without stopping anything', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', [paragraph('An answer')]);
  const more = answer(page).getByRole('button', { name: 'More' });
  await more.focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  for (const [key, name] of [['ArrowDown', 'Copy as plain text'], ['End', 'Show as text'], ['ArrowDown', 'Copy as Markdown'], ['ArrowUp', 'Show as text']]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), name);
  }
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'More');
  assert.equal(await page.getByRole('menu').count(), 0);
});

test('the menu of an answer leaves the keys of the window alone', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'A question', [paragraph('An answer')]);
  await answer(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog').getByRole('combobox');
  await palette.waitFor();
  assert.equal(await page.getByRole('menuitem').count(), 0);
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'More');
});

test('an answer is shown as it was written, and again as it looks', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', [{ type: 'paragraph', children: [{ type: 'strong', children: ['bold'] }] }], {}, '**bold**\n');
  const more = answer(page).getByRole('button', { name: 'More' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Show as text' }).click();
  const written = answer(page).getByRole('region', { name: 'As it was written' });
  await written.waitFor();
  assert.equal(await written.evaluate((box) => box.textContent), '**bold**\n');
  await more.click();
  await page.getByRole('menuitem', { name: 'Show as it looks' }).click();
  await answer(page).locator('strong').getByText('bold').waitFor();
});

test('nothing hidden is drawn of a question, nor of an answer as it was written; copying gives every byte', async () => {
  const page = await open('/?scene=ready&manual', { permissions: ['clipboard-read', 'clipboard-write'] });
  await answered(page, 'evil\u202efdp.exe', [paragraph('It is safe.')], {}, 'pay\u202elap');
  const question = page.getByRole('article', { name: 'You' });
  const body = question.locator('message-body');
  assert.equal(await body.textContent(), 'evil⟨U+202E⟩fdp.exe');
  await answer(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Show as text' }).click();
  assert.equal(await answer(page).getByRole('region', { name: 'As it was written' }).textContent(), 'pay⟨U+202E⟩lap');
  await question.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy as plain text' }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'evil\u202efdp.exe');
  await question.getByRole('button', { name: 'Edit' }).click();
  assert.equal(await question.getByRole('textbox').inputValue(), 'evil\u202efdp.exe');
});

test('a table that goes on shows the whole text at a press', async () => {
  const page = await open('/?scene=ready&manual');
  const row = { type: 'row', children: [{ type: 'cell', children: ['a'] }] };
  await answered(page, 'One', [{ type: 'table', align: ['none'], children: [row, row, { type: 'more' }] }], {}, '|a|\n|-|\n|a|\n');
  await answer(page).locator('button.raw-wanted').click();
  await answer(page).getByRole('region', { name: 'As it was written' }).waitFor();
});

test('what was read of an answer that still grew is neither copied nor shown once it has ended', async () => {
  const page = await open('/?scene=ready&manual', CLIPBOARD);
  const row = { type: 'row', children: [{ type: 'cell', children: ['a'] }] };
  const turn = await ask(page, 'One');
  await patch(page, turn, append({ type: 'table', align: ['none'], children: [row, row, { type: 'more' }] }));
  await page.evaluate(() => {
    [...window.fakeEngine.conversations.values()].at(-1).messages.at(-1).text = 'half';
  });
  await answer(page).locator('button.raw-wanted').click();
  const written = answer(page).getByRole('region', { name: 'As it was written' });
  await written.getByText('half', { exact: true }).waitFor();
  await end(page, turn);
  const whole = await page.evaluate(() => [...window.fakeEngine.conversations.values()].at(-1).messages.at(-1).text);
  await page.waitForFunction((text) => document.querySelector('.raw-text').textContent === text, whole);
  await answer(page).getByRole('button', { name: 'Copy', exact: true }).click();
  await answer(page).getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await clipboard(page), whole);
});

test('versions are stepped through by Alt and the arrows, and the focus stays on the message', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', [paragraph('First answer')]);
  await answer(page).getByRole('button', { name: 'Retry' }).click();
  await page.waitForFunction(() => window.fakeEngine.running.length === 1);
  const turn = await page.evaluate(() => window.fakeEngine.running[0]);
  await patch(page, turn, append(paragraph('Second answer')));
  await end(page, turn);
  await page.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
  await answer(page).getByRole('button', { name: 'Copy', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await page.getByText('First answer').waitFor();
  await page.waitForFunction(() => document.activeElement.closest('message-view') !== null);
  await page.keyboard.press('Alt+ArrowRight');
  await page.getByText('Second answer').waitFor();
  await page.getByRole('button', { name: 'Previous version' }).click();
  await page.getByText('First answer').waitFor();
  await page.waitForFunction(() => document.activeElement.getAttribute('aria-label') === 'Next version');
  assert.equal((await calls(page, 'choose_variant')).length, 3);
});

test('F6 goes from the box to the messages and back, Alt and the arrows from message to message', async () => {
  const page = await open('/?scene=ready&manual');
  await answered(page, 'One', [paragraph('An answer')]);
  await page.getByRole('textbox', { name: 'Message' }).focus();
  await page.keyboard.press('F6');
  assert.equal(await focused(page), 'anthropic/claude-sonnet-4.5');
  await page.keyboard.press('Alt+ArrowUp');
  assert.equal(await focused(page), 'You');
  await page.keyboard.press('Alt+ArrowUp');
  assert.equal(await focused(page), 'You', 'there is none before it');
  await page.keyboard.press('F6');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
});

test('reasoning is told with its time, stays folded, and costs nothing while it is', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, [], 'first, ');
  const fold = page.locator('reasoning-view details');
  await page.locator('summary').getByText('Thinking…').waitFor();
  assert.equal(await fold.evaluate((one) => one.open), false);
  await patch(page, turn, [], 'second');
  assert.equal(await page.locator('.reasoning-text').evaluate((one) => one.childNodes.length), 0);
  await page.locator('summary').getByText(/^Thinking… \d s$/).waitFor();
  await fold.locator('summary').click();
  await page.getByText('first, second', { exact: true }).waitFor();
  await patch(page, turn, [], `, ${'third '.repeat(3000)}`);
  await page.waitForFunction(() => document.querySelector('.reasoning-text').textContent.length > 18_000);
  assert.ok(await page.locator('.reasoning-text').evaluate((one) => [...one.childNodes].every((node) => node.length <= 4096)), 'in pieces');
  await fold.locator('summary').click();
  await page.waitForFunction(() => document.querySelector('.reasoning-text').childNodes.length === 0);
  await patch(page, turn, append(paragraph('So it is.')));
  await page.locator('summary').getByText(/^Thought for \d+ s$/).waitFor();
  await page.evaluate((id) => window.fakeEngine.end(id, { receipt: { cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 0, notes: [], reasoningMs: 72_000, toolCalls: [] } }), turn);
  await page.locator('summary').getByText('Thought for 1 min 12 s').waitFor();
});

const RECEIPT = { cachedAtMs: null, savedUsd: null, credential: null, citations: [], leftOut: 0, notes: [], reasoningMs: null, toolCalls: [] };

test('tools that were wanted are named with what they were to get, and were not run', async () => {
  const page = await open('/?scene=ready&manual');
  const toolCalls = [
    { id: '1', name: 'weather', arguments: '{"city":"Oslo","days":2}', cut: false },
    { id: '2', name: 'broken', arguments: '{"half', cut: true },
  ];
  await answered(page, 'One', [paragraph('Let me look.')], { finish: 'tool_calls', receipt: { ...RECEIPT, toolCalls } });
  await answer(page).getByText('Wanted to call weather (not run)').click();
  const box = answer(page).getByRole('region', { name: 'What weather was to be called with' });
  assert.equal(await box.innerText(), '{\n  "city": "Oslo",\n  "days": 2\n}');
  await answer(page).getByText('Wanted to call broken (not run)').click();
  assert.equal(await answer(page).getByRole('region', { name: 'What broken was to be called with' }).innerText(), '{"half\n… it goes on');
});

test('sources are numbered links that ask before they are followed; what is no link is text', async () => {
  const page = await open('/?scene=ready&manual');
  const citations = [
    { url: 'https://a.example/x', title: 'About A', href: 'https://a.example/x', host: 'a.example' },
    { url: 'javascript:alert(1)', title: 'Bad', href: null, host: null },
  ];
  await answered(page, 'One', [paragraph('As they say.')], { receipt: { ...RECEIPT, citations } });
  const sources = answer(page).getByRole('group', { name: 'Sources' });
  const [one, other] = await sources.getByRole('listitem').allInnerTexts();
  assert.match(one, /^About A\s*a\.example$/);
  assert.equal(other, 'Bad (javascript:alert(1))');
  await page.evaluate(() => document.addEventListener('link-wanted', ({ detail }) => (window.wanted = detail), { once: true }));
  await sources.getByRole('link', { name: 'About A' }).click();
  assert.equal((await page.evaluate(() => window.wanted)).href, 'https://a.example/x');
});

test('an answer that a filter kept back is not just empty', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await end(page, turn, { finish: 'content_filter' });
  await page.getByText('A content filter kept this answer back: no text of it came.').waitFor();
});

test('an answer that cannot be drawn shows its text, and the rest goes on', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'One');
  await patch(page, turn, append(paragraph('Before.')));
  await page.getByText('Before.').waitFor();
  await page.evaluate((id) => {
    // As if an element could not be made.
    const make = document.createElement.bind(document);
    document.createElement = (tag) => {
      if (tag === 'blockquote') {
        throw new TypeError('no such element');
      }
      return make(tag);
    };
    window.fakeEngine.patch(id, [{ op: 'appendNodes', path: [], nodes: [{ type: 'quote', children: [{ type: 'paragraph', children: ['Quoted.'] }] }] }], '');
  }, turn);
  const written = answer(page).getByRole('region', { name: 'As it was written' });
  await written.getByText('Quoted.').waitFor();
  await patch(page, turn, append(paragraph('And after.')));
  await written.getByText('And after.').waitFor();
  assert.match(await written.evaluate((box) => box.textContent), /Before\.\s+Quoted\.\s+And after\./);
  await end(page, turn);
  await page.waitForFunction(() => document.querySelector('article[aria-busy]') === null);
  await answered(page, 'Two', [paragraph('Another answer is whole.')]);
  assert.equal(await answer(page).locator('.message-body > p').innerText(), 'Another answer is whole.');
  assert.equal((await calls(page, 'attach')).length, 1, 'nothing was attached anew');
});
