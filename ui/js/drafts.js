// Keeps what stands in the box with the engine: a little after each change, at once when the window
// is left or another chat comes on screen. What arrives for a chat that was left goes to its draft.
// Knows the box only by what it is asked for.

import { restored } from './lib/input.js';
import { askingOf } from './state/asking.js';
import { isHere } from './state/sending.js';
import { until } from './until.js';

/** @typedef {import('./types.js').WireEvent | import('./types.js').Action} Event */
/** @typedef {{draft: string, kept: string, caret: number, withFiles: boolean, put: (text: string, caret: number) => void}} Box */

/** How long nobody types before the draft is saved. */
const STILL_MS = 400;

/** What changes a draft beside typing. */
const CHANGES = new Set(['started', 'refused', 'fileAdded', 'fileRemoved', 'presetChosen', 'beginWith', 'modelChosen']);

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
  /** Whether the box came with its draft: after a reload, or from another language. */
  const brought = box.draft !== '';
  /** What was saved of each chat. @type {Map<string, import('./types.js').SaveDraft>} */
  const known = new Map();
  let opening = Promise.resolve();
  /** What was typed in a view that was left before its draft was there. @type {Map<number, string>} */
  const late = new Map();
  /** The text that a new chat gave to a temporary one, and what was chosen for it. */
  let carried = '';

  /** @param {import('./types.js').SaveDraft} params */
  function save(params) {
    known.set(params.conversation ?? '', params);
    const key = JSON.stringify(params);
    if (key !== saved) {
      saved = key;
      // A draft that cannot be saved still stands in the box.
      saving = Promise.all([saving, host.invoke('save_draft', { params }).catch(() => (saved = ''))]);
    }
  }

  /** The files of the draft that stands in the box: the state may have gone on to another chat. @type {string[]} */
  let files = [];
  /** What was chosen for it, where it is not begun. @type {import('./types.js').DraftAsking | null} */
  let asking = null;

  function now() {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    // Before the draft is here, what stands in the box is not all of it.
    if (!temporary && view !== NOT_YET && !store.state().draftComing) {
      save({ conversation: whose, text: box.kept, caret: box.caret, files: box.withFiles ? files : [], asking });
    }
  }

  function soon() {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = box.draft.length > SMALL ? null : setTimeout(now, STILL_MS);
  }

  /**
   * Puts something in front of the draft of a chat that was left.
   * @param {string | null} conversation
   * @param {string} text
   * @param {readonly import('./types.js').StagedFile[]} added
   */
  function addTo(conversation, text, added) {
    const before = known.get(conversation ?? '') ?? { conversation, text: '', caret: 0, files: [], asking: null };
    const whole = text === '' ? before.text : restored(text, before.text);
    save({ ...before, text: whole, caret: text === '' ? before.caret : whole.length, files: [...before.files, ...added.map(({ id }) => id)] });
  }

  /** @param {readonly Event[]} events */
  function takeForOthers(events) {
    const state = store.state();
    for (const event of events) {
      if (event.type === 'fileAdded' && (!isHere(state, event.owner) || state.draftComing)) {
        addTo(event.owner.conversation, '', [event.file]);
      } else if (event.type === 'refused' && event.sending.kind === 'send' && !event.sending.temporary && !isHere(state, event.sending)) {
        addTo(event.sending.conversation, event.sending.text, event.sending.files);
      }
    }
  }

  /** @param {boolean} keep whether what stands in the box is newer than what was saved */
  function open(keep) {
    const [at, conversation] = [view, whose];
    store.dispatch([{ type: 'draftComing', coming: true }]);
    // One after the other, as the engine holds the files of the last one.
    opening = opening.then(() => openAt(at, conversation, keep)).catch(() => {
      // Without a history there is no draft either; what is wrong with it is told elsewhere.
    }).then(() => {
      late.delete(at);
      if (at === view && !signal.aborted) {
        store.dispatch([{ type: 'draftComing', coming: false }]);
        soon();
      }
    });
  }

  /**
   * @param {number} at the view
   * @param {string | null} conversation
   * @param {boolean} keep
   */
  async function openAt(at, conversation, keep) {
    // Opening a draft lets go of files that wait in no draft: those on their way go to theirs first.
    // Those of the chat on screen wait for this.
    await until(store, (state) => [...state.adding, ...state.sendings.filter((one) => one.files.length > 0)].every((one) => one.view === at || one.view === state.view));
    await saving;
    if (signal.aborted || (at !== view && !late.has(at))) {
      return;
    }
    const draft = await host.invoke('open_draft', { conversation });
    if (at !== view) {
      const text = restored(draft.text, late.get(at) ?? '');
      save({ conversation, text, caret: text.length, files: draft.files.map(({ id }) => id), asking: draft.asking });
      return;
    }
    const kept = keep && box.draft !== '';
    store.dispatch([{ type: 'draftOpened', files: kept ? store.state().files : draft.files, asking: draft.asking }]);
    if (kept) {
      return;
    }
    const { draft: typed, caret } = box;
    if (typed.trim() === '') {
      box.put(draft.text, draft.caret);
    } else if (draft.text !== '') {
      // What was typed meanwhile goes on behind it.
      const whole = restored(draft.text, typed);
      box.put(whole, whole.length - typed.length + caret);
    }
  }

  function begin() {
    ({ view, open: whose, temporary } = store.state());
    if (temporary) {
      store.dispatch([{ type: 'draftComing', coming: false }]);
    } else {
      open(brought);
    }
  }

  /**
   * Another chat is on screen.
   * @param {import('./types.js').State} state
   */
  function goOn(state) {
    const unbegun = whose === null && state.open === null && !state.draftComing;
    // Whoever makes a new chat temporary means what they typed there; and so back, as long as it is the same.
    const taken = unbegun && state.temporary && !temporary;
    const content = JSON.stringify([box.draft, asking]);
    const back = unbegun && !state.temporary && temporary && content === carried;
    if (taken) {
      save({ conversation: null, text: '', caret: 0, files: [], asking: null });
    } else if (!temporary && state.draftComing && box.draft.trim() !== '') {
      late.set(view, box.kept);
    } else {
      now();
    }
    carried = taken && (box.draft !== '' || asking !== null) ? content : '';
    const chosen = asking;
    [view, whose, temporary, saved, asking] = [state.view, state.open, state.temporary, '', askingOf(state)];
    if (taken || back) {
      store.dispatch([{ type: 'draftOpened', files: state.files, asking: chosen }]);
      soon();
      return;
    }
    box.put('', 0);
    store.dispatch([{ type: 'draftOpened', files: [] }]);
    if (temporary) {
      store.dispatch([{ type: 'draftComing', coming: false }]);
    } else {
      open(false);
    }
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
      asking = askingOf(state);
    }
    if (box.withFiles) {
      // Quick-ask has one draft for all.
      takeForOthers(events);
    }
    if (state.view !== view) {
      goOn(state);
    } else if (state.open !== whose) {
      // A new chat has got its id: its question is sent, and what stands here now is of that chat.
      const old = whose;
      whose = state.open;
      temporary = state.temporary;
      if (!temporary) {
        void opening.then(() => save({ conversation: old, text: '', caret: 0, files: [], asking: null }));
        soon();
      }
    } else if (events.some(({ type }) => CHANGES.has(type))) {
      temporary = state.temporary;
      soon();
    }
  }, { signal });
  window.addEventListener('blur', now, { signal });
  window.addEventListener('pagehide', now, { signal });
  document.addEventListener('visibilitychange', now, { signal });
  return { changed: soon };
}
