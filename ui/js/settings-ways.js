// How the settings reach the engine.

import { UNSAID } from './lib/connections.js';

/** @typedef {import('./types.js').RoutingOption} RoutingOption */

/**
 * @typedef {object} OwnWays
 * @property {() => Promise<import('./types.js').Settings>} read
 * @property {() => Promise<import('./types.js').Report>} usage
 * @property {(change: Partial<import('./types.js').Settings>) => Promise<void>} saveSome a part of them, the rest as it is kept
 * @property {(server: import('./types.js').FoundServer) => Promise<void>} useServer asks that one from now on
 * @property {(connection: string, key: string) => Promise<void>} saveKey
 * @property {(connection: string) => Promise<void>} keepKey keeps the one that was just refused while the program runs
 * @property {(connection: string) => Promise<void>} removeKey
 * @property {() => Promise<void>} renew
 * @property {() => Promise<readonly import('./types.js').KeyStatus[]>} keys how the keys stand now
 * @property {() => Promise<RoutingOption[]>} routing
 * @property {(options: RoutingOption[]) => Promise<RoutingOption[]>} saveRouting
 * @property {(keep: boolean, bytes: Uint8Array) => Promise<import('./types.js').ImportView>} importKeys
 * @typedef {OwnWays & Omit<import('./elements/connection-list.js').ConnectionWays, 'useGateway'>} SettingsWays
 */

/**
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @returns {SettingsWays}
 */
export function settingsWays({ host, store, actions }) {
  return {
    read: () => host.invoke('get_settings', {}),
    usage: () => host.invoke('usage_summary', { by: 'connection' }),
    connections: () => host.invoke('list_connections', {}),
    saveKey: (connection, key) => handOverKey(host, connection, key).then((keys) => store.dispatch([{ type: 'keys', keys }])),
    keepKey: (connection) => host.invoke('keep_session_key', { connection }).then((keys) => store.dispatch([{ type: 'keys', keys }])),
    removeKey: actions.removeKey,
    renew: () => host.invoke('renew_sign_in', {}).then((keys) => store.dispatch([{ type: 'keys', keys }])),
    keys: async () => {
      const keys = await host.invoke('key_status', {});
      store.dispatch([{ type: 'keys', keys }]);
      return keys;
    },
    routing: () => host.invoke('get_routing', {}),
    saveRouting: (options) => host.invoke('set_routing', { options }),
    importKeys: (keep, bytes) => host.invoke('import_keys', { keep, bytes }),
    addConnection: (name, edit) => host.invoke('add_connection', { name, edit }),
    changeConnection: (name, edit) => host.invoke('change_connection', { name, edit }),
    removeConnection: (name) => host.invoke('remove_connection', { name }),
    probe: () => host.invoke('probe_local', {}),
    saveSome: actions.changeSettings,
    useServer: async ({ baseUrl, models }) => {
      await host.invoke('change_connection', { name: 'local', edit: { ...UNSAID, baseUrl } });
      // A server of one's own has models of its own.
      await actions.changeSettings({ defaultConnection: 'local', defaultModel: models[0] ?? null });
    },
    test: (params) => host.invoke('test_connection', { params }),
    stopTest: (turnId) => host.invoke('cancel_turn', { turnId }),
  };
}

/**
 * Hands a key to the engine. Not `async`, so that no frame holds the key while the answer is
 * awaited.
 * @param {import('./host.js').Host} host
 * @param {string} connection
 * @param {string} key
 */
export function handOverKey(host, connection, key) {
  return host.invoke('set_key', { connection, key });
}
