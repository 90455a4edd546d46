// Files that are dropped anywhere in the window. A drop never takes the page away, and what lies behind
// an open dialog gets none: nobody would see it there, and a file of keys would be part of the next question.

import { el, emit, t } from './dom.js';

/** How long it is told that nothing was taken. */
const TOLD_MS = 10_000;

/** Whether files are dragged, not a piece of text. @param {DragEvent} event */
function holdsFiles({ dataTransfer }) {
  return dataTransfer?.types.some((type) => type === 'Files') ?? false;
}

/** What lies on top of the window. @returns {Element | undefined} */
const onTop = () => [...document.querySelectorAll('dialog[open]')].at(-1);

/** @param {Element} dialog */
function refuse(dialog) {
  const told = el('p', { class: 'toast', role: 'alert' }, [t('files.behind')]);
  dialog.append(told);
  setTimeout(() => told.remove(), TOLD_MS);
}

/**
 * Over a dialog, `files-dropped` (detail: the files) bubbles from it: whoever takes them prevents it.
 * @param {HTMLElement} root says by its `data-drop` that files hang over it
 * @param {object} ways
 * @param {(files: File[]) => void} ways.files
 * @param {(name: string) => void} ways.folder
 * @param {AbortSignal} signal
 */
export function attendDrops(root, { files, folder }, signal) {
  const over = (/** @type {DragEvent} */ event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      if (onTop() === undefined) {
        root.dataset['drop'] = '';
      }
    }
  };
  const left = () => delete root.dataset['drop'];
  document.addEventListener('dragenter', over, { signal });
  document.addEventListener('dragover', over, { signal });
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && left(), { signal });
  document.addEventListener('drop', (event) => {
    left();
    if (!holdsFiles(event)) {
      return;
    }
    event.preventDefault();
    const items = [...(event.dataTransfer?.items ?? [])];
    const dialog = onTop();
    const entry = items.map((item) => item.webkitGetAsEntry?.() ?? null).find((one) => one?.isDirectory);
    if (dialog !== undefined) {
      if (emit(dialog, 'files-dropped', entry ? [] : [...(event.dataTransfer?.files ?? [])])) {
        refuse(dialog);
      }
    } else if (entry) {
      folder(entry.name);
    } else {
      files([...(event.dataTransfer?.files ?? [])]);
    }
  }, { signal });
}
