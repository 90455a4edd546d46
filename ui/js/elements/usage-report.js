// <usage-report>: a report of the ledger: figures, columns over time, a bar for each model or connection,
// or tables in their place. Knows neither the engine nor which days they are.

import { define, el, emit, setText, t } from '../lib/dom.js';
import { segments } from '../lib/segments.js';
import { MEASURES, barsOf, chartOf, dayWords, headline, partRows, timeTitle } from '../lib/usage.js';
import { UsageBars } from './usage-bars.js';
import { UsageChart } from './usage-chart.js';
import { usageTable } from './usage-table.js';

/** @typedef {import('../lib/usage.js').Loaded} Loaded */
/** @typedef {import('../lib/usage.js').Measure} Measure */
/** @typedef {import('../lib/usage.js').Grouping} Grouping */
/** @typedef {'chart' | 'table'} View */

/** Bubbles `grouping-wanted` (detail: by what). */
export class UsageReport extends HTMLElement {
  /** @type {Measure} */
  #measure = 'cost';
  /** @type {View} */
  #view = 'chart';
  /** @type {Loaded | null} */
  #loaded = null;
  #figures = el('ul', { class: 'usage-figures', 'aria-label': t('usage.figures') });
  #timeTitle = el('h2', 'usage-title');
  #timePlace = el('div', 'usage-place');
  #partsPlace = el('div', 'usage-place');
  #time = el('section', 'usage-card', [this.#timeTitle, this.#timePlace]);
  #failures = el('section', 'usage-card');
  #chart = new UsageChart();
  #bars = new UsageBars();
  /** @type {import('../lib/segments.js').Segments<Grouping> | null} */
  #groupings = null;
  #life = new AbortController();

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const { signal } = this.#life;
    const measures = segments(t('usage.measure'), MEASURES.map((measure) => [measure, t(`usage.${measure}`)]), (measure) => {
      this.#measure = measure;
      measures.press(measure);
      this.#draw();
    }, signal);
    /** @type {import('../lib/segments.js').Segments<View>} */
    const views = segments(t('usage.view'), [['chart', t('usage.chart')], ['table', t('usage.table')]], (view) => {
      this.#view = view;
      views.press(view);
      this.#draw();
    }, signal);
    this.#groupings = segments(t('usage.grouping'), [['model', t('usage.byModel')], ['connection', t('usage.byConnection')]], (grouping) => {
      emit(this, 'grouping-wanted', grouping);
    }, signal);
    measures.press(this.#measure);
    views.press(this.#view);
    this.append(
      this.#figures,
      el('div', 'usage-tools', [measures.element, views.element]),
      this.#time,
      el('section', 'usage-card', [this.#groupings.element, this.#partsPlace]),
      this.#failures,
    );
  }

  /** @param {Loaded} loaded */
  show(loaded) {
    this.#loaded = loaded;
    this.#draw();
  }

  #draw() {
    if (this.#loaded === null) {
      return;
    }
    const { time, step, grouping, parts } = this.#loaded;
    const title = timeTitle(step);
    const chart = chartOf(this.#loaded, this.#measure);
    const partsTitle = grouping === 'model' ? t('usage.byModel') : t('usage.byConnection');
    this.#figures.replaceChildren(...headline(time.total).map(figure));
    setText(this.#timeTitle, title);
    // One day is told by the figures.
    this.#time.hidden = chart.items.length < 2;
    this.#groupings?.press(grouping);
    if (this.#view === 'table') {
      const days = time.rows.map((row) => ({ name: row.key === 'other' ? t('usage.other') : dayWords(row.key, 'short'), row }));
      this.#timePlace.replaceChildren(usageTable({ title, head: step === 'day' ? t('usage.day') : t('usage.monthColumn'), rows: days, total: time.total }));
      this.#partsPlace.replaceChildren(
        usageTable({ title: partsTitle, head: grouping === 'model' ? t('usage.model') : t('usage.connection'), rows: partRows(this.#loaded, this.#measure), total: parts.total }),
      );
    } else {
      put(this.#timePlace, this.#chart);
      put(this.#partsPlace, this.#bars);
      this.#chart.show(chart);
      this.#bars.show(partsTitle, barsOf(this.#loaded, this.#measure));
    }
    this.#failures.hidden = time.total.errors.length === 0;
    this.#failures.replaceChildren(
      el('h2', 'usage-title', [t('usage.failures')]),
      el('ul', 'failure-list', time.total.errors.map(({ code, count }) => el('li', {}, [el('span', 'failure-count', [t('usage.failureCount', { count })]), t(`failures.${code}`)]))),
    );
  }
}

/** Puts an element in its place unless it stands there, so that it keeps its focus. @param {HTMLElement} place @param {HTMLElement} element */
function put(place, element) {
  if (element.parentElement !== place) {
    place.replaceChildren(element);
  }
}

/** @param {{name: string, value: string, title: string, notes: string[]}} of */
function figure({ name, value, title, notes }) {
  return el('li', 'usage-figure', [
    el('span', 'figure-name', [name]),
    el('strong', { class: 'figure-value', title }, [value]),
    ...notes.map((note) => el('span', 'figure-note', [note])),
  ]);
}

define('usage-report', UsageReport);
