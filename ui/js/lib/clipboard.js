// Copies text, and only text: no HTML flavour ever goes to the clipboard.

import { el, t } from './dom.js';
import { plainText } from '../plain.js';

/**
 * Copies a text that is still to come. The clipboard is asked within the press of the button: once
 * an answer of the engine was awaited, a web view no longer counts it as the person's wish.
 * @param {Promise<string>} coming
 * @returns {Promise<boolean>} whether it is on the clipboard
 */
export async function copyComing(coming) {
  try {
    const blob = coming.then((text) => new Blob([text], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    return coming.then(copyText, () => false);
  }
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/**
 * The old way, for web views that keep the clipboard from pages.
 * @param {string} text
 */
function copyBySelection(text) {
  const before = document.activeElement;
  const area = el('textarea', { class: 'visually-hidden', 'aria-hidden': 'true', tabindex: '-1' });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) {
    before.focus();
  }
  return done;
}

/** Languages whose code is pasted into a terminal: no final line break, which would run it. */
const SHELLS = new Set([
  'sh', 'bash', 'zsh', 'fish', 'ksh', 'ash', 'shell', 'shell-session', 'shellsession', 'sh-session', 'console', 'terminal',
  'powershell', 'posh', 'ps1', 'pwsh', 'bat', 'batch', 'cmd', 'dos',
]);

/**
 * @param {string} text
 * @param {string} lang
 */
export function codeToCopy(text, lang) {
  return SHELLS.has(lang) ? text.replace(/\n+$/, '') : text;
}

/**
 * The last code of an answer, as it is copied.
 * @param {readonly import('../types.js').TreeNode[]} nodes
 * @returns {string | null}
 */
export function lastCode(nodes) {
  for (const node of nodes.toReversed()) {
    if (typeof node === 'string' || Array.isArray(node)) {
      continue;
    }
    if (node.type === 'code') {
      return codeToCopy(plainText([node]), node.lang ?? '');
    }
    const within = 'children' in node ? lastCode(node.children) : null;
    if (within !== null) {
      return within;
    }
  }
  return null;
}

/** What buttons say when nothing was copied just now. @type {WeakMap<HTMLElement, string>} */
const sayings = new WeakMap();

/**
 * Says on the button what became of the copy, for two seconds.
 * @param {HTMLElement} button
 * @param {boolean} done
 */
export function tellCopied(button, done) {
  const said = sayings.get(button) ?? button.textContent ?? '';
  sayings.set(button, said);
  button.textContent = done ? t('message.copied') : t('message.pressAgain');
  setTimeout(() => {
    button.textContent = said;
  }, 2000);
}
