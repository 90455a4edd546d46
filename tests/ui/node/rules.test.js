// What the page's sources must never hold.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const ROOT = fileURLToPath(new URL('../../../ui/', import.meta.url));

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const SOURCES = files(ROOT).map((path) => ({ name: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
const SCRIPTS = SOURCES.filter(({ name }) => name.endsWith('.js'));
const PAGES = SOURCES.filter(({ name }) => name.endsWith('.html'));

test('the sources were found', () => {
  assert.ok(SCRIPTS.length > 25);
  assert.deepEqual(PAGES.map(({ name }) => name).sort(), ['index.html', 'quick.html']);
});

const SINKS = [
  /innerHTML/, /outerHTML/, /insertAdjacentHTML/, /document\.write/, /\beval\s*\(/, /new Function/, /srcdoc/,
  /createContextualFragment/, /DOMParser/, /setHTML/, /cssText/, /setAttribute\(\s*['"]style/, /setAttribute\(\s*['"]on/,
  /createPolicy/, /\bimportScripts\b/, /javascript:/i, /@ts-ignore|@ts-expect-error|@ts-nocheck/, /\bany\b(?=[>}\]|)])/,
];

test('no script holds a sink for strings, or a way around the types', () => {
  for (const { name, text } of SCRIPTS) {
    for (const sink of SINKS) {
      assert.doesNotMatch(text, sink, name);
    }
  }
});

test('no page holds an inline script, style or handler, or names anything outside', () => {
  for (const { name, text } of PAGES) {
    assert.doesNotMatch(text, /\sstyle\s*=|<style|\son\w+\s*=|https?:\/\//i, name);
    for (const [script] of text.matchAll(/<script[\s\S]*?<\/script>/g)) {
      assert.match(script, /^<script type="module" src="[\w/.-]+"><\/script>$/, name);
    }
  }
});

test('no style sheet fetches anything', () => {
  for (const { name, text } of SOURCES.filter((source) => source.name.endsWith('.css'))) {
    assert.doesNotMatch(text, /url\(|@import/, name);
  }
});

/** What has a side of its own: the mark in a box whose text reads from the left, the tick in a box, columns that an answer aligned, lines beside a formula. */
const SIDED = ['right: 0.45rem;', 'left: 0.27em;', 'border-width: 0 0.13em 0.13em 0;', 'text-align: left;', 'text-align: right;', 'text-align: -webkit-left;', 'text-align: -webkit-right;', 'border-right: 1px solid;', 'border-left: 1px solid;'];

test('style sheets say start and end, not left and right', () => {
  for (const { name, text } of SOURCES.filter((source) => source.name.endsWith('.css'))) {
    for (const [line, property, value] of text.matchAll(/^\s*([a-z-]+): ([^;{]*);$/gm)) {
      const four = /^(?:margin|padding|inset|border-width|border-radius)$/.test(property) ? value.replace(/\([^)]*\)/g, '').split(/\s+/) : [];
      const sided = /\b(?:left|right)\b/.test(property) || (/^(?:text-align|float|clear)$/.test(property) && /left|right/.test(value)) || (four.length === 4 && four[1] !== four[3]);
      assert.ok(!sided || SIDED.includes(line.trim()), `${name}: ${line.trim()}`);
    }
  }
});

test('only one file knows Tauri', () => {
  const knowing = SOURCES.filter(({ text }) => text.includes('__TAURI')).map(({ name }) => name);
  assert.deepEqual(knowing, [join('js', 'host', 'tauri.js')]);
});

test('one clock ticks, which rests where nobody looks', () => {
  const ticking = SCRIPTS.filter(({ text }) => text.includes('setInterval(')).map(({ name }) => name);
  assert.deepEqual(ticking, [join('js', 'lib', 'seconds.js')]);
});

test('elements other than those of the closed list are made nowhere', () => {
  for (const { name, text } of SCRIPTS) {
    if (!['dom.js', 'svg.js'].some((file) => name === join('js', 'lib', file))) {
      assert.doesNotMatch(text, /createElement/, name);
    }
  }
});

test('nothing is imported from outside, and only the fake is loaded late', () => {
  for (const { name, text } of SCRIPTS) {
    const code = text.replace(/import\('[^']*bindings\/ipc'\)/g, '');
    for (const [, target] of code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      assert.match(target, /^\.{1,2}\//, name);
    }
  }
});

test('no file is longer than 250 lines, but for the texts', () => {
  for (const { name, text } of SCRIPTS.filter((script) => !script.name.startsWith('texts'))) {
    assert.ok(text.split('\n').length <= 251, `${name} has ${text.split('\n').length} lines`);
  }
});

test('formulas try fonts that have their signs before the font of the text', () => {
  const [, list = ''] = /--font-math:([^;]+);/.exec(SOURCES.find(({ name }) => name.endsWith('tokens.css'))?.text ?? '') ?? [];
  const fonts = list.split(',').map((font) => font.trim());
  const text = fonts.indexOf('var(--font)');
  assert.equal(text, fonts.length - 1);
  for (const font of ['"DejaVu Serif"', '"FreeSerif"', '"Liberation Serif"', '"Times New Roman"']) {
    assert.ok(fonts.indexOf(font) >= 0 && fonts.indexOf(font) < text, font);
  }
});
