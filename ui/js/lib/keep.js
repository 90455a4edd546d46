// Keeps a word in the web view's storage. A full or forbidden storage takes nothing: it holds only
// what makes the next start a little better, so that is no reason to stop.

/**
 * @param {Pick<Storage, 'setItem'>} storage
 * @param {string} key
 * @param {string} text
 */
export function keep(storage, key, text) {
  try {
    storage.setItem(key, text);
  } catch {
    // As above.
  }
}
