// Parts that the scripted engine is made of: errors, keys, the first snapshot.

import { NO_FACTS } from '../lib/details.js';
import { NO_RECEIPT } from '../lib/receipt.js';
import { PAGE } from '../state/listed.js';
import { ALONE, PLAIN, branch, told } from './fake-tree.js';

/** @typedef {import('../types.js').UserError} UserError */
/** @typedef {import('../types.js').Snapshot} Snapshot */

/** @typedef {import('./fake-tree.js').FakeConversation} FakeConversation */

/** @typedef {import('../types.js').SendMessage & import('../types.js').AnswerAgain & {message: string}} FakeParams */
/** @typedef {'demo' | 'ready' | 'keyless' | 'locked'} FakeScene */

/** What keeps the next question from its key. @param {FakeScene} scene */
function fakeProblem(scene) {
  if (scene === 'locked') {
    return fakeError('keyring_locked', 'The keyring is locked.', 'Unlock it, then try again.');
  }
  return scene === 'keyless' ? fakeError('key_missing', 'There is no key for the gateway.', 'Enter one, then send again.') : null;
}

/**
 * @param {FakeScene} scene
 * @returns {Snapshot}
 */
export function fakeSnapshot(scene) {
  const demo = scene === 'demo';
  return {
    version: '0.1.0',
    next: {
      connection: demo ? 'demo' : 'gateway',
      model: demo ? 'demo' : 'anthropic/claude-sonnet-4.5',
      demo,
      problem: fakeProblem(scene),
      hint: null,
      facts: null,
    },
    keys: [fakeKey('gateway', scene === 'ready' ? 'present' : 'absent'), fakeKey('openai', 'absent')],
    conversations: [],
    turns: [],
    files: [],
    settings: {
      timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 120_000 },
      retriesMax: 2,
      defaultConnection: null,
      defaultModel: null,
      favouriteModels: [],
      limiterPerMinute: null,
      cacheTtlSeconds: 3600,
      budgetMonthlyUsd: null,
      signinFolder: null,
      signinCli: null,
      fallback: [],
      chatMaxTokens: null,
      quickMaxTokens: null,
      quickShortcut: null,
      quickKeepMinutes: 5,
      quickHideOnBlur: true,
      notifyAnswers: true,
      onClose: 'ask',
      journalMegabytes: 64,
      journalDays: 30,
      undoMinutes: 10,
      afterSend: 'end',
      language: 'auto',
      defaultInstructions: null,
      theme: 'system',
      textSize: 'normal',
      density: 'roomy',
      codeColours: 'colourful',
      zoom: 100,
      shortcuts: [],
      sendWith: 'enter',
      longPaste: 'file',
    },
    notice: null,
  };
}

/**
 * @param {UserError['code']} code
 * @param {string} message
 * @param {string | null} [action]
 * @returns {UserError}
 */
export function fakeError(code, message, action = null) {
  return { code, message, action, status: null, retryAfterMs: null, requestId: null, nearest: null };
}

/**
 * @param {string} connection
 * @param {'present' | 'absent'} state
 * @returns {import('../types.js').KeyStatus}
 */
export function fakeKey(connection, state) {
  const present = state === 'present';
  const origin = connection === 'openai' ? 'https://api.openai.com' : 'https://ai-gateway.vercel.sh';
  return { connection, origin, source: present ? 'keyring' : 'none', state, last4: present ? 'wxyz' : null, expiresAtMs: null, warning: null };
}

/**
 * As `list_conversations` gives them: the newest, or those after a given one.
 * @param {ReadonlyMap<string, FakeConversation>} conversations
 * @param {unknown} before
 * @param {import('../types.js').ListFilter} [filter]
 */
export function listedAfter(conversations, before, filter) {
  const { archived = false, deleted = false, folder = null, tag = null } = filter ?? {};
  const all = [...conversations.values()].map(told).filter((one) => !one.temporary && (one.deletedAtMs !== null) === deleted);
  const shown = all.filter((one) => (folder === null || one.folder === folder) && (tag === null || one.tags.includes(tag)) && (deleted || folder !== null || tag !== null || one.archived === archived));
  shown.sort((one, other) => other.updatedAtMs - one.updatedAtMs);
  // Pinned ones lead the first page of the usual list, however old, and are in no later one.
  const usual = !archived && !deleted && folder === null && tag === null;
  const rest = usual ? shown.filter(({ pinned }) => !pinned) : shown;
  const from = rest.findIndex(({ id }) => id === before) + 1;
  return [...(usual && before === null ? shown.filter(({ pinned }) => pinned) : []), ...rest.slice(from, from + PAGE)];
}

