// A message before the engine told anything of it. Pure.

import { NO_FACTS } from '../lib/details.js';
import { NO_RECEIPT } from '../lib/receipt.js';

/** @typedef {import('../types.js').MessageView} MessageView */

/**
 * @param {string} id
 * @param {'user' | 'assistant'} role
 * @param {number} nowMs
 * @returns {MessageView}
 */
export function blankMessage(id, role, nowMs) {
  return {
    id,
    parent: null,
    role,
    text: '',
    shown: null,
    nodes: [],
    reasoning: '',
    files: [],
    state: 'pending',
    turnId: null,
    model: null,
    connection: null,
    finish: null,
    maxTokens: null,
    error: null,
    receipt: NO_RECEIPT,
    ...NO_FACTS,
    variants: { index: 1, count: 1, previous: null, next: null },
    createdAtMs: nowMs,
  };
}
