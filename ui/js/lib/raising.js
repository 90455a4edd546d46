// A question that was just sent, near the upper edge, with its answer growing under it: while that is
// short it takes the room that the question needs below. Knows neither the store nor when it is wished.

/** @typedef {import('../state/rows.js').Row} Row */
/** @typedef {import('../elements/message-view.js').MessageElement} MessageElement */

/** How far below the edge the question stands. */
const MARGIN = 16;

/** How much of the view a long question takes at most: its end, as the answer is what is waited for. */
const MOST = 0.4;

/**
 * @typedef {object} Raising
 * @property {(rows: readonly Row[]) => void} want what is asked next is raised; told are the rows before it
 * @property {(rows: readonly Row[]) => void} show keeps the room, and raises the question that was wanted
 * @property {(held: boolean) => void} fit the view may have changed its height; told is whether the question is held near the edge
 * @property {() => boolean} below whether the answer's end is out of view
 * @property {() => void} drop gives the room back
 */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.scroller
 * @param {HTMLElement} parts.column what it scrolls
 * @param {HTMLElement} parts.tail what stands in it under the messages
 * @param {() => readonly MessageElement[]} parts.views
 * @param {(top: number) => void} parts.go
 * @returns {Raising}
 */
export function raising({ scroller, column, tail, views, go }) {
  /** The last row before the question that is to be raised. @type {string | null | undefined} */
  let before;
  /** The answer to the one that is. @type {string | null} */
  let key = null;
  /** @type {MessageElement | null} */
  let holder = null;
  let height = 0;

  /**
   * Gives the answer its room.
   * @param {boolean} held whether the question goes near the upper edge
   */
  function fit(held) {
    const drawn = views();
    const at = drawn.findLastIndex(({ row }) => row?.key === key);
    const [question, answer] = [drawn[at - 1], drawn[at]];
    if (question === undefined || answer === undefined) {
      return;
    }
    const { top, bottom } = question.getBoundingClientRect();
    height = scroller.clientHeight;
    const above = Math.min(bottom - top + MARGIN, height * MOST);
    const under = parseFloat(getComputedStyle(column).paddingBottom) + tail.offsetHeight;
    const room = height - above - (answer.getBoundingClientRect().top - bottom) - under;
    // Up: a part of a pixel too little, and the question would stop short of its place.
    answer.style.minHeight = `${Math.max(0, Math.ceil(room))}px`;
    if (holder !== answer) {
      holder?.style.removeProperty('min-height');
      holder = answer;
    }
    if (held) {
      go(scroller.scrollTop + bottom - scroller.getBoundingClientRect().top - above);
    }
  }

  function drop() {
    holder?.style.removeProperty('min-height');
    [before, key, holder] = [undefined, null, null];
  }

  return {
    drop,
    want(rows) {
      drop();
      before = rows.at(-1)?.key ?? null;
    },
    show(rows) {
      const newest = rows.at(-1);
      if (before !== undefined && newest?.message.role === 'assistant' && newest.key !== before) {
        [before, key] = [undefined, newest.key];
        fit(true);
      } else if (key !== null && holder?.isConnected !== true) {
        // Its page was drawn anew.
        fit(false);
      }
    },
    fit(held) {
      if (key !== null && scroller.clientHeight !== height) {
        fit(held);
      }
    },
    below() {
      const end = holder?.firstElementChild?.getBoundingClientRect().bottom ?? 0;
      return end > scroller.getBoundingClientRect().bottom;
    },
  };
}
