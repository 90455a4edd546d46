// <settings-form>: default and favourite models, what is asked instead, time-outs, retries, pace, cache,
// budget, and how much is kept for how long: the section "Models and limits".

import { carry } from '../lib/carry.js';
import { define, el, hint, onSubmit, setText, submit, t } from '../lib/dom.js';
import { headline, toUserError } from '../lib/errors.js';
import { items, labelled, milliseconds, numberBox, said, secondsBox, textBox, wholeNumber } from '../lib/fields.js';
import { money } from '../lib/format.js';
import { keptForm } from '../lib/kept-form.js';
import { initialState } from '../state/initial.js';

/** @typedef {import('../types.js').Settings} Settings */

/** What holds where nothing is said: it stands in the empty boxes. */
const USUAL = initialState().settings;

export class SettingsForm extends HTMLElement {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #model = textBox({ placeholder: t('settings.modelNone') });
  #favourites = textBox({ placeholder: 'openai/gpt-4o, anthropic/claude-sonnet-4.5' });
  #fallback = textBox({ placeholder: 'openai=gpt-4o-mini, local=' });
  #connect = secondsBox(USUAL.timeouts.connectMs);
  #firstByte = secondsBox(USUAL.timeouts.firstByteMs);
  #idle = secondsBox(USUAL.timeouts.idleMs);
  #retries = numberBox({ max: '10', placeholder: String(USUAL.retriesMax) });
  #pace = numberBox({ max: '10000', placeholder: '10' });
  #cache = numberBox({ max: '43200', step: 'any', placeholder: String(USUAL.cacheTtlSeconds / 60) });
  #budget = textBox({ class: 'input number', inputmode: 'decimal', placeholder: t('settings.none') });
  #undo = numberBox({ max: '525600', placeholder: String(USUAL.undoMinutes) });
  #megabytes = numberBox({ max: '10000', placeholder: String(USUAL.journalMegabytes) });
  #days = numberBox({ max: '3650', placeholder: String(USUAL.journalDays) });
  #used = el('p', 'card-note');
  #said = hint();
  /** @type {ReturnType<typeof keptForm<Settings>> | null} */
  #kept = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const form = el('form', 'settings-form', [
      el('h3', 'section-title', [t('settings.answers')]),
      labelled(t('settings.model'), this.#model),
      labelled(t('settings.favourites'), this.#favourites),
      labelled(t('settings.fallback'), this.#fallback),
      el('h3', 'section-title', [t('settings.patience')]),
      labelled(t('settings.connect'), this.#connect),
      labelled(t('settings.firstByte'), this.#firstByte),
      labelled(t('settings.idle'), this.#idle),
      labelled(t('settings.retries'), this.#retries),
      el('h3', 'section-title', [t('settings.pace')]),
      labelled(t('settings.perMinute'), this.#pace),
      labelled(t('settings.cache'), this.#cache),
      labelled(t('settings.budget'), this.#budget),
      this.#used,
      el('h3', 'section-title', [t('keeping.title')]),
      labelled(t('keeping.undoMinutes'), this.#undo),
      labelled(t('keeping.journalMegabytes'), this.#megabytes),
      labelled(t('keeping.journalDays'), this.#days),
      el('p', 'card-note', [t('settings.zero'), ' ', t('keeping.note')]),
      el('div', 'dialog-foot', [this.#said, submit(t('settings.save'))]),
    ]);
    onSubmit(form, () => {
      void this.#save();
    });
    this.#kept = keptForm(form, { fill: (settings) => this.#fill(settings), said: () => this.#saidSettings() });
    this.append(form);
  }

  come() {
    setText(this.#said, '');
    return this.#read();
  }

  /** @param {HTMLElement} before */
  async resume(before) {
    await this.come();
    carry(before, this);
  }

  async #read() {
    try {
      const { ways } = this.parts ?? {};
      if (ways !== undefined) {
        this.#kept?.take(await ways.read());
        this.#showUsage(await ways.usage());
      }
    } catch (reason) {
      setText(this.#said, headline(toUserError(reason)));
    }
  }

  /** @param {Settings} settings */
  #fill(settings) {
    this.#model.value = settings.defaultModel ?? '';
    this.#favourites.value = settings.favouriteModels.join(', ');
    this.#fallback.value = settings.fallback.join(', ');
    this.#connect.value = String(settings.timeouts.connectMs / 1000);
    this.#firstByte.value = String(settings.timeouts.firstByteMs / 1000);
    this.#idle.value = String(settings.timeouts.idleMs / 1000);
    this.#retries.value = String(settings.retriesMax);
    this.#pace.value = settings.limiterPerMinute === null ? '' : String(settings.limiterPerMinute);
    this.#cache.value = String(settings.cacheTtlSeconds / 60);
    this.#budget.value = settings.budgetMonthlyUsd ?? '';
    this.#undo.value = String(settings.undoMinutes);
    this.#megabytes.value = String(settings.journalMegabytes);
    this.#days.value = String(settings.journalDays);
  }

  /** @param {import('../types.js').Report} usage */
  #showUsage({ total }) {
    if (total.requests === 0) {
      setText(this.#used, t('settings.nothingAsked'));
      return;
    }
    setText(this.#used, t('settings.used', { count: total.requests, tokens: total.inputTokens + total.outputTokens, money: money(total.usd) }));
  }

  /** @returns {Partial<Settings>} */
  #saidSettings() {
    return {
      timeouts: { connectMs: milliseconds(this.#connect), firstByteMs: milliseconds(this.#firstByte), idleMs: milliseconds(this.#idle) },
      retriesMax: wholeNumber(this.#retries),
      defaultModel: said(this.#model),
      favouriteModels: items(this.#favourites),
      fallback: items(this.#fallback),
      limiterPerMinute: this.#pace.value === '' ? null : wholeNumber(this.#pace),
      cacheTtlSeconds: wholeNumber(this.#cache, 60),
      budgetMonthlyUsd: said(this.#budget),
      undoMinutes: wholeNumber(this.#undo),
      journalMegabytes: wholeNumber(this.#megabytes),
      journalDays: wholeNumber(this.#days),
    };
  }

  async #save() {
    try {
      await this.#kept?.save(async (change) => this.parts?.actions.changeSettings(change));
      setText(this.#said, t('settings.saved'));
    } catch (reason) {
      setText(this.#said, headline(toUserError(reason)));
    }
  }
}

define('settings-form', SettingsForm);
