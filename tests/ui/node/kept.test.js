// What the page keeps beside the settings, broken off at any character, garbled or refused: the page
// begins with what is usual, takes nothing that it does not know, and keeps it anew.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSetting } from '../../../ui/js/language.js';
import { keepLook, ZOOMS } from '../../../ui/js/look.js';
import { createPlaces } from '../../../ui/js/places.js';
import { keepRecent } from '../../../ui/js/recent.js';
import { createStore } from '../../../ui/js/store.js';
import { createUnfolded } from '../../../ui/js/unfolded.js';
import { golden } from './golden.js';
import { randomness } from './random.js';

const root = { dataset: /** @type {Record<string, string>} */ ({}) };
Object.assign(globalThis, { document: { documentElement: root }, window: new EventTarget() });

const NAMES = ['theme', 'textSize', 'density', 'codeColours'];
const LOOK = JSON.stringify({ theme: 'dark', textSize: 'large', density: 'close', codeColours: 'plain', zoom: 150 });
const RECENT = JSON.stringify([{ connection: 'gateway', model: 'openai/gpt-4o' }, { connection: 'lokal', model: 'ä"\\\n\u{1F600}' }]);
const FOLDERS = JSON.stringify(['Arbeit', '工作', 'a "b" \\ \u{1F600}']);
const PLACES = JSON.stringify([['c1', { message: 'm1', offset: -12 }], ['c2', { message: 'm2', offset: 0.5 }]]);

/** A text cut at each character, and with each garbled, left out or doubled. @param {string} whole */
function* broken(whole) {
  const { below } = randomness(7);
  for (let at = 0; at <= whole.length; at += 1) {
    yield whole.slice(0, at);
    yield whole.slice(at);
    yield whole.slice(0, at) + whole.slice(at + 1);
    yield whole.slice(0, at) + String.fromCharCode(below(0x3000)) + whole.slice(at + 1);
    yield whole.slice(0, at) + '"{}[]:,0n'[below(9)] + whole.slice(at);
  }
  yield* ['null', 'true', '7', '"x"', '[]', '{}', '[null]', '[[]]', '{"theme":{}}', '{"zoom":1e9}', '[{"connection":1}]', '\0', '{"__proto__":{"theme":"x"}}'];
}

/** @param {string | null} kept */
function storage(kept) {
  const held = { text: kept };
  return { held, getItem: () => held.text, setItem: (/** @type {string} */ _key, /** @type {string} */ text) => void (held.text = text) };
}

/** A page that begins; `end` ends it. */
function page() {
  const life = new AbortController();
  return { store: createStore(() => 0), signal: life.signal, end: () => life.abort() };
}

test('the look', () => {
  for (const text of broken(LOOK)) {
    const kept = storage(text);
    const { store, signal, end } = page();
    /** @type {number[]} */
    const zooms = [];
    keepLook({ store, zoom: (percent) => zooms.push(percent), storage: kept, signal });
    assert.deepEqual(Object.keys(root.dataset), NAMES, text);
    assert.ok(NAMES.every((name) => typeof root.dataset[name] === 'string'), text);
    assert.ok(zooms.every((percent) => ZOOMS.includes(percent)), text);
    end();
  }
});

test('the models asked last', () => {
  for (const text of broken(RECENT)) {
    const { store, signal, end } = page();
    const kept = storage(text);
    keepRecent(store, kept, signal);
    const { recent } = store.state();
    assert.ok(recent.every((one) => typeof one.connection === 'string' && typeof one.model === 'string'), text);
    const next = [{ connection: 'demo', model: 'm' }];
    store.dispatch([{ type: 'recent', recent: next }]);
    assert.equal(kept.held.text, JSON.stringify(next), text);
    end();
  }
});

test('the folders that are open', () => {
  for (const text of broken(FOLDERS)) {
    const kept = storage(text);
    const unfolded = createUnfolded(kept);
    assert.ok([...unfolded.names()].every((name) => typeof name === 'string'), text);
    unfolded.set('new', true);
    assert.ok(JSON.parse(kept.held.text ?? '').includes('new'), text);
  }
});

test('the places in chats', () => {
  for (const text of broken(PLACES)) {
    const kept = storage(text);
    const places = createPlaces(kept);
    for (const chat of ['c1', 'c2']) {
      const place = places.of(chat);
      assert.ok(place === null || (typeof place.message === 'string' && Number.isFinite(place.offset)), text);
    }
    places.keep('c3', { message: 'm3', offset: 1 });
    places.write();
    assert.deepEqual(JSON.parse(kept.held.text ?? '').at(-1), ['c3', { message: 'm3', offset: 1 }], text);
  }
});

test('the language', () => {
  for (const text of ['', 'd', 'DE', 'de\0', 'xx', '{"language":"de"}', '__proto__', 'constructor', null]) {
    assert.equal(toSetting(text), 'auto', String(text));
  }
  assert.equal(toSetting('de'), 'de');
});

// Mutation seen to fail: `full-storage-stops` in `xtask/scripts/mutations_window.py`.
test('a storage that takes nothing stops nothing', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  };
  const { store, signal } = page();
  keepLook({ store, storage: full, signal });
  keepRecent(store, full, signal);
  let told = 0;
  store.subscribe(() => (told += 1), { signal });
  store.dispatch([{ type: 'recent', recent: [{ connection: 'demo', model: 'm' }] }, { type: 'attached', snapshot: golden('snapshot.json') }]);
  assert.equal(told, 1, 'who comes after is told too');
  createUnfolded(full).set('a', true);
});
