// The scripted engine's answers about what is no turn: files that wait, what a message would be,
// connections, their tests, the sign-in, an environment file.

import { FakeData } from './fake-data.js';
import { FakeDesktop } from './fake-desktop.js';
import { FakeLinks } from './fake-links.js';
import { fakeConnections } from './fake-parts.js';
import { FakePresets } from './fake-presets.js';
import { FakeUsage } from './fake-usage.js';

/** @typedef {import('../types.js').StagedFile} StagedFile */
/** @typedef {import('../types.js').TurnPreview} TurnPreview */
/** @typedef {import('../types.js').RoutingOption} RoutingOption */
/** @typedef {import('../types.js').ConnectionView} ConnectionView */

export class FakeDesk {
  data = new FakeData();
  desktop = new FakeDesktop();
  links = new FakeLinks();
  presets = new FakePresets();
  usage = new FakeUsage();
  /** @type {StagedFile[]} */
  files = [];
  /** What `preview_turn` gives beside the estimate of the text. @type {Partial<TurnPreview>} */
  preview = {};
  /** @type {ConnectionView[]} */
  connections = fakeConnections();
  /** @type {import('../types.js').FoundServer[]} */
  servers = [{ kind: 'Ollama', baseUrl: 'http://127.0.0.1:11434', models: ['llama3.2:3b'] }];
  /** @type {import('../types.js').DiagnosisView['layers']} */
  layers = [
    { layer: 'config', error: null, note: 'gateway at https://ai-gateway.vercel.sh', ms: 1 },
    { layer: 'dns', error: null, note: '2 addresses', ms: 12 },
    { layer: 'tcp', error: null, note: 'port 443 is open', ms: 20 },
    { layer: 'key', error: null, note: 'accepted', ms: 90 },
  ];
  /** @type {import('../types.js').ImportView} */
  found = {
    keys: [{ variable: 'AI_GATEWAY_API_KEY', connection: 'gateway', origin: 'https://ai-gateway.vercel.sh', last4: 'wxyz', warning: null }],
    addresses: [], hasToken: true, unused: [{ variable: 'OPENAI_API_KEY', reason: 'It is a placeholder.' }], others: 2, unreadLines: 0,
  };
  /** @type {RoutingOption[]} */
  routing = [
    { name: 'order', value: '' }, { name: 'sort', value: 'cost' }, { name: 'zeroDataRetention', value: '' }, { name: 'caching', value: 'auto' },
  ];
  /** What another program has copied or selected. @type {Record<string, string | null>} */
  elsewhere = { clipboard: 'copied elsewhere', selection: null };
  #count = 0;

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {unknown} nothing where the command is none of these
   */
  answer(command, args) {
    switch (command) {
      case 'add_file':
        return this.#add(String(args['name']), /** @type {Uint8Array} */ (args['bytes']));
      case 'add_context':
        return args['source'] === null ? this.#add(String(args['name']), /** @type {Uint8Array} */ (args['bytes'])) : this.#take(String(args['source']), String(args['name']));
      case 'add_chat':
        return this.#add('Chat.md', new Uint8Array(420));
      case 'remove_context':
      case 'remove_file':
        this.files = this.files.filter(({ id }) => id !== args['id']);
        return null;
      case 'preview_turn':
        return this.#preview(/** @type {import('../types.js').PreviewTurn} */ (args['params']));
      case 'list_connections':
        return this.connections;
      case 'usage_summary':
        return this.usage.summary();
      case 'usage_report':
        return this.usage.report(/** @type {import('../usage-types.js').UsageWanted} */ (args['params']));
      case 'export_usage':
        return 'usage.csv';
      case 'add_connection':
      case 'change_connection':
        return this.#save(String(args['name']), /** @type {import('../types.js').ConnectionEdit} */ (args['edit']));
      case 'remove_connection':
        this.connections = this.connections.filter(({ name, builtin }) => builtin || name !== args['name']);
        return null;
      case 'probe_local':
        return this.servers;
      case 'test_connection':
        return { connection: /** @type {{connection: string}} */ (args['params']).connection, layers: this.layers };
      case 'credit_left':
        return { host: 'ai-gateway.vercel.sh', balanceUsd: '0.35', usedUsd: '4.65' };
      case 'get_routing':
        return this.routing;
      case 'set_routing':
        return this.#route(/** @type {RoutingOption[]} */ (args['options']));
      case 'import_keys':
        return this.found;
      default:
        return this.data.answer(command, args) ?? this.desktop.answer(command, args) ?? this.presets.answer(command, args) ?? this.links.answer(command, args);
    }
  }

  /**
   * Files that a question took with it.
   * @param {readonly string[]} ids
   */
  take(ids) {
    const taken = this.files.filter(({ id }) => ids.includes(id));
    this.files = this.files.filter((file) => !taken.includes(file));
    return taken.map(({ name, kind, bytes }) => ({ name, kind, bytes }));
  }

  /** @param {readonly RoutingOption[]} said */
  #route(said) {
    const value = (/** @type {RoutingOption} */ option) => said.find(({ name }) => name === option.name)?.value ?? option.value;
    this.routing = this.routing.map((option) => ({ ...option, value: value(option) }));
    return this.routing;
  }

  /**
   * @param {string} source
   * @param {string} name
   */
  #take(source, name) {
    const text = this.elsewhere[source] ?? null;
    return text === null ? null : this.#add(`${name}.txt`, new Uint8Array(text.length));
  }

  /**
   * @param {string} name
   * @param {Uint8Array} bytes
   * @returns {StagedFile}
   */
  #add(name, bytes) {
    this.#count += 1;
    const kind = name.endsWith('.png') ? 'image/png' : 'text/plain';
    const file = { id: `file-${this.#count}`, name, kind, bytes: bytes.length };
    this.files.push(file);
    return file;
  }

  /**
   * @param {import('../types.js').PreviewTurn} params
   * @returns {TurnPreview}
   */
  #preview({ text, model, leaveOut }) {
    const likely = Math.ceil(text.length / 4);
    return {
      model: model ?? 'anthropic/claude-sonnet-4.5', hint: null, tokens: { low: likely, likely, high: likely + 10 },
      contextWindow: 200_000, cost: null, earlier: 0, leftOut: leaveOut, keptFrom: null, tooLong: null, hidden: 0, files: [], ...this.preview,
    };
  }

  /**
   * @param {string} name
   * @param {import('../types.js').ConnectionEdit} edit
   * @returns {ConnectionView}
   */
  #save(name, edit) {
    const old = this.connections.find((one) => one.name === name);
    const made = {
      name, builtin: old?.builtin ?? false, dialect: edit.dialect ?? old?.dialect ?? 'openai-chat',
      baseUrl: edit.baseUrl ?? old?.baseUrl ?? null, fromEnvironment: false, needsKey: edit.needsKey ?? old?.needsKey ?? true,
      headers: edit.headers, connectMs: edit.connectMs, firstByteMs: edit.firstByteMs, idleMs: edit.idleMs,
      proxy: edit.proxy, hasCa: edit.caPem === null ? (old?.hasCa ?? false) : edit.caPem !== '', problem: null, guideChoice: null,
    };
    this.connections = [...this.connections.filter((one) => one !== old), made];
    return made;
  }
}
