import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import './element.js';
import { codeToCopy } from '../../../ui/js/lib/clipboard.js';
import { remedyOf, toUserError } from '../../../ui/js/lib/errors.js';
import { canGoOn, endNote, keyWords, lengthLabel, spanWords, textDirection, timeGroup, waitText } from '../../../ui/js/lib/format.js';
import { en } from '../../../ui/texts/en.js';
import { composing, enterRule, filterModels, keyHint, restored } from '../../../ui/js/lib/input.js';

const press = (over) => ({ key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, keyCode: 13, ...over });

const ENTER = [
  ['sends', {}, { busy: false, text: 'hi' }, 'send'],
  ['with Ctrl sends too', { ctrlKey: true }, { busy: false, text: 'hi' }, 'send'],
  ['with Shift makes a new line', { shiftKey: true }, { busy: false, text: 'hi' }, 'type'],
  ['while composing types', { isComposing: true }, { busy: false, text: 'hi' }, 'type'],
  ['with key code 229 types', { keyCode: 229 }, { busy: false, text: 'hi' }, 'type'],
  ['while composing in a busy chat types', { isComposing: true }, { busy: true, text: 'hi' }, 'type'],
  ['while an answer runs keeps the draft', {}, { busy: true, text: 'hi' }, 'keep'],
  ['on nothing says so', {}, { busy: false, text: '' }, 'empty'],
  ['on white space says so', {}, { busy: false, text: ' \n\t' }, 'empty'],
  ['is the only key that counts', { key: 'a' }, { busy: false, text: 'hi' }, 'type'],
];
for (const [name, how, composer, wanted] of ENTER) {
  test(`Enter ${name}`, () => assert.equal(enterRule(press(how), { sendWith: 'enter', mac: false, ...composer }), wanted));
}

test('composing is known by the flag and by the key code', () => {
  assert.deepEqual([composing(press({})), composing(press({ isComposing: true })), composing(press({ keyCode: 229 }))], [false, true, true]);
});

const KEYS = [
  ['vck_abcdefghijklmnop', null],
  ['  vck_abcdefghijklmnop\n', null],
  ['eyJhbGciOi.eyJleHAi.c2ln', null],
  ['vck_abc\ndef', /line break/],
  ['vck_abc\r\ndef', /line break/],
  ['"vck_abcdef"', /quotes/],
  ["'vck_abcdef", /quotes/],
  ['“vck_abcdef”', /quotes/],
  ['Bearer vck_abcdef', /Bearer/],
  ['bearer vck_abcdef', /Bearer/],
  ['AI_GATEWAY_API_KEY=vck_abc', /name/],
  ['vck abc', /space/],
  ['vck_abc\u200bdef', /character/],
  ['sk-ant-...', /placeholder/],
];
for (const [key, wanted] of KEYS) {
  test(`the form of ${JSON.stringify(key)} is ${wanted === null ? 'fine' : 'told'}`, () => {
    const hint = keyHint(key);
    if (wanted === null) {
      assert.equal(hint, null);
    } else {
      assert.match(hint, wanted);
    }
  });
}

test('a list of models is narrowed by all words, and by what begins with the first', () => {
  const list = ['google/gemini-pro', 'openai/gpt-4o', 'x/openai-copy', 'openai/gpt-4o-mini'].map((id) => ({ id }));
  const ids = (query, limit = 10) => filterModels(list, query, limit).shown.map(({ id }) => id);
  assert.deepEqual(ids('OPENAI'), ['openai/gpt-4o', 'openai/gpt-4o-mini', 'x/openai-copy']);
  assert.deepEqual(ids('openai mini'), ['openai/gpt-4o-mini']);
  assert.deepEqual(ids('nothing'), []);
  assert.deepEqual(filterModels(list, '', 3), { shown: list.slice(0, 3), more: 1 });
});

test('two thousand names are narrowed to what is drawn', () => {
  const list = Array.from({ length: 2000 }, (_, index) => ({ id: `vendor/model-${index}` }));
  const { shown, more } = filterModels(list, 'model-1', 100);
  assert.deepEqual([shown.length, more], [100, 1011]);
});

test('a refused question goes before what was typed since', () => {
  assert.equal(restored('Why?', '  '), 'Why?');
  assert.equal(restored('Why?', 'And how?'), 'Why?\n\nAnd how?');
});

test('what stands under an answer', () => {
  const cases = [
    [{ state: 'done', finish: 'stop', maxTokens: null }, '', false],
    [{ state: 'done', finish: 'length', maxTokens: 1000 }, 'Cut off at your 1,000-token limit', true],
    [{ state: 'done', finish: 'length', maxTokens: 500 }, 'Cut off at your 500-token limit', true],
    [{ state: 'done', finish: 'length', maxTokens: null }, "Cut off at the model's own limit", true],
    [{ state: 'done', finish: 'content_filter', maxTokens: null }, 'Cut off by a content filter', false],
    [{ state: 'interrupted', finish: null, maxTokens: null }, 'Interrupted', true],
    [{ state: 'cancelled', finish: 'cancelled', maxTokens: null }, 'Stopped', false],
    [{ state: 'failed', finish: null, maxTokens: null }, '', false],
  ];
  for (const [message, note, goesOn] of cases) {
    assert.deepEqual([endNote(message), canGoOn(message)], [note, goesOn]);
  }
});

