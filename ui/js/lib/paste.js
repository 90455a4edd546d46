// Long texts from the clipboard.

/**
 * A web view types a long paste in line by line, which freezes it: ten seconds for a megabyte.
 * @param {HTMLTextAreaElement} area
 * @param {ClipboardEvent} event
 * @param {number} most what is left to the web view, in characters
 * @returns {boolean} whether it was put in here
 */
export function takeLongPaste(area, event, most) {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (text.length <= most) {
    return false;
  }
  event.preventDefault();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  return true;
}
