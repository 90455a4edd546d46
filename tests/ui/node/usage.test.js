import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeUsage } from '../../../ui/js/host/fake-usage.js';
import { roundMoney } from '../../../ui/js/lib/format.js';
import { barsOf, chartOf, headline, partRows } from '../../../ui/js/lib/usage.js';
import { MAX_DAYS, areFew, dayKey, daysIn, filled, spanOf, stepOf } from '../../../ui/js/lib/usage-spans.js';

const NOW = new Date(2026, 2, 3, 0, 30);
const rows = (...keys) => keys.map((key) => ({ key }));
const OWN = { from: '2026-01-01', until: '2026-01-02' };

test('a range is of days by the clocks here, across months and leap days', () => {
  assert.deepEqual(spanOf('today', NOW, OWN), { from: '2026-03-03', until: '2026-03-03' });
  assert.deepEqual(spanOf('week', NOW, OWN), { from: '2026-02-25', until: '2026-03-03' });
  assert.deepEqual(spanOf('week', new Date(2024, 2, 3), OWN), { from: '2024-02-26', until: '2024-03-03' });
  assert.deepEqual(spanOf('days30', NOW, OWN), { from: '2026-02-02', until: '2026-03-03' });
  assert.deepEqual(spanOf('month', NOW, OWN), { from: '2026-03-01', until: '2026-03-03' });
  assert.deepEqual(spanOf('all', NOW, OWN), { from: null, until: null });
  assert.deepEqual(spanOf('own', NOW, OWN), OWN);
  assert.equal(daysIn('2024-02-28', '2024-03-01'), 3);
});

test('long spans have a column a month, and few months a column a day', () => {
  assert.equal(stepOf(spanOf('days30', NOW, OWN), NOW), 'day');
  assert.equal(stepOf({ from: '2025-12-02', until: null }, NOW), daysIn('2025-12-02', dayKey(NOW)) <= MAX_DAYS ? 'day' : 'month');
  assert.equal(stepOf({ from: '2025-11-01', until: null }, NOW), 'month');
  assert.equal(stepOf({ from: null, until: '2026-03-01' }, NOW), 'month');
  assert.equal(stepOf({ from: 'tomorrow', until: null }, NOW), 'month', 'what is no day is for the engine to refuse');
  assert.equal(areFew(rows('2026-01', '2026-03')), true);
  assert.equal(areFew(rows('2025-12', '2026-03')), false);
  assert.equal(areFew([]), false);
});

test('days and months without a request are there, and none that has not come', () => {
  const keys = (...of) => filled(...of).map(({ key, row }) => (row === null ? key : `${key}!`));
  assert.deepEqual(keys(rows('2026-02-28', '2026-03-02'), { from: '2026-02-27', until: '2026-03-31' }, 'day', NOW), ['2026-02-27', '2026-02-28!', '2026-03-01', '2026-03-02!', '2026-03-03']);
  assert.deepEqual(keys(rows('2026-03-02'), { from: null, until: null }, 'day', NOW), ['2026-03-02!', '2026-03-03']);
  assert.deepEqual(keys(rows('2025-11', '2026-02'), { from: '2020-01-01', until: null }, 'month', NOW), ['2025-11!', '2025-12', '2026-01', '2026-02!', '2026-03']);
  assert.deepEqual(keys(rows('2026-02-28'), { from: '2026-02-28', until: '2026-02-28' }, 'day', NOW), ['2026-02-28!']);
  assert.deepEqual(keys(rows('2026-03-04'), { from: '2026-03-03', until: null }, 'day', NOW), ['2026-03-03', '2026-03-04!'], 'a clock that was set back hides nothing');
  assert.deepEqual(keys([], { from: '2026-03-09', until: null }, 'day', NOW), ['2026-03-09']);
});

test('a headline is rounded without a float, and never to nothing', () => {
  for (const [usd, said] of [
    ['0', '$0'], ['0.5', '$0.50'], ['0.125', '$0.125'], ['0.12345', '$0.1235'], ['0.00004', '< $0.0001'], ['0.00005', '$0.0001'], ['0.99996', '$1.0000'],
    ['3', '$3'], ['3.5', '$3.50'], ['3.505', '$3.51'], ['9.995', '$10.00'], ['123456789012345678.129', '$123456789012345678.13'], ['-1.239', '$-1.24'],
  ]) {
    assert.equal(roundMoney(usd), said, usd);
  }
});

const loaded = (grouping = 'model', now = new Date()) => {
  const engine = new FakeUsage();
  const span = spanOf('days30', now, OWN);
  return { span, step: 'day', time: engine.report({ ...span, by: 'day' }), grouping, parts: engine.report({ ...span, by: grouping }), now };
};

test('a chart has a column for each day, its name tells the most, and each column its parts', () => {
  const all = loaded();
  for (const measure of ['cost', 'requests', 'tokens']) {
    const chart = chartOf(all, measure);
    assert.equal(chart.items.length, 30);
    const sums = chart.items.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
    const most = chart.items[sums.indexOf(Math.max(...sums))];
    const [day, ...value] = most.said.split(': ');
    assert.ok(chart.name.includes(day) && chart.name.includes(value.join(': ').split(' (')[0]), `${chart.name} / ${most.said}`);
    const empty = chart.items.filter((_, index) => sums[index] === 0);
    assert.ok(empty.length > 0 && empty.every(({ said }) => /: (nothing|\$0)$/.test(said)), 'a day of nothing says so');
    assert.ok(chart.items.every(({ values }) => values.length === chart.parts.length));
  }
});

test('bars come the largest first, with everybody’s own name', () => {
  for (const measure of ['cost', 'requests', 'tokens']) {
    const values = barsOf(loaded(), measure).map(({ value }) => value);
    assert.deepEqual(values, values.toSorted((one, other) => other - one));
  }
  const names = partRows(loaded('connection'), 'cost').map(({ name }) => name);
  assert.deepEqual(names, ['Vercel AI Gateway', 'OpenAI', 'Local server']);
});

test('the figures say what is billed, what is estimated and what is not known', () => {
  const { total } = loaded().time;
  const [cost, requests, tokens, saved, time] = headline({ ...total, usd: '1.5', billedUsd: '1', estimatedUsd: '0.5', unpricedRequests: 2, failedRequests: 0, cachedAnswers: 1, savedUsd: '0.1', unpricedCachedTokens: 7 });
  assert.deepEqual([cost.value, ...cost.notes], ['$1.50', '$1 billed, $0.50 estimated', '2 requests of unknown cost']);
  assert.deepEqual(requests.notes, ['none failed']);
  assert.equal(tokens.notes.length, 2);
  assert.equal(saved.notes.length, 3);
  assert.equal(time.value, '2.3 s');
  const nothing = new FakeUsage().report({ from: '1999-01-01', until: '1999-01-02', by: 'day' }).total;
  assert.equal(headline(nothing).at(-1).value, '–');
});
