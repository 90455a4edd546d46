// What quick-ask's acts do, what becomes of its failures, and what goes with its question. Knows the
// elements only by what they are asked for.

import { createDrafting } from './drafting.js';
import { copyText, lastCode } from './lib/clipboard.js';
import { ownError, toUserError } from './lib/errors.js';
import { t } from './lib/texts.js';
import { plainText } from './plain.js';
import { busyness } from './state/choice.js';
import { heldMessage } from './state/pages.js';

/** @typedef {import('./quick-acts.js').QuickActId} QuickActId */
/** @typedef {import('./lib/errors.js').Remedy} Remedy */
/** @typedef {import('./state/rows.js').Row} Row */
/** @typedef {import('./types.js').Wanted} Wanted */
/** @typedef {ReturnType<typeof createContext>} Context */

/**
 * What the bar itself can do.
 * @typedef {object} Bar
 * @property {import('./elements/message-composer.js').MessageComposer} composer
 * @property {() => void} toNewest
 * @property {() => void} pin
 * @property {(wanted: Wanted | null) => void} openInMain none only shows it
 */

/**
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {Context} parts.context
 * @param {Bar} parts.bar
 * @returns {Record<QuickActId, () => void>}
 */
export function createQuickActing({ store, actions, context, bar }) {
  const { composer } = bar;
  const lastAnswer = () => store.state().messages.findLast(({ role }) => role === 'assistant') ?? null;

  /** @param {string} text */
  const say = (text) => store.dispatch([{ type: 'said', text }]);

  /** What the last answer says, as it is drawn. */
  function nodes() {
    const answer = lastAnswer();
    const { turns } = store.state();
    return (answer?.turnId ? turns.get(answer.turnId)?.nodes : null) ?? answer?.nodes ?? [];
  }

  /** @param {string | null} text none where there is none @param {string} none what is said then */
  function copy(text, none) {
    if (text === null) {
      say(none);
    } else {
      void copyText(text).then((done) => say(done ? t('message.copied') : t('acted.notCopied')));
    }
  }

  return {
    openInMain() {
      const { open } = store.state();
      bar.openInMain(open === null ? null : { kind: 'chat', id: open });
      actions.newChat();
    },

    /** What was typed goes on in the new chat; in one that is not begun it goes too. */
    newChat() {
      if (store.state().open === null) {
        context.clear(composer);
      }
      actions.newChat();
      composer.focus();
    },

    copyAnswer() {
      const drawn = nodes();
      copy(drawn.length === 0 ? null : plainText(drawn), t('quick.noAnswer'));
    },

    copyCode: () => copy(lastCode(nodes()), t('acted.noCode')),

    regenerate() {
      const answer = lastAnswer();
      if (answer !== null && busyness(store.state()) === 'idle') {
        bar.toNewest();
        void actions.retry(answer.id);
      }
    },

    model: () => composer.focusModel(),
    attach: () => composer.attach(),
    pin: () => bar.pin(),
  };
}

/**
 * What the one button of a failure does here: what this window cannot do is done in the main one.
 * @param {object} parts
 * @param {import('./store.js').Store} parts.store
 * @param {import('./actions.js').Actions} parts.actions
 * @param {Bar} parts.bar
 */
export function createQuickRemedies({ store, actions, bar }) {
  const { composer } = bar;

  /** The question of a failed answer. @param {Row | null} row */
  const questionOf = (row) => (row === null ? '' : (heldMessage(store.state().pages, row.message.parent)?.text ?? ''));

  /** @param {Row | null} row @param {string | null} model */
  function again(row, model) {
    if (busyness(store.state()) !== 'idle') {
      store.dispatch([{ type: 'said', text: t('chat.busy') }]);
    } else if (row !== null) {
      void actions.retry(row.message.id, model === null ? {} : { model });
    } else if (model !== null) {
      store.dispatch([{ type: 'modelChosen', model }]);
      composer.focus();
    } else if (composer.draft.trim() === '') {
      store.dispatch([{ type: 'failureSeen' }]);
    } else {
      composer.submit();
    }
  }

  /**
   * @param {Remedy} remedy
   * @param {Row | null} row of the answer that failed; none for a command
   */
  return function take(remedy, row) {
    const error = row === null ? store.state().failure : row.message.error;
    switch (remedy) {
      case 'key':
      case 'session':
        setUp(questionOf(row));
        break;
      case 'settings':
      case 'renew':
        bar.openInMain({ kind: 'settings', section: 'connections' });
        break;
      case 'budget':
        bar.openInMain({ kind: 'settings', section: 'models' });
        break;
      case 'model':
        composer.focusModel();
        break;
      case 'nearest':
        again(row, error?.nearest ?? null);
        break;
      case 'fit':
      case 'edit':
        composer.restore(questionOf(row));
        composer.focus();
        break;
      case 'dismiss':
        store.dispatch([{ type: 'failureSeen' }]);
        break;
      case 'connection':
      case 'retry':
        again(row, null);
    }
  };

  /** The question goes along: it is asked there once there is a key. @param {string} asked */
  function setUp(asked) {
    const question = composer.draft.trim() === '' ? asked : composer.draft;
    store.dispatch([{ type: 'failureSeen' }]);
    composer.put('', 0);
    bar.openInMain({ kind: 'setUp', question });
  }
}

/**
 * What goes with a question: only what a person pastes, drops, picks or asks for.
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 */
export function createContext(host, store) {
  /**
   * What was to be taken may be nothing, a secret, or of a program that does not answer.
   * @param {import('./host.js').Commands['add_context']['args']} args
   */
  async function add(args) {
    const added = await host.invoke('add_context', args).catch((reason) => {
      const { code } = toUserError(reason);
      throw code === 'refused' ? ownError(code, t('quick.secret'), null) : code === 'idle_timeout' ? ownError(code, t('quick.silent'), null) : reason;
    });
    if (added === null) {
      throw ownError('refused', t('quick.nothingThere'), null);
    }
    return added;
  }
  const drafting = createDrafting(host, store, {
    add: (args) => add({ ...args, source: null }),
    remove: (id) => host.invoke('remove_context', { id }),
  });

  return {
    ...drafting,

    /**
     * What another program has copied or selected.
     * @param {'clipboard' | 'selection'} source
     */
    take: (source) => drafting.addFiles([(connection) => add({ source, name: t(`quick.${source}`), connection, bytes: new Uint8Array() })]),

    /**
     * Lets go of all of it, of what was typed and of what was chosen.
     * @param {Bar['composer']} composer
     * @param {string} [text] what stands in the box then
     */
    clear(composer, text = '') {
      for (const { id } of store.state().files) {
        drafting.removeFile(id);
      }
      composer.put(text, text.length);
      store.dispatch([{ type: 'presetChosen', preset: null }, { type: 'modelChosen', model: null }]);
    },
  };
}
