// What the window says: every language whole, every key used, and the rule that keeps texts out of
// the modules.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import { LANGUAGES, languageFor } from '../../../ui/js/language.js';
import { formatDate, formatDecimal, formatNumber, listed, speak, t, textParts } from '../../../ui/js/lib/texts.js';
import { pseudo, pseudoLanguage } from '../../../ui/js/host/fake-pseudo.js';
import { ar } from '../../../ui/texts/ar.js';
import { de } from '../../../ui/texts/de.js';
import { en } from '../../../ui/texts/en.js';
import { ja } from '../../../ui/texts/ja.js';
import { visibleText } from '../lint/visible-text.js';

const ROOT = fileURLToPath(new URL('../../../ui/', import.meta.url));
const TEXTS = { en, de, ja, ar };

/** Every text by its key; a plural is an object. */
function flat(texts) {
  return Object.entries(texts).flatMap(([section, named]) => Object.entries(named).map(([name, said]) => [`${section}.${name}`, said]));
}

/** The names in braces, with all forms of a plural taken together. */
function names(said) {
  const all = typeof said === 'string' ? said : Object.values(said).join(' ');
  return [...new Set([...all.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
}

afterEach(() => speak({ tag: 'en', dir: 'ltr', texts: en }));

test('there is a file of texts for each language that is offered, and no other', () => {
  assert.deepEqual(Object.keys(TEXTS), Object.keys(LANGUAGES));
  assert.deepEqual(readdirSync(join(ROOT, 'texts')).sort(), Object.keys(LANGUAGES).map((tag) => `${tag}.js`).sort());
});

for (const [tag, texts] of Object.entries(TEXTS)) {
  test(`${tag} has every key, in the order of the English file, and the same names in braces`, () => {
    assert.deepEqual(flat(texts).map(([key]) => key), flat(en).map(([key]) => key));
    const theirs = new Map(flat(texts));
    for (const [key, said] of flat(en)) {
      assert.deepEqual(names(theirs.get(key)), names(said), key);
      assert.equal(typeof theirs.get(key), typeof said, key);
    }
  });

  test(`${tag} has a text for each kind of number it knows`, () => {
    const kinds = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [key, said] of flat(texts).filter(([, one]) => typeof one === 'object')) {
      assert.deepEqual(Object.keys(said).sort(), [...kinds].sort(), key);
      assert.match(said.other, /\{count\}/, `${key} tells how many`);
    }
  });

  test(`${tag} has no text that is empty, padded or marked as unfinished`, () => {
    for (const [key, said] of flat(texts)) {
      for (const text of typeof said === 'string' ? [said] : Object.values(said)) {
        assert.match(text, /\S/, key);
        assert.equal(text, text.trim(), key);
        assert.doesNotMatch(text, /TODO|XXX|\.\.\.|"| {2}/, key);
      }
    }
  });
}

/** @param {string} folder @returns {string[]} */
function scripts(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? scripts(path) : entry.name.endsWith('.js') ? [path] : [];
  });
}

test('every text is used', () => {
  const code = scripts(join(ROOT, 'js')).map((path) => readFileSync(path, 'utf8')).join('\n');
  const named = new Set([...code.matchAll(/'(\w+\.\w+)'/g)].map(([, key]) => key));
  // A key may end in what it depends on, such as a code: its beginning is named then.
  const begun = [...code.matchAll(/(?:\bt|textParts)\(`(\w+\.\w*)\$\{/g)].map(([, start]) => start);
  const unused = flat(en).map(([key]) => key).filter((key) => !named.has(key) && !begun.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});

test('the setting chooses the language, else the first of the system’s that there is', () => {
  const cases = [
    ['de', ['en-GB'], 'de'],
    ['en', ['de-AT'], 'en'],
    ['auto', ['de-CH', 'en'], 'de'],
    ['auto', ['fr', 'DE', 'en'], 'de'],
    ['auto', ['en-US', 'de'], 'en'],
    ['ar', ['ja'], 'ar'],
    ['auto', ['ja-JP'], 'ja'],
    ['auto', ['ar-EG', 'en'], 'ar'],
    ['auto', ['den', 'jam', 'arn'], 'en'],
    ['auto', [], 'en'],
  ];
  for (const [setting, wanted, language] of cases) {
    assert.equal(languageFor(setting, wanted), language, JSON.stringify([setting, wanted]));
  }
});

/** Texts of this test alone. */
const OWN = { one: { plain: 'a text', named: '{who} and {what}', counted: { one: '{count} thing of {who}', few: '{count} few', other: '{count} things of {who}' } } };
const say = (tag, dir = 'ltr') => speak({ tag, dir, texts: OWN });

test('a text is filled in, counted and numbered as its language does', () => {
  say('en');
  assert.equal(t('one.plain'), 'a text');
  assert.equal(t('one.named', { who: 'A {what} $1', what: 12_345 }), 'A {what} $1 and 12,345');
  assert.equal(t('one.counted', { count: 1, who: 'mine' }), '1 thing of mine');
  assert.equal(t('one.counted', { count: 1000, who: 'mine' }), '1,000 things of mine');
  say('de');
  assert.equal(t('one.counted', { count: 1000, who: 'mir' }), '1.000 things of mir');
  say('pl');
  assert.equal(t('one.counted', { count: 3, who: '' }), '3 few');
  say('fr');
  assert.equal(t('one.counted', { count: 0, who: 'moi' }), '0 thing of moi', 'nothing is one thing in French');
});

test('from right to left a name is held together, whatever its own direction', () => {
  say('en', 'rtl');
  assert.equal(t('one.named', { who: 'abc', what: 'אבג' }), '\u2068abc\u2069 and \u2068אבג\u2069');
});

test('a text has room for more than text', () => {
  say('en');
  const node = { any: 'thing' };
  assert.deepEqual(textParts('one.named', { who: node, what: 'x' }), [node, ' and ', 'x']);
});

test('numbers, amounts and days are written as the language writes them', () => {
  const day = Date.UTC(2026, 2, 1);
  const how = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
  say('en');
  assert.deepEqual([formatNumber(1234.5), formatDecimal('0.000000000000000001'), formatDate(day, how)], ['1,234.5', '0.000000000000000001', 'March 1, 2026']);
  say('de');
  assert.deepEqual([formatNumber(1234.5), formatDecimal('0.000000000000000001'), formatDate(day, how)], ['1.234,5', '0,000000000000000001', '1. März 2026']);
});

test('in Arabic numbers and days have the digits of ids and amounts, whatever the web view takes for usual', () => {
  say('ar', 'rtl');
  assert.deepEqual([formatNumber(1234.5), formatDecimal('0.0081'), formatDate(Date.UTC(2026, 2, 1), { day: 'numeric', month: 'long', timeZone: 'UTC' })], ['1,234.5', '0.0081', '1 مارس']);
});

test('what stands in a line is separated as the language does', () => {
  for (const [language, line] of [[en, 'a, b, c'], [ja, 'a、b、c'], [ar, 'a، b، c']]) {
    speak({ tag: 'en', dir: 'ltr', texts: language });
    assert.equal(listed(['a', 'b', 'c']), line);
  }
});

test('the language of tests leaves no plain letter in a text, and its names as they are', () => {
  assert.doesNotMatch(pseudo('The quick brown fox jumps over the lazy dog, ABC {name}').replace('{name}', ''), /[A-Za-z]/);
  assert.match(pseudo('a {name} b'), /\{name\}/);
  assert.deepEqual(flat(pseudoLanguage().texts).map(([key]) => key), flat(en).map(([key]) => key));
});

/** What the rule says of a piece of a module. */
function told(code) {
  const config = [{ plugins: { own: { rules: { text: visibleText } } }, rules: { 'own/text': ['error', { same: ['Gatehouse'] }] } }];
  return new Linter().verify(code, config).map(({ messageId }) => messageId);
}

const SEEN = [
  "el('p', {}, ['word'])",
  "el('p', {}, [wide ? 'word' : 'w'])",
  "el('p', {}, [`${count} words`])",
  "el('p', {}, [el('b', {}, ['word'])])",
  "el('input', { placeholder: 'word' })",
  "el('nav', { 'aria-label': `list of ${name}` })",
  "el('option', { label: 'Word' })",
  "button('word', 'button', go, signal)",
  "setText(node, 'word')",
  "setAttribute(node, 'aria-label', name ?? 'word')",
  "node.setAttribute('title', 'word')",
  "node.textContent = 'word'",
  "document.title = `${name} here`",
  "const NOTE = 'Nothing is here.'",
  "const words = { a: 'Nothing' }",
  "const say = () => 'not yet'",
  "tell(`${n} min ago`)",
  "labelled('name', box)",
];
for (const code of SEEN) {
  test(`the rule sees the text in ${code}`, () => assert.deepEqual([...new Set(told(code))], ['text']));
}

const NOT_SEEN = [
  "() => el('p', { class: 'button quiet' }, [t('app.newChat')])",
  "() => el('p', 'Button quiet', [t('app.newChat')])",
  "el('p', {}, [' · ', '×', '1/2'])",
  "el('span', {}, ['Gatehouse'])",
  "if (event.key === 'Escape now') { go(); }",
  "switch (key) { case 'Some thing': go(); }",
  "throw new TypeError('This never happens')",
  "import { a } from './Some thing.js'",
  "node.querySelector('.a .b')",
  "const open = new Set(['ArrowUp', 'End'])",
  "fetch_it('connection-row')",
  "drawing(['M4 6h16'], 'line-icon wide')",
];
for (const code of NOT_SEEN) {
  test(`the rule sees no text in ${code}`, () => assert.deepEqual(told(code), []));
}

test('the rule refuses a text that is asked for while a module loads', () => {
  assert.deepEqual(told("const NAME = t('app.newChat');"), ['early']);
  assert.deepEqual(told("class A { static b = t('app.newChat'); }"), ['early']);
  assert.deepEqual(told("class A { #b = t('app.newChat'); c() { return t('app.newChat'); } } const d = () => t('app.newChat');"), []);
});
