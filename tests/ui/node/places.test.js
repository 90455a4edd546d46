import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlaces } from '../../../ui/js/places.js';

const storage = (kept = null) => {
  const held = new Map(kept === null ? [] : [['places', kept]]);
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value), held };
};

test('where a chat was left is there after a restart, and one left at its end is forgotten', () => {
  const kept = storage();
  const places = createPlaces(kept);
  places.keep('a', { message: 'm1', offset: -40 });
  places.keep('b', { message: 'm2', offset: 0 });
  places.write();
  const again = createPlaces(kept);
  assert.deepEqual(again.of('a'), { message: 'm1', offset: -40 });
  again.keep('a', null);
  again.write();
  assert.equal(createPlaces(kept).of('a'), null);
  assert.deepEqual(createPlaces(kept).of('b'), { message: 'm2', offset: 0 });
});

test('only so many are kept, the latest ones', () => {
  const kept = storage();
  const places = createPlaces(kept);
  for (let index = 0; index < 300; index += 1) {
    places.keep(`c${index}`, { message: 'm', offset: 0 });
  }
  places.write();
  assert.equal(JSON.parse(kept.held.get('places')).length, 200);
  assert.equal(createPlaces(kept).of('c99'), null);
  assert.notEqual(createPlaces(kept).of('c100'), null);
});

for (const nonsense of ['', '{', 'null', '7', '[[1,2]]', '[["a",{"message":1,"offset":2}]]', '[["a",{"message":"m","offset":"far"}]]', '[["a"]]']) {
  test(`what is no place counts as none: ${nonsense}`, () => assert.equal(createPlaces(storage(nonsense)).of('a'), null));
}

test('a storage that is full changes nothing else', () => {
  const full = { getItem: () => null, setItem: () => { throw new Error('full'); } };
  const places = createPlaces(full);
  places.keep('a', { message: 'm', offset: 0 });
  assert.doesNotThrow(() => places.write());
  assert.notEqual(places.of('a'), null);
});
