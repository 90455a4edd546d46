// <usage-chart>: columns over time, drawn as SVG for the width at hand, and below them what the chosen
// column says. A column is chosen by pointer, or with the arrow keys.

import { axis, columnAt, columns, middle, named } from '../lib/chart.js';
import { define, el, Living, setAttribute, setText, t } from '../lib/dom.js';
import { svgEl } from '../lib/svg.js';

/**
 * @typedef {object} Chart
 * @property {string} kind what is measured, for the colours
 * @property {string} name what a screen reader says of the whole
 * @property {string[]} parts what the parts of a column are called, from below
 * @property {{short: string, values: number[], said: string}[]} items
 * @property {boolean} whole whether only whole numbers count
 * @property {(value: number, digits: number) => string} tick
 */

const HEIGHT = 220;

export class UsageChart extends Living {
  /** @type {Chart | null} */
  #chart = null;
  #legend = el('ul', 'chart-legend');
  #svg = svgEl('svg', { class: 'chart-drawing', role: 'img', height: HEIGHT });
  #slider = el('input', { type: 'range', class: 'chart-slider', min: '0', step: '1', 'aria-label': t('usage.column') });
  #readout = el('p', 'chart-readout');
  #plot = { left: 0, top: 10, width: 0, height: 0 };
  #mirrored = false;
  #watch = new ResizeObserver(() => this.#draw());

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.append(this.#legend, el('div', 'chart-plot', [this.#svg, this.#slider]), this.#readout);
    }
    this.#slider.addEventListener('input', () => this.#choose(this.#slider.valueAsNumber), { signal });
    for (const type of /** @type {const} */ (['pointermove', 'pointerdown'])) {
      this.#svg.addEventListener(type, (event) => this.#point(event), { signal });
    }
    this.#watch.observe(this);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  /** @param {Chart} chart */
  show(chart) {
    const before = this.#chart;
    this.#chart = chart;
    this.dataset['kind'] = chart.kind;
    setAttribute(this.#svg, 'aria-label', chart.name);
    const used = chart.parts.map((_, part) => chart.items.some(({ values }) => (values[part] ?? 0) > 0));
    this.#legend.replaceChildren(
      ...chart.parts.flatMap((name, part) => (used[part] ? [el('li', {}, [swatch(part), name])] : [])),
    );
    setAttribute(this.#slider, 'max', String(chart.items.length - 1));
    if (before?.items.length !== chart.items.length) {
      this.#slider.value = String(chart.items.length - 1);
    }
    this.#draw();
  }

  #draw() {
    const width = Math.floor(this.clientWidth);
    const chart = this.#chart;
    if (chart === null || width === 0) {
      return;
    }
    const style = getComputedStyle(this.#svg);
    const em = Number.parseFloat(style.fontSize);
    this.#mirrored = style.direction === 'rtl';
    const most = Math.max(0, ...chart.items.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
    const { top, ticks, digits } = axis(most, { whole: chart.whole });
    const marks = ticks.map((value) => ({ value, text: chart.tick(value, digits) }));
    const aside = Math.ceil(Math.max(...marks.map(({ text }) => text.length)) * em * 0.62) + 8;
    this.#plot = { left: this.#mirrored ? 0 : aside, top: Math.ceil(em * 0.6), width: Math.max(1, width - aside), height: HEIGHT - Math.ceil(em * 2.4) };
    const base = this.#plot.top + this.#plot.height;
    const edge = this.#mirrored ? this.#plot.width + 6 : aside - 6;
    const long = Math.max(1, ...chart.items.map(({ short }) => short.length));
    this.#svg.setAttribute('width', String(width));
    this.#svg.replaceChildren(
      ...marks.flatMap(({ value, text }) => {
        const y = Math.round(base - (value / top) * this.#plot.height) + 0.5;
        return [
          svgEl('line', { class: value === 0 ? 'chart-base' : 'chart-line', x1: this.#plot.left, x2: this.#plot.left + this.#plot.width, y1: y, y2: y }),
          svgEl('text', { class: 'chart-text', x: edge, y: y + em * 0.35, 'text-anchor': 'end' }, [text]),
        ];
      }),
      svgEl('rect', { class: 'chart-chosen', y: this.#plot.top, height: this.#plot.height }),
      ...columns(chart.items.map(({ values }) => values), this.#plot, top, this.#mirrored).map(({ part, x, y, width: wide, height }) =>
        svgEl('rect', { class: `part-${part}`, x, y, width: wide, height }),
      ),
      ...named(chart.items.length, this.#plot, { wide: long * em * 0.62, room: width }, this.#mirrored).map(({ item, x }) =>
        svgEl('text', { class: 'chart-text', x, y: base + em * 1.5, 'text-anchor': 'middle' }, [chart.items[item]?.short ?? '']),
      ),
    );
    this.#choose(this.#slider.valueAsNumber);
  }

  /** @param {number} item */
  #choose(item) {
    const chosen = this.#chart?.items[item];
    const band = this.#svg.querySelector('.chart-chosen');
    if (this.#chart === null || chosen === undefined || band === null) {
      return;
    }
    const room = this.#plot.width / this.#chart.items.length;
    band.setAttribute('x', String(middle(item, this.#chart.items.length, this.#plot, this.#mirrored) - room / 2));
    band.setAttribute('width', String(room));
    setAttribute(this.#slider, 'aria-valuetext', chosen.said);
    setText(this.#readout, chosen.said);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const count = this.#chart?.items.length ?? 0;
    if (count > 0) {
      const item = columnAt(event.clientX - this.#svg.getBoundingClientRect().left, count, this.#plot, this.#mirrored);
      this.#slider.value = String(item);
      this.#choose(item);
    }
  }
}

/** @param {number} part */
function swatch(part) {
  return svgEl('svg', { class: 'chart-swatch', 'aria-hidden': 'true' }, [svgEl('rect', { class: `part-${part}`, x: '10%', y: '10%', width: '80%', height: '80%' })]);
}

define('usage-chart', UsageChart);
