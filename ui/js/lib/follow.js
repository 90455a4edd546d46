// The transcript's scroll place: hands what happens to the rules in following.js and does what they
// say. Once a frame, when the layout is known; never by a timer and never with a motion.

import { anchorIn } from './anchor.js';
import { AT_END, followStep } from './following.js';

/** @typedef {import('./following.js').Following} Following */
/** @typedef {import('./following.js').FollowInput} FollowInput */

/** Within this many pixels of the end counts as the end. */
const NEAR = 24;

/** Scroll places are fractions of pixels on some screens. */
const ROUNDING = 1.5;

const UP_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * @typedef {object} Follow
 * @property {() => boolean} atEnd whether the end is followed, or all of what was just asked is in view
 * @property {() => void} jump goes to the end and follows it
 * @property {() => void} leave stays where it is from now on
 * @property {() => void} news something new stands at the end
 * @property {(top: number) => void} place goes to a place and stays there
 * @property {(top: number) => void} raise goes to a place where what was just asked is in view
 */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.scroller
 * @param {HTMLElement} parts.content what grows inside it
 * @param {HTMLElement} parts.text the part of it whose lines are held in place
 * @param {Pick<import('./raising.js').Raising, 'fit' | 'below'>} parts.raising what holds a question near the upper edge
 * @param {() => boolean} parts.whole whether the end of the content is the end of the chat
 * @param {(state: Readonly<Following>) => void} parts.onChange
 * @param {() => void} parts.onMoved told when the place or the heights changed
 * @param {AbortSignal} parts.signal
 * @returns {Follow}
 */
export function follow({ scroller, content, text, raising, whole, onChange, onMoved, signal }) {
  const anchor = anchorIn(scroller, text);
  let state = AT_END;
  /** Where the place was last seen or put: another one was not our doing. */
  let known = 0;
  /** Where the place was when the line was marked, and what was grown above it since. */
  let marked = 0;

  const gap = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  const scrollable = () => scroller.scrollHeight > scroller.clientHeight + NEAR;

  /** @param {number} top */
  function put(top) {
    scroller.scrollTop = top;
    known = scroller.scrollTop;
  }

  /** Puts the marked line back by as much as was nobody's move. */
  function hold() {
    const drift = anchor.drift();
    const grown = drift === null ? 0 : drift + scroller.scrollTop - marked;
    if (Math.abs(grown) >= 1) {
      marked += grown;
      put(scroller.scrollTop + grown);
    }
  }

  /** @param {FollowInput} input */
  function take(input) {
    const before = state;
    const { state: next, effect } = followStep(before, input);
    state = next;
    switch (effect) {
      case 'pin':
        anchor.forget();
        put(scroller.scrollHeight);
        break;
      case 'hold':
        hold();
        break;
      case 'mark':
        anchor.mark();
        marked = scroller.scrollTop;
        break;
      case 'nothing':
    }
    if (next !== before) {
      onChange(next);
    }
  }

  const hand = () => take({ type: 'hand', scrollable: scrollable() });

  scroller.addEventListener('wheel', (event) => event.deltaY < 0 && hand(), { signal, passive: true });
  scroller.addEventListener(
    'keydown',
    (event) => {
      if (event.target instanceof HTMLTextAreaElement || event.altKey || event.defaultPrevented) {
        return;
      }
      if (UP_KEYS.has(event.key) || (event.key === ' ' && event.shiftKey)) {
        hand();
      }
    },
    { signal },
  );
  scroller.addEventListener(
    'scroll',
    () => {
      // A view that grew moves the place by itself, before it tells that it did.
      raising.fit(state.mode === 'asked');
      const moved = scroller.scrollTop - known;
      if (Math.abs(moved) > ROUNDING) {
        known = scroller.scrollTop;
        if (state.mode !== 'following') {
          // Heights may have changed since the last frame too.
          hold();
        }
        take({ type: 'moved', up: moved < 0, atEnd: whole() && gap() <= NEAR, scrollable: scrollable() });
      }
      onMoved();
    },
    { signal, passive: true },
  );
  document.addEventListener(
    'selectionchange',
    () => {
      const selection = document.getSelection();
      if (selection && !selection.isCollapsed && selection.anchorNode && text.contains(selection.anchorNode)) {
        hand();
      }
    },
    { signal },
  );
  // Told after the layout and before the paint: what changed is put right in the same frame.
  const observer = new ResizeObserver(() => {
    raising.fit(state.mode === 'asked');
    take({ type: 'grew', below: state.mode === 'asked' && raising.below() });
    onMoved();
  });
  observer.observe(content);
  observer.observe(scroller);
  signal.addEventListener('abort', () => observer.disconnect());

  return {
    atEnd: () => state.mode !== 'free',
    jump: () => take({ type: 'wish' }),
    leave: hand,
    news: () => take({ type: 'text' }),
    place(top) {
      put(top);
      take({ type: 'placed' });
    },
    raise(top) {
      put(top);
      take({ type: 'asked' });
    },
  };
}
