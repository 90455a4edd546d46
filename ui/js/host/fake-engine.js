// A scripted engine for the page's tests and for design work in a plain browser. Loaded only where
// there is no Tauri. It keeps the contract (DESIGN §5.4) and forgets keys at once.

import { NO_FACTS } from '../lib/details.js';
import { NO_RECEIPT } from '../lib/receipt.js';
import { endOf } from '../state/turns.js';
import { plainText } from '../plain.js';
import { applyOps } from '../tree.js';
import { FakeChats } from './fake-chats.js';
import { FakeDesk } from './fake-desk.js';
import { told, whole } from './fake-tree.js';
import { addTurn, conversationFor, fakeKey, fakeSnapshot, listedAfter, shownOf } from './fake-parts.js';
import { play, sampleConversations, sampleModels } from './fake-samples.js';

/** @typedef {import('../types.js').WireEvent} WireEvent */
/** @typedef {import('../types.js').TreeNode} TreeNode */
/** @typedef {import('../types.js').PatchOp} PatchOp */
/** @typedef {import('../types.js').StartedTurn} StartedTurn */
/** @typedef {import('../types.js').TurnEnded} TurnEnded */
/** @typedef {import('./fake-parts.js').FakeScene} FakeScene */
/** @typedef {import('./fake-parts.js').FakeParams} FakeParams */
/** @typedef {import('../types.js').Snapshot} Snapshot */
/** @typedef {{started: StartedTurn, seq: number, nodes: TreeNode[], reasoning: string, over: boolean}} FakeTurn */

export class FakeEngine {
  /** Commands given, in order; keys are left out. @type {{command: string, args: Record<string, unknown>}[]} */
  calls = [];
  /** What the next call of a command rejects with. @type {Map<string, import('../types.js').UserError>} */
  refusals = new Map();
  /** Whether commands of a name stay without an answer until `release`. @type {Map<string, (() => void)[]>} */
  held = new Map();
  /** @type {Map<string, FakeTurn>} */
  turns = new Map();
  chats = new FakeChats();
  /** @type {Snapshot} */
  snapshot;
  /** @type {import('../types.js').ModelView[]} */
  models = sampleModels();
  desk = new FakeDesk();
  /** Whether questions are answered by themselves. */
  auto;

  /** @type {((event: WireEvent) => void) | null} */
  #deliver = null;
  #count = 0;

  /**
   * @param {FakeScene} scene
   * @param {boolean} auto
   */
  constructor(scene, auto) {
    this.auto = auto;
    this.snapshot = fakeSnapshot(scene);
    if (auto && scene !== 'demo') {
      for (const opened of sampleConversations(Date.now())) {
        this.conversations.set(opened.conversation.id, opened);
      }
    }
  }

  get conversations() {
    return this.chats.conversations;
  }

  set conversations(kept) {
    this.chats.conversations = kept;
  }

  /** @param {WireEvent} event */
  emit(event) {
    this.#deliver?.(structuredClone(event.type === 'conversationChanged' ? whole(event) : event));
  }

  /**
   * @param {string} turnId
   * @param {PatchOp[]} ops
   * @param {string} [reasoning]
   */
  patch(turnId, ops, reasoning = '') {
    const turn = this.turns.get(turnId);
    if (turn && !turn.over) {
      turn.seq += 1;
      turn.nodes = applyOps(turn.nodes, ops);
      turn.reasoning += reasoning;
      this.emit({ type: 'turnPatched', turnId, seq: turn.seq, ops, reasoning });
    }
  }

  /**
   * @param {string} turnId
   * @param {Partial<TurnEnded>} [how]
   */
  end(turnId, how = {}) {
    const turn = this.turns.get(turnId);
    if (!turn || turn.over) {
      return;
    }
    turn.over = true;
    const text = plainText(turn.nodes);
    const { conversation, message, model } = turn.started;
    /** @type {TurnEnded} */
    const event = {
      type: 'turnEnded', turnId, conversation, message, state: 'done', finish: 'stop', error: null, model, files: [],
      ...NO_FACTS, asked: model, firstTokenMs: 100, totalMs: 1000, receipt: NO_RECEIPT,
      words: text.split(/\s+/).filter((word) => word !== '').length, ...how,
    };
    const stored = this.conversations.get(conversation)?.messages.find(({ id }) => id === message);
    if (stored) {
      Object.assign(stored, { text, nodes: turn.nodes, reasoning: turn.reasoning, ...endOf(event) });
    }
    this.emit(event);
    this.#changed(conversation);
  }

  /** The turns that run, oldest first. */
  get running() {
    return [...this.turns.values()].filter(({ over }) => !over).map(({ started }) => started.turnId);
  }

