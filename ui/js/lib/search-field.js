// A search field within a dialog: Escape empties it, and the next one closes the dialog.

import { composing } from './input.js';

/**
 * WebKitGTK's own field keeps the key for itself, also when it is empty: the dialog would stay open.
 * @param {HTMLInputElement} field
 */
export function leftByEscape(field) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || composing(event)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (field.value === '') {
      field.closest('dialog')?.close();
    } else {
      field.value = '';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
}
