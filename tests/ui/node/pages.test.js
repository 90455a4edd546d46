// The pages of a conversation against a plain model of it: a path of ids of which any part may be
// asked for, as the engine gives it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merged, withPage } from '../../../ui/js/state/page-merge.js';
import { PAGE_SIZE, appended, askFor, cutAt, endPages, pageOf, shownPages, withPages, without } from '../../../ui/js/state/pages.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { randomness } from './random.js';

const said = (id, role = 'user') => ({ id, role, turnId: null });
const path = (count, from = 0) => Array.from({ length: count }, (_, index) => said(`m${from + index}`));
const part = (all, from, to) => ({ messages: all.slice(Math.max(0, from), to), position: Math.max(0, from), total: all.length, later: to < all.length, onChosenPath: true });
const end = (all) => part(all, all.length - PAGE_SIZE, all.length);
const engine = (all, { before, after }) => {
  const at = all.findIndex(({ id }) => id === (before ?? after));
  return before === null ? part(all, at + 1, Math.min(all.length, at + 1 + PAGE_SIZE)) : part(all, at - PAGE_SIZE, at);
};
const ids = (pages) => pages.flatMap(({ messages }) => messages?.map(({ id }) => id) ?? []);
const shape = (pages) => pages.map(({ position, count, messages }) => [position, count, messages !== null]);

test('a conversation opens with its end, and pages join before it', () => {
  const all = path(200);
  const opened = merged([], end(all));
  assert.deepEqual(shape(opened), [[140, 60, true]]);
  const more = withPage(opened, engine(all, { before: 'm140', after: null }), { before: 'm140', after: null });
  assert.deepEqual(shape(more), [[80, 60, true], [140, 60, true]]);
  assert.equal(withPage(more, engine(all, { before: 'm140', after: null }), { before: 'm140', after: null }), more, 'the same page again changes nothing');
});

// Mutation seen to fail: `pages-kept` in `xtask/scripts/mutations_answer.py`.
test('a page that is let go keeps its place and comes back by the key beside it', () => {
  const all = path(180);
  let pages = merged([], end(all));
  for (const before of ['m120', 'm60']) {
    pages = withPage(pages, engine(all, { before, after: null }), { before, after: null });
  }
  const gone = without(pages, ['m0', 'm60', 'm120']);
  assert.deepEqual(shape(gone), [[0, 60, false], [60, 60, false], [120, 60, true]], 'the last one stays');
  assert.deepEqual(askFor(gone, 'm60'), { before: 'm120', after: null });
  assert.equal(askFor(gone, 'm120'), null);
  const back = ['m60', 'm0'].reduce((now, key) => withPage(now, engine(all, askFor(now, key)), askFor(now, key)), gone);
  assert.deepEqual(back, pages);
});

test('a page that comes back otherwise than it left is not taken', () => {
  const all = path(120);
  const pages = without(withPage(merged([], end(all)), engine(all, { before: 'm60', after: null }), { before: 'm60', after: null }), ['m0']);
  const other = [...path(30, 500), ...all.slice(30)];
  assert.equal(withPage(pages, engine(other, { before: 'm60', after: null }), { before: 'm60', after: null }), pages);
});

test('instructions lead the first page and are not counted', () => {
  const all = [said('s', 'system'), ...path(3)];
  const pages = merged([], { ...end(path(3)), messages: all });
  assert.deepEqual(shape(pages), [[0, 3, true]]);
  assert.deepEqual(ids(pages), ['s', 'm0', 'm1', 'm2']);
  const again = merged(pages, { ...end(path(4)), messages: [said('s2', 'system'), ...path(4)] });
  assert.deepEqual(ids(again), ['s2', 'm0', 'm1', 'm2', 'm3'], 'those in force now');
});

test('what is asked next joins the last page, and begins another one where that is full', () => {
  const pages = merged([], end(path(59)));
  const two = appended(pages, [said('q'), said('a', 'assistant')], 't1');
  assert.deepEqual(two.map(({ key, count }) => [key, count]), [['m0', 59], ['turn:t1', 2]]);
  const more = appended(two, [said('q2'), said('a2', 'assistant')], 't2');
  assert.deepEqual(more.map(({ key, count }) => [key, count]), [['m0', 59], ['turn:t1', 4]]);
  assert.deepEqual(appended([], [said('q')], 't0').map(({ key, position }) => [key, position]), [['turn:t0', 0]]);
});

