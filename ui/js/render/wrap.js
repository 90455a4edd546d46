// Whether long lines of code wrap: the last choice holds for blocks drawn later, also after a
// restart. A web view without storage remembers it until it is closed.

const KEY = 'wrap-code';

/** @type {boolean | null} */
let chosen = null;

export function wrapsCode() {
  chosen ??= stored();
  return chosen;
}

/** @param {boolean} wraps */
export function chooseWrap(wraps) {
  chosen = wraps;
  try {
    localStorage.setItem(KEY, wraps ? '1' : '0');
  } catch {
    // Remembered above.
  }
}

function stored() {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}
