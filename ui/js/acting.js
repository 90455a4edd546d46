// What the acts do. Knows the window by what it is asked for.

import { plainOf } from './deeds.js';
import { messageActs } from './message-acts.js';
import { copyComing, copyText, lastCode } from './lib/clipboard.js';
import { emit, t } from './lib/dom.js';
import { zoomed } from './look.js';

/** @typedef {import('./acts.js').ActId} ActId */

/**
 * What the window can do.
 * @typedef {object} Desk
 * @property {(temporary: boolean) => void} newChat
 * @property {(id: string) => void} openChat
 * @property {(by: 1 | -1) => string | null} beside the chat before or after the one on screen
 * @property {() => void} palette
 * @property {(section?: import('./settings-sections.js').SectionId) => void} settings
 * @property {() => void} usage
 * @property {() => void} sidebar
 * @property {(list: keyof typeof import('./elements/side-bar.js').LISTS) => void} shelf shows that list of chats
 * @property {() => void} rename
 * @property {() => void} file asks for a folder and tags
 * @property {import('./elements/chat-box.js').ChatBox} chat
 */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {import('./chats.js').Chats} parts.chats
 * @param {Desk} parts.desk
 * @returns {Record<ActId, () => void>}
 */
export function createActing({ store, actions, chats, desk }) {
  const { chat } = desk;
  const row = () => store.state().conversations.find(({ id }) => id === store.state().open) ?? null;
  const lastAnswer = () => store.state().messages.findLast(({ role }) => role === 'assistant') ?? null;

  /** @param {string} text */
  const say = (text) => store.dispatch([{ type: 'said', text }]);

  const onMessage = messageActs(chat, say);

  /** @param {Promise<boolean>} copied */
  const tellCopied = (copied) => void copied.then((done) => say(done ? t('message.copied') : t('acted.notCopied')));

  /** @param {1 | -1} by */
  function otherChat(by) {
    const id = desk.beside(by);
    if (id !== null) {
      desk.openChat(id);
    }
  }

  /** @param {1 | -1 | 0} by */
  function zoom(by) {
    const { settings } = store.state();
    const percent = zoomed(settings.zoom, by);
    store.dispatch([{ type: 'settings', settings: { ...settings, zoom: percent } }, { type: 'said', text: t('look.zoomed', { percent }) }]);
    actions.changeSettings({ zoom: percent }).catch(actions.fail);
  }

  function copyCode() {
    const answer = lastAnswer();
    const { turns } = store.state();
    const nodes = (answer?.turnId ? turns.get(answer.turnId)?.nodes : null) ?? answer?.nodes ?? [];
    const code = lastCode(nodes);
    if (code === null) {
      say(t('acted.noCode'));
    } else {
      tellCopied(copyText(code));
    }
  }

  return {
    newChat: () => desk.newChat(false),
    temporaryChat: () => desk.newChat(true),
    palette: () => desk.palette(),
    nextChat: () => otherChat(1),
    previousChat: () => otherChat(-1),
    renameChat: () => desk.rename(),
    pinChat: () => {
      const one = row();
      if (one !== null) {
        void chats.set(one.id, { pinned: !one.pinned });
      }
    },
    fileChat: () => desk.file(),
    archiveChat: () => {
      const one = row();
      if (one !== null) {
        void chats.set(one.id, { archived: !one.archived });
      }
    },
    exportChat: () => void chats.exportFile(),
    deleteChat: () => void chats.remove().then(() => chat.focusComposer()),
    undoDelete: () => void chats.undo(),
    allChats: () => desk.shelf('all'),
    archivedChats: () => desk.shelf('archive'),
    deletedChats: () => desk.shelf('deleted'),
    find: () => chat.find(0),
    findNext: () => chat.find(1),
    findPrevious: () => chat.find(-1),
    stop: () => void actions.stop(),
    regenerate: () => {
      const answer = lastAnswer();
      if (answer !== null) {
        chat.toEnd();
        void actions.retry(answer.id);
      }
    },
    copyAnswer: () => {
      const answer = lastAnswer();
      if (answer !== null) {
        tellCopied(copyComing(actions.textOf(answer.id, false)));
      }
    },
    copyCode,
    copyPlain: onMessage('copyPlain', (_view, row) => tellCopied(copyText(plainOf(row)))),
    showText: onMessage('showText', 'looks-wanted'),
    continueAnswer: onMessage('continueAnswer', 'answer-continue'),
    keepAnswer: onMessage('keepAnswer', 'answer-keep'),
    previousVersion: onMessage('previousVersion', (view, { message }) => emit(view, 'variant-chosen', message.variants.previous)),
    nextVersion: onMessage('nextVersion', (view, { message }) => emit(view, 'variant-chosen', message.variants.next)),
    details: onMessage('details', (view) => view.details.toggle()),
    whatWasSent: onMessage('whatWasSent', (view, { message }) => emit(view, 'sent-wanted', message.id)),
    editQuestion: onMessage('editQuestion', 'edit-wanted'),
    composer: () => chat.focusComposer(),
    model: () => chat.focusModel(),
    attach: () => chat.composer.pickFiles(),
    options: () => chat.openOptions(),
    askOther: onMessage('askOther', 'again-wanted'),
    recall: () => chat.composer.recall(),
    presets: () => desk.settings('presets'),
    sidebar: () => desk.sidebar(),
    region: () => chat.otherRegion(),
    usage: () => desk.usage(),
    settings: () => desk.settings(),
    shortcuts: () => desk.settings('shortcuts'),
    zoomIn: () => zoom(1),
    zoomOut: () => zoom(-1),
    zoomReset: () => zoom(0),
  };
}