test('what a waiting turn says', () => {
  const turn = { wait: null, activeAtMs: 0, stopping: false, begun: false };
  const cases = [
    [turn, 'Thinking…'],
    [{ ...turn, begun: true }, ''],
    [{ ...turn, stopping: true }, 'Stopping…'],
    [{ ...turn, wait: { reason: 'retry', untilMs: 12_400, note: null } }, 'Retrying in 3 s…'],
    [{ ...turn, wait: { reason: 'retry', untilMs: 9_000, note: null } }, 'Retrying in 0 s…'],
    [{ ...turn, wait: { reason: 'retry', untilMs: null, note: null } }, 'Retrying…'],
    [{ ...turn, wait: { reason: 'still', untilMs: null, note: null } }, 'Still waiting, 10 s'],
    [{ ...turn, wait: { reason: 'limiter', untilMs: 11_000, note: null } }, 'Waiting for your pace limit, 1 s…'],
    [{ ...turn, wait: { reason: 'retry', untilMs: null, note: 'Trying b: a is overloaded.' } }, 'Trying b: a is overloaded.'],
    [{ ...turn, wait: { reason: 'signin', untilMs: null, note: null } }, 'Renewing the sign-in…'],
  ];
  for (const [given, wanted] of cases) {
    assert.equal(waitText(given, 10_000), wanted);
  }
});

test('days, weeks and months are named as on this clock', () => {
  const now = new Date(2026, 10, 22, 0, 30);
  const name = (...then) => timeGroup(new Date(...then).getTime(), now).name;
  assert.equal(name(2026, 10, 22, 0, 1), 'Today');
  assert.equal(name(2026, 10, 23, 9, 0), 'Today', 'a clock that was set back');
  assert.equal(name(2026, 10, 21, 23, 59), 'Yesterday');
  assert.equal(name(2026, 10, 20, 23, 59), 'Previous 7 days');
  assert.equal(name(2026, 10, 15, 0, 0), 'Previous 7 days');
  assert.equal(name(2026, 10, 14, 23, 59), 'November 2026');
  assert.equal(name(2026, 9, 31, 23, 59), 'October 2026');
  assert.equal(name(2025, 10, 14), 'November 2025');
});

test('whatever is not older than a group begins is called as it is', () => {
  const now = new Date(2026, 2, 30, 12, 0);
  for (let hours = 0; hours < 24 * 400; hours += 5) {
    const then = now.getTime() - hours * 3_600_000;
    const { name, fromMs } = timeGroup(then, now);
    assert.ok(fromMs <= then);
    assert.equal(timeGroup(fromMs, now).name, name);
    assert.notEqual(timeGroup(fromMs - 1, now).name, name);
  }
});

test('lengths and keys in words', () => {
  assert.deepEqual([lengthLabel(null), lengthLabel(1000), lengthLabel(500)], ['Automatic', '1,000 tokens', '500 tokens']);
  const key = { connection: 'gateway', origin: null, source: 'keyring', state: 'present', last4: 'wxyz', expiresAtMs: null, warning: null };
  assert.equal(keyWords(key), "In your system's keyring, ends in wxyz");
  assert.equal(keyWords({ ...key, source: 'env', last4: null }), 'From the environment');
  assert.equal(keyWords({ ...key, source: 'session' }), 'For this session only, ends in wxyz');
  for (const [state, words] of [['absent', /No key/], ['locked', /locked/], ['denied', /refused/], ['unavailable', /No keyring/]]) {
    assert.match(keyWords({ ...key, source: 'none', state }), words);
  }
});

test('every code of the contract has its remedy, or none on purpose', () => {
  const contract = readFileSync(new URL('../../../src-tauri/bindings/ipc.d.ts', import.meta.url), 'utf8');
  const codes = /export type Code = ([^;]+);/.exec(contract)[1].match(/\w+/g);
  assert.ok(codes.length >= 30);
  for (const code of codes) {
    const remedy = remedyOf(code);
    assert.ok(remedy === null || en.remedies[remedy] !== undefined, code);
  }
  assert.deepEqual([remedyOf('key_missing'), remedyOf('model_not_found'), remedyOf('rate_limited')], ['key', 'model', 'retry']);
});

test('whatever a command rejects with can be shown, and shows nothing but its own sentence', () => {
  const known = { code: 'storage', message: 'The disk is full.', action: 'Free some space.', status: null, retryAfterMs: null, requestId: null, nearest: null };
  assert.deepEqual(toUserError(known), known);
  for (const odd of ['not allowed by ACL', new Error('secret'), null, undefined, 7, { code: 3, message: {} }]) {
    assert.equal(toUserError(odd).code, 'internal');
    assert.doesNotMatch(toUserError(odd).message, /secret|ACL/);
  }
});

test('code for a terminal is copied without the line break that would run it', () => {
  const names = readFileSync(new URL('../../../src-tauri/crates/chat-render/src/code/names.rs', import.meta.url), 'utf8');
  const shells = [...names.matchAll(/^ {4}\("([^"]+)", (?:Grammar::Shell|Grammar::Session|Grammar::Words\(&tables::POWERSHELL\))\),$/gm)].map(([, name]) => name);
  assert.ok(shells.length >= 14, 'the renderer knows shells');
  for (const name of [...shells, 'bat', 'batch', 'cmd', 'dos']) {
    assert.equal(codeToCopy('ls\n', name), 'ls', name);
  }
  assert.equal(codeToCopy('x = 1\n', 'python'), 'x = 1\n');
});

test('a short text finds its direction line by line, a long one once', () => {
  assert.deepEqual(['hi', 'مرحبا', 'hi '.repeat(9000), '1. مرحبا '.repeat(9000), 'שלום '.repeat(9000)].map(textDirection), ['auto', 'auto', 'ltr', 'rtl', 'rtl']);
});

for (const [ms, words] of [[0, '1 s'], [1400, '1 s'], [12_000, '12 s'], [59_600, '1 min'], [60_000, '1 min'], [125_000, '2 min 5 s'], [3_600_000, '60 min']]) {
  test(`${ms} ms are ${words}`, () => assert.equal(spanWords(ms), words));
}
