// The sign of Gatehouse: an arch between two towers, drawn as paths.

import { drawing } from '../lib/svg.js';

/** @param {string} className */
export function logo(className) {
  return drawing(
    [
      'M3 21V6.5l1.5 1 1.5-1 1.5 1L9 6.5V9h6V6.5l1.5 1 1.5-1 1.5 1 1.5-1V21h-5v-4.5a4 4 0 0 0-8 0V21z',
      'M11.25 4h1.5v5h-1.5z',
      'M12.75 4l3 1.1-3 1.1z',
    ],
    className,
  );
}