/**
 * The conversation that a command means; a new one where there is none yet.
 * @param {Map<string, FakeConversation>} conversations
 * @param {string} command
 * @param {FakeParams} params
 * @param {number} count
 * @returns {FakeConversation}
 */
export function conversationFor(conversations, command, params, count) {
  const found =
    command === 'send_message'
      ? conversations.get(params.conversation ?? '')
      : [...conversations.values()].find(({ messages }) => messages.some(({ id }) => id === params.message));
  if (found) {
    return found;
  }
  const id = `c${count}`;
  const temporary = params.temporary === true;
  const made = {
    conversation: {
      ...PLAIN, id, title: params.text.slice(0, 80), updatedAtMs: Date.now(), messageCount: 0, temporary, preset: params.preset ?? null,
      parameters: params.begin?.parameters ?? PLAIN.parameters, noDefaultInstructions: params.begin?.noDefaultInstructions ?? false,
    },
    messages: [],
    instructions: params.begin?.instructions ?? null,
  };
  conversations.set(id, made);
  return made;
}

/**
 * What is drawn where nobody would see all of a text. The engine has the rule; this is one character of it.
 * @param {string} text
 */
export function shownOf(text) {
  return text.includes('\u202e') ? text.replaceAll('\u202e', '⟨U+202E⟩') : null;
}

/**
 * Adds a question and its answer, or another answer, to a conversation.
 * @param {FakeConversation} fake
 * @param {string} command
 * @param {FakeParams} params
 * @param {import('../types.js').NextTurn} next
 * @param {number} count
 * @param {import('../types.js').FileView[]} files
 */
export function addTurn(fake, command, params, next, count, files) {
  const { conversation, messages } = fake;
  const createdAtMs = Date.now();
  /** @type {Omit<import('../types.js').MessageView, 'id' | 'parent' | 'role'>} */
  const base = {
    text: '', shown: null, nodes: [], reasoning: '', files: [], state: 'done', turnId: null, model: null, connection: null,
    finish: null, maxTokens: null, error: null, receipt: NO_RECEIPT, ...NO_FACTS, variants: ALONE, createdAtMs,
  };
  let question = messages.findLast(({ role }) => role === 'user')?.id ?? '';
  if (command === 'edit_message') {
    branch(fake, messages.findIndex(({ id }) => id === params.message));
  }
  if (command === 'send_message' || command === 'edit_message') {
    question = `q${count}`;
    messages.push({ ...base, id: question, parent: messages.at(-1)?.id ?? null, role: 'user', text: params.text, shown: shownOf(params.text), files });
  } else if (command === 'retry_turn') {
    branch(fake, Math.max(0, messages.findIndex(({ id }) => id === params.message)));
  }
  const message = `m${count}`;
  const connection = params.connection ?? next.connection ?? 'gateway';
  const model = params.model ?? next.model ?? 'demo';
  messages.push({
    ...base, id: message, parent: messages.at(-1)?.id ?? null, role: 'assistant', state: 'streaming',
    turnId: params.turnId, model, connection, maxTokens: params.maxTokens,
  });
  conversation.messageCount += command === 'send_message' || command === 'edit_message' ? 2 : 1;
  conversation.updatedAtMs = createdAtMs;
  return { question, message, connection, model };
}

/** @returns {import('../types.js').ConnectionView[]} */
export function fakeConnections() {
  const blank = {
    builtin: true, fromEnvironment: false, needsKey: true, headers: {}, connectMs: null, firstByteMs: null, idleMs: null,
    proxy: null, hasCa: false, problem: null, guideChoice: null,
  };
  return [
    { ...blank, name: 'gateway', dialect: 'openai-chat', baseUrl: 'https://ai-gateway.vercel.sh/v1' },
    { ...blank, name: 'anthropic', dialect: 'anthropic-messages', baseUrl: 'https://api.anthropic.com/v1' },
  ];
}
