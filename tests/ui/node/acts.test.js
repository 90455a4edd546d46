// The table of acts, and keys as they are written, pressed and told.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACTS, FIXED, actOf, actWith, bindingsOf, fixedWith, isChanged, withKeys } from '../../../ui/js/acts.js';
import { ariaKeys, chordLabel, chordsOf, unfit } from '../../../ui/js/lib/keys.js';
import { QUICK_ACTS, keysOf } from '../../../ui/js/quick-acts.js';
import { initialState } from '../../../ui/js/state/initial.js';
import { de } from '../../../ui/texts/de.js';
import { en } from '../../../ui/texts/en.js';
import { speak } from '../../../ui/js/lib/texts.js';

const press = (key, held = '', code = '') => ({
  key, code, shiftKey: held.includes('S'), ctrlKey: held.includes('C'), metaKey: held.includes('M'), altKey: held.includes('A'), isComposing: false, keyCode: 0,
});
const USUAL = bindingsOf([]);
const idOf = (event, mac = false, bindings = USUAL) => actOf(event, bindings, mac)?.id ?? null;

test('no two acts have the same usual keys, on either system, and none has keys that cannot be chosen', () => {
  for (const mac of [false, true]) {
    for (const { id, keys } of ACTS) {
      for (const chord of keys) {
        assert.equal(actWith(mac ? chord : chord.replace(/^Ctrl\+/, 'Mod+'), USUAL, mac)?.id, id, chord);
      }
    }
  }
  for (const { keys } of ACTS) {
    for (const chord of keys) {
      assert.ok(chord === 'Shift+Escape' || unfit(chord) === null, chord);
    }
  }
  assert.equal(new Set(ACTS.map(({ id }) => id)).size, ACTS.length);
  assert.deepEqual(ACTS.map(({ id }) => id).sort(), Object.keys(en.acts).sort(), 'each has a text, and each text an act');
  assert.deepEqual(FIXED.map(({ id }) => id).sort(), Object.keys(en.fixedKeys).sort());
});

test('every act can say whether it is possible of a page that just began', () => {
  for (const { possible } of ACTS) {
    assert.equal(typeof possible(initialState()), 'boolean');
  }
});

const PRESSED = [
  ['n', 'C', 'KeyN', false, 'newChat'],
  ['n', 'M', 'KeyN', true, 'newChat'],
  ['n', 'M', 'KeyN', false, null],
  ['n', 'C', 'KeyN', true, null],
  ['O', 'CS', 'KeyO', false, 'newChat'],
  ['n', 'CA', 'KeyN', false, null],
  ['n', '', 'KeyN', false, null],
  [',', 'C', 'Comma', false, 'settings'],
  ['M', 'CS', 'KeyM', false, 'model'],
  ['l', 'C', 'KeyL', false, 'composer'],
  ['Escape', 'S', 'Escape', false, 'composer'],
  ['Escape', '', 'Escape', false, null],
  ['Tab', 'C', 'Tab', false, 'nextChat'],
  ['Tab', 'C', 'Tab', true, 'nextChat'],
  ['Tab', 'CS', 'Tab', false, 'previousChat'],
  [']', 'M', 'BracketRight', true, 'nextChat'],
  ['F6', '', 'F6', false, 'region'],
  ['=', 'C', 'Equal', false, 'zoomIn'],
  ['+', 'CS', 'Equal', false, 'zoomIn'],
  ['+', 'C', 'BracketRight', false, 'zoomIn'],
  ['-', 'C', 'Slash', false, 'zoomOut'],
  ['0', 'C', 'Digit0', false, 'zoomReset'],
  ['à', 'C', 'Digit0', false, 'zoomReset'],
  ['/', 'C', 'Slash', false, 'shortcuts'],
  ['/', 'CS', 'Digit7', false, 'shortcuts'],
  ['"', 'CS', 'Quote', false, 'temporaryChat'],
  ["'", 'CS', 'Backslash', false, 'temporaryChat'],
  ['Dead', 'CS', 'Quote', false, 'temporaryChat'],
  [':', 'CS', 'Semicolon', false, 'copyCode'],
  ['л', 'C', 'KeyK', false, 'palette'],
  ['k', 'C', 'KeyV', false, 'palette'],
  ['Backspace', 'CS', 'Backspace', false, 'deleteChat'],
  ['Tab', 'CS', 'Tab', false, 'previousChat'],
  ['Unidentified', 'CS', 'Tab', false, 'previousChat'],
];
for (const [key, held, code, mac, wanted] of PRESSED) {
  test(`${held} ${key} at ${code} on ${mac ? 'a Mac' : 'others'} is ${wanted}`, () => assert.equal(idOf(press(key, held, code), mac), wanted));
}

test('modifiers alone are no keys', () => {
  for (const key of ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Process', 'Unidentified']) {
    assert.deepEqual(chordsOf(press(key, 'C'), false), []);
  }
});

test('AltGr writes signs and is no Ctrl with Alt, but for a Mac, which has none', () => {
  const altGr = (key, code) => ({ ...press(key, 'CA', code), getModifierState: (name) => name === 'AltGraph' });
  assert.equal(idOf(press('ż', 'CA', 'KeyZ')), 'undoDelete');
  assert.equal(idOf(altGr('ż', 'KeyZ')), null);
  assert.deepEqual(chordsOf(altGr('@', 'KeyQ'), false), []);
  assert.notDeepEqual(chordsOf(altGr('@', 'KeyQ'), true), []);
});

