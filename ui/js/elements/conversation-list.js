// <conversation-list>: the chats, in groups. Only rows near the view are nodes; the others are heights,
// so that ten thousand cost what a hundred do. One row is a stop of the Tab key; arrows go on from it.

import { define, el, emit, keepChildren, Living, setText, t } from '../lib/dom.js';
import { drawnParts, rowsOf, stopsOf, timeGroups, topOf, usualGroups } from '../lib/groups.js';
import { spacer } from '../lib/svg.js';
import { attendList } from '../list-hands.js';
import { createUnfolded } from '../unfolded.js';
import { ChatRow } from './chat-row.js';
import { ListGroup } from './list-group.js';

/** @typedef {import('../lib/groups.js').Group} Group */
/** @typedef {import('../types.js').ConversationView} ConversationView */
/** @typedef {import('../types.js').State} State */

/**
 * Bubbles `conversation-chosen` (detail: an id), `older-wanted`, `folder-wanted` (detail: a name whose
 * chats have to be read), `row-act` (detail: the act and the chat), `list-changed` when it has to be
 * shown anew, and `list-left` when nothing in it can have the focus.
 */
export class ConversationList extends Living {
  #groups = el('div', 'conversation-groups');
  #empty = el('p', 'quiet-line');
  #probe = new ListGroup();
  /** @type {Map<string, ListGroup>} */
  #sections = new Map();
  /** @type {Map<string, ChatRow>} */
  #rows = new Map();
  #unfolded = createUnfolded(localStorage);
  /** @type {Group[]} */
  #shown = [];
  /** Everything that can have the focus, in order: a folder's key or a chat's id. @type {string[]} */
  #stops = [];
  #current = '';
  /** What was drawn last: a running answer tells the list nothing new. @type {readonly unknown[]} */
  #seen = [];
  /** @type {{open: string | null, running: ReadonlySet<string>, more: boolean}} */
  #view = { open: null, running: new Set(), more: false };
  /** About, until it is measured. @type {import('../lib/groups.js').Sizes} */
  #size = { row: 30, head: 28, around: 12 };
  #waiting = false;

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.#probe.measure();
      this.append(this.#empty, this.#groups, this.#probe);
    }
    this.addEventListener('scroll', () => this.#soon(), { signal, passive: true });
    attendList(this, signal);
    const watch = new ResizeObserver(() => this.#measure());
    watch.observe(this);
    watch.observe(this.#probe);
    signal.addEventListener('abort', () => watch.disconnect());
  }

  /** @param {State} state @param {Date} now */
  show({ conversations, shelf, labels, open, turns, allListed }, now) {
    const running = new Set([...turns.values()].filter(({ end }) => end === null).map(({ conversation }) => conversation));
    const seen = [conversations, shelf, labels, open, allListed, now.toDateString(), [...running].join(' '), this.#unfolded.version()];
    if (seen.every((one, index) => one === this.#seen[index])) {
      return;
    }
    this.#seen = seen;
    const folders = labels.folders.map(({ name }) => name);
    this.#shown = shelf === null ? usualGroups(conversations, { now, folders, unfolded: this.#unfolded.names() }) : timeGroups(shelf.list, now);
    this.#view = { open, running, more: shelf === null ? !allListed && conversations.length > 0 : shelf.read && !shelf.whole };
    this.#empty.hidden = this.#shown.length > 0 || (shelf !== null && !shelf.read);
    setText(this.#empty, shelf === null ? t('sidebar.empty') : t('sidebar.nothing'));
    const before = this.#stops;
    this.#stops = stopsOf(this.#shown);
    const held = this.contains(document.activeElement);
    this.#keepCurrent(before);
    this.#draw();
    if (held && !this.contains(document.activeElement)) {
      this.focusStop(this.#current);
    }
  }

  /** Everything that can have the focus, in order. */
  get stops() {
    return this.#stops;
  }

  /** The row of a chat, if it is drawn. @param {string} id */
  rowOf(id) {
    return this.#rows.get(id) ?? null;
  }

  /** The folder that a stop stands for. @param {string} stop */
  folderOf(stop) {
    return this.#shown.find(({ key, open }) => key === stop && open !== null) ?? null;
  }

  /**
   * Shows the chats of a folder, or hides them.
   * @param {string} name
   * @param {boolean} open
   */
  fold(name, open) {
    this.#unfolded.set(name, open);
    if (open) {
      emit(this, 'folder-wanted', name);
    }
    emit(this, 'list-changed', null);
  }

  /** The Tab key stops there from now on. @param {string} stop */
  stopAt(stop) {
    if (stop !== this.#current) {
      this.#current = stop;
      this.#draw();
    }
  }

  /** Puts the focus on a chat or a folder; where there is none any more, elsewhere. @param {string} stop */
  focusStop(stop) {
    const at = topOf(this.#shown, this.#size, stop);
    if (at === null) {
      emit(this, 'list-left', null);
      return;
    }
    const { row } = this.#size;
    this.scrollTo({ top: Math.max(Math.min(this.scrollTop, at - row), at + row * 2 - this.clientHeight) });
    this.#current = stop;
    this.#draw();
    (this.#rows.get(stop) ?? this.#sections.get(stop))?.focus();
  }

  /**
   * The chat before or after one, as they are listed; around the ends. One that is deleted cannot be opened.
   * @param {string | null} id
   * @param {1 | -1} by
   * @returns {string | null}
   */
  beside(id, by) {
    const chats = this.#shown.flatMap(({ rows, open }) => (open === false ? [] : rows.filter(({ deletedAtMs }) => deletedAtMs === null).map((one) => one.id)));
    const at = id === null ? -1 : chats.indexOf(id);
    return (at < 0 ? chats.at(by > 0 ? 0 : -1) : chats.at((at + by) % chats.length)) ?? null;
  }

  /** Changes a title where it stands. @param {string} id */
  rename(id) {
    this.focusStop(id);
    this.#rows.get(id)?.edit();
  }

  /** What the Tab key stops at: what it was, else what stands in its place now, else the chat on screen. @param {readonly string[]} before */
  #keepCurrent(before) {
    const held = this.contains(document.activeElement);
    if (this.#stops.includes(this.#current) && (held || this.#current === this.#view.open)) {
      return;
    }
    const at = before.indexOf(this.#current);
    const next = held && at >= 0 ? (this.#stops[Math.min(at, this.#stops.length - 1)] ?? '') : '';
    const { open } = this.#view;
    this.#current = next !== '' ? next : open !== null && this.#stops.includes(open) ? open : (this.#stops[0] ?? '');
  }

  #soon() {
    if (!this.#waiting) {
      this.#waiting = true;
      requestAnimationFrame(() => {
        this.#waiting = false;
        this.#draw();
      });
    }
  }

  #measure() {
    const size = this.#probe.size();
    if (size.row > 0) {
      this.#size = size;
      this.#soon();
    }
  }

  #draw() {
    const { row: rowHeight, head, around } = this.#size;
    const inHand = [...this.#rows].filter(([, row]) => row.isEdited || row.contains(document.activeElement));
    const held = new Set([this.#current, ...inHand.map(([id]) => id)]);
    const used = /** @type {Set<string>} */ (new Set());
    let top = -this.scrollTop;
    const sections = this.#shown.map((group) => {
      const section = this.#sections.get(group.key) ?? new ListGroup();
      this.#sections.set(group.key, section);
      const rows = rowsOf(group);
      const places = rows.flatMap(({ id }, index) => (held.has(id) ? [index] : []));
      const parts = drawnParts({ count: rows.length, top: top + head, height: rowHeight, view: this.clientHeight, held: places });
      section.show(group, this.#nodes(rows, parts, used), group.key === this.#current);
      top += head + rows.length * rowHeight + around;
      return section;
    });
    keepChildren(this.#groups, sections);
    for (const [id, row] of this.#rows) {
      if (!used.has(id)) {
        this.#rows.delete(id);
        row.remove();
      }
    }
    this.#sections = new Map([...this.#sections].filter(([key]) => this.#shown.some((group) => group.key === key)));
    if (this.#view.more && top < this.clientHeight * 2) {
      emit(this, 'older-wanted', null);
    }
  }

  /**
   * @param {readonly ConversationView[]} rows
   * @param {readonly {from: number, to: number}[]} parts
   * @param {Set<string>} used
   * @returns {Element[]}
   */
  #nodes(rows, parts, used) {
    const nodes = /** @type {Element[]} */ ([]);
    let at = 0;
    const gap = (/** @type {number} */ to) => to > at && nodes.push(spacer((to - at) * this.#size.row));
    for (const { from, to } of parts) {
      gap(from);
      for (let index = from; index < to; index += 1) {
        const one = rows[index];
        if (one !== undefined) {
          const row = this.#rows.get(one.id) ?? new ChatRow();
          this.#rows.set(one.id, row);
          used.add(one.id);
          row.show(one, { open: one.id === this.#view.open, running: this.#view.running.has(one.id), current: one.id === this.#current, place: index + 1, count: rows.length });
          nodes.push(row);
        }
      }
      at = to;
    }
    gap(rows.length);
    return nodes;
  }
}

define('conversation-list', ConversationList);
