// A conversation of any length for the scripted engine: questions and answers of many heights.

import { blankMessage } from '../state/blank.js';
import { sampleTree } from './fake-answer.js';
import { PLAIN } from './fake-tree.js';

/** @typedef {import('./fake-tree.js').FakeConversation} FakeConversation */
/** @typedef {import('../types.js').MessageView} MessageView */

/**
 * Questions at even numbers, answers at odd ones; `message N` stands in each.
 * @param {number} count
 * @param {number} nowMs
 * @returns {FakeConversation}
 */
export function longConversation(count, nowMs) {
  const tree = sampleTree();
  const messages = Array.from({ length: count }, (_, index) => messageAt(index, nowMs - (count - index) * 60_000, tree));
  const conversation = { ...PLAIN, id: 'long', title: 'A long talk', updatedAtMs: nowMs, messageCount: count };
  return { conversation, messages };
}

/**
 * @param {number} index
 * @param {number} atMs
 * @param {import('../types.js').TreeNode[]} tree
 * @returns {MessageView}
 */
function messageAt(index, atMs, tree) {
  const asks = index % 2 === 0;
  const words = `message ${index} ${'and some more words '.repeat((index * 7) % 11)}`.trim();
  const message = { ...blankMessage(`l${index}`, asks ? 'user' : 'assistant', atMs), state: /** @type {const} */ ('done'), text: words };
  message.parent = index === 0 ? null : `l${index - 1}`;
  if (!asks) {
    message.turnId = `lt${index}`;
    message.model = 'anthropic/claude-sonnet-4.5';
    message.connection = 'gateway';
    message.finish = 'stop';
    message.nodes = [...tree.slice(0, 1), ...tree.slice((index * 3) % tree.length)];
    message.nodes[0] = { type: 'paragraph', children: [words] };
  }
  return message;
}
