// Lint rules of the page and its tests. What the page must never do is refused here too, beside
// the CSP and the tests: one wall is not enough for a program that shows text from anywhere.

import js from '@eslint/js';
import { visibleText } from './tests/ui/lint/visible-text.js';

const browser = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'CSS',
  'ClipboardEvent',
  'ClipboardItem',
  'CustomEvent',
  'DataTransfer',
  'Element',
  'Event',
  'EventTarget',
  'File',
  'FocusEvent',
  'HTMLElement',
  'Highlight',
  'HTMLButtonElement',
  'HTMLDialogElement',
  'HTMLInputElement',
  'HTMLOListElement',
  'HTMLSelectElement',
  'HTMLTableCellElement',
  'HTMLTextAreaElement',
  'KeyboardEvent',
  'MutationObserver',
  'MouseEvent',
  'Node',
  'NodeFilter',
  'PointerEvent',
  'ResizeObserver',
  'SVGElement',
  'Text',
  'URL',
  'URLSearchParams',
  'WheelEvent',
  'cancelAnimationFrame',
  'clearInterval',
  'clearTimeout',
  'crypto',
  'customElements',
  'document',
  'getComputedStyle',
  'getSelection',
  'history',
  'localStorage',
  'innerWidth',
  'location',
  'matchMedia',
  'navigator',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'sessionStorage',
  'setInterval',
  'setTimeout',
  'structuredClone',
  'window',
];
/** What tests use within a page, and the page itself does not. */
const pictures = ['OffscreenCanvas', 'Storage', 'atob', 'btoa', 'createImageBitmap'];
const node = ['Buffer', 'console', 'fetch', 'process', 'setImmediate'];

/** @param {readonly string[]} names */
const globals = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

const sinks = ['innerHTML', 'outerHTML', 'srcdoc', 'cssText'].map((property) => ({
  property,
  message: 'No HTML or style string reaches the page: build nodes with lib/dom.js.',
}));
const message = 'No HTML string reaches the page: build nodes with lib/dom.js.';
const calls = [
  ...['insertAdjacentHTML', 'createContextualFragment', 'parseFromString', 'setHTML', 'setHTMLUnsafe'].map((name) => ({
    selector: `CallExpression[callee.property.name="${name}"]`,
    message,
  })),
  { selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write/]', message },
];

/** Names and examples that are the same in every language. */
const same = [
  'Gatehouse',
  // Languages are offered by their own names.
  'English',
  'Deutsch',
  '日本語',
  'العربية',
  // Makers, and what they call their things.
  'OpenAI',
  'Anthropic',
  'Google Gemini',
  'Vercel AI Gateway',
  'OpenAI (Responses)',
  'OpenAI chat completions',
  'OpenAI responses',
  'Anthropic messages',
  // What is typed.
  'X-Title: my app',
  'my-gateway',
  'https://gateway.example/v1',
  'http://proxy.example:3128',
  '-----BEGIN CERTIFICATE-----',
  'openai/gpt-4o, anthropic/claude-sonnet-4.5',
  'openai=gpt-4o-mini, local=',
  '/home/me/my-app',
];

export default [
  js.configs.recommended,
  {
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['ui/**/*.js'],
    languageOptions: { globals: globals(browser) },
    rules: {
      'max-lines': ['error', 250],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...sinks],
      'no-restricted-syntax': ['error', ...calls],
    },
  },
  {
    files: ['ui/texts/*.js'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['ui/js/**/*.js'],
    ignores: ['ui/js/host/fake*.js'],
    plugins: { gatehouse: { rules: { 'visible-text': visibleText } } },
    rules: { 'gatehouse/visible-text': ['error', { same }] },
  },
  {
    files: ['tests/**/*.js', 'tests/**/*.mjs', 'xtask/**/*.js', 'xtask/**/*.mjs'],
    languageOptions: { globals: globals([...browser, ...node, ...pictures]) },
  },
];
