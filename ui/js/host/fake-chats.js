// The scripted engine's answers about conversations: the list, pages, titles, deleting, drafts.

import { listedAfter, shownOf } from './fake-parts.js';
import { choose, pageOf, told } from './fake-tree.js';

/** @typedef {import('./fake-tree.js').FakeConversation} FakeConversation */
/** @typedef {import('../types.js').DraftView} DraftView */
/** @typedef {import('../types.js').SaveDraft} SaveDraft */

export class FakeChats {
  /** @type {Map<string, FakeConversation>} */
  conversations = new Map();
  /** By the conversation's id; a new one's under `new`. @type {Map<string, DraftView>} */
  drafts = new Map();
  /** Questions half put otherwise. @type {Map<string, {conversation: string | null, message: string, text: string}>} */
  edits = new Map();
  /** The name of the file that the person chooses; none where they want none. @type {string | null} */
  exportsTo = 'chat.md';

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @param {(id: string) => void} changed tells of a conversation
   * @returns {unknown} undefined where the command is none of these
   */
  answer(command, args, changed) {
    const fake = this.conversations.get(String(args['id'])) ?? this.#holding(String(args['message']));
    switch (command) {
      case 'list_conversations': {
        const filter = /** @type {import('../types.js').ListFilter | undefined} */ (args['filter']);
        return listedAfter(this.conversations, args['before'], filter);
      }
      case 'list_labels':
        return labelsOf(this.conversations);
      case 'open_conversation':
        return fake && { conversation: told(fake), ...pageOf(fake, {}) };
      case 'open_at':
        return fake && { conversation: told(fake), ...pageOf(fake, { around: String(args['message']) }) };
      case 'message_page': {
        const wanted = /** @type {import('../types.js').PageWanted} */ (args['params']);
        const of = this.conversations.get(wanted.conversation);
        return of && pageOf(of, wanted);
      }
      case 'message_text':
        return textOf(fake?.messages.find(({ id }) => id === args['message'])?.text, args['shown'] === true);
      case 'list_questions':
        return this.#questions(/** @type {import('../types.js').QuestionsWanted} */ (args['params']));
      case 'search':
        return this.#search(/** @type {import('../types.js').FindMessages} */ (args['params']));
      case 'keep_answer': {
        const kept = this.#holding(String(args['message']))?.messages.find(({ id }) => id === args['message']);
        if (kept) {
          Object.assign(kept, { state: 'cancelled', finish: 'cancelled', error: null });
        }
        return null;
      }
      case 'choose_variant':
        if (fake) {
          choose(fake, String(args['message']));
        }
        return fake && { conversation: told(fake), ...pageOf(fake, {}) };
      case 'rename_conversation':
        return this.#set(fake, { title: String(args['title']).trim() || (fake?.messages[0]?.text ?? '') }, changed);
      case 'set_conversation':
        return this.#change(fake, /** @type {Partial<import('../types.js').ConversationChange>} */ (args['change']), changed);
      case 'own_instructions':
        return fake?.instructions ?? null;
      case 'mark_read':
        this.#set(fake, { unread: false }, changed);
        return null;
      case 'delete_conversation':
        this.#set(fake, { deletedAtMs: Date.now() }, () => changed(''));
        return null;
      case 'take_back_conversation':
        return this.#set(fake, { deletedAtMs: null }, changed);
      case 'export_conversation':
        return this.exportsTo;
      case 'check_history':
        return { sound: true, complaints: [], indexed: 2, missing: 0, surplus: 0, wrongGroups: 0, left: 0 };
      case 'save_draft': {
        const { conversation, message = null, temporary = false, text, caret, asking = null } = /** @type {SaveDraft} */ (args['params']);
        const place = draftPlace(conversation, temporary);
        if (message !== null) {
          this.edits.set(message, { conversation, message, text });
        } else {
          this.drafts.set(place, { text, caret, files: [], asking, edits: [] });
        }
        return null;
      }
      case 'open_draft': {
        const { conversation, temporary = false } = /** @type {{conversation: string | null, temporary?: boolean}} */ (args);
        const edits = [...this.edits.values()].filter((one) => one.conversation === conversation && one.text !== '').map(({ message, text }) => ({ message, text }));
        return { ...(this.drafts.get(draftPlace(conversation, temporary)) ?? { text: '', caret: 0, files: [], asking: null }), edits };
      }
      default:
        return undefined;
    }
  }

