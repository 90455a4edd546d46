import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axis, columnAt, columns, middle, named, share } from '../../../ui/js/lib/chart.js';

const PLOT = { left: 40, top: 10, width: 300, height: 200 };

test('an axis has few steps of 1, 2 or 5, begins at nothing and reaches the most', () => {
  for (const [most, top, digits] of [[7, 8, 0], [10, 10, 0], [0.37, 0.4, 1], [0.0042, 0.006, 3], [99, 100, 0], [1234, 1500, 0], [1, 1, 1], [1.01, 1.5, 1], [1e9, 1e9, 0]]) {
    const found = axis(most);
    assert.deepEqual([found.top, found.digits], [top, digits], String(most));
    assert.equal(found.ticks[0], 0);
  }
  for (let most = 0.00001; most < 1e7; most *= 1.37) {
    const { top, ticks, digits } = axis(most);
    assert.ok(top >= most && ticks.length >= 3 && ticks.length <= 7, `${most}: ${ticks}`);
    assert.ok(ticks.at(-2) < most, `the last step is needed for ${most}: ${ticks}`);
    assert.ok(ticks.every((tick) => Number(tick.toFixed(digits)) === tick), `${digits} digits tell ${ticks}`);
  }
});

test('what is counted has no half steps, and of nothing there is an axis too', () => {
  for (const most of [1, 2, 3, 5]) {
    assert.ok(axis(most, { whole: true }).ticks.every(Number.isInteger), String(most));
  }
  for (const most of [0, -1, Number.NaN, Infinity]) {
    assert.deepEqual(axis(most), { top: 1, ticks: [0], digits: 0 });
  }
});

test('columns stand side by side, their parts on top of one another, and none leaves the plot', () => {
  const items = [[1, 2], [0, 0], [3, 0.001], [4, 6]];
  for (const mirrored of [false, true]) {
    const pieces = columns(items, PLOT, 10, mirrored);
    assert.deepEqual(pieces.map(({ item, part }) => [item, part]), [[0, 0], [0, 1], [2, 0], [2, 1], [3, 0], [3, 1]]);
    const [low, high] = pieces;
    assert.equal(low.y + low.height, PLOT.top + PLOT.height);
    assert.equal(high.y + high.height, low.y);
    assert.equal(low.height, 20);
    assert.equal(pieces[3].height, 1, 'what is more than nothing is seen');
    assert.equal(pieces[5].y, PLOT.top);
    for (const { x, y, width, height } of pieces) {
      assert.ok(x >= PLOT.left && x + width <= PLOT.left + PLOT.width && y >= PLOT.top && height <= PLOT.height);
    }
    const lefts = [0, 2, 3].map((item) => pieces.find((piece) => piece.item === item).x);
    assert.deepEqual(lefts, lefts.toSorted((one, other) => (mirrored ? other - one : one - other)));
  }
});

test('a column is found where it stands, the outermost beside the plot', () => {
  for (const mirrored of [false, true]) {
    for (let item = 0; item < 31; item += 1) {
      assert.equal(columnAt(middle(item, 31, PLOT, mirrored), 31, PLOT, mirrored), item);
    }
    assert.equal(columnAt(-100, 31, PLOT, mirrored), mirrored ? 30 : 0);
    assert.equal(columnAt(10_000, 31, PLOT, mirrored), mirrored ? 0 : 30);
  }
});

test('as many columns are named as have room side by side, the last always', () => {
  for (const mirrored of [false, true]) {
    for (const count of [1, 2, 7, 30, 92, 400]) {
      for (const wide of [20, 55, 130, 290]) {
        const names = named(count, PLOT, { wide, room: 340 }, mirrored);
        assert.equal(names[0].item, count - 1);
        names.forEach(({ x }, index) => {
          assert.ok(x >= wide / 2 && x <= 340 - wide / 2, `${x} of ${wide}`);
          assert.ok(index === 0 || Math.abs(names[index - 1].x - x) > wide, `${count} names of ${wide}`);
        });
      }
    }
    assert.deepEqual(named(4, PLOT, { wide: 50, room: 340 }, mirrored).map(({ item }) => item), [3, 2, 1, 0]);
  }
});

test('a bar is a share of the longest and can be seen', () => {
  assert.deepEqual([share(5, 10), share(10, 10), share(0, 10), share(0.0001, 10), share(1, 0), share(12, 10)], [50, 100, 0, 0.5, 0, 100]);
});
