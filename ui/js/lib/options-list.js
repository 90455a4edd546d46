// A list to choose from (ARIA listbox), in groups: for boxes that keep the focus while it is used.

import { el, setAttribute, t } from './dom.js';
import { drawing } from './svg.js';

/**
 * @typedef {object} Option
 * @property {'model' | 'preset' | 'template' | 'chat' | 'file' | 'hint'} kind what it is; a hint says where some can be made, a file is
 *   one that is still to be chosen
 * @property {string} id
 * @property {string} label
 * @property {string} facts what is known of it; empty where nothing is
 * @property {boolean} selected
 * @property {boolean | null} favourite none where it cannot be one
 */

/** @typedef {{title: string, options: readonly Option[]}} Group */

const STAR = ['M12 3.5l2.6 5.5 6 .8-4.4 4.1 1.1 5.9L12 17l-5.3 2.8 1.1-5.9L3.4 9.8l6-.8z'];

export class OptionsList {
  #id;
  /** @type {Option[]} */
  #options = [];
  /** @type {HTMLElement[]} */
  #nodes = [];
  #active = -1;
  #stars;
  /** The list itself. */
  element;

  /**
   * @param {string} id
   * @param {string} label
   * @param {object} ways
   * @param {(option: Option) => void} ways.pick
   * @param {((option: Option) => void) | null} ways.star keeps a favourite, or lets it go
   */
  constructor(id, label, { pick, star }) {
    this.#id = id;
    this.#stars = star !== null;
    this.element = el('div', { id, role: 'listbox', 'aria-label': label, class: 'options-list' });
    this.element.addEventListener('click', ({ target }) => {
      const at = target instanceof Element ? this.#nodes.findIndex((node) => node.contains(target)) : -1;
      const option = this.#options[at];
      if (option === undefined) {
        return;
      }
      if (star !== null && target instanceof Element && target.closest('.option-star') !== null) {
        star(option);
      } else {
        pick(option);
      }
    });
  }

  get count() {
    return this.#options.length;
  }

  get active() {
    return this.#options[this.#active] ?? null;
  }

  /** The id of the active one's node. */
  get activeId() {
    return this.#nodes[this.#active]?.id ?? null;
  }

  /**
   * @param {readonly Group[]} groups
   * @param {{kind: string, id: string} | null} [active] which one is active then; none is
   */
  show(groups, active = null) {
    this.#options = groups.flatMap(({ options }) => options);
    this.#nodes = this.#options.map((option, index) => this.#node(option, index));
    this.#active = -1;
    let at = 0;
    this.element.replaceChildren(
      ...groups.map(({ title, options }) => {
        const nodes = this.#nodes.slice(at, at + options.length);
        at += options.length;
        return el('div', { role: 'group', 'aria-label': title }, [el('span', { class: 'option-group', 'aria-hidden': 'true' }, [title]), ...nodes]);
      }),
    );
    this.element.hidden = at === 0;
    if (active !== null) {
      this.#to(this.#options.findIndex(({ kind, id }) => kind === active.kind && id === active.id));
    }
  }

  /**
   * Goes on by one, and round at the ends.
   * @param {1 | -1} step
   */
  move(step) {
    const { length } = this.#options;
    if (length > 0) {
      this.#to(this.#active < 0 && step < 0 ? length - 1 : (this.#active + step + length) % length);
    }
  }

  /** @param {number} at */
  #to(at) {
    this.#nodes[this.#active]?.classList.remove('active');
    this.#active = at;
    const node = this.#nodes[at];
    node?.classList.add('active');
    node?.scrollIntoView({ block: 'nearest' });
  }

  /**
   * @param {Option} option
   * @param {number} index
   */
  #node({ kind, label, facts, selected, favourite }, index) {
    const name = el('span', kind === 'model' ? { class: 'model-id', dir: 'ltr' } : { class: 'option-name', dir: 'auto' }, [label]);
    const node = el('div', { id: `${this.#id}-${index}`, role: 'option', class: 'option', 'aria-selected': String(selected) }, [name]);
    if (favourite === true) {
      node.append(el('span', 'visually-hidden', [` ${t('models.favourite')}`]));
    }
    if (favourite !== null && this.#stars) {
      const star = el('span', { class: 'option-star', title: favourite ? t('models.forget') : t('models.keep') }, [drawing(STAR, 'line-icon star')]);
      star.classList.toggle('kept', favourite);
      node.append(star);
    }
    if (facts !== '') {
      node.append(el('span', { class: 'model-facts', dir: 'auto' }, [facts]));
    }
    return node;
  }
}

/**
 * Tells of the active option where the focus is.
 * @param {Element} box
 * @param {OptionsList} list
 */
export function tellActive(box, list) {
  setAttribute(box, 'aria-activedescendant', list.activeId);
}
