// <chat-app>: the main window: chats at the left, the chat beside them, settings and palette on top.

import { bindingsOf } from '../acts.js';
import { createDesk } from '../desk.js';
import { attendKeys, hint } from '../keyboard.js';
import { define, el, Living, setAttribute, t } from '../lib/dom.js';
import { keep } from '../lib/keep.js';
import { composing } from '../lib/input.js';
import { drawing } from '../lib/svg.js';
import { settingsWays } from '../settings-ways.js';
import { OPEN_USAGE, usageOver } from '../usage-over.js';
import { ChatBars } from './chat-bars.js';
import { ChatBox } from './chat-box.js';
import { ChatTitle } from './chat-title.js';
import { FilingDialog } from './filing-dialog.js';
import { LinkPreview } from './link-preview.js';
import { SearchPalette } from './search-palette.js';
import { SettingsDialog } from './settings-dialog.js';
import { SideBar } from './side-bar.js';
import { ToastRegion } from './toast-region.js';

/** @typedef {import('../types.js').State} State */

/** Below this width the conversations lie over the chat instead of beside it. */
const NARROW = '(max-width: 719px)';

/** Whether the sidebar was put away, in a wide window. */
const SIDEBAR_KEY = 'sidebar';

/**
 * @typedef {object} AppParts
 * @property {import('../host.js').Host} host
 * @property {import('../store.js').Store} store
 * @property {import('../actions.js').Actions} actions
 * @property {import('../chats.js').Chats} chats
 * @property {import('../shelving.js').Shelving} shelving
 * @property {import('../drafting.js').Drafting} drafting
 * @property {import('../asking.js').Asking} asking
 * @property {import('../lib/recall.js').Asked} asked
 * @property {import('../finding.js').Finding} finding
 * @property {import('../palette.js').Palette} palette
 * @property {import('../places.js').Places} places
 * @property {import('../editing.js').Editing} editing
 */

export class ChatApp extends Living {
  /** @type {AppParts | null} set before it is connected */
  parts = null;

