// The product's own: patches from `chat-render`, drawn by `ui/js/render/patch.js`.

import { drawnTree } from '/ui/js/render/patch.js';

/** @param {HTMLElement} slot @param {(name: string) => Promise<any>} data */
export default async function gatehouse(slot, data) {
  return play(slot, await data('patches'));
}

/**
 * @param {HTMLElement} slot
 * @param {string[]} patches as they come: each a JSON text of its own
 */
export function play(slot, patches) {
  const tree = drawnTree(slot);
  return {
    steps: patches.length,
    /** @param {number} at */
    step(at) {
      tree.patch(JSON.parse(patches[at]));
    },
  };
}
