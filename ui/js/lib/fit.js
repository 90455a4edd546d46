// The height of a text box by its text. Most letters change nothing, and finding the height anew
// lays the window out twice: so that is done only where it may be another one.

/** How long the text was when its box was fitted. @type {WeakMap<HTMLTextAreaElement, number>} */
const fitted = new WeakMap();

/**
 * @param {HTMLTextAreaElement} box
 * @param {boolean} afresh whether the text is another one, not one that was typed on
 */
export function fitHeight(box, afresh) {
  const { length } = box.value;
  const shorter = length < (fitted.get(box) ?? Infinity);
  fitted.set(box, length);
  if (afresh || shorter || box.scrollHeight > box.clientHeight) {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }
}
