// <side-bar>: the column of chats: the way into the search, new chats, which list is shown, the list,
// and what stands at the foot.

import { define, el, emit, freshId, setAttribute, t } from '../lib/dom.js';
import { hint } from '../keyboard.js';
import { drawing } from '../lib/svg.js';
import { ConversationList } from './conversation-list.js';
import { logo } from './logo.js';
import { SearchWay } from './search-way.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Shelf} Shelf */
/** @typedef {import('../acts.js').ActId} ActId */

/** What a choice of the list stands for. @satisfies {Record<string, Shelf['filter'] | null>} */
export const LISTS = {
  all: null,
  archive: { archived: true, deleted: false, tag: null },
  deleted: { archived: false, deleted: true, tag: null },
};

/** Bubbles `act-wanted` (detail: an act), `shelf-wanted` (detail: which list), and what the list does. */
export class SideBar extends HTMLElement {
  #list = new ConversationList();
  #search = new SearchWay();
  #newChat = this.#button(t('app.newChat'), 'button new-chat', 'newChat', ['M12 5v14', 'M5 12h14']);
  #temporary = this.#button(t('app.temporary'), 'button quiet temporary-chat', 'temporaryChat', null);
  #usage = this.#button(t('acts.usage'), 'button quiet', 'usage', null);
  #settings = this.#button(t('app.settings'), 'button quiet', 'settings', null);
  #foot = el('div', 'sidebar-foot', [this.#usage, this.#settings]);
  #choice = el('select', { class: 'select list-choice', id: freshId('list'), 'aria-label': t('sidebar.which') });
  #tags = el('optgroup', { label: t('sidebar.tags') });
  /** What the choices were made of. @type {unknown} */
  #labels = null;
  /** @type {readonly string[] | null} */
  #shortcuts = null;

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    this.#temporary.setAttribute('aria-pressed', 'false');
    this.#choice.append(
      el('option', { value: 'all' }, [t('sidebar.all')]),
      el('option', { value: 'archive' }, [t('sidebar.archived')]),
      el('option', { value: 'deleted' }, [t('sidebar.deleted')]),
    );
    this.#choice.addEventListener('change', () => {
      const { value } = this.#choice;
      const tag = value.startsWith('tag ') ? value.slice(4) : null;
      emit(this, 'shelf-wanted', tag === null ? LISTS[/** @type {keyof typeof LISTS} */ (value)] : { archived: false, deleted: false, tag });
    });
    this.append(
      el('div', 'brand', [logo('brand-logo'), el('span', 'brand-name', ['Gatehouse'])]),
      this.#search,
      this.#newChat,
      this.#temporary,
      this.#choice,
      this.#list,
      this.#foot,
    );
  }

  get list() {
    return this.#list;
  }

  /** @param {State} state */
  show(state) {
    const { temporary, shelf, labels, settings } = state;
    setAttribute(this.#temporary, 'aria-pressed', String(temporary));
    if (settings.shortcuts !== this.#shortcuts) {
      this.#shortcuts = settings.shortcuts;
      this.#hints(settings.shortcuts);
    }
    this.#showChoice(shelf, labels);
    this.#list.show(state, new Date());
  }

  /** Puts the focus on its first way in. */
  focusFirst() {
    this.#search.focus();
  }

  /** Puts the focus on which list is shown. */
  focusChoice() {
    this.#choice.focus();
  }

  /** @param {readonly string[]} shortcuts */
  #hints(shortcuts) {
    this.#search.hint(shortcuts);
    hint(this.#newChat, t('app.newChat'), 'newChat', shortcuts);
    hint(this.#temporary, t('app.temporary'), 'temporaryChat', shortcuts);
    hint(this.#usage, t('acts.usage'), 'usage', shortcuts);
    hint(this.#settings, t('app.settings'), 'settings', shortcuts);
  }

  /**
   * @param {Shelf | null} shelf
   * @param {import('../types.js').Labels} labels
   */
  #showChoice(shelf, labels) {
    if (labels !== this.#labels) {
      this.#labels = labels;
      this.#tags.replaceChildren(...labels.tags.map(({ name, conversations }) => el('option', { value: `tag ${name}` }, [t('sidebar.tag', { name, count: conversations })])));
      if (labels.tags.length > 0) {
        this.#choice.append(this.#tags);
      } else {
        this.#tags.remove();
      }
    }
    const filter = shelf?.filter ?? null;
    const value = filter === null ? 'all' : filter.deleted ? 'deleted' : filter.tag !== null ? `tag ${filter.tag}` : 'archive';
    if (this.#choice.value !== value) {
      this.#choice.value = value;
    }
  }

  /**
   * @param {string} label
   * @param {string} className
   * @param {ActId} act
   * @param {readonly string[] | null} paths
   */
  #button(label, className, act, paths) {
    const made = el('button', className, [...(paths === null ? [] : [drawing(paths, 'line-icon')]), el('span', {}, [label])]);
    made.addEventListener('click', () => emit(this, 'act-wanted', act));
    return made;
  }
}

define('side-bar', SideBar);
