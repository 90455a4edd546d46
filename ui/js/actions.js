// What a person can do, as commands to the engine and steps of the store. Knows no DOM.

import { headline, toUserError } from './lib/errors.js';
import { t } from './lib/texts.js';
import { createOpening } from './opening.js';
import { beginOf, NO_OPTIONS } from './state/asking.js';
import { choiceOf, isReady, leaveOutOf, sendingHere, turnHere, whyNoModels } from './state/choice.js';
import { draftOwner } from './state/sending.js';

/** @typedef {import('./types.js').Sending} Sending */
/** @typedef {import('./types.js').Settings} Settings */
/** @typedef {import('./types.js').StartedTurn} StartedTurn */
/** @typedef {ReturnType<typeof createActions>} Actions */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {'chatMaxTokens' | 'quickMaxTokens'} lengthKey which remembered answer length counts here
 * @param {import('./places.js').Places | null} [places] where chats were left
 */
export function createActions(host, store, lengthKey, places = null) {
  /** @param {unknown} reason */
  const fail = (reason) => store.dispatch([{ type: 'failed', error: toUserError(reason) }]);

  /** The last change of the settings, once it is stored or refused. @type {Promise<void>} */
  let changing = Promise.resolve();
  /** Counts them: only the last one tells what holds, so that nothing flickers between two. */
  let changes = 0;

  /**
   * @param {Pick<Sending, 'kind' | 'text' | 'message' | 'model'> & Partial<Pick<Sending, 'files' | 'preset'>>} what
   * @param {(turnId: string, maxTokens: number | null, leaveOut: number) => Promise<StartedTurn>} command
   */
  async function start(what, command) {
    const state = store.state();
    const turnId = crypto.randomUUID();
    const maxTokens = state.settings[lengthKey];
    const leaveOut = leaveOutOf(state);
    const sending = { files: [], preset: null, ...what, ...draftOwner(state), turnId, maxTokens, leaveOut, stopping: false };
    store.dispatch([{ type: 'sending', sending }]);
    try {
      const started = await command(turnId, maxTokens, leaveOut);
      store.dispatch([{ type: 'started', started }]);
      if (store.state().turns.get(turnId)?.stopping) {
        // Stop was pressed before the engine knew the turn.
        await host.invoke('cancel_turn', { turnId });
      }
      return started;
    } catch (reason) {
      store.dispatch([{ type: 'refused', sending, error: toUserError(reason) }]);
      return null;
    }
  }

  const { refresh: read, open, openAt } = createOpening(host, store, places, fail);
  /** Quick-ask reads no history: it shows what it watched. It changes no settings. */
  const isQuick = lengthKey === 'quickMaxTokens';
  const refresh = isQuick ? () => Promise.resolve() : read;

  return {
    fail,

    /** @param {string} text */
    async send(text) {
      const state = store.state();
      const { sentConnection, sentModel, model } = choiceOf(state);
      const { open: conversation, files, temporary } = state;
      const ids = files.map(({ id }) => id);
      const begin = beginOf(state);
      const started = await start({ kind: 'send', text, message: null, model, files }, (turnId, maxTokens, leaveOut) =>
        host.invoke('send_message', {
          params: { turnId, conversation, text, model: sentModel, connection: sentConnection, maxTokens, leaveOut, files: ids, options: NO_OPTIONS, temporary, ...begin },
        }),
      );
      if (started !== null && ids.length > 0) {
        // Texts among the files became part of the question.
        await refresh();
      }
    },

    /**
     * @param {string} message
     * @param {{model?: string, preset?: string}} [other] what is asked in place of what answered
     */
    async retry(message, other = {}) {
      const { preset = null } = other;
      const model = other.model ?? (preset === null ? store.state().model : null);
      const started = await start({ kind: 'retry', text: '', message, model, preset }, (turnId, maxTokens, leaveOut) =>
        host.invoke('retry_turn', { params: { turnId, message, model, maxTokens, leaveOut, options: NO_OPTIONS, preset } }),
      );
      if (started !== null) {
        await refresh();
      }
    },

    /** @param {string} message */
    async goOn(message) {
      const { model } = store.state();
      const started = await start({ kind: 'continue', text: '', message, model }, (turnId, maxTokens, leaveOut) =>
        host.invoke('continue_turn', { params: { turnId, message, model, maxTokens, leaveOut, options: NO_OPTIONS } }),
      );
      if (started !== null) {
        await refresh();
      }
    },

    /**
     * Puts a question otherwise: the new one stands beside it.
     * @param {string} message the question
     * @param {string} text
     */
    async edit(message, text) {
      const { model } = store.state();
      const started = await start({ kind: 'edit', text, message, model }, (turnId, maxTokens, leaveOut) =>
        host.invoke('edit_message', { params: { turnId, message, text, model, maxTokens, leaveOut, options: NO_OPTIONS } }),
      );
      if (started !== null) {
        await refresh();
      }
    },

    /** Stops what runs in this view. Says whether there was anything. */
    stop() {
      const turnId = (sendingHere(store.state()) ?? turnHere(store.state()))?.turnId;
      if (turnId === undefined) {
        return false;
      }
      store.dispatch([{ type: 'stopping', turnId }]);
      host.invoke('cancel_turn', { turnId }).catch(fail);
      return true;
    },

    /** @param {boolean} [temporary] whether nothing of it is kept @param {boolean} [back] whether the one that was left comes back */
    newChat(temporary = false, back = false) {
      store.dispatch([{ type: 'newChat', temporary, back }]);
    },

    open,
    openAt,

    /** @param {string} conversation one that is deleted */
    forgetPlace: (conversation) => places?.keep(conversation, null),

    refresh,

    /** @param {string | null} before the id of the last one that is listed */
    async listConversations(before) {
      try {
        const list = await host.invoke('list_conversations', { before });
        store.dispatch([{ type: 'conversationsListed', list, before }]);
      } catch (reason) {
        fail(reason);
      }
    },

    /** Reads the names of the models, once for a connection and only when it may. */
    async loadModels() {
      const { connection } = choiceOf(store.state());
      const { models } = store.state();
      const fresh = models.connection === connection && models.phase !== 'none' && models.phase !== 'failed';
      if (fresh || whyNoModels(store.state(), isQuick && isReady(store.state())) !== null) {
        return;
      }
      const empty = { connection, list: [], problem: '' };
      store.dispatch([{ type: 'models', models: { ...empty, phase: 'loading' } }]);
      try {
        const list = await host.invoke('list_models', { connection });
        store.dispatch([{ type: 'models', models: { ...empty, phase: 'ready', list } }]);
      } catch (reason) {
        const problem = headline(toUserError(reason));
        store.dispatch([{ type: 'models', models: { ...empty, phase: 'failed', problem } }]);
      }
    },

    /**
     * Changes a part of the settings. The others stay as they are stored, whoever changed them last.
     * @param {Partial<Settings>} change
     * @returns {Promise<void>}
     */
    changeSettings(change) {
      // One after the other: the next one begins with what this one stored.
      changes += 1;
      const mine = changes;
      const done = changing.then(async () => {
        const settings = await host.invoke('set_settings', { settings: { ...(await host.invoke('get_settings', {})), ...change } });
        if (mine === changes) {
          store.dispatch([{ type: 'settings', settings }]);
        }
      });
      changing = done.catch(() => undefined);
      return done;
    },

    /** Another process changed settings. What this page changes meanwhile is read once it is stored. */
    async readSettings() {
      await changing;
      const mine = changes;
      await host.invoke('get_settings', {}).then((settings) => mine === changes && store.dispatch([{ type: 'settings', settings }]), fail);
    },

    /** Keeps a model as a favourite, or lets it go. @param {string} id */
    async toggleFavourite(id) {
      const { favouriteModels: kept } = store.state().settings;
      await this.changeSettings({ favouriteModels: kept.includes(id) ? kept.filter((one) => one !== id) : [...kept, id] }).catch(fail);
    },

    /** @param {number | null} tokens */
    async setLength(tokens) {
      const settings = { ...store.state().settings, [lengthKey]: tokens };
      store.dispatch([{ type: 'settings', settings }]);
      // Not all settings: what this page knows of the others may be older than what is stored.
      if (!isQuick) {
        await host.invoke('set_answer_length', { tokens }).catch(fail);
      }
    },

    /** Gets a new sign-in token; says whether there is one now. */
    async renewSignIn() {
      store.dispatch([{ type: 'said', text: t('signIn.renewing') }]);
      try {
        const keys = await host.invoke('renew_sign_in', {});
        store.dispatch([{ type: 'keys', keys }, { type: 'said', text: t('signIn.renewed') }]);
        return true;
      } catch (reason) {
        store.dispatch([{ type: 'said', text: '' }]);
        fail(reason);
        return false;
      }
    },

    /** @param {string} connection */
    async removeKey(connection) {
      const keys = await host.invoke('remove_key', { connection });
      store.dispatch([{ type: 'keys', keys }]);
    },

    /**
     * The exact text of an answer, as the engine holds it, or the same as it may be drawn.
     * @param {string} message
     * @param {boolean} shown
     */
    async textOf(message, shown) {
      return host.invoke('message_text', { message, shown });
    },
  };
}