  /**
   * What the page asks for: one word or one phrase, in one conversation or in all.
   * @param {import('../types.js').FindMessages} params
   * @returns {import('../types.js').SearchResults}
   */
  #search({ text, after, limit }) {
    const [, id = null, term = ''] = /^(?:in:(\S+) )?(.*)$/.exec(text) ?? [];
    const wanted = term.replace(/^["*]|\*$/g, '').toLowerCase();
    const looked = id === null ? [...this.conversations.values()].filter((one) => told(one).deletedAtMs === null) : [this.conversations.get(id)].filter((one) => one !== undefined);
    const found = looked.flatMap((fake) => fake.messages.filter((message) => message.text.toLowerCase().includes(wanted)).map((message) => ({ fake, message }))).reverse();
    const from = Number(after ?? 0);
    const hits = found.slice(from, from + limit).map(({ fake, message }) => {
      const at = message.text.toLowerCase().indexOf(wanted);
      const hit = message.text.slice(at, at + wanted.length);
      return {
        conversation: fake.conversation.id, title: fake.conversation.title, archived: told(fake).archived, message: message.id, role: message.role, model: message.model,
        snippet: id === null ? [{ text: message.text.slice(Math.max(0, at - 60), at), hit: false }, { text: hit, hit: true }, { text: message.text.slice(at + wanted.length, at + 80), hit: false }] : [],
        spot: id === null ? { text: hit, nth: 0, start: at, end: at + wanted.length } : null, createdAtMs: message.createdAtMs,
      };
    });
    return { hits, next: from + limit < found.length ? String(from + limit) : null, notes: [], unindexed: 0 };
  }

  /**
   * What was asked before, the newest first.
   * @param {import('../types.js').QuestionsWanted} wanted
   * @returns {import('../types.js').PastQuestion[]}
   */
  #questions({ conversation, before, limit }) {
    const chats = [...this.conversations.values()].filter((fake) => !told(fake).temporary && (conversation ?? fake.conversation.id) === fake.conversation.id);
    const all = chats.flatMap((fake) => fake.messages.filter(({ role }) => role === 'user').map(({ id, text, createdAtMs }) => (
      { message: id, conversation: fake.conversation.id, text, createdAtMs }
    )));
    all.reverse().sort((one, other) => other.createdAtMs - one.createdAtMs);
    const from = before === null ? 0 : all.findIndex(({ message }) => message === before) + 1;
    return all.slice(from, from + limit);
  }

  /** @param {string} message */
  #holding(message) {
    const ways = (/** @type {FakeConversation} */ { messages, beside }) => [messages, ...(beside ?? []).map(({ tail }) => tail)];
    return [...this.conversations.values()].find((fake) => ways(fake).some((way) => way.some(({ id }) => id === message)));
  }

  /**
   * An empty text takes away what was there.
   * @param {FakeConversation | undefined} fake
   * @param {Partial<import('../types.js').ConversationChange>} change
   * @param {(id: string) => void} changed
   */
  #change(fake, { instructions, preset, ...rest }, changed) {
    if (fake && instructions !== undefined) {
      fake.instructions = instructions === '' ? null : instructions;
    }
    return this.#set(fake, { ...changeOf(fake, rest), ...(preset === undefined ? {} : { preset: preset === '' ? null : preset }) }, changed);
  }

  /**
   * @param {FakeConversation | undefined} fake
   * @param {object} change
   * @param {(id: string) => void} changed
   */
  #set(fake, change, changed) {
    if (fake) {
      Object.assign(fake.conversation, change);
      changed(fake.conversation.id);
    }
    return fake && told(fake);
  }
}

/**
 * What a change makes of a conversation.
 * @param {FakeConversation | undefined} fake
 * @param {Partial<import('../types.js').ConversationChange>} change
 */
function changeOf(fake, { tag = [], untag = [], folder, ...rest }) {
  const tags = [...(fake === undefined ? [] : told(fake).tags).filter((name) => !untag.includes(name)), ...tag];
  return { ...rest, ...(folder === undefined ? {} : { folder: folder === '' ? null : folder }), ...(tag.length + untag.length > 0 ? { tags: [...new Set(tags)].sort() } : {}) };
}

/**
 * @param {ReadonlyMap<string, FakeConversation>} conversations
 * @returns {import('../types.js').Labels}
 */
function labelsOf(conversations) {
  const all = [...conversations.values()].map(told).filter(({ archived, deletedAtMs }) => !archived && deletedAtMs === null);
  /** @param {string[]} names */
  const counted = (names) => [...new Set(names)].sort().map((name) => ({ name, conversations: names.filter((one) => one === name).length }));
  return { folders: counted(all.flatMap(({ folder }) => (folder === null ? [] : [folder]))), tags: counted(all.flatMap(({ tags }) => tags)) };
}

/**
 * @param {string | undefined} text
 * @param {boolean} shown
 */
function textOf(text, shown) {
  return shown && text !== undefined ? (shownOf(text) ?? text) : text;
}

/**
 * @param {string | null} conversation
 * @param {boolean} temporary
 */
function draftPlace(conversation, temporary) {
  return conversation ?? (temporary ? 'temporary' : 'new');
}
