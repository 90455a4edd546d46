// What was taken away and can be had back for a moment: the newest first, then those before it. All of
// it is settled together, so that a second removal ends no chance to undo the first. Knows no DOM.

/**
 * What was taken away.
 * @typedef {object} Removal
 * @property {string} text what is told of it
 * @property {() => unknown} undo gives `false`, or promises it, where it was refused: it can be tried again
 * @property {() => void} [seal] it is not taken back
 * @property {string} [id] the chat that was deleted by it, or another name of what was done
 */

/** @param {(newest: Removal | null) => void} show told of the one that would be taken back next */
export function createUndoing(show) {
  /** @type {Removal[]} the newest last */
  let kept = [];

  /** @param {Removal[]} now */
  function keep(now) {
    kept = now;
    show(kept.at(-1) ?? null);
  }

  return {
    /** @param {Removal} removal */
    offer: (removal) => keep([...kept, removal]),

    /** Whether a chat was deleted. @param {string} id */
    holds: (id) => kept.some((one) => one.id === id),

    /** A chat was taken back elsewhere. @param {string} id */
    forget: (id) => keep(kept.filter((one) => one.id !== id)),

    async undo() {
      const newest = kept.at(-1);
      keep(kept.slice(0, -1));
      if (newest !== undefined && (await newest.undo()) === false) {
        keep([...kept, newest]);
      }
    },

    /** None of them is taken back any more. */
    seal() {
      const all = kept;
      keep([]);
      all.forEach(({ seal }) => seal?.());
    },
  };
}
