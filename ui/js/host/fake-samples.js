// What the scripted engine shows: conversations and names of models, and how its answer streams.

import { NO_FACTS } from '../lib/details.js';
import { NO_RECEIPT } from '../lib/receipt.js';
import { sampleAnswer, sampleTree } from './fake-answer.js';
import { ALONE, PLAIN } from './fake-tree.js';

/** @typedef {import('./fake-tree.js').FakeConversation} FakeConversation */
/** @typedef {import('../types.js').ModelView} ModelView */
/** @typedef {import('../types.js').MessageView} MessageView */

/**
 * Answers a question by itself, piece by piece.
 * @param {import('./fake-engine.js').FakeEngine} engine
 * @param {string} turnId
 * @param {string} question
 */
export async function play(engine, turnId, question) {
  for (const { afterMs, ops, reasoning } of sampleAnswer(question)) {
    await new Promise((go) => setTimeout(go, afterMs));
    engine.patch(turnId, ops, reasoning);
  }
  engine.end(turnId);
}

/**
 * @param {number} nowMs
 * @returns {FakeConversation[]}
 */
export function sampleConversations(nowMs) {
  const day = 86_400_000;
  const titles = [
    ['Explain how a browser checks a certificate', 0],
    ['Plan a week of dinners for four', 0.02],
    ['Why is my SQL query slow?', 1],
    ['Übersetze das ins Deutsche', 1],
    ['Names for a small wooden boat', 4],
    ['ما هو الفرق بين المفتاح والقفل؟', 9],
    ['A very long title that goes on and on until it no longer fits into the sidebar', 30],
  ];
  return titles.map(([title, days], index) => {
    const at = nowMs - Number(days) * day;
    const messages = sampleMessages(String(title), index, at);
    return { conversation: { ...PLAIN, id: `s${index}`, title: String(title), updatedAtMs: at, messageCount: messages.length }, messages };
  });
}

/**
 * @param {string} question
 * @param {number} index
 * @param {number} at
 * @returns {MessageView[]}
 */
function sampleMessages(question, index, at) {
  const blank = { shown: null, nodes: [], reasoning: '', files: [], turnId: null, model: null, connection: null, finish: null, maxTokens: null, error: null, receipt: NO_RECEIPT, ...NO_FACTS, variants: ALONE, createdAtMs: at };
  const asked = { ...blank, id: `s${index}-q`, parent: null, role: /** @type {const} */ ('user'), text: question, state: /** @type {const} */ ('done') };
  const answer = {
    ...blank, id: `s${index}-a`, parent: asked.id, role: /** @type {const} */ ('assistant'), text: 'A browser checks three things…', nodes: sampleTree(),
    reasoning: 'The question is about trust, so the chain comes first.', state: /** @type {const} */ ('done'), turnId: `s${index}-t`,
    model: 'anthropic/claude-sonnet-4.5', connection: 'gateway', finish: /** @type {const} */ ('stop'),
  };
  return [asked, answer];
}

/** @returns {ModelView[]} */
export function sampleModels() {
  return [
    'anthropic/claude-sonnet-4.5', 'anthropic/claude-opus-4', 'anthropic/claude-haiku-4.5', 'openai/gpt-4o',
    'openai/gpt-4o-mini', 'google/gemini-2.5-flash', 'google/gemini-2.5-pro', 'mistral/mistral-large',
  ].map((id) => ({ id, connection: 'gateway', contextWindow: 200_000, maxOutput: 64_000, inputUsdPerMillion: null, outputUsdPerMillion: null, retiresAtMs: null }));
}
