// Starts the quick-ask window.

import { createActions } from './actions.js';
import { keepDrafts } from './drafts.js';
import { QuickAsk } from './elements/quick-ask.js';
import { openGates } from './gates.js';
import { pickHost } from './host.js';
import { afterPaint, oncePerFrame } from './lib/frame.js';
import { createLink } from './link.js';
import { copySelection } from './render/selection.js';
import { createStore } from './store.js';

const host = await pickHost();
const store = createStore(Date.now);
const actions = createActions(host, store, 'quickMaxTokens');
const quick = new QuickAsk();
quick.parts = { store, actions, hide: () => void host.invoke('hide_quick', {}).catch(() => undefined) };
document.body.replaceChildren(quick);
quick.focusComposer();

const { signal } = new AbortController();
document.addEventListener('copy', copySelection, { signal });
openGates(host, document.body, signal);
const drafts = keepDrafts(host, store, quick.composer, signal);
quick.addEventListener('draft-changed', drafts.changed, { signal });

const link = createLink({
  host,
  store,
  schedule: oncePerFrame,
  onAttached: () => undefined,
});
await link.attach();
afterPaint(() => void host.invoke('page_ready', {}).catch(() => undefined));
