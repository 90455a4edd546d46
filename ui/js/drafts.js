// Keeps what stands in the box with the engine: a little after each change, at once when the window
// is left or another chat comes on screen. Knows the box only by what it is asked for.

/** @typedef {{draft: string, caret: number, withFiles: boolean, put: (text: string, caret: number) => void}} Box */

/** How long nobody types before the draft is saved. */
const STILL_MS = 400;

/** No view yet: nothing was attached. */
const NOT_YET = -1;

/** Longer texts are not saved at each pause, only when the box is left. */
const SMALL = 1_000_000;

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {Box} box
 * @param {AbortSignal} signal
 */
export function keepDrafts(host, store, box, signal) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  /** What was saved last, and whose it was. */
  let saved = '';
  /** The chat whose draft stands in the box: its id, none for a new one. @type {string | null} */
  let whose = null;
  let view = NOT_YET;
  /** @type {ReturnType<typeof setTimeout> | null} */
  let starting = null;
  let temporary = false;
  /** What is on its way to be saved: it may be the very draft that is opened next. @type {Promise<unknown>} */
  let saving = Promise.resolve();

  /** @param {{conversation: string | null, text: string, caret: number, files: string[]}} params */
  function save(params) {
    const key = JSON.stringify(params);
    if (key !== saved) {
      saved = key;
      // A draft that cannot be saved still stands in the box.
      saving = host.invoke('save_draft', { params }).catch(() => (saved = ''));
    }
  }

  /** The files of the draft that stands in the box: the state may have gone on to another chat. @type {string[]} */
  let files = [];

  function now() {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    if (!temporary && view !== NOT_YET) {
      save({ conversation: whose, text: box.draft, caret: box.caret, files: box.withFiles ? files : [] });
    }
  }

  function soon() {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = box.draft.length > SMALL ? null : setTimeout(now, STILL_MS);
  }

  /** @param {boolean} keep whether what stands in the box is newer than what was saved */
  async function open(keep) {
    const at = view;
    const conversation = whose;
    try {
      await saving;
      const draft = await host.invoke('open_draft', { conversation });
      if (at !== view || (keep && box.draft !== '')) {
        return;
      }
      store.dispatch([{ type: 'draftOpened', files: draft.files }]);
      if (box.draft === '') {
        box.put(draft.text, draft.caret);
      }
    } catch {
      // Without a history there is no draft either; what is wrong with it is told elsewhere.
    }
  }

  function begin() {
    ({ view, open: whose, temporary } = store.state());
    void open(true);
  }

  store.subscribe((events) => {
    const state = store.state();
    if (!state.ready) {
      return;
    }
    if (view === NOT_YET) {
      // The page may go on to the chat that it showed before it was loaded again: the same draft.
      starting ??= setTimeout(begin, 0);
      return;
    }
    if (state.view === view) {
      files = state.files.map(({ id }) => id);
    }
    if (state.view !== view) {
      now();
      [view, whose, temporary, saved] = [state.view, state.open, state.temporary, ''];
      box.put('', 0);
      store.dispatch([{ type: 'draftOpened', files: [] }]);
      if (!temporary) {
        void open(false);
      }
    } else if (state.open !== whose) {
      // A new chat has got its id: its question is sent, and what stands here now is of that chat.
      const old = whose;
      whose = state.open;
      temporary = state.temporary;
      if (!temporary) {
        save({ conversation: old, text: '', caret: 0, files: [] });
        soon();
      }
    } else if (events.some(({ type }) => type === 'started' || type === 'refused' || type === 'fileAdded' || type === 'fileRemoved')) {
      temporary = state.temporary;
      soon();
    }
  }, { signal });
  window.addEventListener('blur', now, { signal });
  window.addEventListener('pagehide', now, { signal });
  document.addEventListener('visibilitychange', now, { signal });
  return { changed: soon };
}
