// What the palette makes of the state and of what the engine finds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN } from '../../../ui/js/host/fake-tree.js';
import { createPalette } from '../../../ui/js/palette.js';
import { initialState } from '../../../ui/js/state/initial.js';

const chat = (id, title, over = {}) => ({ ...PLAIN, id, title, messageCount: 1, updatedAtMs: 0, ...over });
const model = (id) => ({ id, connection: 'gateway', contextWindow: null, maxOutput: null, inputUsdPerMillion: null, outputUsdPerMillion: null, retiresAtMs: null });
const hit = (over) => ({ conversation: 'c', title: 'A chat', archived: false, message: 'm', role: 'user', model: null, snippet: [{ text: 'x', hit: true }], spot: null, createdAtMs: 0, ...over });

/** @param {object} over of the state @param {(params: object) => Promise<object>} [search] */
function palette(over, search = () => Promise.resolve({ hits: [], next: null, notes: [], unindexed: 0 })) {
  const state = { ...initialState(), ...over };
  return createPalette({ invoke: (_command, { params }) => search(params) }, { state: () => state }, ['connections', 'data']);
}
const names = (groups) => groups.map(({ key, results }) => [key, ...results.map(({ name }) => name.map(({ text }) => text).join(''))]);

test('before anything is typed there are recent chats without the one on screen, and acts that are possible', () => {
  const conversations = [chat('a', 'One'), chat('b', 'Two'), chat('c', 'Three', { archived: true })];
  const [chats, acts] = names(palette({ conversations, open: 'a' }).known('  '));
  assert.deepEqual(chats, ['chats', 'Two']);
  assert.deepEqual(acts, ['acts', 'New chat', 'Temporary chat', 'Find in this chat', 'Choose a model', 'Settings', 'Keyboard shortcuts']);
  assert.ok(!names(palette({ conversations }).known(''))[1].includes('Find in this chat'), 'nothing is open');
});

test('the group with the best name leads', () => {
  const conversations = [chat('a', 'A settled question'), chat('b', 'My archive', { archived: true, folder: 'Work' })];
  const models = { connection: 'gateway', phase: 'ready', list: [model('x/settler')], problem: '' };
  const found = palette({ conversations, models }).known('sett');
  assert.deepEqual(names(found), [['acts', 'Settings'], ['chats', 'A settled question'], ['models', 'x/settler']]);
  const [{ results: [archived] }] = palette({ conversations }).known('my arch');
  assert.equal(archived.about, 'Work · Archive');
});

test('a section of the settings is found by its name, and after that by what stands in it', () => {
  const [found] = palette({}).known('data');
  assert.deepEqual(names([found]), [['settings', 'Data']]);
  assert.deepEqual(palette({}).known('backup').map(({ results }) => results.map(({ target }) => target)), [[{ kind: 'section', id: 'data' }]]);
  assert.deepEqual(palette({}).known('theme: d')[0].results.map(({ target }) => target), [{ kind: 'setting', change: { theme: 'dark' } }]);
  assert.deepEqual(palette({}).known('日本語')[0].results.map(({ target }) => target.change), [{ language: 'ja' }]);
});

test('a title that is listed is told once; one that is not known here leads to its chat', async () => {
  const search = () => Promise.resolve({ hits: [hit({ conversation: 'a', role: 'title' }), hit({ conversation: 'far', role: 'title' }), hit({})], next: null, notes: [], unindexed: 3 });
  const { group, unindexed } = await palette({ conversations: [chat('a', 'x')] }, search).messages('x y');
  assert.deepEqual(group.results.map(({ target }) => target.kind), ['chat', 'message']);
  assert.equal(group.results[0].target.id, 'far');
  assert.equal(unindexed, true);
});

test('an answer to an older search, or to one that was given up, is none', async () => {
  const waiting = [];
  const late = palette({}, () => new Promise((go) => waiting.push(() => go({ hits: [hit({})], next: null, notes: [], unindexed: 0 }))));
  const first = late.messages('first');
  const second = late.messages('second');
  waiting[1]();
  assert.equal((await second).group.results.length, 1);
  waiting[0]();
  assert.equal(await first, null);
  const third = late.messages('third');
  late.stop();
  waiting[2]();
  assert.equal(await third, null);
});

test('one letter is not looked for among messages, one sign of another script is', async () => {
  const asked = [];
  const one = palette({}, (params) => (asked.push(params.text), Promise.resolve({ hits: [], next: null, notes: [], unindexed: 0 })));
  for (const typed of ['', ' ', 'a', '7', '中', 'ab']) {
    await one.messages(typed);
  }
  assert.deepEqual(asked, ['中', 'ab']);
});
