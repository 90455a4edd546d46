// <conversation-list>: the conversations, newest first, by day.

import { el, setAttribute, setText } from '../lib/dom.js';
import { dayGroup } from '../lib/format.js';
import { t } from '../lib/texts.js';
import { PAGE } from '../state/conversations.js';

/** @typedef {import('../types.js').ConversationView} ConversationView */

/** Bubbles `conversation-chosen` (detail: an id) and `older-wanted`. */
export class ConversationList extends HTMLElement {
  #groups = el('div', { class: 'conversation-groups' });
  #older = el('button', { type: 'button', class: 'button quiet older', hidden: '' }, [t('sidebar.older')]);
  #empty = el('p', { class: 'quiet-line' }, [t('sidebar.empty')]);
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  #shown = '';
  /** What was drawn last: a running answer tells the list nothing new. @type {readonly ConversationView[] | null} */
  #list = null;
  #seen = '';

  connectedCallback() {
    if (this.childElementCount > 0) {
      return;
    }
    this.append(this.#empty, this.#groups, this.#older);
    this.#older.addEventListener('click', () => this.dispatchEvent(new CustomEvent('older-wanted', { bubbles: true })));
    this.#groups.addEventListener('click', (event) => {
      const chosen = event.target instanceof Element ? event.target.closest('button') : null;
      if (chosen !== null) {
        const detail = chosen.dataset['id'];
        this.dispatchEvent(new CustomEvent('conversation-chosen', { bubbles: true, detail }));
      }
    });
  }

  /**
   * @param {readonly ConversationView[]} list newest first
   * @param {{open: string | null, running: ReadonlySet<string>, allListed: boolean, now: Date}} view
   */
  show(list, { open, running, allListed, now }) {
    const seen = [open, allListed, now.toDateString(), ...running].join('\n');
    if (list === this.#list && seen === this.#seen) {
      return;
    }
    this.#list = list;
    this.#seen = seen;
    this.#empty.hidden = list.length > 0;
    this.#older.hidden = allListed || list.filter(({ pinned }) => !pinned).length < PAGE;
    const ordered = [...list.filter(({ pinned }) => pinned), ...list.filter(({ pinned }) => !pinned)];
    const order = ordered.map((one) => `${one.id} ${groupOf(one, now)}`).join('\n');
    if (order !== this.#shown) {
      this.#shown = order;
      this.#arrange(ordered, now);
    }
    for (const { id, title, unread } of list) {
      const chosen = this.#buttons.get(id);
      if (chosen) {
        setText(chosen, title === '' ? t('sidebar.untitled') : title);
        setAttribute(chosen, 'title', title);
        setAttribute(chosen, 'aria-current', id === open ? 'true' : null);
        chosen.classList.toggle('running', running.has(id));
        chosen.classList.toggle('unread', unread && id !== open);
      }
    }
  }

  /**
   * @param {readonly ConversationView[]} list
   * @param {Date} now
   */
  #arrange(list, now) {
    const focused = document.activeElement;
    const before = this.#buttons;
    this.#buttons = new Map();
    /** @type {HTMLElement[]} */
    const groups = [];
    let day = '';
    let items = el('ul', { class: 'conversations' });
    for (const one of list) {
      const { id } = one;
      const group = groupOf(one, now);
      if (group !== day) {
        day = group;
        items = el('ul', { class: 'conversations' });
        groups.push(el('section', { class: 'conversation-group' }, [el('h2', { class: 'group-title' }, [group]), items]));
      }
      const chosen = before.get(id) ?? el('button', { type: 'button', class: 'conversation', dir: 'auto' });
      chosen.dataset['id'] = id;
      this.#buttons.set(id, chosen);
      items.append(el('li', {}, [chosen]));
    }
    this.#groups.replaceChildren(...groups);
    if (focused instanceof HTMLButtonElement && this.contains(focused)) {
      focused.focus();
    }
  }
}

/**
 * @param {ConversationView} one
 * @param {Date} now
 */
function groupOf({ pinned, updatedAtMs }, now) {
  return pinned ? t('sidebar.pinned') : dayGroup(updatedAtMs, now);
}

customElements.define('conversation-list', ConversationList);