  /** @param {string} command */
  hold(command) {
    this.held.set(command, []);
  }

  /** @param {string} command */
  release(command) {
    const waiting = this.held.get(command) ?? [];
    this.held.delete(command);
    waiting.forEach((go) => go());
  }

  /** @param {(event: WireEvent) => void} onEvent */
  channel(onEvent) {
    return { onEvent };
  }

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {Promise<unknown>}
   */
  async invoke(command, args) {
    const key = args['key'];
    const shown = Object.entries(args).filter(([name]) => !['key', 'channel', 'progress', 'bytes'].includes(name));
    this.calls.push({ command, args: structuredClone(Object.fromEntries(shown)) });
    const last4 = typeof key === 'string' && key.length >= 12 ? key.slice(-4) : null;
    const line = this.held.get(command);
    if (line) {
      await new Promise((go) => line.push(() => go(null)));
    }
    const refusal = this.refusals.get(command);
    if (refusal) {
      this.refusals.delete(command);
      throw refusal;
    }
    return structuredClone(this.#answer(command, args, last4));
  }

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @param {string | null} last4
   */
  #answer(command, args, last4) {
    switch (command) {
      case 'attach':
        this.#deliver = /** @type {{onEvent: (event: WireEvent) => void}} */ (args['channel']).onEvent;
        return this.#snapshotNow();
      case 'send_message':
      case 'retry_turn':
      case 'continue_turn':
      case 'edit_message':
        return this.#start(command, /** @type {FakeParams} */ (args['params']));
      case 'cancel_turn': {
        const turnId = String(args['turnId']);
        const live = this.turns.get(turnId)?.over === false;
        this.end(turnId, { state: 'cancelled', finish: 'cancelled' });
        return live;
      }
      case 'list_models':
        return this.models;
      case 'get_settings':
        return this.snapshot.settings;
      case 'set_settings':
        this.snapshot.settings = /** @type {Snapshot['settings']} */ (args['settings']);
        return this.snapshot.settings;
      case 'set_key':
        return this.#keys({ ...fakeKey(String(args['connection']), 'present'), last4 });
      case 'keep_session_key':
        return this.#keys({ ...fakeKey(String(args['connection']), 'present'), source: 'session' });
      case 'remove_key':
        return this.#keys(fakeKey(String(args['connection']), 'absent'));
      case 'key_status':
      case 'renew_sign_in':
        return this.snapshot.keys;
      default:
        return this.chats.answer(command, args, (id) => this.#changed(id)) ?? this.desk.answer(command, args);
    }
  }

  #snapshotNow() {
    const running = [...this.turns.values()].filter(({ over }) => !over);
    // Like the engine: every attachment counts patches from its own beginning.
    running.forEach((turn) => (turn.seq = 0));
    const turns = running.map(({ started, seq, nodes, reasoning }) => ({ ...started, seq, nodes, reasoning }));
    return { ...this.snapshot, conversations: listedAfter(this.conversations, null), turns, files: this.desk.files };
  }

  /**
   * @param {string} command
   * @param {FakeParams} params
   */
  #start(command, params) {
    const known = this.turns.get(params.turnId);
    if (known) {
      return known.started;
    }
    const opened = conversationFor(this.conversations, command, params, this.#count + 1);
    this.#count += 1;
    const { conversation } = opened;
    const { question, message, connection, model } = addTurn(opened, command, params, this.snapshot.next, this.#count, this.desk.take(params.files ?? []));
    const started = { turnId: params.turnId, conversation: conversation.id, question, message, connection, model, shown: shownOf(params.text ?? '') };
    this.turns.set(params.turnId, { started, seq: 0, nodes: [], reasoning: '', over: false });
    this.emit({ type: 'turnStarted', ...started });
    this.#changed(conversation.id);
    if (this.auto) {
      void play(this, params.turnId, params.text ?? '');
    }
    return started;
  }

  /** @param {import('../types.js').KeyStatus} now */
  #keys(now) {
    const { connection } = now;
    const { snapshot } = this;
    snapshot.keys = snapshot.keys.map((key) => (key.connection === connection ? now : key));
    const any = snapshot.keys.some((key) => key.state === 'present');
    snapshot.next = { connection: any ? connection : 'demo', model: any ? 'anthropic/claude-sonnet-4.5' : 'demo', demo: !any, problem: null, hint: null, facts: null };
    this.emit({ type: 'keysChanged', keys: snapshot.keys, next: snapshot.next });
    return snapshot.keys;
  }

  /** @param {string} id */
  #changed(id) {
    const fake = this.conversations.get(id);
    if (fake?.conversation.temporary !== true) {
      this.emit({ type: 'conversationChanged', conversation: fake ? told(fake) : null });
    }
  }
}
