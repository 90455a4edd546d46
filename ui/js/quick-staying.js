// How long quick-ask stays: it hides when the keyboard goes to another window, unless it is held, and what
// stands in it is kept for a while once it is hidden. No timer runs for that: it is looked at when the
// window is shown again.

/** The focus may be given in two steps when the window is shown. */
const SETTLED_MS = 300;
/** Within this time a choice opens its list, which is a window of its own for some web views. */
const LIST_MS = 1000;
const MINUTE_MS = 60_000;

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {() => boolean} parts.held whether the window is to stay although another one is chosen
 * @param {() => void} parts.hide
 * @param {() => {text: string, caret: number}} parts.draft what stands in the box
 * @param {(typed: string) => void} parts.refresh begins anew, with nothing but what was typed since it was shown
 * @param {AbortSignal} parts.signal
 */
export function keepStaying({ store, held, hide, draft, refresh, signal }) {
  /** Since when nobody sees it; none while somebody does. @type {number | null} */
  let hiddenMs = document.hidden ? Date.now() : null;
  let left = draft();
  let dragging = false;
  let listMs = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let leaving;

  const runs = () => [...store.state().turns.values()].some(({ end }) => end === null);

  store.subscribe((events) => {
    if (hiddenMs !== null && events.some(({ type }) => type === 'turnEnded')) {
      // Its answer is what somebody waits for.
      hiddenMs = Date.now();
    }
  }, { signal });
  document.addEventListener('visibilitychange', () => {
    // What happened to the focus before says nothing of the window as it is now.
    clearTimeout(leaving);
    if (document.hidden) {
      hiddenMs ??= Date.now();
      left = draft();
      return;
    }
    const over = hiddenMs !== null && Date.now() - hiddenMs >= store.state().settings.quickKeepMinutes * MINUTE_MS;
    hiddenMs = null;
    if (over && !runs()) {
      // The page may learn that it is shown after the first keys.
      refresh(typedSince(left, draft().text));
    }
  }, { signal });
  document.addEventListener('dragstart', () => (dragging = true), { signal });
  document.addEventListener('dragend', () => (dragging = false), { signal });
  for (const type of ['mousedown', 'keydown']) {
    document.addEventListener(type, ({ target }) => target instanceof HTMLSelectElement && (listMs = Date.now()), { signal, capture: true });
  }
  window.addEventListener('focus', () => clearTimeout(leaving), { signal });
  window.addEventListener('blur', () => {
    clearTimeout(leaving);
    if (document.hidden || dragging || held() || Date.now() - listMs < LIST_MS || !store.state().settings.quickHideOnBlur) {
      return;
    }
    leaving = setTimeout(() => !document.hidden && !document.hasFocus() && hide(), SETTLED_MS);
  }, { signal });
  signal.addEventListener('abort', () => clearTimeout(leaving));
}

/**
 * What was typed into a text at its caret; all of it where something else happened to it.
 * @param {{text: string, caret: number}} before
 * @param {string} now
 */
export function typedSince({ text, caret }, now) {
  const [head, tail] = [text.slice(0, caret), text.slice(caret)];
  const grew = now.length >= text.length && now.startsWith(head) && now.endsWith(tail);
  return grew ? now.slice(caret, now.length - tail.length) : now;
}
