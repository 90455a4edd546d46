// Work once per frame. A hidden window gets no frames, so a timer stands in: what came must not
// pile up while nobody looks.

const HIDDEN_MS = 250;

/**
 * @param {() => void} work
 * @returns {() => void} asks for the work; asking again before it ran changes nothing
 */
export function oncePerFrame(work) {
  let asked = false;
  return () => {
    if (asked) {
      return;
    }
    asked = true;
    const run = () => {
      if (asked) {
        asked = false;
        work();
      }
    };
    const timer = setTimeout(run, HIDDEN_MS);
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
