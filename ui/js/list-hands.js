// What clicks and keys do in the list of chats. Knows the list by what it is asked for.

import { PopupMenu } from './elements/popup-menu.js';
import { ChatRow } from './elements/chat-row.js';
import { ListGroup } from './elements/list-group.js';
import { composing } from './lib/input.js';
import { t } from './lib/texts.js';

/** @typedef {import('./elements/conversation-list.js').ConversationList} ConversationList */
/** @typedef {import('./types.js').ConversationView} ConversationView */
/** @typedef {'pin' | 'archive' | 'file' | 'export' | 'delete' | 'takeBack'} RowAct */

/** So many rows does a page key go. */
const PAGE_ROWS = 10;

/**
 * @param {ConversationList} list
 * @param {AbortSignal} signal
 */
export function attendList(list, signal) {
  const menu = new PopupMenu();

  /** @param {string} type @param {unknown} detail */
  const emit = (type, detail) => list.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));

  /** @param {RowAct} act @param {ConversationView} conversation */
  const want = (act, conversation) => emit('row-act', { act, conversation });

  /** @param {ChatRow} row */
  function choose(row) {
    const { conversation } = row;
    if (conversation === null) {
      return;
    }
    if (conversation.deletedAtMs === null) {
      emit('conversation-chosen', conversation.id);
    } else {
      openMenu(row);
    }
  }

  /** @param {ChatRow} row */
  function openMenu(row) {
    const { conversation } = row;
    if (conversation === null) {
      return;
    }
    list.stopAt(conversation.id);
    /** @param {RowAct} act */
    const wants = (act) => () => want(act, conversation);
    const { pinned, archived, deletedAtMs } = conversation;
    menu.open(row.more, t('sidebar.actions'), deletedAtMs !== null ? [{ label: t('sidebar.takeBack'), act: wants('takeBack') }] : [
      { label: t('sidebar.open'), act: () => choose(row) },
      { label: t('title.rename'), act: () => list.rename(conversation.id) },
      { label: t(pinned ? 'sidebar.unpin' : 'sidebar.pin'), act: wants('pin') },
      { label: t('sidebar.file'), act: wants('file') },
      { label: t(archived ? 'sidebar.unarchive' : 'sidebar.archive'), act: wants('archive') },
      { label: t('title.export'), act: wants('export') },
      { label: t('title.delete'), act: wants('delete'), danger: true },
    ]);
  }

  /** @param {EventTarget | null} target */
  function stopOf(target) {
    const at = target instanceof Element ? target.closest('chat-row, list-group') : null;
    return at instanceof ChatRow ? (at.conversation?.id ?? '') : at instanceof ListGroup ? at.stop : '';
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const stop = stopOf(event.target);
    if (stop === '' || composing(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    const { stops } = list;
    const at = stops.indexOf(stop);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1, PageDown: at + PAGE_ROWS, PageUp: at - PAGE_ROWS };
    const to = steps[event.key];
    const next = to === undefined ? undefined : stops[Math.min(stops.length - 1, Math.max(0, to))];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      list.focusStop(next);
      return;
    }
    const row = list.rowOf(stop);
    if (row === null ? foldKey(stop, event.key) : rowKey(row, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /**
   * @param {string} stop
   * @param {string} key
   * @returns {boolean} whether it did anything
   */
  function foldKey(stop, key) {
    const folder = list.folderOf(stop);
    const rtl = getComputedStyle(list).direction === 'rtl';
    if (folder === null || (key !== 'ArrowRight' && key !== 'ArrowLeft')) {
      return false;
    }
    list.fold(folder.name, (key === 'ArrowRight') !== rtl);
    return true;
  }

  /**
   * @param {ChatRow} row
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it did anything
   */
  function rowKey(row, { key, shiftKey }) {
    const { conversation } = row;
    if (conversation === null || row.isEdited) {
      return false;
    }
    const gone = conversation.deletedAtMs !== null;
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
      openMenu(row);
    } else if (key === 'F2' && !gone) {
      row.edit();
    } else if (key === 'Delete' && !gone) {
      want('delete', conversation);
    } else if (key === 'ArrowRight' || key === 'ArrowLeft') {
      if (document.activeElement === row.more) {
        row.focus();
      } else {
        row.focusMore();
      }
    } else {
      return false;
    }
    return true;
  }

  list.addEventListener('keydown', onKey, { signal });
  list.addEventListener('menu-wanted', ({ target }) => target instanceof ChatRow && openMenu(target), { signal });
  list.addEventListener('focusin', ({ target }) => {
    const stop = stopOf(target);
    if (stop !== '') {
      list.stopAt(stop);
    }
  }, { signal });
  list.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const at = button?.closest('chat-row, list-group') ?? null;
    if (at instanceof ChatRow && button?.classList.contains('conversation')) {
      choose(at);
    } else if (at instanceof ListGroup && button?.classList.contains('group-fold')) {
      const folder = list.folderOf(at.stop);
      if (folder !== null) {
        list.fold(folder.name, folder.open !== true);
      }
    }
  }, { signal });
}
