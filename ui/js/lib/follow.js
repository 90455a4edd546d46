// Follows the newest text: only while the person is at the bottom, and never against their hand.

/** Within this many pixels of the end counts as the end. */
const NEAR = 24;

const UP_KEYS = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * @typedef {object} Follow
 * @property {() => void} pin goes to the end if following
 * @property {() => void} jump goes to the end and follows
 */

/**
 * @param {HTMLElement} scroller
 * @param {HTMLElement} content what grows inside it
 * @param {(following: boolean) => void} onChange
 * @param {AbortSignal} signal
 * @returns {Follow}
 */
export function follow(scroller, content, onChange, signal) {
  let following = true;
  let lastTop = 0;
  let lastHeight = 0;

  const atEnd = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= NEAR;

  /** @param {boolean} value */
  const set = (value) => {
    if (following !== value) {
      following = value;
      onChange(value);
    }
  };

  const pin = () => {
    if (following) {
      scroller.scrollTop = scroller.scrollHeight;
      lastTop = scroller.scrollTop;
      lastHeight = scroller.scrollHeight;
    }
  };

  const scrollable = () => scroller.scrollHeight > scroller.clientHeight + NEAR;
  const leave = () => {
    if (scrollable()) {
      set(false);
    }
  };

  scroller.addEventListener('wheel', (event) => event.deltaY < 0 && leave(), { signal, passive: true });
  scroller.addEventListener('keydown', (event) => UP_KEYS.has(event.key) && leave(), { signal });
  scroller.addEventListener(
    'scroll',
    () => {
      // A shrinking content also moves the place up; only a hand moves it at the same height.
      if (scroller.scrollTop < lastTop && scroller.scrollHeight >= lastHeight && !atEnd()) {
        leave();
      } else if (atEnd()) {
        set(true);
      }
      lastTop = scroller.scrollTop;
      lastHeight = scroller.scrollHeight;
    },
    { signal, passive: true },
  );
  document.addEventListener(
    'selectionchange',
    () => {
      const selection = document.getSelection();
      if (selection && !selection.isCollapsed && selection.anchorNode && content.contains(selection.anchorNode)) {
        leave();
      }
    },
    { signal },
  );
  const observer = new ResizeObserver(pin);
  observer.observe(content);
  observer.observe(scroller);
  signal.addEventListener('abort', () => observer.disconnect());

  return {
    pin,
    jump() {
      set(true);
      pin();
    },
  };
}
