// Where the parts of a chart stand. Pure numbers: knows no element, no colour and no text.

/**
 * A piece of a column.
 * @typedef {object} Piece
 * @property {number} item which column
 * @property {number} part which part of it, from below
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */

/**
 * The steps of an axis from 0 up to at least `most`: 1, 2 or 5 times a power of ten apart.
 * @param {number} most
 * @param {{steps?: number, whole?: boolean}} [how] about how many steps; whether only whole numbers count
 * @returns {{top: number, ticks: number[], digits: number}} `digits` after the point tell each tick exactly
 */
export function axis(most, { steps = 4, whole = false } = {}) {
  if (!Number.isFinite(most) || most <= 0) {
    return { top: 1, ticks: [0], digits: 0 };
  }
  let power = Math.floor(Math.log10(most / steps));
  const rough = most / steps / 10 ** power;
  let times = [1, 2, 5].find((nice) => nice >= rough * 0.999) ?? 10;
  if (times === 10) {
    times = 1;
    power += 1;
  }
  if (whole && power < 0) {
    times = 1;
    power = 0;
  }
  const digits = Math.max(0, -power);
  const at = (/** @type {number} */ index) => Number((index * times * 10 ** power).toFixed(digits));
  const ticks = [0];
  while (at(ticks.length - 1) < most) {
    ticks.push(at(ticks.length));
  }
  return { top: at(ticks.length - 1), ticks, digits };
}

/**
 * Columns of parts on top of one another. What is more than nothing is at least a pixel high.
 * @param {readonly (readonly number[])[]} items the parts of each column
 * @param {{left: number, top: number, width: number, height: number}} plot
 * @param {number} most what reaches the upper edge
 * @param {boolean} mirrored whether the first column stands at the right
 * @returns {Piece[]}
 */
export function columns(items, plot, most, mirrored) {
  const room = plot.width / Math.max(1, items.length);
  const width = Math.max(1, Math.min(48, room * (room > 8 ? 0.72 : 0.9)));
  const base = plot.top + plot.height;
  return items.flatMap((parts, item) => {
    const x = middle(item, items.length, plot, mirrored) - width / 2;
    let below = 0;
    return parts.flatMap((value, part) => {
      if (!(value > 0)) {
        return [];
      }
      const height = Math.min(plot.height - below, Math.max(1, (value / most) * plot.height));
      below += height;
      return [{ item, part, x: tidy(x), y: tidy(base - below), width: tidy(width), height: tidy(height) }];
    });
  });
}

/**
 * The middle of a column.
 * @param {number} item
 * @param {number} count
 * @param {{left: number, width: number}} plot
 * @param {boolean} mirrored
 */
export function middle(item, count, { left, width }, mirrored) {
  const along = ((item + 0.5) * width) / Math.max(1, count);
  return tidy(mirrored ? left + width - along : left + along);
}

/**
 * The column at a place, the nearest one beside the plot.
 * @param {number} x
 * @param {number} count
 * @param {{left: number, width: number}} plot
 * @param {boolean} mirrored
 */
export function columnAt(x, count, { left, width }, mirrored) {
  const along = mirrored ? left + width - x : x - left;
  return Math.max(0, Math.min(count - 1, Math.floor((along / Math.max(1, width)) * count)));
}

/**
 * Which columns have their name below them, and where its middle is: as many as have room side by side,
 * the last one always. None leaves the drawing.
 * @param {number} count
 * @param {{left: number, width: number}} plot
 * @param {{wide: number, room: number}} name how wide one is, and how wide the drawing
 * @param {boolean} mirrored
 * @returns {{item: number, x: number}[]}
 */
export function named(count, plot, { wide, room }, mirrored) {
  /** @type {{item: number, x: number}[]} */
  const found = [];
  const every = Math.max(1, Math.ceil((count * (wide + 12)) / Math.max(1, plot.width)));
  for (let item = count - 1; item >= 0; item -= every) {
    const x = Math.max(wide / 2, Math.min(room - wide / 2, middle(item, count, plot, mirrored)));
    const last = found.at(-1);
    if (last === undefined || Math.abs(last.x - x) >= wide + 6) {
      found.push({ item, x: tidy(x) });
    }
  }
  return found;
}

/**
 * How long a bar is, in percent of the longest.
 * @param {number} value
 * @param {number} most
 */
export function share(value, most) {
  return most > 0 && value > 0 ? Math.max(0.5, Math.min(100, tidy((value / most) * 100))) : 0;
}

/** @param {number} value */
function tidy(value) {
  return Math.round(value * 100) / 100;
}
