// The list of chats in groups, which of its rows are drawn, and what fits a search.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnParts, stopsOf, timeGroups, topOf, usualGroups } from '../../../ui/js/lib/groups.js';
import { marked, ranked } from '../../../ui/js/lib/match.js';
import { PLAIN } from '../../../ui/js/host/fake-tree.js';
import { randomness } from './random.js';

const NOW = new Date(2026, 10, 22, 12, 0);
const DAY = 86_400_000;
const chat = (id, days, over = {}) => ({ ...PLAIN, id, title: `Chat ${id}`, messageCount: 2, updatedAtMs: NOW.getTime() - days * DAY, ...over });
const names = (groups) => groups.map(({ name, rows }) => [name, rows.map(({ id }) => id).join('')]);

test('a chat stands once: pinned, else in its folder, else under its day', () => {
  const list = [chat('a', 0), chat('b', 0.1, { folder: 'Work' }), chat('c', 1, { pinned: true, folder: 'Work' }), chat('d', 3), chat('e', 40), chat('f', 41, { archived: true })];
  const groups = usualGroups(list, { now: NOW, folders: ['Work', 'Alone'], unfolded: new Set(['Work']) });
  assert.deepEqual(names(groups), [['Pinned', 'c'], ['Alone', ''], ['Work', 'b'], ['Today', 'a'], ['Previous 7 days', 'd'], ['October 2026', 'e']]);
  assert.deepEqual(groups.map(({ open }) => open), [null, false, true, null, null, null]);
  assert.deepEqual(stopsOf(groups), ['c', 'folder Alone', 'folder Work', 'b', 'a', 'd', 'e']);
});

test('a folder that only a chat names is there too, and folders stand by name', () => {
  const list = [chat('a', 0, { folder: 'Z' }), chat('b', 0, { folder: 'a 10' }), chat('c', 0, { folder: 'a 9' })];
  const groups = usualGroups(list, { now: NOW, folders: [], unfolded: new Set() });
  assert.deepEqual(groups.map(({ name }) => name), ['a 9', 'a 10', 'Z']);
  assert.deepEqual(stopsOf(groups), ['folder a 9', 'folder a 10', 'folder Z'], 'what is folded cannot have the focus');
});

test('rows that are far from the view are heights, and what is held stays', () => {
  const where = { count: 10_000, height: 30, view: 600 };
  assert.deepEqual(drawnParts({ ...where, top: 0, held: [] }), [{ from: 0, to: 40 }]);
  const middle = drawnParts({ ...where, top: -150_000, held: [0, 5_010, 9_999] });
  assert.deepEqual(middle, [{ from: 0, to: 1 }, { from: 4_980, to: 5_040 }, { from: 9_999, to: 10_000 }]);
  assert.deepEqual(drawnParts({ ...where, top: 5_000, held: [] }), []);
  assert.deepEqual(drawnParts({ ...where, count: 0, top: 0, held: [3] }), []);
});

test('whatever the list and the place, the parts are in order, do not overlap, and cover the view', () => {
  const { below } = randomness(7);
  const random = () => below(1_000_000) / 1_000_000;
  for (let turn = 0; turn < 3000; turn += 1) {
    const count = Math.floor(random() * 300);
    const [height, view] = [20 + random() * 20, random() * 1000];
    const top = (random() - 0.7) * count * height * 1.5;
    const held = [...new Set(Array.from({ length: Math.floor(random() * 4) }, () => Math.floor(random() * 320)))];
    const parts = drawnParts({ count, top, height, view, held });
    parts.forEach(({ from, to }, index) => {
      assert.ok(from >= 0 && from < to && to <= count && (index === 0 || from >= parts[index - 1].to));
    });
    const drawn = (at) => parts.some(({ from, to }) => at >= from && at < to);
    for (let at = 0; at < count; at += 1) {
      const y = top + at * height;
      assert.ok(!(y + height > 0 && y < view) || drawn(at), 'what is in view is drawn');
    }
    assert.ok(held.every((at) => at >= count || drawn(at)));
  }
});

test('where a stop is follows from the sizes', () => {
  const groups = timeGroups([chat('a', 0), chat('b', 0), chat('c', 1)], NOW);
  const sizes = { row: 30, head: 28, around: 10 };
  assert.deepEqual(['a', 'b', 'c', 'z'].map((stop) => topOf(groups, sizes, stop)), [28, 58, 28 + 60 + 10 + 28, null]);
});

test('ten thousand chats are put in order in a moment', () => {
  const list = Array.from({ length: 10_000 }, (_, index) => chat(`c${index}`, index / 10, { folder: index % 7 === 0 ? 'Work' : null }));
  const before = performance.now();
  const groups = usualGroups(list, { now: NOW, folders: ['Work'], unfolded: new Set(['Work']) });
  assert.equal(stopsOf(groups).length, 10_001);
  assert.ok(performance.now() - before < 250);
});

const NAMES = ['Names for a small wooden boat', 'Why is my SQL query slow?', 'Übersetze das', 'The boat of my brother', 'Boats'];

test('what begins so fits best, then words that begin so, then any part; every word has to be there', () => {
  const fits = (typed) => ranked(NAMES, (name) => name, typed, 9).things;
  assert.deepEqual(fits('boat'), ['Boats', 'Names for a small wooden boat', 'The boat of my brother']);
  assert.deepEqual(fits('my sql'), ['Why is my SQL query slow?']);
  assert.deepEqual(fits('uber'), ['Übersetze das']);
  assert.deepEqual(fits('rother'), ['The boat of my brother']);
  assert.deepEqual(fits('boat sql'), []);
  assert.deepEqual(fits('  '), []);
  assert.equal(ranked(NAMES, (name) => name, 'boat', 1).things.length, 1);
});

test('what was typed is marked, and nothing is lost of the name', () => {
  assert.deepEqual(marked('The boat of my brother', 'bo my'), [
    { text: 'The ', hit: false }, { text: 'bo', hit: true }, { text: 'at of ', hit: false }, { text: 'my', hit: true }, { text: ' brother', hit: false },
  ]);
  for (const name of NAMES) {
    for (const typed of ['b', 'bo oat', 'SQL sql', 'ü', 'zzz', '']) {
      assert.equal(marked(name, typed).map(({ text }) => text).join(''), name);
    }
  }
});
