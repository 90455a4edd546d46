// Files that are dropped anywhere in the window. A drop never takes the page away.

/** Whether files are dragged, not a piece of text. @param {DragEvent} event */
function holdsFiles({ dataTransfer }) {
  return dataTransfer?.types.some((type) => type === 'Files') ?? false;
}

/**
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
      root.dataset['drop'] = '';
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
    const entry = items.map((item) => item.webkitGetAsEntry?.() ?? null).find((one) => one?.isDirectory);
    if (entry) {
      folder(entry.name);
    } else {
      files([...(event.dataTransfer?.files ?? [])]);
    }
  }, { signal });
}
