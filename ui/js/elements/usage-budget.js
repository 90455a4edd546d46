// <usage-budget>: how the month's budget stands, as a bar and in words. Bubbles `settings-wanted` (detail: which section).

import { share } from '../lib/chart.js';
import { define, el, emit, Living, t } from '../lib/dom.js';
import { money, roundMoney } from '../lib/format.js';
import { svgEl } from '../lib/svg.js';
import { dayWords } from '../lib/usage.js';

/** @typedef {import('../usage-types.js').BudgetView} BudgetView */

export class UsageBudget extends Living {
  /** @type {BudgetView | null} */
  #shown = null;
  #set = el('button', 'button quiet', [t('usage.budgetSet')]);

  connectedCallback() {
    this.live();
    this.#set.addEventListener('click', () => emit(this, 'settings-wanted', 'models'), { signal: this.signal });
  }

  /** @param {BudgetView} budget */
  show(budget) {
    if (JSON.stringify(budget) === JSON.stringify(this.#shown)) {
      return;
    }
    this.#shown = budget;
    const { limit, month, spentUsd, reservedUsd } = budget;
    const title = el('h2', 'usage-title', [t('usage.budget', { month: dayWords(month, 'long') })]);
    if (limit === null) {
      delete this.dataset['level'];
      this.replaceChildren(title, el('div', 'budget-row', [el('p', 'usage-note', [t('usage.budgetNone')]), this.#set]));
      return;
    }
    this.dataset['level'] = limit.level;
    const whole = Number(limit.usd);
    const spent = share(Number(spentUsd), whole);
    const held = Math.min(100 - spent, share(Number(reservedUsd), whole));
    const standing = { ok: t('usage.budgetOk'), near: t('usage.budgetNear'), over: t('usage.budgetOver') }[limit.level];
    this.replaceChildren(
      el('div', 'budget-row', [title, el('p', 'budget-level', [standing])]),
      svgEl('svg', { class: 'budget-bar', 'aria-hidden': 'true' }, [
        svgEl('rect', { class: 'budget-spent', width: `${spent}%`, height: '100%' }),
        svgEl('rect', { class: 'budget-held', x: `${spent}%`, width: `${held}%`, height: '100%' }),
      ]),
      el('p', 'usage-note', [
        [
          t('usage.budgetSpent', { spent: roundMoney(spentUsd), limit: money(limit.usd) }),
          ...(reservedUsd === '0' ? [] : [t('usage.budgetHeld', { money: roundMoney(reservedUsd) })]),
          t('usage.budgetLeft', { money: roundMoney(limit.leftUsd) }),
          t('usage.budgetUtc'),
        ].join(' · '),
      ]),
    );
  }
}

define('usage-budget', UsageBudget);