test('reading the end again keeps the borders of pages, their keys, and what is away', () => {
  const all = path(150);
  let pages = withPage(merged([], end(all)), engine(all, { before: 'm90', after: null }), { before: 'm90', after: null });
  pages = appended(without(pages, ['m30']), [said('q'), said('a', 'assistant')], 't1');
  const now = [...all, said('q'), said('a', 'assistant'), said('x')];
  const again = merged(pages, end(now));
  assert.deepEqual(again.map(({ key, position, count, messages }) => [key, position, count, messages !== null]), [['m30', 30, 60, false], ['m90', 90, 60, true], ['turn:t1', 150, 3, true]]);
  assert.deepEqual(ids(again), now.slice(90).map(({ id }) => id));
});

test('another path keeps what both have in common', () => {
  const all = path(100);
  const pages = withPage(merged([], end(all)), engine(all, { before: 'm40', after: null }), { before: 'm40', after: null });
  const other = [...all.slice(0, 70), ...path(5, 900)];
  const again = merged(pages, end(other));
  assert.deepEqual(ids(again), other.map(({ id }) => id));
  assert.deepEqual(again.map(({ key }) => key), ['m0', 'm40']);
  assert.deepEqual(ids(merged(pages, end(path(100, 2000)))), path(100, 2000).slice(40).map(({ id }) => id), 'nothing in common');
});

test('around a message, what lies between it and the end is a gap that fills', () => {
  const all = path(300);
  const opened = merged([], end(all));
  const around = withPage(opened, part(all, 70, 130), { before: 'm240', after: null });
  assert.deepEqual(shape(around), [[70, 60, true], [240, 60, true]]);
  assert.deepEqual([ids(shownPages(around).pages).length, shownPages(around).later], [60, true]);
  assert.deepEqual(shape(endPages(around)), [[240, 60, true]]);
  assert.equal(withPages(initialState(), around).messages[0].id, 'm240', 'the end is what counts');
  const next = withPage(around, engine(all, { before: null, after: 'm129' }), { before: null, after: 'm129' });
  const whole = withPage(next, engine(all, { before: null, after: 'm189' }), { before: null, after: 'm189' });
  assert.deepEqual(shape(whole), [[70, 60, true], [130, 60, true], [190, 50, true], [240, 60, true]]);
  assert.equal(shownPages(whole).later, false);
  assert.deepEqual(withPage(opened, part(all, 245, 300), { before: 'm240', after: null }), opened, 'what is at the end already has no gap');
});

test('a cut ends the path before a message, and an unknown one cuts nothing', () => {
  const pages = merged([], end(path(10)));
  assert.deepEqual(ids(cutAt(pages, 'm4')), ['m0', 'm1', 'm2', 'm3']);
  assert.deepEqual(cutAt(pages, 'm0'), []);
  assert.equal(cutAt(pages, 'other'), pages);
});

test('whatever is asked for, let go and added, the pages show the path and no page is too long', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = randomness(seed);
    let all = path(random.below(400));
    let fresh = 1000;
    let pages = merged([], end(all));
    for (let step = 0; step < 40; step += 1) {
      const shown = shownPages(pages).pages;
      const some = shown[random.below(Math.max(1, shown.length))];
      switch (random.below(6)) {
        case 0:
          if (shown[0]?.position > 0) {
            const wanted = { before: shown[0].first, after: null };
            pages = withPage(pages, engine(all, wanted), wanted);
          }
          break;
        case 1:
          pages = some === undefined ? pages : without(pages, [some.key]);
          break;
        case 2: {
          const wanted = some === undefined ? null : askFor(pages, some.key);
          pages = wanted === null ? pages : withPage(pages, engine(all, wanted), wanted);
          break;
        }
        case 3: {
          const added = [said(`m${(fresh += 1)}`), said(`m${(fresh += 1)}`, 'assistant')];
          all = [...all, ...added];
          pages = appended(endPages(pages), added, `t${fresh}`);
          break;
        }
        case 4:
          pages = merged(pages, end(all));
          break;
        default: {
          const at = random.below(Math.max(1, all.length - 1));
          all = [...all.slice(0, at), said(`m${(fresh += 1)}`)];
          pages = merged(pages, end(all));
        }
      }
      const what = `seed ${seed}, step ${step}`;
      assert.equal(new Set(pages.map(({ key }) => key)).size, pages.length, what);
      for (const page of pages) {
        assert.ok(page.count <= PAGE_SIZE, what);
        const there = all.slice(page.position, page.position + page.count).map(({ id }) => id);
        assert.deepEqual([there[0], there.at(-1)], [page.first, page.last], what);
        assert.deepEqual(page.messages?.map(({ id }) => id) ?? there, there, what);
      }
      assert.equal((pages.at(-1)?.position ?? 0) + (pages.at(-1)?.count ?? 0), all.length, what);
    }
  }
});

test('a page is named by its first message that is no instruction', () => {
  assert.equal(pageOf([said('s', 'system'), said('m0')], 0).key, 'm0');
});
