// Work once per frame. A window that nobody sees has no frames and must not wake up by a timer: there
// the work waits until the window is seen. What came in the meantime is bounded by who sends it.

/** A frame may not come although the window is seen; then this does. */
const AT_LATEST_MS = 250;

/**
 * @param {() => void} work
 * @returns {() => void} asks for the work; asking again before it ran changes nothing
 */
export function oncePerFrame(work) {
  let asked = false;
  const run = () => {
    if (asked && !document.hidden) {
      asked = false;
      work();
    }
  };
  document.addEventListener('visibilitychange', run);
  return () => {
    if (asked) {
      return;
    }
    asked = true;
    if (document.hidden) {
      return;
    }
    const timer = setTimeout(run, AT_LATEST_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      run();
    });
  };
}

/**
 * Runs when what was drawn just now has been painted.
 * @param {() => void} work
 */
export function afterPaint(work) {
  requestAnimationFrame(() => requestAnimationFrame(work));
}
