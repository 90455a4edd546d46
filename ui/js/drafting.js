// What a person can do with a message before it is sent: files, and what it will take. Knows no DOM.

import { createChatNames } from './chat-names.js';
import { errorText, ownError, toUserError } from './lib/errors.js';
import { MAX_FILE_BYTES, MAX_FILES } from './lib/files.js';
import { t } from './lib/texts.js';
import { beginOf, chatOf } from './state/asking.js';
import { choiceOf, leaveOutOf, refusedAsTooLong } from './state/choice.js';
import { draftOwner, isHere } from './state/sending.js';
import { until } from './until.js';

/** @typedef {ReturnType<typeof createDrafting>} Drafting */
/** @typedef {import('./types.js').DraftOwner} DraftOwner */
/** @typedef {import('./types.js').StagedFile} StagedFile */

/** How long nobody types before the engine is asked for an estimate. */
const STILL_MS = 350;

/** Longer texts are not counted while they are typed. */
const COUNTED = 1_000_000;

/**
 * How files get to the engine, and away from it.
 * @typedef {object} FileWays
 * @property {(args: {name: string, connection: string | null, bytes: Uint8Array}) => Promise<StagedFile>} add
 * @property {(id: string) => Promise<unknown>} remove
 */

/** What adds a file of the connection that will be asked: its bytes, or the engine makes one. @typedef {File | ((connection: string | null) => Promise<StagedFile>)} Addable */

/** @param {import('./host.js').Host} host @returns {FileWays} */
const usualWays = (host) => ({ add: (args) => host.invoke('add_file', args), remove: (id) => host.invoke('remove_file', { id }) });

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {FileWays} [ways]
 */
export function createDrafting(host, store, ways = usualWays(host)) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  /** What the last estimate was asked for. */
  let asked = '';

  /** @param {import('./types.js').UserError | null} error */
  const refuse = (error) => store.dispatch([{ type: 'fileRefused', error }]);

  /**
   * Tells why a file does not go: where it was to go, or in passing.
   * @param {DraftOwner} owner
   * @param {import('./types.js').UserError} error
   */
  const refuseFor = (owner, error) => (isHere(store.state(), owner) ? refuse(error) : store.dispatch([{ type: 'said', text: errorText(error) }]));

  /**
   * @param {Addable} what
   * @param {string | null} connection
   * @param {DraftOwner} owner
   */
  async function add(what, connection, owner) {
    if (what instanceof File && what.size > MAX_FILE_BYTES) {
      return ownError('too_large', t('files.tooLarge', { name: what.name }), t('files.part'));
    }
    try {
      // A draft that is opened brings its own files, and lets go of others.
      await until(store, (state) => !state.draftComing || state.view !== owner.view);
      const added = what instanceof File
        ? await ways.add({ name: what.name, connection, bytes: new Uint8Array(await what.arrayBuffer()) })
        : await what(connection);
      if (owner.temporary && !isHere(store.state(), owner)) {
        // A temporary chat that was left has no message to come.
        await ways.remove(added.id);
      } else {
        store.dispatch([{ type: 'fileAdded', file: added, owner }]);
      }
      return null;
    } catch (reason) {
      return toUserError(reason);
    }
  }

  /**
   * @param {import('./types.js').PreviewTurn} params
   * @param {string} key
   */
  async function ask(params, key) {
    try {
      const preview = await host.invoke('preview_turn', { params });
      if (key === asked) {
        store.dispatch([{ type: 'previewed', preview }]);
      }
    } catch {
      // Sending says what is wrong; an estimate is only lost.
      if (key === asked) {
        store.dispatch([{ type: 'previewed', preview: null }]);
      }
    }
  }

  /**
   * One after the other. Of those that are refused the first is told, and how many more there are.
   * @param {readonly Addable[]} files
   */
  async function addAll(files) {
    refuse(null);
    const state = store.state();
    const { length } = state.files;
    if (length + files.length > MAX_FILES) {
      refuse(ownError('too_large', t('files.tooMany', { count: length + files.length }), t('files.fewer', { count: MAX_FILES })));
      return;
    }
    const owner = draftOwner(state);
    const { connection } = choiceOf(state);
    store.dispatch([{ type: 'adding', owners: [...state.adding, owner] }]);
    const refused = [];
    for (const file of files) {
      const error = await add(file, connection, owner);
      if (error !== null) {
        refused.push(error);
      }
    }
    const [first, ...more] = refused;
    if (first !== undefined) {
      refuseFor(owner, more.length === 0 ? first : ownError(first.code, errorText(first), t('files.moreRefused', { count: more.length })));
    }
    store.dispatch([{ type: 'adding', owners: store.state().adding.filter((one) => one !== owner) }]);
  }

  return {
    chats: createChatNames(host, store),

    addFiles: addAll,

    /** Another chat goes along as a file of Markdown, which the engine makes. @param {string} id */
    addChat: (id) => addAll([(connection) => host.invoke('add_chat', { id, connection })]),

    /** A folder was dropped: what is in it was not looked at. @param {string} name */
    refuseFolder(name) {
      refuse(ownError('config_invalid', t('files.folder', { name }), t('files.dropFiles')));
    },

    /** @param {string} id */
    removeFile(id) {
      store.dispatch([{ type: 'fileRemoved', id }, { type: 'fileRefused', error: null }]);
      ways.remove(id).catch(() => undefined);
    },

    /**
     * Asks what the message would be, once nothing changes any more.
     * @param {string} text the draft
     */
    lookAhead(text) {
      const state = store.state();
      const { sentModel, sentConnection } = choiceOf(state);
      const params = {
        conversation: state.open, text, model: sentModel, connection: sentConnection,
        maxTokens: state.settings.chatMaxTokens, leaveOut: leaveOutOf(state), files: state.files.map(({ id }) => id), ...beginOf(state),
      };
      // The whole chat is counted for it, so not for whoever only reads there.
      const begun = text.trim() !== '' || params.files.length > 0 || params.model !== null || params.leaveOut > 0;
      const wanted = state.ready && (begun || refusedAsTooLong(state)) && text.length <= COUNTED;
      const key = wanted ? JSON.stringify([params, state.openCount, state.next, chatOf(state)?.preset, chatOf(state)?.parameters]) : '';
      if (key === asked) {
        return;
      }
      asked = key;
      if (timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
      if (key !== '') {
        timer = setTimeout(() => void ask(params, key), STILL_MS);
      } else if (state.preview !== null) {
        store.dispatch([{ type: 'previewed', preview: null }]);
      }
    },
  };
}
