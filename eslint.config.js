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
];

/** Modules whose texts are not in `ui/texts` yet. It only ever gets shorter. */
const unmoved = [
  'ui/js/actions.js',
  'ui/js/chats.js',
  'ui/js/drafting.js',
  'ui/js/elements/answer-details.js',
  'ui/js/elements/chat-bars.js',
  'ui/js/elements/chat-box.js',
  'ui/js/elements/chat-title.js',
  'ui/js/elements/chat-welcome.js',
  'ui/js/elements/connection-form.js',
  'ui/js/elements/connection-list.js',
  'ui/js/elements/connection-test.js',
  'ui/js/elements/conversation-list.js',
  'ui/js/elements/draft-files.js',
  'ui/js/elements/env-import.js',
  'ui/js/elements/error-note.js',
  'ui/js/elements/find-bar.js',
  'ui/js/elements/gateway-form.js',
  'ui/js/elements/key-card.js',
  'ui/js/elements/key-field.js',
  'ui/js/elements/link-gate.js',
  'ui/js/elements/message-body.js',
  'ui/js/elements/message-composer.js',
  'ui/js/elements/message-foot.js',
  'ui/js/elements/message-list.js',
  'ui/js/elements/message-log.js',
  'ui/js/elements/message-menu.js',
  'ui/js/elements/message-view.js',
  'ui/js/elements/model-combobox.js',
  'ui/js/elements/next-turn.js',
  'ui/js/elements/picture-view.js',
  'ui/js/elements/question-edit.js',
  'ui/js/elements/quick-ask.js',
  'ui/js/elements/reasoning-view.js',
  'ui/js/elements/settings-dialog.js',
  'ui/js/elements/settings-form.js',
  'ui/js/elements/sign-in-panel.js',
  'ui/js/elements/source-list.js',
  'ui/js/elements/tool-calls.js',
  'ui/js/elements/turn-options.js',
  'ui/js/lib/clipboard.js',
  'ui/js/lib/details.js',
  'ui/js/lib/errors.js',
  'ui/js/lib/estimate.js',
  'ui/js/lib/files.js',
  'ui/js/lib/format.js',
  'ui/js/lib/found.js',
  'ui/js/lib/input.js',
  'ui/js/lib/links.js',
  'ui/js/lib/models.js',
  'ui/js/lib/pieces.js',
  'ui/js/lib/receipt.js',
  'ui/js/lib/remedies.js',
  'ui/js/render/code.js',
  'ui/js/render/marks.js',
  'ui/js/render/math.js',
  'ui/js/render/selection.js',
  'ui/js/render/table.js',
  'ui/js/state/choice.js',
  'ui/js/state/rows.js',
  'ui/js/state/turns.js',
  'ui/js/store.js',
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
    ignores: ['ui/js/host/fake*.js', ...unmoved],
    plugins: { gatehouse: { rules: { 'visible-text': visibleText } } },
    rules: { 'gatehouse/visible-text': ['error', { same }] },
  },
  {
    files: ['tests/**/*.js', 'tests/**/*.mjs', 'xtask/**/*.js', 'xtask/**/*.mjs'],
    languageOptions: { globals: globals([...browser, ...node, ...pictures]) },
  },
];
