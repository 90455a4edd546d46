// What the scripted engine shows: a streamed answer, conversations and names of models.

import { NO_FACTS } from '../lib/details.js';
import { NO_RECEIPT } from '../lib/receipt.js';
import { ALONE, PLAIN } from './fake-tree.js';

/** @typedef {import('../types.js').TreeNode} TreeNode */
/** @typedef {import('../types.js').PatchOp} PatchOp */
/** @typedef {import('./fake-tree.js').FakeConversation} FakeConversation */
/** @typedef {import('../types.js').ModelView} ModelView */
/** @typedef {import('../types.js').MessageView} MessageView */

/** @param {string} text @returns {TreeNode} */
const text = (text) => ({ type: 'text', text });
/** @param {...TreeNode} children @returns {TreeNode} */
const p = (...children) => ({ type: 'paragraph', children });
/** @param {string} words @returns {TreeNode} */
const strong = (words) => ({ type: 'strong', children: [text(words)] });
/** @param {string} words @returns {TreeNode} */
const code = (words) => ({ type: 'codeSpan', text: words });
/** @param {...TreeNode} children @returns {TreeNode} */
const item = (...children) => ({ type: 'item', children });

/** @returns {TreeNode[]} */
export function sampleTree() {
  return [
    p(text('A browser checks three things before it shows the lock. '), strong('Who signed it'), text(', '), strong('for whom'), text(' and '), strong('until when'), text('.')),
    { type: 'heading', level: 2, children: [text('The chain')] },
    p(text('Each certificate is signed by the one above it, up to a root that the system already holds. With '), code('openssl s_client'), text(' you can watch it happen:')),
    { type: 'code', lang: 'bash', text: 'openssl s_client -connect example.org:443 -servername example.org -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates\n' },
    {
      type: 'list', start: 1, children: [
        item(text('The server sends its own certificate and those in between.')),
        item(text('The browser builds a path to a trusted root and checks every signature on it.')),
        item(text('It compares the name in the certificate with the '), { type: 'emphasis', children: [text('host name')] }, text(' it asked for.')),
      ],
    },
    { type: 'quote', children: [p(text('A valid certificate says who you talk to. It does not say that they are honest.'))] },
    p(text('The rules are in '), { type: 'link', href: 'https://www.rfc-editor.org/rfc/rfc5280', children: [text('RFC 5280')] }, text('.')),
    { type: 'code', lang: 'rust', text: 'fn trusted(chain: &[Certificate], now: Time) -> bool {\n    chain\n        .windows(2)\n        .all(|pair| pair[0].signed_by(&pair[1]) && pair[0].valid_at(now))\n}\n' },
  ];
}

/**
 * @param {string} question
 * @returns {{afterMs: number, ops: PatchOp[], reasoning: string}[]}
 */
function sampleAnswer(question) {
  if (question.includes('2+2')) {
    return [{ afterMs: 700, ops: [{ op: 'appendNodes', path: [], nodes: [p(text('2 + 2 = '), strong('4'))] }], reasoning: '' }];
  }
  /** @type {{afterMs: number, ops: PatchOp[], reasoning: string}[]} */
  const steps = [{ afterMs: 900, ops: [], reasoning: 'The question is about trust, so the chain comes first. ' }];
  sampleTree().forEach((node, index) => {
    if (node.type !== 'code') {
      steps.push({ afterMs: 120, ops: [{ op: 'appendNodes', path: [], nodes: [node] }], reasoning: '' });
      return;
    }
    steps.push({ afterMs: 120, ops: [{ op: 'appendNodes', path: [], nodes: [{ ...node, text: '' }] }], reasoning: '' });
    for (const word of node.text.match(/\s*\S+\s*/g) ?? []) {
      steps.push({ afterMs: 30, ops: [{ op: 'appendText', path: [index], text: word }], reasoning: '' });
    }
  });
  return steps;
}

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
  const blank = { nodes: [], reasoning: '', files: [], turnId: null, model: null, connection: null, finish: null, maxTokens: null, error: null, receipt: NO_RECEIPT, ...NO_FACTS, variants: ALONE, createdAtMs: at };
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
