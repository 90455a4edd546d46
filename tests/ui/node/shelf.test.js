// The lists of chats in the state: pages of the usual one, folders between them, and other lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN } from '../../../ui/js/host/fake-tree.js';
import { lastListed } from '../../../ui/js/state/conversations.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { reduce } from '../../../ui/js/store.js';

const run = (state, ...events) => events.reduce((before, event) => reduce(before, event, 0), state);
const chat = (id, updatedAtMs, over = {}) => ({ ...PLAIN, id, title: id, messageCount: 1, updatedAtMs, ...over });
const page = (from, count = 100) => Array.from({ length: count }, (_, index) => chat(`c${from - index}`, from - index));
const listed = (list, before = null) => ({ type: 'conversationsListed', list, before });
const ids = (list) => list.map(({ id }) => id);

test('the next page follows the last one that is known in a row, not one of a folder further down', () => {
  let state = run(initialState(), listed(page(1000)));
  assert.equal(lastListed(state), 'c901');
  state = run(state, { type: 'folderListed', list: [chat('filed', 3, { folder: 'Work' }), chat('c950', 950)] });
  assert.equal(state.conversations.length, 101);
  assert.equal(lastListed(state), 'c901');
  state = run(state, listed(page(900), 'c901'));
  assert.equal(lastListed(state), 'c801');
  assert.equal(state.allListed, false);
  state = run(state, listed(page(800, 10), 'c801'));
  assert.equal(state.allListed, true);
});

test('reading the newest again keeps the pages that were asked for, and drops what is gone', () => {
  let state = run(initialState(), listed(page(1000)), listed(page(900), 'c901'));
  const newest = [chat('new', 2000), ...page(1000).filter(({ id }) => id !== 'c990').slice(0, 99)];
  state = run(state, listed(newest));
  assert.equal(state.conversations.some(({ id }) => id === 'c990'), false);
  assert.equal(state.conversations.some(({ id }) => id === 'c801'), true);
  assert.equal(lastListed(state), 'c801');
});

test('a chat that went to the archive stays known while it is on screen', () => {
  let state = run(initialState(), listed(page(1000)), { type: 'opening', id: 'c999' });
  state = run(state, { type: 'conversationChanged', conversation: chat('c999', 999, { archived: true }) });
  state = run(state, listed(page(1000).filter(({ id }) => id !== 'c999')));
  assert.equal(state.conversations.find(({ id }) => id === 'c999').archived, true);
  state = run(state, { type: 'newChat', temporary: false }, listed(page(1000).filter(({ id }) => id !== 'c999')));
  assert.equal(state.conversations.some(({ id }) => id === 'c999'), false);
});

const ARCHIVE = { archived: true, deleted: false, tag: null };
const DELETED = { archived: false, deleted: true, tag: null };
const TAG = { archived: false, deleted: false, tag: 'x' };

test('a list in place of the usual one takes what fits it and loses what does not', () => {
  for (const [filter, fits, not] of [
    [ARCHIVE, { archived: true }, { archived: false }],
    [DELETED, { deletedAtMs: 5 }, { deletedAtMs: null }],
    [TAG, { tags: ['x'] }, { tags: ['y'] }],
  ]) {
    let state = run(initialState(), { type: 'shelfChosen', filter });
    assert.equal(state.shelf.read, false);
    state = run(state, { type: 'shelfListed', filter, list: [chat('a', 5, fits)], before: null });
    state = run(state, { type: 'conversationChanged', conversation: chat('b', 9, fits) }, { type: 'conversationChanged', conversation: chat('a', 5, not) });
    assert.deepEqual(ids(state.shelf.list), ['b']);
    assert.equal(state.shelf.whole, true);
    assert.equal(run(state, { type: 'shelfChosen', filter: null }).shelf, null);
  }
});

test('what is deleted leaves a list of a tag', () => {
  const state = run(initialState(), { type: 'shelfChosen', filter: TAG }, { type: 'shelfListed', filter: TAG, list: [chat('a', 5, { tags: ['x'] })], before: null });
  assert.deepEqual(ids(run(state, { type: 'conversationChanged', conversation: chat('a', 5, { tags: ['x'], deletedAtMs: 7 }) }).shelf.list), []);
});

test('a list that comes after another one was chosen is dropped', () => {
  const other = { ...TAG };
  const state = run(initialState(), { type: 'shelfChosen', filter: TAG }, { type: 'shelfChosen', filter: other });
  assert.deepEqual(run(state, { type: 'shelfListed', filter: TAG, list: [chat('a', 1)], before: null }).shelf.list, []);
});
