import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFinding } from '../../../ui/js/finding.js';
import { findQuery, occurrences } from '../../../ui/js/lib/find.js';

for (const [typed, query] of [
  ['wor', 'in:c *wor*'],
  ['  two  words ', 'in:c "two words'],
  ['a.b', 'in:c "a.b'],
  ['role:user', 'in:c "role:user'],
  ['-not', 'in:c "-not'],
  ['say "this"', 'in:c "say this'],
  ['“curly”', 'in:c *curly*'],
  ['中文', 'in:c *中文*'],
  ['   ', ''],
  ['"', ''],
  ['x'.repeat(500), `in:c *${'x'.repeat(200)}*`],
]) {
  test(`what is typed is looked for as it stands: ${typed.slice(0, 20)}`, () => assert.equal(findQuery('c', typed), query));
}

for (const [text, typed, found] of [
  ['A word, a Word', 'word', ['word', 'Word']],
  ['Café, cafe\u0301 and CAFE', 'cafe', ['Café', 'cafe\u0301', 'CAFE']],
  ['two\n   words', 'two words', ['two\n   words']],
  ['aaaa', 'aa', ['aa', 'aa']],
  ['nothing here', 'else', []],
  ['😀 smile 😀', '😀', ['😀', '😀']],
  ['ﬁne', 'fine', ['ﬁne']],
  ['soft\u00adly', 'softly', ['soft\u00adly']],
  ['text', '', []],
]) {
  // Mutations seen to fail: `found-too-short` and `found-too-long` in `xtask/scripts/mutations_answer.py`.
  test(`where ${JSON.stringify(typed)} stands in ${JSON.stringify(text)}`, () => {
    const places = occurrences(text, typed, 100);
    assert.deepEqual(places.map(({ start, end }) => text.slice(start, end)), found);
  });
}

test('no more places are given than are wanted, and a long text takes no long time', () => {
  assert.equal(occurrences('ab'.repeat(100_000), 'ab', 500).length, 500);
});

/** An engine whose searches answer when told to. */
function searching() {
  const asked = [];
  const host = { invoke: (command, args) => new Promise((resolve, reject) => asked.push({ command, params: args.params, resolve, reject })) };
  const finding = createFinding(host, { state: () => ({ open: 'c' }) });
  return { asked, finding };
}

test('a temporary chat, of which there is no index, is looked through in the page', async () => {
  const message = (id, role, text, nodes) => ({ id, role, text, nodes, turnId: null, createdAtMs: 1 });
  const messages = [message('q', 'user', 'A question', []), message('a', 'assistant', '', [{ type: 'paragraph', children: ['An ', { type: 'strong', children: ['ans'] }, 'wer'] }])];
  const state = { open: 'c', temporary: true, pages: [{ messages: null }, { messages }], turns: new Map() };
  const finding = createFinding({ invoke: () => assert.fail('the engine is not asked') }, { state: () => state });
  for (const [typed, found] of [['question', ['q']], ['answer', ['a']], ['an', ['a']], ['n', ['q', 'a']], ['else', []]]) {
    assert.equal(await finding.search(typed, 0), true);
    assert.deepEqual(finding.state().hits.map(({ message: id }) => id), found, typed);
  }
});

test('a hit of another version is dropped on the way', async () => {
  const { asked, finding } = searching();
  const done = finding.search('word', 0);
  asked[0].resolve({ hits: [hit('m3', 30), hit('m2', 20), hit('m1', 10)], next: null, unindexed: 5 });
  await done;
  assert.equal(finding.state().more, true, 'there may be more in what is not indexed yet');
  finding.step(1);
  finding.drop(1);
  assert.deepEqual([finding.state().hits.map(({ message }) => message), finding.state().at], [['m1', 'm3'], 1]);
  finding.drop(-1);
  finding.drop(1);
  assert.deepEqual([finding.state().hits, finding.state().at], [[], -1]);
});
const hit = (message, createdAtMs, over = {}) => ({ conversation: 'c', message, role: 'user', createdAtMs, ...over });
const settle = () => new Promise((resolve) => setImmediate(resolve));

// Mutation seen to fail: `found-next-but-one` in `xtask/scripts/mutations_answer.py`.
test('hits stand in the order of the chat, from page to page, and the first is the nearest below the view', async () => {
  const { asked, finding } = searching();
  const done = finding.search('word', 25);
  asked[0].resolve({ hits: [hit('m5', 50), hit('m4', 40, { role: 'title' }), hit('m3', 30)], next: 'n', unindexed: 0 });
  await settle();
  assert.equal(asked[1].params.after, 'n');
  asked[1].resolve({ hits: [hit('m1', 10), hit('x', 5, { conversation: 'other' })], next: null, unindexed: 0 });
  assert.equal(await done, true);
  const { hits, at, more } = finding.state();
  assert.deepEqual([hits.map(({ message }) => message), at, more], [['m1', 'm3', 'm5'], 1, false]);
  finding.step(1);
  finding.step(1);
  assert.equal(finding.state().at, 0, 'around the end');
  finding.step(-1);
  assert.equal(finding.state().at, 2);
});

test('an older search that answers late is dropped', async () => {
  const { asked, finding } = searching();
  const first = finding.search('wo', 0);
  const second = finding.search('word', 0);
  asked[1].resolve({ hits: [hit('m1', 10)], next: null, unindexed: 0 });
  assert.equal(await second, true);
  asked[0].resolve({ hits: [], next: null, unindexed: 0 });
  assert.equal(await first, false);
  assert.equal(finding.state().hits.length, 1);
});

test('very many hits are counted to a thousand', async () => {
  const { asked, finding } = searching();
  const done = finding.search('a', 0);
  for (let page = 0; page < 5; page += 1) {
    asked[page].resolve({ hits: Array.from({ length: 200 }, (_, index) => hit(`m${page}-${index}`, 1)), next: 'more', unindexed: 0 });
    await settle();
  }
  await done;
  assert.deepEqual([finding.state().hits.length, finding.state().more, asked.length], [1000, true, 5]);
});

test('a search that fails says so and finds nothing', async () => {
  const { asked, finding } = searching();
  const done = finding.search('a', 0);
  asked[0].reject({ code: 'storage' });
  await done;
  assert.deepEqual([finding.state().phase, finding.state().at], ['failed', -1]);
});
