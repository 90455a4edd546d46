// Items, alerts, footnotes and links. What they lead to is kept beside the elements, not in
// attributes: nothing a web view could follow by itself.

import { make } from './closed-list.js';
import { Drawn, parentOf } from './drawn.js';
import { t } from '../lib/texts.js';

/** @typedef {import('../types.js').AlertKind} AlertKind */

/** @type {readonly AlertKind[]} */
const ALERTS = ['note', 'tip', 'important', 'warning', 'caution'];

/** @type {WeakMap<Element, {href: string, host: string | null}>} */
const targets = new WeakMap();

/** Names of footnotes, of the notes and of what refers to them. @type {WeakMap<Element, string>} */
const labels = new WeakMap();

/** @param {boolean | null} done none when it is no task */
export function listItem(done) {
  if (done === null) {
    return parentOf('item', make('li'));
  }
  const box = make('span', { class: done ? 'task-box done' : 'task-box', role: 'img', 'aria-label': done ? t('answer.done') : t('answer.notDone') });
  return parentOf('item', make('li', { class: 'task' }, [box]));
}

/** @param {AlertKind} kind */
export function alertBox(kind) {
  const known = ALERTS.includes(kind) ? kind : 'note';
  // `bdi` keeps the label's letters from choosing the direction of the text.
  const title = make('p', { class: 'alert-title' }, [make('bdi', {}, [t(`answer.${known}`)])]);
  return parentOf('alert', make('div', { class: `alert alert-${known}`, role: 'note', dir: 'auto' }, [title]));
}

/** @param {string} label */
export function footnote(label) {
  const back = make('button', { type: 'button', class: 'footnote-back', 'aria-label': t('answer.footnoteBack', { label }) }, ['↩']);
  const note = make('div', { class: 'footnote', role: 'note', tabindex: '-1', 'aria-label': t('answer.footnote', { label }), dir: 'auto' }, [
    make('bdi', { class: 'footnote-label' }, [label]),
    back,
  ]);
  labels.set(note, label);
  return parentOf('footnote', note, note, back);
}

/** @param {string} label */
export function footnoteMark(label) {
  const mark = make('button', { type: 'button', class: 'footnote-mark', 'aria-label': t('answer.footnote', { label }) }, [make('bdi', {}, [label])]);
  labels.set(mark, label);
  return new Drawn('footnoteRef', make('sup', {}, [mark]));
}

/**
 * The name of a drawn footnote or reference.
 * @param {Element} element
 */
export function labelOf(element) {
  return labels.get(element) ?? null;
}

/**
 * Which note a drawn footnote or reference is of: neither case nor the width of spaces counts in its name.
 * @param {Element} element
 */
export function noteOf(element) {
  // Upper case first: it writes `ß` as `SS`.
  return labels.get(element)?.trim().replace(/\s+/g, ' ').toUpperCase().toLowerCase() ?? null;
}

/**
 * A link has no address that a web view knows: every way of following it asks the page.
 * @param {string} href
 * @param {string | null} host where it really leads, where its text does not say so
 */
export function link(href, host) {
  const element = make('span', { class: 'link', role: 'link', tabindex: '0', title: href });
  targets.set(element, { href, host });
  if (host === null) {
    return parentOf('link', element);
  }
  const shown = make('bdi', { class: 'link-host aside', dir: 'ltr' }, [host]);
  element.append(shown);
  return parentOf('link', element, element, shown);
}

/**
 * Where a drawn link leads.
 * @param {Element} element
 */
export function targetOf(element) {
  return targets.get(element) ?? null;
}
