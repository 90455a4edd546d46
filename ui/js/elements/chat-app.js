// <chat-app>: the main window: conversations at the left, the chat beside them, settings on top.

import { button, drawing, el, setAttribute } from '../lib/dom.js';
import { composing, shortcut } from '../lib/input.js';
import { t } from '../lib/texts.js';
import { settingsWays } from '../settings-ways.js';
import { ChatBars } from './chat-bars.js';
import { ChatBox } from './chat-box.js';
import { ChatTitle } from './chat-title.js';
import { ConversationList } from './conversation-list.js';
import { SettingsDialog } from './settings-dialog.js';
import { logo } from './logo.js';

/** @typedef {import('../types.js').State} State */

/** Below this width the conversations lie over the chat instead of beside it. */
const NARROW = '(max-width: 719px)';

/**
 * @typedef {object} AppParts
 * @property {import('../host.js').Host} host
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../chats.js').Chats} chats
 * @property {import('../drafting.js').Drafting} drafting
 * @property {import('../finding.js').Finding} finding
 * @property {import('../places.js').Places} places
 */

export class ChatApp extends HTMLElement {
  /** @type {AppParts | null} set before it is connected */
  parts = null;

  #chat = new ChatBox();
  #conversations = new ConversationList();
  #settings = new SettingsDialog();
  #nav = el('nav', { class: 'sidebar', 'aria-label': t('app.conversations'), id: 'conversations' });
  #title = new ChatTitle();
  #bars = new ChatBars();
  #temporary = el('button', { type: 'button', class: 'button quiet temporary-chat', 'aria-pressed': 'false' }, [t('app.temporary')]);
  #toggle = el('button', { type: 'button', class: 'button icon', 'aria-label': t('app.list'), 'aria-controls': 'conversations', 'aria-expanded': 'true' }, [
    drawing(['M4 6h16', 'M4 12h16', 'M4 18h10'], 'line-icon'),
  ]);
  #narrow = matchMedia(NARROW);
  #life = new AbortController();

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.#build(parts, signal);
    }
    parts.store.subscribe(() => this.#draw(parts.store.state()), { signal });
    document.addEventListener('keydown', (event) => this.#onKey(parts, event), { signal });
    this.#narrow.addEventListener('change', () => this.#showSidebar(!this.#narrow.matches), { signal });
    this.#showSidebar(!this.#narrow.matches);
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  /**
   * @param {AppParts} parts
   * @param {AbortSignal} signal
   */
  #build({ host, store, actions, chats, drafting, finding, places }, signal) {
    const openSettings = () => this.#settings.open();
    const ways = settingsWays({ host, store, actions });
    this.#settings.parts = { host, store, actions, ways };
    this.#chat.parts = { store, actions, chats, drafting, finding, places, ways, openSettings };
    const newChat = button(t('app.newChat'), 'button new-chat', () => this.#newChat(), signal);
    newChat.prepend(drawing(['M12 5v14', 'M5 12h14'], 'line-icon'));
    /** @type {Record<string, (event: CustomEvent) => void>} */
    const deeds = {
      'title-given': ({ detail }) => void chats.rename(detail),
      'export-wanted': () => void chats.exportFile(),
      'delete-wanted': () => void chats.remove().then(() => this.#chat.focusComposer()),
      'undo-wanted': () => void chats.undo(),
      'deleted-seen': () => chats.forgetDeleted(),
      'notice-seen': () => store.dispatch([{ type: 'noticeSeen' }]),
      'key-wanted': () => this.#chat.focusKey(),
    };
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
    this.#temporary.addEventListener('click', () => this.#newChat(!store.state().temporary), { signal });
    this.#conversations.addEventListener(
      'conversation-chosen',
      (event) => {
        this.#leaveSidebar();
        void actions.open(/** @type {CustomEvent<string>} */ (event).detail);
        this.#chat.focusComposer();
      },
      { signal },
    );
    this.#conversations.addEventListener(
      'older-wanted',
      () => void actions.listConversations(store.state().conversations.findLast(({ pinned }) => !pinned)?.id ?? null),
      { signal },
    );
    this.#nav.append(
      el('div', { class: 'brand' }, [logo('brand-logo'), el('span', { class: 'brand-name' }, ['Gatehouse'])]),
      newChat,
      this.#temporary,
      this.#conversations,
      el('div', { class: 'sidebar-foot' }, [button(t('app.settings'), 'button quiet', openSettings, signal)]),
    );
    this.#toggle.addEventListener('click', () => this.#showSidebar(!this.#sidebarShown), { signal });
    const shade = el('div', { class: 'shade' });
    shade.addEventListener('click', () => this.#leaveSidebar(), { signal });
    this.append(
      this.#nav,
      shade,
      el('main', { class: 'main' }, [
        el('header', { class: 'chat-head' }, [this.#toggle, this.#title]),
        this.#bars,
        this.#chat,
      ]),
      this.#settings,
    );
  }

  /** @param {State} state */
  #draw(state) {
    const { open, conversations, turns, allListed, temporary } = state;
    const title = conversations.find(({ id }) => id === open)?.title || (temporary ? t('app.temporary') : open === null ? t('app.newChat') : t('app.untitled'));
    this.#title.show(title, open !== null, !temporary);
    setAttribute(this.#temporary, 'aria-pressed', String(temporary));
    const windowTitle = open === null ? 'Gatehouse' : t('app.windowTitle', { title });
    if (document.title !== windowTitle) {
      document.title = windowTitle;
    }
    const running = new Set([...turns.values()].filter(({ end }) => end === null).map(({ conversation }) => conversation));
    this.#conversations.show(conversations, { open, running, allListed, now: new Date() });
    this.#bars.show(state);
  }

  focusComposer() {
    this.#chat.focusComposer();
  }

  /** Stands where another one stood. @param {ChatApp} other */
  takeOver(other) {
    this.composer.put(other.composer.draft, other.composer.caret);
    if (other.#settings.isOpen) {
      this.#settings.open(other.#settings.section);
    }
  }

  /** The box, for whoever keeps its draft. */
  get composer() {
    return this.#chat.composer;
  }

  #newChat(temporary = false) {
    this.#leaveSidebar();
    this.parts?.actions.newChat(temporary);
    this.#chat.focusComposer();
  }

  get #sidebarShown() {
    return this.dataset['sidebar'] === 'shown';
  }

  /** @param {boolean} shown */
  #showSidebar(shown) {
    this.dataset['sidebar'] = shown ? 'shown' : 'hidden';
    setAttribute(this.#toggle, 'aria-expanded', String(shown));
    if (shown && this.#narrow.matches) {
      this.#nav.querySelector('button')?.focus();
    }
  }

  #leaveSidebar() {
    if (this.#narrow.matches && this.#sidebarShown) {
      this.#showSidebar(false);
      this.#toggle.focus();
    }
  }

  /**
   * @param {AppParts} parts
   * @param {KeyboardEvent} event
   */
  #onKey({ actions }, event) {
    if (event.defaultPrevented || composing(event) || this.#settings.isOpen) {
      return;
    }
    if (event.key === 'Escape') {
      // What lies on top closes first; then the answer stops.
      if (this.#narrow.matches && this.#sidebarShown) {
        this.#leaveSidebar();
      } else if (actions.stop()) {
        event.preventDefault();
      }
      return;
    }
    const wish = shortcut(event, navigator.userAgent.includes('Macintosh'));
    if (wish === null) {
      return;
    }
    event.preventDefault();
    switch (wish) {
      case 'newChat':
        this.#newChat();
        break;
      case 'settings':
        this.#settings.open();
        break;
      case 'model':
        this.#chat.focusModel();
        break;
      case 'composer':
        this.#chat.focusComposer();
        break;
      case 'find':
        this.#chat.find(0);
        break;
      case 'findNext':
        this.#chat.find(1);
        break;
      case 'findPrevious':
        this.#chat.find(-1);
        break;
      case 'region':
        this.#chat.otherRegion();
        break;
      case 'sidebar':
        this.#showSidebar(!this.#sidebarShown);
    }
  }
}

customElements.define('chat-app', ChatApp);
