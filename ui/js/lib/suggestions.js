// What stands in the lists behind `/` and `#` of the message box: templates, chats, and a file that is
// still to be chosen. Pure.

import { t } from './texts.js';
import { named } from './triggers.js';

/** @typedef {import('./options-list.js').Option} Option */
/** @typedef {import('../elements/composer-menu.js').Page} Page */

/**
 * @param {readonly import('../types.js').PromptTemplate[]} templates
 * @param {string} query
 * @param {boolean} none whether it is known that there are none
 * @returns {Page}
 */
export function templatesPage(templates, query, none) {
  const title = t('presets.templates');
  const options = none && query === ''
    ? [plain('hint', 'presets', t('presets.noTemplates'), t('presets.makeOne', { section: t('sections.presets') }))]
    : named(templates, query).map(({ name, text }) => plain('template', name, `/${name}`, firstLine(text)));
  return page(title, [{ title, options }]);
}

/**
 * @param {readonly import('../chat-names.js').Named[]} chats
 * @param {string} query
 * @returns {Page}
 */
export function attachPage(chats, query) {
  // Whoever types on means no file of the disk: Enter sends what only looks like a title.
  const file = query === '' ? [plain('file', '', t('composer.attachFile'), '')] : [];
  return page(t('composer.attach'), [
    { title: t('files.sent'), options: file },
    { title: t('palette.chats'), options: chats.map(({ id, title }) => plain('chat', id, title, '')) },
  ]);
}

/** @param {string} title @param {Page['groups']} groups @returns {Page} */
function page(title, groups) {
  return { title, groups: groups.filter(({ options }) => options.length > 0) };
}

/**
 * A row that is neither chosen already nor a favourite.
 * @param {Option['kind']} kind
 * @param {string} id
 * @param {string} label
 * @param {string} facts
 * @returns {Option}
 */
function plain(kind, id, label, facts) {
  return { kind, id, label, facts, selected: false, favourite: null };
}

/** @param {string} text */
function firstLine(text) {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
