// <settings-form>: default and favourite models, what is asked instead, what is kept in view, time-outs,
// retries, pace, cache and budget.

import { el, freshId, setText } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';
import { items, labelled, milliseconds, said, secondsBox, textBox } from '../lib/fields.js';
import { formatNumber } from '../lib/format.js';

/** @typedef {import('../types.js').Settings} Settings */

export class SettingsForm extends HTMLElement {
  /** @type {(change: Partial<Settings>) => Promise<void>} stores what is said here */
  save = () => Promise.resolve();

  #model = textBox({ placeholder: 'The connection’s own default' });
  #favourites = textBox({ placeholder: 'openai/gpt-4o, anthropic/claude-sonnet-4.5' });
  #fallback = textBox({ placeholder: 'openai=gpt-4o-mini, local=' });
  #kept = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'end' }, ['The end of the answer, as it grows']),
    el('option', { value: 'question' }, ['The question, near the top']),
  ]);
  #connect = secondsBox();
  #firstByte = secondsBox();
  #idle = secondsBox();
  #retries = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '10', step: '1' });
  #pace = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '10000', step: '1', placeholder: '10' });
  #cache = el('input', { id: freshId('set'), class: 'input number', type: 'number', min: '0', max: '43200', step: 'any' });
  #budget = textBox({ class: 'input number', inputmode: 'decimal', placeholder: 'None' });
  #used = el('p', { class: 'card-note' });
  #said = el('p', { class: 'field-hint', 'aria-live': 'polite' });

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    const form = el('form', { class: 'settings-form' }, [
      el('h3', { class: 'section-title' }, ['Answers']),
      labelled('Default model', this.#model),
      labelled('Favourite models, commas between', this.#favourites),
      labelled('Asked instead where one fails, commas between', this.#fallback),
      labelled('Kept in view once a question is sent', this.#kept),
      el('h3', { class: 'section-title' }, ['Patience']),
      labelled('Connect within (seconds)', this.#connect),
      labelled('First byte within (seconds)', this.#firstByte),
      labelled('Silence for at most (seconds)', this.#idle),
      labelled('Repeats after a failure', this.#retries),
      el('h3', { class: 'section-title' }, ['Pace and cost']),
      labelled('Requests a minute, per connection', this.#pace),
      labelled('Keep answers for (minutes)', this.#cache),
      labelled('Budget a month (US dollars)', this.#budget),
      el('p', { class: 'card-note' }, ['0 switches a limit off.']),
      this.#used,
      el('div', { class: 'dialog-foot' }, [this.#said, el('button', { type: 'submit', class: 'button primary' }, ['Save settings'])]),
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save();
    });
    this.append(form);
  }

  /** @param {string} sentence */
  tell(sentence) {
    setText(this.#said, sentence);
  }

  /** @param {Settings} settings */
  fill(settings) {
    this.#model.value = settings.defaultModel ?? '';
    this.#favourites.value = settings.favouriteModels.join(', ');
    this.#fallback.value = settings.fallback.join(', ');
    this.#kept.value = settings.afterSend;
    this.#connect.value = String(settings.timeouts.connectMs / 1000);
    this.#firstByte.value = String(settings.timeouts.firstByteMs / 1000);
    this.#idle.value = String(settings.timeouts.idleMs / 1000);
    this.#retries.value = String(settings.retriesMax);
    this.#pace.value = settings.limiterPerMinute === null ? '' : String(settings.limiterPerMinute);
    this.#cache.value = String(settings.cacheTtlSeconds / 60);
    this.#budget.value = settings.budgetMonthlyUsd ?? '';
  }

  /** @param {import('../types.js').Report} usage */
  showUsage({ total }) {
    if (total.requests === 0) {
      setText(this.#used, 'Nothing was asked yet.');
      return;
    }
    const tokens = formatNumber(total.inputTokens + total.outputTokens);
    const requests = `${formatNumber(total.requests)} ${total.requests === 1 ? 'request' : 'requests'}`;
    setText(this.#used, `So far: ${requests}, ${tokens} tokens, $${total.usd}.`);
  }

  async #save() {
    try {
      await this.save({
        timeouts: { connectMs: milliseconds(this.#connect), firstByteMs: milliseconds(this.#firstByte), idleMs: milliseconds(this.#idle) },
        retriesMax: Math.round(this.#retries.valueAsNumber || 0),
        defaultModel: said(this.#model),
        favouriteModels: items(this.#favourites),
        fallback: items(this.#fallback),
        afterSend: this.#kept.value === 'question' ? 'question' : 'end',
        limiterPerMinute: this.#pace.value === '' ? null : Math.round(this.#pace.valueAsNumber || 0),
        cacheTtlSeconds: Math.round((this.#cache.valueAsNumber || 0) * 60),
        budgetMonthlyUsd: said(this.#budget),
      });
      this.tell('Saved.');
    } catch (reason) {
      this.tell(toUserError(reason).message);
    }
  }
}

customElements.define('settings-form', SettingsForm);
