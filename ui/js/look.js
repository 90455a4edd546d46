// How the window looks: its colours, the size of texts, how close things stand, how code is coloured,
// and how much larger everything is drawn. Known before the first drawing, so it is kept beside the
// settings too, which come later.

import { keep } from './lib/keep.js';

/** @typedef {Pick<import('./types.js').Settings, 'theme' | 'textSize' | 'density' | 'codeColours' | 'zoom'>} Look */

const KEY = 'look';

/** What is shown of it by style sheets: an attribute of the root for each. */
const SHOWN = /** @type {const} */ (['theme', 'textSize', 'density', 'codeColours']);

/** How much larger everything can be drawn, in percent. */
export const ZOOMS = Object.freeze([50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300]);

/**
 * The next step of the zoom.
 * @param {number} now
 * @param {1 | -1 | 0} by none goes back to the usual size
 */
export function zoomed(now, by) {
  if (by === 0) {
    return 100;
  }
  const next = by > 0 ? ZOOMS.find((percent) => percent > now) : ZOOMS.findLast((percent) => percent < now);
  return next ?? now;
}

/**
 * Looks as it did last from the beginning on, and as the settings say once they are there.
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {(percent: number) => void} [parts.zoom] draws everything larger; none leaves it as it is
 * @param {Pick<Storage, 'getItem' | 'setItem'>} parts.storage
 * @param {AbortSignal} parts.signal
 */
export function keepLook({ store, zoom = () => undefined, storage, signal }) {
  let known = storage.getItem(KEY);
  let percent = 100;

  /** @param {Partial<Look>} look */
  function take(look) {
    for (const name of SHOWN) {
      document.documentElement.dataset[name] = look[name] ?? '';
    }
    if ((look.zoom ?? 100) !== percent) {
      percent = look.zoom ?? 100;
      zoom(percent);
    }
  }

  take(read(known));
  store.subscribe(() => {
    const { ready, settings } = store.state();
    if (!ready) {
      return;
    }
    const { theme, textSize, density, codeColours, zoom: wanted } = settings;
    const look = { theme, textSize, density, codeColours, zoom: wanted };
    const text = JSON.stringify(look);
    if (text !== known) {
      known = text;
      keep(storage, KEY, text);
      take(look);
    }
  }, { signal });
  // The other window hears of it so.
  window.addEventListener('storage', ({ key, newValue }) => key === KEY && take(read(newValue)), { signal });
}

/**
 * What was kept; whatever else stands there counts as nothing.
 * @param {string | null} text
 * @returns {Partial<Look>}
 */
function read(text) {
  try {
    const kept = JSON.parse(text ?? '{}');
    return {
      ...Object.fromEntries(SHOWN.filter((name) => typeof kept[name] === 'string').map((name) => [name, kept[name]])),
      ...(ZOOMS.includes(kept.zoom) ? { zoom: kept.zoom } : {}),
    };
  } catch {
    return {};
  }
}
