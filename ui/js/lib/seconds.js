// One clock for all that is told anew each second. It stands still while nobody sees the window or
// nothing is to be told, so a quiet window never wakes up.

const TICK_MS = 1000;

/** @type {Set<() => void>} */
const telling = new Set();
/** @type {ReturnType<typeof setInterval> | null} */
let clock = null;

const tick = () => [...telling].forEach((tell) => tell());

function wind() {
  const runs = telling.size > 0 && !document.hidden;
  if (runs) {
    clock ??= setInterval(tick, TICK_MS);
  } else if (clock !== null) {
    clearInterval(clock);
    clock = null;
  }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    tick();
  }
  wind();
});

/**
 * Has something told each second, or no longer.
 * @param {() => void} tell
 * @param {boolean} wanted
 */
export function eachSecond(tell, wanted) {
  if (wanted) {
    telling.add(tell);
  } else {
    telling.delete(tell);
  }
  wind();
}
