// Which pages of the transcript are drawn and which are only heights, by how far they are from the
// view. Pure.

/** Pages within so many heights of the view are drawn, and those beyond the second number go: so
 * that a small move back and forth changes nothing. */
const NEAR = 1.5;
const FAR = 4;

/** A small window looks at least as far ahead as one of this height. */
const AT_LEAST = 600;

/** @typedef {{top: number, bottom: number}} Box */

/**
 * @param {Box} edge the view
 * @param {readonly (Box & {away: boolean})[]} pages in their order
 * @returns {{draw: number[], leave: number[], begins: boolean, ends: boolean}} numbers of pages to
 *   draw and to let go, and whether what is before the first or after the last comes near
 */
export function lookAround(edge, pages) {
  const height = Math.max(edge.bottom - edge.top, AT_LEAST);
  /** @type {(box: Box, heights: number) => boolean} */
  const within = ({ top, bottom }, heights) => bottom > edge.top - height * heights && top < edge.bottom + height * heights;
  /** @type {number[]} */
  const draw = [];
  /** @type {number[]} */
  const leave = [];
  pages.forEach((page, index) => {
    if (page.away && within(page, NEAR)) {
      draw.push(index);
    } else if (!page.away && !within(page, FAR)) {
      leave.push(index);
    }
  });
  const [first, last] = [pages[0], pages.at(-1)];
  return {
    draw,
    leave,
    begins: first !== undefined && within({ top: first.top, bottom: first.top }, NEAR),
    ends: last !== undefined && within({ top: last.bottom, bottom: last.bottom }, NEAR),
  };
}
