// What a person can choose to ask: presets and models in groups, favourites and recent ones first.
// Pure.

import { filterModels } from './input.js';
import { modelFacts, unlisted } from './models.js';
import { t } from './texts.js';
import { named } from './triggers.js';

/** @typedef {import('../types.js').ModelView} ModelView */
/** @typedef {import('../types.js').Models} Models */
/** @typedef {import('../types.js').Preset} Preset */
/** @typedef {import('./options-list.js').Group} Group */
/** @typedef {import('./options-list.js').Option} Option */

/**
 * @typedef {object} Offer what can be chosen from
 * @property {Models} models
 * @property {string | null} why a sentence if the list may not be read yet
 * @property {readonly string[]} favourites ids, in the person's own order
 * @property {boolean} keeps whether favourites can be changed here
 * @property {readonly string[]} recent ids, the last one first
 * @property {readonly Preset[]} presets
 * @property {string | null} model the one that will be asked
 * @property {string | null} preset the one that is asked with
 */

/** @type {Models} */
export const NO_MODELS = Object.freeze({ connection: null, phase: 'none', list: [], problem: '' });

/** @type {Readonly<Offer>} */
export const NO_OFFER = Object.freeze({ models: NO_MODELS, why: null, favourites: [], keeps: false, recent: [], presets: [], model: null, preset: null });

/**
 * @param {Offer} offer
 * @param {string} query what was typed; empty shows all
 * @param {number} limit most models that are shown
 * @param {number} nowMs
 * @returns {{groups: Group[], count: number, more: number}}
 */
export function choices({ models, favourites, keeps, recent, presets, model, preset }, query, limit, nowMs) {
  const known = new Map(models.list.map((one) => [one.id, one]));
  const of = (/** @type {string} */ id) => known.get(id) ?? unlisted(id, models.connection ?? '');
  const first = favourites.map(of);
  const last = recent.filter((id) => !favourites.includes(id)).map(of);
  const taken = new Set([...favourites, ...recent]);
  const others = models.list.filter(({ id }) => !taken.has(id));
  let room = limit;
  let more = 0;
  const option = (/** @type {ModelView} */ one) => modelOption(one, { favourite: keeps ? favourites.includes(one.id) : null, selected: one.id === model, nowMs });
  const group = (/** @type {string} */ title, /** @type {readonly ModelView[]} */ list) => {
    const found = filterModels(list, query, room);
    room -= found.shown.length;
    more += found.more;
    return { title, options: found.shown.map(option) };
  };
  const groups = [
    group(t('models.favourites'), first),
    group(t('models.recent'), last),
    { title: t('presets.title'), options: named(presets, query.trim()).map((one) => presetOption(one, one.name === preset)) },
    group(t('models.list'), others),
  ].filter(({ options }) => options.length > 0);
  return { groups, count: groups.reduce((sum, { options }) => sum + options.length, 0), more };
}

/**
 * @param {ModelView} model
 * @param {{favourite: boolean | null, selected: boolean, nowMs: number}} about
 * @returns {Option}
 */
function modelOption(model, { favourite, selected, nowMs }) {
  return { kind: 'model', id: model.id, label: model.id, facts: modelFacts(model, nowMs), selected, favourite };
}

/**
 * @param {Preset} preset
 * @param {boolean} selected
 * @returns {Option}
 */
function presetOption(preset, selected) {
  return { kind: 'preset', id: preset.name, label: preset.name, facts: presetFacts(preset), selected, favourite: null };
}

/**
 * What a preset asks with, in one line.
 * @param {Preset} preset
 */
export function presetFacts({ model, instructions }) {
  const line = instructions?.trim().split('\n')[0] ?? '';
  return [model ?? '', line.length > 80 ? `${line.slice(0, 80)}…` : line].filter((part) => part !== '').join(' · ');
}

/**
 * What is offered for what was typed: what fits, and it itself as it stands.
 * @param {Offer} offer
 * @param {string} typed
 * @param {number} limit
 * @param {number} nowMs
 * @returns {{groups: Group[], count: number, more: number, best: Option | null}} the count without what was typed; the
 *   best is what was typed where it is listed, else what fits best, and none where nothing was typed
 */
export function choicesTyped(offer, typed, limit, nowMs) {
  const found = choices(offer, typed, limit, nowMs);
  const id = typed.trim();
  if (id === '') {
    return { ...found, best: null };
  }
  const fitting = found.groups.flatMap(({ options }) => options);
  const same = fitting.find((one) => one.kind === 'model' && one.id === id);
  if (same !== undefined) {
    return { ...found, best: same };
  }
  const own = modelOption(unlisted(id, offer.models.connection ?? ''), { favourite: null, selected: id === offer.model, nowMs });
  return { ...found, groups: [...found.groups, { title: t('models.typed'), options: [own] }], best: fitting[0] ?? own };
}

/**
 * What stands under the list.
 * @param {Offer} offer
 * @param {number} shown
 * @param {number} more
 */
export function offerNote({ models: { phase, problem }, why }, shown, more) {
  if (why !== null && shown === 0) {
    return why;
  }
  switch (phase) {
    case 'none':
    case 'loading':
      return why ?? t('models.reading');
    case 'failed':
      return t('models.failed', { problem });
    case 'ready':
      if (shown === 0) {
        return t('models.nothing');
      }
      return more > 0 ? t('models.more', { count: more }) : '';
  }
}
