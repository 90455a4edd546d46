// <usage-page>: what was used and what it cost, over the chat. Decides which days are asked for, and
// tells what came of it; what is shown of them is the report's.

import { button, define, el, emit, freshId, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled, textBox } from '../lib/fields.js';
import { segments } from '../lib/segments.js';
import { drawing } from '../lib/svg.js';
import { RANGES, areFew, spanOf, stepOf } from '../lib/usage-spans.js';
import { UsageBudget } from './usage-budget.js';
import { UsageReport } from './usage-report.js';

/** @typedef {import('../usage-types.js').UsageSpan} UsageSpan */
/** @typedef {import('../lib/usage-spans.js').Range} Range */
/** @typedef {import('../lib/usage.js').Loaded} Loaded */
/** @typedef {import('../lib/usage.js').Grouping} Grouping */

/**
 * How it reaches the engine.
 * @typedef {object} UsageWays
 * @property {(params: import('../usage-types.js').UsageWanted) => Promise<import('../usage-types.js').UsageReport>} report
 * @property {(span: UsageSpan) => Promise<string | null>} exportCsv
 */

/** Bubbles `usage-left` when the person goes back, `settings-wanted` for the budget. */
export class UsagePage extends HTMLElement {
  /** @type {UsageWays | null} set before it opens */
  ways = null;

  /** @type {Range} */
  #range = 'days30';
  /** @type {Grouping} */
  #grouping = 'model';
  /** Which question was put last: what an older one answers is not shown. */
  #asked = 0;
  /** What makes a report old: it is asked for again. */
  #mark = '';
  #title = el('h1', { class: 'usage-heading', id: freshId('usage'), tabindex: '-1' }, [t('usage.title')]);
  #from = textBox({ type: 'date', placeholder: '2026-11-30' });
  #until = textBox({ type: 'date', placeholder: '2026-11-30' });
  #own = el('div', 'usage-own', [labelled(t('usage.since'), this.#from), labelled(t('usage.until'), this.#until)]);
  #said = el('p', { class: 'usage-said', role: 'status' });
  #wrong = el('p', { class: 'usage-wrong', role: 'alert' });
  #again = button(t('usage.again'), 'button', () => void this.load());
  #budget = new UsageBudget();
  #empty = el('div', 'usage-empty', [el('p', {}, [t('usage.empty')]), el('p', 'usage-note', [t('usage.emptyHint')])]);
  #report = new UsageReport();
  #life = new AbortController();

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const { signal } = this.#life;
    this.hidden = true;
    const back = button('', 'button icon usage-back', () => this.leave(), signal);
    back.setAttribute('aria-label', t('usage.back'));
    back.append(drawing(['M15 6l-6 6 6 6'], 'line-icon'));
    /** @type {import('../lib/segments.js').Segments<Range>} */
    const ranges = segments(t('usage.range'), RANGES.map((range) => [range, t(`usage.${range}`)]), (range) => {
      ranges.press(range);
      this.#choose(range);
    }, signal);
    ranges.press(this.#range);
    for (const box of [this.#from, this.#until]) {
      box.addEventListener('change', () => void this.load(), { signal });
    }
    this.addEventListener('grouping-wanted', (event) => {
      this.#grouping = /** @type {CustomEvent<Grouping>} */ (event).detail;
      void this.load();
    }, { signal });
    for (const part of [this.#own, this.#again, this.#empty, this.#report, this.#budget]) {
      part.hidden = true;
    }
    this.append(
      el('section', { class: 'usage', 'aria-labelledby': this.#title.id }, [
        el('header', 'usage-head', [back, this.#title, button(t('usage.export'), 'button', () => void this.#export(), signal)]),
        el('div', 'usage-scroller', [
          el('div', 'usage-body', [ranges.element, this.#own, this.#said, this.#wrong, this.#again, this.#empty, this.#budget, this.#report]),
        ]),
      ]),
    );
  }

  get isOpen() {
    return !this.hidden;
  }

  open() {
    this.hidden = false;
    this.#title.focus();
    return this.load();
  }

  /** Goes away, and tells it. */
  leave() {
    if (this.isOpen) {
      this.hidden = true;
      emit(this, 'usage-left');
    }
  }

  /**
   * Asks again where an answer has ended meanwhile, or another budget was set.
   * @param {import('../types.js').State} state
   */
  show({ turns, settings }) {
    const mark = `${[...turns.values()].filter(({ end }) => end !== null).length} ${settings.budgetMonthlyUsd ?? ''}`;
    if (this.isOpen && mark !== this.#mark) {
      void this.load();
    }
    this.#mark = mark;
  }

  /** Asks for what is chosen now. */
  async load() {
    const { ways } = this;
    if (ways === null) {
      return;
    }
    this.#asked += 1;
    const asked = this.#asked;
    this.setAttribute('aria-busy', 'true');
    setText(this.#said, this.#report.hidden ? t('usage.loading') : '');
    try {
      const loaded = await this.#read(ways);
      if (asked === this.#asked) {
        this.#tell('', null);
        this.#draw(loaded);
      }
    } catch (reason) {
      if (asked === this.#asked) {
        this.#tell('', errorText(toUserError(reason)));
      }
    }
    if (asked === this.#asked) {
      this.removeAttribute('aria-busy');
    }
  }

  /**
   * @param {UsageWays} ways
   * @returns {Promise<Loaded>}
   */
  async #read(ways) {
    const now = new Date();
    const span = this.#span(now);
    const grouping = this.#grouping;
    const step = stepOf(span, now);
    const [first, parts] = await Promise.all([ways.report({ ...span, by: step }), ways.report({ ...span, by: grouping })]);
    if (step === 'month' && areFew(first.rows)) {
      // Its days begin with the first that has a request, however early one looks from.
      return { span: { ...span, from: null }, step: 'day', time: await ways.report({ ...span, by: 'day' }), grouping, parts, now };
    }
    return { span, step, time: first, grouping, parts, now };
  }

  /** @param {Date} now */
  #span(now) {
    return spanOf(this.#range, now, { from: this.#from.value || null, until: this.#until.value || null });
  }

  /** @param {Range} range */
  #choose(range) {
    if (range === 'own') {
      const { from, until } = this.#span(new Date());
      this.#from.value = from ?? '';
      this.#until.value = until ?? '';
    }
    this.#range = range;
    this.#own.hidden = range !== 'own';
    void this.load();
  }

  /**
   * @param {string} said
   * @param {string | null} wrong
   */
  #tell(said, wrong) {
    setText(this.#said, said);
    setText(this.#wrong, wrong ?? '');
    this.#again.hidden = wrong === null;
  }

  async #export() {
    setText(this.#said, t('usage.exporting'));
    try {
      const name = await this.ways?.exportCsv(this.#span(new Date()));
      this.#tell(name ? t('usage.exported', { name }) : '', null);
    } catch (reason) {
      this.#tell('', errorText(toUserError(reason)));
    }
  }

  /** @param {Loaded} loaded */
  #draw(loaded) {
    const { rows, budget } = loaded.time;
    this.#budget.hidden = false;
    this.#budget.show(budget);
    this.#empty.hidden = rows.length > 0;
    this.#report.hidden = rows.length === 0;
    if (rows.length > 0) {
      this.#report.show(loaded);
    }
  }
}

define('usage-page', UsagePage);
