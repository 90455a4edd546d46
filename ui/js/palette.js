// What the palette finds: chats, acts, models and messages. Names are looked through here and at once;
// messages are the engine's business and come a moment later. Knows no DOM.

import { ACTS } from './acts.js';
import { LANGUAGES, toSetting } from './language.js';
import { marked, ranked } from './lib/match.js';
import { t } from './lib/texts.js';

/** @typedef {import('./types.js').ConversationView} ConversationView */
/** @typedef {import('./types.js').SearchHit} SearchHit */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./lib/match.js').Piece} Piece */
/** @typedef {import('./settings-sections.js').SectionId} SectionId */

/**
 * @typedef {{kind: 'chat', id: string} | {kind: 'message', hit: SearchHit} | {kind: 'act', id: import('./acts.js').ActId} | {kind: 'model', id: string}
 *   | {kind: 'section', id: SectionId} | {kind: 'setting', change: Partial<import('./types.js').Settings>}} Target
 * @typedef {{target: Target, name: Piece[], about: string}} Result
 * @typedef {{key: 'chats' | 'acts' | 'settings' | 'models' | 'messages', results: Result[]}} ResultGroup
 * @typedef {ReturnType<typeof createPalette>} Palette
 */

/** What is offered before anything is typed. @type {readonly import('./acts.js').ActId[]} */
const USUAL = ['newChat', 'temporaryChat', 'find', 'model', 'settings', 'shortcuts'];

/** So many of each kind are shown. */
const MOST = { chats: 7, acts: 6, settings: 6, models: 4, messages: 20, recent: 6 };

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {readonly SectionId[]} sections of the settings
 */
export function createPalette(host, store, sections) {
  /** Counts searches: an older one's answer is dropped. */
  let latest = 0;

  return {
    /**
     * What is known here.
     * @param {string} typed
     * @returns {ResultGroup[]} the best first
     */
    known(typed) {
      const state = store.state();
      return typed.trim() === '' ? usual(state) : named(state, typed, sections);
    },

    /**
     * @param {string} typed
     * @returns {Promise<{group: ResultGroup, unindexed: boolean} | null>} none where another search began meanwhile, or nothing is looked for any more
     */
    async messages(typed) {
      latest += 1;
      const mine = latest;
      const text = typed.trim();
      // One letter of a script that has words is in every message.
      if (text === '' || /^[a-z0-9]$/i.test(text)) {
        return { group: { key: 'messages', results: [] }, unindexed: false };
      }
      const params = { text, order: /** @type {const} */ ('relevance'), typing: true, after: null, limit: MOST.messages };
      const found = await host.invoke('search', { params }).catch((reason) => {
        if (mine === latest) {
          throw reason;
        }
        return null;
      });
      if (found === null || mine !== latest) {
        return null;
      }
      // A title that is known here stands among the chats already.
      const known = new Set(store.state().conversations.map(({ id }) => id));
      const hits = found.hits.filter(({ role, conversation }) => role !== 'title' || !known.has(conversation));
      return { group: { key: 'messages', results: hits.map(hitResult) }, unindexed: found.unindexed > 0 };
    },

    /** Nothing is looked for any more. */
    stop() {
      latest += 1;
    },
  };
}

/** @param {SearchHit} hit @returns {Result} */
function hitResult(hit) {
  const target = hit.message === null || hit.role === 'title' ? /** @type {const} */ ({ kind: 'chat', id: hit.conversation }) : /** @type {const} */ ({ kind: 'message', hit });
  return { target, name: hit.snippet, about: hit.role === 'title' ? '' : hit.title };
}

/** @param {ConversationView} one */
const titleOf = ({ title }) => (title === '' ? t('sidebar.untitled') : title);

/** @param {State} state @returns {ResultGroup[]} */
function usual(state) {
  const recent = state.conversations.filter(({ id, archived }) => !archived && id !== state.open).slice(0, MOST.recent);
  const acts = ACTS.filter(({ id, possible }) => USUAL.includes(id) && possible(state));
  return filled([
    { key: 'chats', results: recent.map((one) => chatResult(one, '')) },
    { key: 'acts', results: acts.map((act) => actResult(act, '')) },
  ]);
}

/** @param {State} state @param {string} typed @param {readonly SectionId[]} sections @returns {ResultGroup[]} */
function named(state, typed, sections) {
  const chats = ranked(state.conversations, titleOf, typed, MOST.chats);
  const acts = ranked(ACTS.filter(({ listed, possible }) => listed && possible(state)), ({ id }) => t(`acts.${id}`), typed, MOST.acts);
  const settings = ranked(settingsOf(sections), ({ name, about }) => `${name} ${about}`, typed, MOST.settings);
  const models = ranked(state.models.list, ({ id }) => id, typed, MOST.models);
  /** @type {{best: number, group: ResultGroup}[]} */
  const groups = [
    { best: chats.best, group: { key: 'chats', results: chats.things.map((one) => chatResult(one, typed)) } },
    { best: acts.best, group: { key: 'acts', results: acts.things.map((act) => actResult(act, typed)) } },
    { best: settings.best, group: { key: 'settings', results: settings.things.map(({ name, ...one }) => ({ ...one, name: marked(name, typed) })) } },
    { best: models.best, group: { key: 'models', results: models.things.map(({ id }) => ({ target: { kind: 'model', id }, name: marked(id, typed), about: '' })) } },
  ];
  return filled(groups.sort((one, other) => other.best - one.best).map(({ group }) => group));
}

/**
 * The sections of the settings, and what of them is chosen often.
 * @param {readonly SectionId[]} sections
 * @returns {{target: Target, name: string, about: string}[]}
 */
function settingsOf(sections) {
  return [
    ...sections.map((id) => ({ target: /** @type {const} */ ({ kind: 'section', id }), name: t(`sections.${id}`), about: t(`sectionWords.${id}`) })),
    ...(/** @type {const} */ (['system', 'light', 'dark'])).map((theme) => setting(t('palette.theme', { name: t(`look.${theme}`) }), { theme })),
    ...Object.entries({ auto: t('settings.languageAuto'), ...LANGUAGES }).map(([tag, name]) => setting(t('palette.language', { name }), { language: toSetting(tag) })),
  ];
}

/** @param {string} name @param {Partial<import('./types.js').Settings>} change */
function setting(name, change) {
  return { target: /** @type {const} */ ({ kind: 'setting', change }), name, about: '' };
}

/** @param {ConversationView} one @param {string} typed @returns {Result} */
function chatResult(one, typed) {
  const about = [one.folder ?? '', one.archived ? t('sidebar.archived') : ''].filter((text) => text !== '').join(' · ');
  return { target: { kind: 'chat', id: one.id }, name: marked(titleOf(one), typed), about };
}

/** @param {import('./acts.js').Act} act @param {string} typed @returns {Result} */
function actResult({ id }, typed) {
  return { target: { kind: 'act', id }, name: marked(t(`acts.${id}`), typed), about: '' };
}

/** @param {ResultGroup[]} groups */
function filled(groups) {
  return groups.filter(({ results }) => results.length > 0);
}
