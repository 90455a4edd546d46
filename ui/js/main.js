// Starts the main window.

import { createActions } from './actions.js';
import { createAsking } from './asking.js';
import { createChats } from './chats.js';
import { createDrafting } from './drafting.js';
import { createFinding } from './finding.js';
import { keepDrafts } from './drafts.js';
import { createEditing } from './editing.js';
import { ChatApp } from './elements/chat-app.js';
import { SentView } from './elements/sent-view.js';
import { openGates } from './gates.js';
import { createHistory } from './history.js';
import { pickHost } from './host.js';
import { afterPaint, oncePerFrame } from './lib/frame.js';
import { keep } from './lib/keep.js';
import { keepLanguage } from './language.js';
import { createLink } from './link.js';
import { keepLook } from './look.js';
import { watchOthers } from './others.js';
import { createPalette } from './palette.js';
import { createPlaces } from './places.js';
import { keepRecent } from './recent.js';
import { copySelection } from './render/selection.js';
import { resendWhenOnline } from './resending.js';
import { SECTIONS } from './settings-sections.js';
import { createShelving } from './shelving.js';
import { createStore } from './store.js';
import { attendWanted } from './wanted.js';

/** Which conversation was on screen: a reload of the web view comes back to it. Of a temporary one, too, this is no word. */
const OPEN_KEY = 'open';

const host = await pickHost();
const store = createStore(Date.now);
const places = createPlaces(localStorage);
const actions = createActions(host, store, 'chatMaxTokens', places);
const chats = createChats(host, store, actions);
const shelving = createShelving(host, store, actions);
const asking = createAsking(host, store, { templates: true });
const { signal } = new AbortController();
const editing = createEditing(host, store, signal);
/** @type {ChatApp | null} */
let app = null;
/** What is on screen, until it is drawn in another language. */
let drawn = new AbortController();

function draw() {
  const before = app;
  drawn.abort();
  drawn = new AbortController();
  app = new ChatApp();
  app.parts = { host, store, actions, chats, shelving, drafting: createDrafting(host, store), asking, asked: createHistory(host, store), finding: createFinding(host, store), palette: createPalette(host, store, SECTIONS.map(({ id }) => id)), places, editing };
  document.body.replaceChildren(app);
  openGates(host, document.body, drawn.signal);
  const sent = new SentView();
  sent.host = host;
  document.body.append(sent);
  app.focusComposer();
  if (before !== null) {
    app.takeOver(before);
  }
  const drafts = keepDrafts(host, store, app.composer, drawn.signal, chats.left);
  app.addEventListener('draft-changed', drafts.changed, { signal: drawn.signal });
  // Who draws upon what happens has nothing to wait for.
  store.dispatch([]);
}

keepLook({ store, zoom: (percent) => void host.invoke('zoom_window', { percent }).catch(() => undefined), storage: localStorage, signal });
await keepLanguage({
  host,
  store,
  draw,
  tell: (language) => void host.invoke('speak', { language }).catch(() => undefined),
  signal,
});
document.addEventListener('copy', copySelection, { signal });
// A page that goes takes nothing back any more.
window.addEventListener('pagehide', chats.forgetRemoved, { signal });
const seen = () => document.hasFocus() && chats.markRead();
store.subscribe(seen, { signal });
window.addEventListener('focus', seen, { signal });
attendWanted({ host, store, show: (wanted) => app?.want(wanted), signal });
watchOthers(store, actions, shelving, signal);
resendWhenOnline(store, actions, signal);
keepRecent(store, localStorage, signal);
const before = sessionStorage.getItem(OPEN_KEY);
let kept = before;
store.subscribe(() => {
  const { open, ready } = store.state();
  const onScreen = open ?? '';
  // Only a change is written: each writing leaves the process, and each patch of an answer comes by here.
  if (ready && onScreen !== kept) {
    kept = onScreen;
    keep(sessionStorage, OPEN_KEY, onScreen);
  }
}, { signal });

const link = createLink({
  host,
  store,
  schedule: oncePerFrame,
  onAttached: (again) => {
    if (again) {
      void actions.refresh();
      void shelving.refresh();
      return;
    }
    const id = before === null || before === '' ? (store.state().turns.values().next().value?.conversation ?? null) : before;
    if (id !== null && before !== '') {
      void actions.open(id);
    }
  },
});
await link.attach();
afterPaint(() => {
  void host.invoke('page_ready', {}).catch(() => undefined);
  // Folders join the list: nothing that the first picture waits for.
  void shelving.labels();
});
