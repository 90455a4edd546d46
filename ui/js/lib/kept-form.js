// A form over what is stored: nothing can be saved before it was read, what is typed is never covered
// by a later reading, and only what a person changed is saved.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement} Control */

/**
 * @template {object} T
 * @param {HTMLFormElement} form
 * @param {object} parts
 * @param {(stored: T) => void} parts.fill puts what is stored into the fields
 * @param {() => Partial<T>} parts.said what the fields say
 */
export function keptForm(form, { fill, said }) {
  /** What the fields said right after they were filled; none before the first reading. @type {Partial<T> | null} */
  let filled = null;
  const controls = /** @type {Control[]} */ ([...form.elements]);
  controls.forEach((one) => (one.disabled = true));

  /** @param {Partial<T>} from @returns {Partial<T>} what is said otherwise now */
  function changes(from) {
    const before = new Map(Object.entries(from));
    const changed = Object.entries(said()).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name)));
    return /** @type {Partial<T>} */ (Object.fromEntries(changed));
  }

  return {
    /** Takes what was read, unless something is typed that is not saved yet. @param {T} stored */
    take(stored) {
      if (filled !== null && Object.keys(changes(filled)).length > 0) {
        return;
      }
      controls.forEach((one) => (one.disabled = false));
      fill(stored);
      filled = said();
    },

    /** @param {(change: Partial<T>) => Promise<void>} store */
    async save(store) {
      if (filled !== null) {
        const now = said();
        await store(changes(filled));
        filled = now;
      }
    },
  };
}
