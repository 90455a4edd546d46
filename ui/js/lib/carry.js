// What is typed goes from one form to the same one in another language.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {ParentNode} root @returns {Field[]} */
const fieldsOf = (root) => [...root.querySelectorAll(':is(input:not([type="file"]), select, textarea)')].map((one) => /** @type {Field} */ (one));

/**
 * Both hold the same fields, in the same order; one that was not read yet has nothing to give.
 * @param {ParentNode} from
 * @param {ParentNode} to
 */
export function carry(from, to) {
  const there = fieldsOf(to);
  fieldsOf(from).forEach((field, at) => {
    const other = there[at];
    if (other !== undefined && other.type === field.type && !field.disabled) {
      other.value = field.value;
      if ('checked' in field && 'checked' in other) {
        other.checked = field.checked;
      }
    }
  });
}
