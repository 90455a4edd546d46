// What happens in the main window when something in it is asked for: the acts, and what the sidebar,
// the palette and the toasts tell. Knows the elements by what they are asked for.

import { ACTS } from './acts.js';
import { createActing } from './acting.js';
import { LISTS } from './elements/side-bar.js';
import { createWishes } from './wishes.js';

/** @typedef {import('./types.js').ConversationView} ConversationView */
/** @typedef {import('./deeds.js').Deeds} Deeds */
/** @typedef {Record<import('./acts.js').ActId, () => void>} Acting */
/** @typedef {ReturnType<typeof createWishes>['want']} Want */

/**
 * @typedef {object} DeskElements
 * @property {import('./elements/side-bar.js').SideBar} side
 * @property {import('./elements/chat-box.js').ChatBox} chat
 * @property {import('./elements/chat-title.js').ChatTitle} title
 * @property {import('./elements/settings-dialog.js').SettingsDialog} settings
 * @property {import('./elements/search-palette.js').SearchPalette} palette
 * @property {import('./elements/filing-dialog.js').FilingDialog} filing
 * @property {import('./elements/toast-region.js').ToastRegion} toasts
 * @property {import('./elements/link-preview.js').LinkPreview} preview
 * @property {{open: () => void, leave: () => void}} usage
 * @property {(shown?: boolean) => void} showSidebar none shows it or puts it away
 * @property {() => void} leaveSidebar puts it away where it lies over the chat
 */

/**
 * @param {import('./elements/chat-app.js').AppParts} parts
 * @param {DeskElements} elements
 * @returns {{acting: Acting, deeds: Deeds, want: Want}}
 */
export function createDesk({ store, actions, chats, shelving }, { side, chat, title, settings, palette, filing, toasts, preview, usage, showSidebar, leaveSidebar }) {
  /** @param {boolean} temporary */
  function newChat(temporary) {
    leaveSidebar();
    usage.leave();
    // Asked for once more, a temporary chat is left.
    actions.newChat(temporary && !store.state().temporary);
    chat.focusComposer();
  }

  /** @param {string} id */
  function openChat(id) {
    leaveSidebar();
    usage.leave();
    void actions.open(id);
    chat.focusComposer();
  }

  /**
   * Asks for a chat's folder and tags.
   * @param {ConversationView | undefined} conversation
   */
  function file(conversation) {
    if (conversation === undefined) {
      return;
    }
    filing.open(conversation, store.state().labels, async ({ folder, tag, untag }) => {
      const refused = await chats.change(conversation.id, { folder, tag, untag });
      if (refused === null) {
        await shelving.labels();
        if (folder !== '') {
          side.list.fold(folder, true);
        }
      }
      return refused;
    });
  }

  /**
   * A title that is refused stands where it was typed, or in the list where its chat was left.
   * @param {CustomEvent<{title: string, id: string | null}>} event
   */
  async function rename({ target, detail: { title: given, id } }) {
    // A chat that was deleted meanwhile needs no name.
    if (id !== null && !chats.isGone(id) && !(await chats.rename(given, id))) {
      (target === title && store.state().open === id ? title : side.list.rowOf(id))?.edit(given);
    }
  }

  /** @param {string} typed */
  function search(typed) {
    palette.open(typed);
    void actions.loadModels();
  }

  const acting = createActing({
    store,
    actions,
    chats,
    desk: {
      chat,
      newChat,
      openChat,
      beside: (by) => side.list.beside(store.state().open, by),
      palette: () => search(''),
      settings: (section) => settings.open(section),
      usage: () => {
        leaveSidebar();
        usage.open();
      },
      sidebar: () => showSidebar(),
      shelf: (list) => {
        showSidebar(true);
        void shelving.choose(LISTS[list]);
        side.focusChoice();
      },
      rename: () => title.edit(),
      file: () => file(store.state().conversations.find(({ id }) => id === store.state().open)),
    },
  });

  // What is done in the chat brings it back from behind the usage page and the sidebar.
  for (const { id } of ACTS.filter(({ id: one, group }) => (group !== 'window' && one !== 'palette') || one === 'region')) {
    const act = acting[id];
    acting[id] = () => {
      leaveSidebar();
      usage.leave();
      act();
    };
  }

  /** @param {{act: import('./list-hands.js').RowAct, conversation: ConversationView}} wanted */
  function rowAct({ act, conversation }) {
    const { id, pinned, archived } = conversation;
    switch (act) {
      case 'pin':
        void chats.set(id, { pinned: !pinned });
        break;
      case 'archive':
        void chats.set(id, { archived: !archived });
        break;
      case 'file':
        file(conversation);
        break;
      case 'export':
        void chats.exportFile(id);
        break;
      case 'delete':
        void chats.remove(id);
        break;
      case 'takeBack':
        void chats.undo(id);
    }
  }

  /**
   * Goes where the palette says.
   * @param {import('./palette.js').Target} target
   */
  function go(target) {
    switch (target.kind) {
      case 'act':
        acting[target.id]();
        break;
      case 'chat':
        openChat(target.id);
        break;
      case 'message': {
        const { message, spot } = target.hit;
        if (message !== null) {
          leaveSidebar();
          usage.leave();
          chat.focusComposer();
          void actions.openAt({ message, offset: null, spot }, true);
        }
        break;
      }
      case 'section':
        settings.open(target.id);
        break;
      case 'setting':
        void actions.changeSettings(target.change).catch(actions.fail);
        break;
      case 'model':
        store.dispatch([{ type: 'modelChosen', model: target.id }]);
        leaveSidebar();
        usage.leave();
        chat.focusComposer();
    }
  }

  const wishes = createWishes({ store, chat, settings, preview, newChat, openChat });

  return {
    want: wishes.want,
    acting,
    deeds: {
      'preview-used': ({ detail }) => wishes.use(detail),
      'act-wanted': ({ detail }) => acting[/** @type {import('./acts.js').ActId} */ (detail)](),
      'title-given': (event) => void rename(event),
      'search-wanted': ({ detail }) => search(detail),
      'options-wanted': () => chat.openOptions(),
      'presets-wanted': () => settings.open('presets'),
      'export-wanted': () => void chats.exportFile(),
      'delete-wanted': acting.deleteChat,
      'undo-wanted': () => void chats.undo().then(() => chat.focusComposer()),
      'deleted-seen': () => {
        const held = toasts.contains(document.activeElement);
        chats.forgetRemoved();
        if (held) {
          chat.focusComposer();
        }
      },
      'notice-seen': () => {
        store.dispatch([{ type: 'noticeSeen' }]);
        chat.focusComposer();
      },
      'key-wanted': () => chat.focusKey(),
      'settings-wanted': ({ detail }) => settings.open(detail ?? undefined),
      'conversation-chosen': ({ detail }) => openChat(detail),
      'older-wanted': () => void shelving.older(),
      'folder-wanted': ({ detail }) => void shelving.folder(detail),
      'shelf-wanted': ({ detail }) => void shelving.choose(detail),
      'list-changed': () => side.show(store.state()),
      'list-left': () => chat.focusComposer(),
      'row-act': ({ detail }) => rowAct(detail),
      'palette-chosen': ({ detail }) => go(detail),
    },
  };
}
