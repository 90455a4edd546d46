// The golden files of the contract, as Rust writes them.

import { readFileSync } from 'node:fs';

/** @param {string} name */
export function golden(name) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/ipc/${name}`, import.meta.url), 'utf8'));
}