test('keys that stay as they are are known', () => {
  assert.deepEqual([['F2'], ['Shift+F10'], ['Mod+!', 'Alt+ArrowLeft'], ['Mod+J']].map((chords) => fixedWith(chords)?.id ?? null), ['rename', 'rowMenu', 'versions', null]);
});

test('changed keys take the place of the usual ones, none is none, and the rest stays', () => {
  const entries = ['newChat=Mod+J', 'newChat=Mod+Alt+N', 'sidebar=', 'ofTheFuture=Mod+U'];
  const bindings = bindingsOf(entries);
  assert.deepEqual(bindings.get('newChat'), ['Mod+J', 'Mod+Alt+N']);
  assert.deepEqual(bindings.get('sidebar'), []);
  assert.deepEqual(bindings.get('find'), ['Mod+F']);
  assert.equal(idOf(press('n', 'C', 'KeyN'), false, bindings), null);
  assert.equal(idOf(press('j', 'C', 'KeyJ'), false, bindings), 'newChat');
  assert.deepEqual(withKeys(entries, 'newChat', ['Mod+N', 'Mod+Shift+O']), ['sidebar=', 'ofTheFuture=Mod+U'], 'the usual ones are not written');
  assert.deepEqual(withKeys(entries, 'find', []), [...entries, 'find=']);
  assert.deepEqual(withKeys([], 'settings', ['Mod+,', 'Mod+=']), ['settings=Mod+,', 'settings=Mod+=']);
  assert.deepEqual(bindingsOf(['settings=Mod+=']).get('settings'), ['Mod+=']);
  assert.deepEqual([isChanged(entries, 'newChat'), isChanged(entries, 'find')], [true, false]);
});

test('what text fields need, what the system has and what is typed cannot be chosen', () => {
  assert.deepEqual(['Mod+C', 'Mod+Shift+V', 'Alt+ArrowLeft'].map(unfit), ['editing', 'editing', 'editing']);
  assert.equal(unfit('Super+K'), 'system');
  assert.deepEqual(['K', 'Shift+K', 'Enter', 'ArrowUp', 'Shift+Tab', 'Escape'].map(unfit), Array(6).fill('modifier'));
  assert.deepEqual(['Mod+J', 'Alt+J', 'Ctrl+Tab', 'F5', 'Shift+F12', 'Mod++'].map(unfit), Array(6).fill(null));
});

test('keys are told as they are printed', () => {
  assert.equal(chordLabel('Mod+Shift+K', false), 'Ctrl+Shift+K');
  assert.equal(chordLabel('Mod+Shift+K', true), '⇧⌘K');
  assert.equal(chordLabel('Mod++', false), 'Ctrl++');
  assert.equal(chordLabel('Alt+ArrowLeft', false), 'Alt+←');
  assert.equal(ariaKeys('Mod+Shift+K', false), 'Control+Shift+K');
  assert.equal(ariaKeys('Mod+K', true), 'Meta+K');
  speak({ tag: 'de', dir: 'ltr', texts: de });
  assert.equal(chordLabel('Mod+Shift+Backspace', false), 'Strg+Umschalt+Rücktaste');
  speak({ tag: 'en', dir: 'ltr', texts: en });
});

test('docs/keys.md has every act with its keys', () => {
  const page = readFileSync(new URL('../../../docs/keys.md', import.meta.url), 'utf8');
  const cell = (keys, mac) => keys.map((chord) => `\`${chordLabel(chord, mac)}\``).join(', ');
  const rows = [
    ...ACTS.map(({ id, keys }) => `| ${en.acts[id]} | \`${id}\` | ${cell(keys, false)} | ${cell(keys, true)} |`),
    ...FIXED.map(({ id, keys }) => `| ${en.fixedKeys[id]} | stays as it is | ${cell(keys, false)} | ${cell(keys, true)} |`),
  ];
  for (const row of rows) {
    assert.ok(page.split('\n').includes(row), row);
  }
  assert.equal(page.match(/^\| /gm).length, rows.length + page.match(/^## /gm).length, 'and no other');
});

test('docs/quick-ask.md has every act of quick-ask with its keys', () => {
  const page = readFileSync(new URL('../../../docs/quick-ask.md', import.meta.url), 'utf8');
  const cell = (keys, mac) => (keys === null ? (mac ? '' : 'as in the main window') : keys.map((chord) => `\`${chordLabel(chord, mac)}\``).join(', '));
  const rows = QUICK_ACTS.map(({ id, keys }) => {
    const name = { openInMain: 'Open the chat in the main window', attach: 'Attach the clipboard, the selection or a file', pin: 'Keep it open' }[id] ?? en.acts[id];
    return `| ${name} | ${cell(keys, false)} | ${keys === null ? '' : `${cell(keys, true)} `}|`;
  });
  const [, table = ''] = page.split('| act | keys | macOS |\n|---|---|---|\n');
  assert.deepEqual(table.split('\n\n')[0].split('\n'), rows);
});

test('each key of quick-ask has one act, whether Enter sends or Mod+Enter', () => {
  for (const sendWith of ['enter', 'modEnter']) {
    const settings = { shortcuts: [], sendWith };
    const all = QUICK_ACTS.flatMap((act) => keysOf(act, settings));
    assert.equal(new Set(all).size, all.length, all.join());
    assert.equal(all.includes('Mod+Enter'), sendWith === 'enter');
    assert.deepEqual(all.filter((keys) => unfit(keys) !== null), sendWith === 'enter' ? ['Mod+Enter'] : []);
  }
});