  #chat = new ChatBox();
  #side = new SideBar();
  #settings = new SettingsDialog();
  #palette = new SearchPalette();
  #filing = new FilingDialog();
  #nav = el('nav', { class: 'sidebar', 'aria-label': t('app.conversations'), id: 'conversations' }, [this.#side]);
  #title = new ChatTitle();
  #bars = new ChatBars();
  #toasts = new ToastRegion();
  #preview = new LinkPreview();
  #main = el('main', 'main');
  #usage = /** @type {ReturnType<typeof usageOver> | null} */ (null);
  #toggle = el('button', { class: 'button icon', 'aria-label': t('app.list'), 'aria-controls': 'conversations', 'aria-expanded': 'true' }, [
    drawing(['M4 6h16', 'M4 12h16', 'M4 18h10'], 'line-icon'),
  ]);
  #narrow = matchMedia(NARROW);
  /** @type {unknown} what was told to have failed */
  #failure = null;
  /** @type {unknown} what was known of models, so that the palette hears of more */
  #models = null;
  /** @type {import('../desk.js').Want} what is wanted from outside of the page */
  want = () => undefined;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    const signal = this.live();
    if (!this.firstChild) {
      this.#build(parts);
    }
    const usage = usageOver(parts, this.#main, () => this.#chat.focusComposer(), signal);
    this.#usage = usage;
    this.addEventListener(OPEN_USAGE, () => acting.usage(), { signal });
    const { acting, deeds, want } = createDesk(parts, {
      side: this.#side,
      chat: this.#chat,
      title: this.#title,
      settings: this.#settings,
      palette: this.#palette,
      filing: this.#filing,
      toasts: this.#toasts,
      preview: this.#preview,
      usage,
      showSidebar: (shown = !this.#sidebarShown) => this.#showSidebar(shown),
      leaveSidebar: () => this.#leaveSidebar(),
    });
    this.want = want;
    for (const [type, deed] of Object.entries(deeds)) {
      this.addEventListener(type, /** @type {(event: Event) => void} */ (deed), { signal });
    }
    attendKeys({ store: parts.store, run: (id) => acting[id](), covered: () => document.querySelector('dialog[open]') !== null, signal });
    document.addEventListener('keydown', (event) => this.#onEscape(parts, event), { signal });
    parts.store.subscribe(() => this.#draw(parts.store.state()), { signal });
    this.#narrow.addEventListener('change', () => this.#restSidebar(), { signal });
    this.#restSidebar();
  }

  /** @param {AppParts} parts */
  #build({ host, store, actions, chats, drafting, asking, asked, finding, palette, places, editing }) {
    const ways = settingsWays({ host, store, actions });
    this.#settings.parts = { host, store, actions, ways };
    this.#palette.palette = palette;
    this.#palette.bindings = () => bindingsOf(store.state().settings.shortcuts);
    this.#chat.parts = { store, actions, chats, drafting, asking, asked, finding, places, editing, ways, openSettings: (section) => this.#settings.open(section) };
    const shade = el('div', 'shade');
    shade.addEventListener('click', () => this.#leaveSidebar());
    this.#toggle.addEventListener('click', () => this.#showSidebar(!this.#sidebarShown));
    this.#main.append(el('header', 'chat-head', [this.#toggle, this.#title]), this.#bars, this.#chat, this.#toasts);
    this.append(this.#nav, shade, this.#main, this.#settings, this.#palette, this.#filing, this.#preview);
  }

  /** @param {State} state */
  #draw(state) {
    const { open, conversations, temporary, removal, models, settings, failure } = state;
    const title = conversations.find(({ id }) => id === open)?.title || (temporary ? t('app.temporary') : open === null ? t('app.newChat') : t('app.untitled'));
    this.#title.show(title, open, !temporary, settings.shortcuts);
    const windowTitle = open === null ? 'Gatehouse' : t('app.windowTitle', { title });
    if (document.title !== windowTitle) {
      document.title = windowTitle;
    }
    if (failure !== null && failure !== this.#failure) {
      // It is told in the chat, which something may lie over.
      this.#usage?.leave();
      this.#leaveSidebar();
    }
    this.#failure = failure;
    this.#side.show(state);
    this.#bars.show(state);
    this.#toasts.show(removal);
    hint(this.#toggle, t('app.list'), 'sidebar', settings.shortcuts);
    if (models !== this.#models) {
      this.#models = models;
      this.#palette.refresh();
    }
  }

  focusComposer() {
    this.#chat.focusComposer();
  }

  /** Stands where another one stood. @param {ChatApp} other */
  takeOver(other) {
    this.composer.put(other.composer.kept, other.composer.caret);
    this.#settings.takeOver(other.#settings);
    if (other.#usage?.isOpen) {
      this.#usage?.open();
    }
  }

  /** The box, for whoever keeps its draft. */
  get composer() {
    return this.#chat.composer;
  }

  get #sidebarShown() {
    return this.dataset['sidebar'] === 'shown';
  }

  /** As it was left in a wide window; away in a narrow one. */
  #restSidebar() {
    this.#setSidebar(!this.#narrow.matches && localStorage.getItem(SIDEBAR_KEY) !== 'hidden');
  }

  /** @param {boolean} shown */
  #setSidebar(shown) {
    const held = this.#nav.contains(document.activeElement);
    this.dataset['sidebar'] = shown ? 'shown' : 'hidden';
    setAttribute(this.#toggle, 'aria-expanded', String(shown));
    this.#cover(shown && this.#narrow.matches);
    if (held && !shown) {
      this.#toggle.focus();
    }
  }

  /**
   * What lies under something takes no focus; a deletion can be taken back from there too.
   * @param {boolean} covered whether the sidebar lies over all of it
   */
  #cover(covered) {
    const behind = this.#usage?.isOpen ?? false;
    for (const part of this.#main.children) {
      if (part instanceof HTMLElement && part !== this.#toasts) {
        part.inert = covered || (behind && !part.matches('usage-page'));
      }
    }
  }

  /** @param {boolean} shown */
  #showSidebar(shown) {
    this.#setSidebar(shown);
    if (this.#narrow.matches) {
      if (shown) {
        this.#side.focusFirst();
      }
    } else {
      keep(localStorage, SIDEBAR_KEY, shown ? 'shown' : 'hidden');
    }
  }

  #leaveSidebar() {
    if (this.#narrow.matches && this.#sidebarShown) {
      this.#showSidebar(false);
      this.#toggle.focus();
    }
  }

  /**
   * What lies on top closes first; then the answer stops.
   * @param {AppParts} parts
   * @param {KeyboardEvent} event
   */
  #onEscape({ actions }, event) {
    if (event.key !== 'Escape' || event.defaultPrevented || composing(event) || document.querySelector('dialog[open]') !== null) {
      return;
    }
    if (this.#narrow.matches && this.#sidebarShown) {
      this.#leaveSidebar();
    } else if (this.#usage?.isOpen) {
      this.#usage.leave();
    } else if (actions.stop()) {
      event.preventDefault();
    }
  }
}

define('chat-app', ChatApp);
