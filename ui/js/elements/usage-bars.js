// <usage-bars>: a bar for each model or connection, its name and amount beside it as text, the largest
// first.

import { share } from '../lib/chart.js';
import { button, define, el, Living, t } from '../lib/dom.js';
import { svgEl } from '../lib/svg.js';

/** @typedef {{name: string, amount: string, note: string, value: number}} Bar */

/** So many are shown at first. */
const FIRST = 8;

export class UsageBars extends Living {
  #list = el('ul', { class: 'bar-list', tabindex: '-1' });

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(this.#list);
    }
  }

  /**
   * @param {string} label
   * @param {readonly Bar[]} bars
   * @param {number} [count] how many of them
   */
  show(label, bars, count = FIRST) {
    const most = bars[0]?.value ?? 0;
    this.#list.setAttribute('aria-label', label);
    this.#list.replaceChildren(
      ...bars.slice(0, count).map(({ name, amount, note, value }) =>
        el('li', 'bar-row', [
          el('span', 'bar-name', [el('bdi', {}, [name])]),
          el('span', 'bar-amount', [amount]),
          svgEl('svg', { class: 'bar', 'aria-hidden': 'true' }, [svgEl('rect', { class: 'part-0', width: `${share(value, most)}%`, height: '100%' })]),
          el('span', 'bar-note', [note]),
        ]),
      ),
    );
    this.querySelector('.bar-more')?.remove();
    if (bars.length > count) {
      const more = () => {
        this.show(label, bars, bars.length);
        this.#list.focus();
      };
      this.append(button(t('usage.more', { count: bars.length - count }), 'button quiet bar-more', more, this.signal));
    }
  }
}

define('usage-bars', UsageBars);
