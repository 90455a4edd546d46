// Starts the quick-ask window.

import { createActions } from './actions.js';
import { takeAdditions } from './adding.js';
import { createAsking } from './asking.js';
import { keepDrafts } from './drafts.js';
import { QuickAsk } from './elements/quick-ask.js';
import { openGates } from './gates.js';
import { pickHost } from './host.js';
import { afterPaint, oncePerFrame } from './lib/frame.js';
import { keepLanguage } from './language.js';
import { createLink } from './link.js';
import { keepLook } from './look.js';
import { createContext } from './quick-acting.js';
import { copySelection } from './render/selection.js';
import { createStore } from './store.js';

const host = await pickHost();
const store = createStore(Date.now);
const actions = createActions(host, store, 'quickMaxTokens');
const asking = createAsking(host, store, { templates: false });
const context = createContext(host, store);
const { signal } = new AbortController();
/** @type {QuickAsk | null} */
let quick = null;
/** What another program added is taken into the box. @type {() => unknown} */
let added = () => undefined;
/** The length that was chosen here: it goes with each question and is in no setting. @type {number | null | undefined} */
let length;
/** What is on screen, until it is drawn in another language. */
let drawn = new AbortController();

function draw() {
  const before = quick;
  drawn.abort();
  drawn = new AbortController();
  quick = new QuickAsk();
  quick.parts = {
    store,
    actions: {
      ...actions,
      setLength: (tokens) => {
        length = tokens;
        return actions.setLength(tokens);
      },
    },
    asking,
    context,
    hide: (left) => void host.invoke('hide_quick', left ? { left } : {}).catch(() => undefined),
    openInMain: (wanted) => void host.invoke('open_in_main', { wanted }).catch(actions.fail),
  };
  document.body.replaceChildren(quick);
  openGates(host, document.body, drawn.signal);
  if (before !== null) {
    quick.pinned = before.pinned;
    quick.composer.put(before.composer.kept, before.composer.caret);
  }
  quick.focusComposer();
  const drafts = keepDrafts(host, store, quick.composer, drawn.signal);
  quick.addEventListener('draft-changed', drafts.changed, { signal: drawn.signal });
  added = takeAdditions(host, quick.composer, drafts);
  store.dispatch([]);
}

keepLook({ store, storage: localStorage, signal });
await keepLanguage({ host, store, draw, signal });
store.subscribe((events) => events.some(({ type }) => type === 'wanted') && added(), { signal });
document.addEventListener('copy', copySelection, { signal });

const link = createLink({
  host,
  store,
  schedule: oncePerFrame,
  onAttached: () => length !== undefined && store.dispatch([{ type: 'settings', settings: { ...store.state().settings, quickMaxTokens: length } }]),
});
await link.attach();
const ready = () => void host.invoke('page_ready', {}).catch(() => undefined);
afterPaint(ready);
// The shell hears when the caret is there: it measures that, and hides nothing that is still coming up.
window.addEventListener('focus', () => afterPaint(() => document.hasFocus() && ready()), { signal });
