// Files as a person reads them: name, kind and size. Pure, but for the list that it builds.

import { el } from './dom.js';
import { formatFixed, t } from './texts.js';

/** @typedef {import('../types.js').FileView} FileView */

/** As `attachment::MAX_FILE_BYTES`: a larger one is not even read. */
export const MAX_FILE_BYTES = 24 * 1024 * 1024;

/** As `attachment::MAX_FILES`: more are not even read. */
export const MAX_FILES = 20;

/**
 * @param {number} bytes
 * @returns {string}
 */
export function sizeWords(bytes) {
  if (bytes < 1000) {
    return t('units.bytes', { size: bytes });
  }
  const thousands = bytes / 1000;
  return thousands < 1000 ? t('units.kilobytes', { size: Math.round(thousands) }) : t('units.megabytes', { size: formatFixed(thousands / 1000, 1) });
}

/**
 * @param {FileView} file
 * @returns {string}
 */
export function fileWords({ name, kind, bytes }) {
  const called = name === '' ? t('files.picture', { kind: kind.replace('image/', '') }) : name;
  return t('files.named', { name: called, size: sizeWords(bytes) });
}

/**
 * The files of a message.
 * @param {readonly FileView[]} files
 */
export function fileList(files) {
  return el(
    'ul',
    { class: 'file-list', 'aria-label': t('files.sent') },
    files.map((file) => el('li', { class: 'file-chip', dir: 'auto' }, [fileWords(file)])),
  );
}
