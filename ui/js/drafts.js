// Keeps what stands in the box with the engine: a little after each change, at once when the window
// is left or another chat comes on screen. What arrives for a chat that was left goes to its draft. That of
// a temporary chat is kept by the engine as the chat is: in memory.
// Knows the box only by what it is asked for.

import { restored } from './lib/input.js';
import { askingOf } from './state/asking.js';
import { isHere } from './state/sending.js';
import { keyOf, NO_DRAFT, ofChat } from './state/whose-draft.js';
import { until } from './until.js';

/** @typedef {import('./types.js').WireEvent | import('./types.js').Action} Event */
/** @typedef {{draft: string, kept: string, caret: number, oneDraft: boolean, put: (text: string, caret: number) => void}} Box */

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
 * @param {(conversation: string | null) => void} [left] told of a temporary chat in which there is something
 */
export function keepDrafts(host, store, box, signal, left = () => undefined) {
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
    known.set(keyOf(params), params);
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
    clearTimeout(timer ?? undefined);
    timer = null;
    // Before the draft is here, what stands in the box is not all of it.
    if (view !== NOT_YET && !store.state().draftComing) {
      save(standing());
    }
  }

  const standing = () => ({ ...ofChat(whose, temporary), text: box.kept, caret: box.caret, files, asking });

  function soon() {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = box.draft.length > SMALL ? null : setTimeout(now, STILL_MS);
  }

  /**
   * Puts something in front of the draft of a chat that was left.
   * @param {{conversation: string | null, temporary: boolean}} owner
   * @param {string} text
   * @param {readonly import('./types.js').StagedFile[]} added
   */
  function addTo(owner, text, added) {
    const whose = ofChat(owner.conversation, owner.temporary);
    const before = known.get(keyOf(whose)) ?? { ...NO_DRAFT, ...whose };
    const whole = text === '' ? before.text : restored(text, before.text);
    save({ ...before, text: whole, caret: text === '' ? before.caret : whole.length, files: [...before.files, ...added.map(({ id }) => id)] });
  }

  /** @param {readonly Event[]} events */
  function takeForOthers(events) {
    const state = store.state();
    for (const event of events) {
      if (event.type === 'fileAdded' && (!isHere(state, event.owner) || state.draftComing)) {
        addTo(event.owner, '', [event.file]);
      } else if (event.type === 'refused' && event.sending.kind === 'send' && !isHere(state, event.sending)) {
        addTo(event.sending, event.sending.text, event.sending.files);
      }
    }
  }

  /** @param {boolean} keep whether what stands in the box is newer than what was saved */
  function open(keep) {
    const [at, chat] = [view, ofChat(whose, temporary)];
    store.dispatch([{ type: 'draftComing', coming: true }]);
    // One after the other, as the engine holds the files of the last one.
    opening = opening.then(() => openAt(at, chat, keep)).catch(() => {
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
   * @param {{conversation: string | null, temporary?: boolean}} chat
   * @param {boolean} keep
   */
  async function openAt(at, chat, keep) {
    // Opening a draft lets go of files that wait in no draft: those on their way go to theirs first.
    // Those of the chat on screen wait for this.
    await until(store, (state) => [...state.adding, ...state.sendings.filter((one) => one.files.length > 0)].every((one) => one.view === at || one.view === state.view));
    await saving;
    if (signal.aborted || (at !== view && !late.has(at))) {
      return;
    }
    const draft = await host.invoke('open_draft', chat);
    if (at !== view) {
      const text = restored(draft.text, late.get(at) ?? '');
      save({ ...chat, text, caret: text.length, files: draft.files.map(({ id }) => id), asking: draft.asking });
      return;
    }
    const kept = keep && box.draft !== '';
    store.dispatch([{ type: 'draftOpened', files: kept ? store.state().files : draft.files, asking: draft.asking, edits: draft.edits }]);
    if (kept) {
      return;
    }
    const { draft: typed, caret } = box;
    if (typed.trim() === '') {
      box.put(draft.text, draft.caret);
      // Saved once more as it stands, it would take away what another program adds meanwhile.
      known.set(keyOf(standing()), standing());
      saved = JSON.stringify(standing());
    } else if (draft.text !== '') {
      // What was typed meanwhile goes on behind it.
      const whole = restored(draft.text, typed);
      box.put(whole, whole.length - typed.length + caret);
    }
  }

  function begin() {
    ({ view, open: whose, temporary } = store.state());
    open(brought);
  }

  /**
   * Another chat is on screen.
   * @param {import('./types.js').State} state
   * @param {boolean} again whether a temporary one that was left is taken back
   */
  function goOn(state, again) {
    const unbegun = whose === null && state.open === null && !state.draftComing;
    // Whoever makes a new chat temporary means what they typed there; and so back, as long as it is the same.
    const taken = unbegun && state.temporary && !temporary && !again;
    const content = JSON.stringify([box.draft, asking]);
    const back = unbegun && !state.temporary && temporary && content === carried;
    const fleeting = temporary && !back && (whose !== null || box.draft !== '' || files.length > 0 || asking !== null);
    const before = whose;
    if (taken || back) {
      save({ ...NO_DRAFT, ...ofChat(null, temporary) });
    } else if (state.draftComing && box.draft.trim() !== '') {
      late.set(view, box.kept);
    } else {
      now();
    }
    carried = taken && (box.draft !== '' || asking !== null) ? content : '';
    const chosen = asking;
    [view, whose, temporary, saved, asking] = [state.view, state.open, state.temporary, '', askingOf(state)];
    if (taken || back || box.oneDraft) {
      // It stays as it is, also while somebody types.
      store.dispatch([{ type: 'draftOpened', files: state.files, asking: chosen }, { type: 'draftComing', coming: false }]);
      soon();
      return;
    }
    box.put('', 0);
    store.dispatch([{ type: 'draftOpened', files: [] }]);
    open(false);
    if (fleeting) {
      left(before);
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
    if (!box.oneDraft) {
      takeForOthers(events);
    }
    if (state.view !== view) {
      goOn(state, events.some((event) => event.type === 'newChat' && event.back === true));
      return;
    }
    if (state.open !== whose) {
      // A new chat has got its id: its question is sent, and what stands here now is of that chat.
      const old = ofChat(whose, temporary);
      whose = state.open;
      void opening.then(() => save({ ...NO_DRAFT, ...old }));
      soon();
    } else if (events.some(({ type }) => CHANGES.has(type))) {
      soon();
    }
    // What a chat is, is only known once it is read.
    temporary = state.temporary;
  }, { signal });
  window.addEventListener('blur', now, { signal });
  window.addEventListener('pagehide', now, { signal });
  document.addEventListener('visibilitychange', now, { signal });
  /** What was saved last, once the draft is here; none where nothing was. */
  const kept = () => opening.then(() => (saved === '' ? null : /** @type {import('./types.js').SaveDraft} */ (JSON.parse(saved)).text));
  return { changed: soon, kept };
}
