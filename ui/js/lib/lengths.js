// The choices of an answer's length.

import { el, t } from './dom.js';
import { lengthLabel } from './format.js';

/**
 * Shows the length that is set, among those that are offered.
 * @param {HTMLSelectElement} select
 * @param {number} guide the guide's limit that is offered beside "Automatic"
 * @param {number | null} length
 * @param {number | null} chatLength what counts where none is chosen
 */
export function showLengths(select, guide, length, chatLength) {
  const choices = [...new Set([null, guide, length])];
  const wanted = [chatLength, ...choices].map(String).join();
  if (select.dataset['choices'] !== wanted) {
    select.dataset['choices'] = wanted;
    select.replaceChildren(
      ...choices.map((tokens) => el('option', { value: tokens === null ? '' : String(tokens) }, [tokens === null && chatLength !== null ? t('composer.asChat', { count: chatLength }) : lengthLabel(tokens)])),
    );
  }
  const chosen = length === null ? '' : String(length);
  // WebKitGTK 2.50 draws the control anew for each writing, the same value too: 9 ms of CPU, and each
  // patch of an answer comes by here.
  if (select.value !== chosen) {
    select.value = chosen;
  }
}
