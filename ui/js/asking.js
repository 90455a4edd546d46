// What a chat is asked with, as commands to the engine and steps of the store: presets, templates,
// its own instructions and parameters. Knows no DOM.

import { toUserError } from './lib/errors.js';
import { chatOf, presetNameOf } from './state/asking.js';
import { NO_LIBRARY } from './state/initial.js';

/** @typedef {ReturnType<typeof createAsking>} Asking */
/** @typedef {import('./types.js').AskParameters} AskParameters */

/**
 * What can be said of a chat.
 * @typedef {object} ChatAsking
 * @property {string | null} preset
 * @property {string} instructions its own; empty where those in force come from elsewhere
 * @property {boolean} noDefaultInstructions
 * @property {AskParameters} parameters its own
 */

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @param {{templates: boolean}} may whether this window may read templates
 */
export function createAsking(host, store, may) {
  /** Whether they were asked for: nobody does at the start of the window. */
  let wanted = false;

  async function load() {
    wanted = true;
    try {
      const [presets, templates] = await Promise.all([host.invoke('list_presets', {}), may.templates ? host.invoke('list_templates', {}) : []]);
      const library = { presets, templates };
      if (store.state().library === NO_LIBRARY || JSON.stringify(library) !== JSON.stringify(store.state().library)) {
        store.dispatch([{ type: 'library', library }]);
      }
    } catch {
      // Without a history there are none; what is wrong with it is told elsewhere.
    }
  }

  /**
   * What is not kept, or not begun, is held here.
   * @param {ChatAsking} asking
   */
  function hold({ preset, instructions, noDefaultInstructions, parameters }) {
    const begin = { instructions: instructions.trim() === '' ? null : instructions, noDefaultInstructions, parameters };
    store.dispatch([{ type: 'beginWith', begin }, ...(preset === store.state().preset ? [] : [{ type: /** @type {const} */ ('presetChosen'), preset }])]);
  }

  /**
   * @param {string} id
   * @param {Partial<import('./types.js').ConversationChange>} change
   */
  async function change(id, change) {
    const conversation = await host.invoke('set_conversation', { id, change });
    store.dispatch([{ type: 'conversationChanged', conversation }]);
  }

  return {
    load,

    /** Reads them once a chat is asked with one: its model is told beside the box. */
    keepUp() {
      if (!wanted && presetNameOf(store.state()) !== null) {
        void load();
      }
    },

    /**
     * Asks the chat with a preset from now on, or without one.
     * @param {string | null} preset
     */
    async choosePreset(preset) {
      const { open, temporary } = store.state();
      try {
        if (open !== null) {
          await change(open, { preset: preset ?? '' });
        }
        store.dispatch([{ type: 'presetChosen', preset: open === null || temporary ? preset : null }]);
      } catch (reason) {
        store.dispatch([{ type: 'failed', error: toUserError(reason) }]);
      }
    },

    /**
     * What is said of the chat on screen.
     * @returns {Promise<ChatAsking>}
     */
    async read() {
      const state = store.state();
      const { open: id } = state;
      if (id === null) {
        const { instructions, noDefaultInstructions, parameters } = state.begin;
        return { preset: state.preset, instructions: instructions ?? '', noDefaultInstructions, parameters };
      }
      // A temporary chat is in no list.
      const chat = chatOf(state) ?? (await host.invoke('open_conversation', { id })).conversation;
      const { preset, noDefaultInstructions, parameters } = chat;
      return { preset, instructions: (await host.invoke('own_instructions', { id })) ?? '', noDefaultInstructions, parameters };
    },

    /**
     * Says it anew. What does not fit is refused by the engine, in its words.
     * @param {ChatAsking} asking
     * @param {ChatAsking} before as it was read
     */
    async save(asking, before) {
      const { open, temporary } = store.state();
      const { preset, instructions, noDefaultInstructions, parameters } = asking;
      if (open === null) {
        // Nothing is stored yet: whoever looks ahead says what does not fit.
        const begin = { instructions, noDefaultInstructions, parameters };
        await host.invoke('preview_turn', { params: { conversation: null, text: '', model: null, connection: null, maxTokens: null, leaveOut: 0, files: [], preset, begin } });
        hold(asking);
        return;
      }
      await change(open, {
        ...(preset === before.preset ? {} : { preset: preset ?? '' }),
        ...(instructions === before.instructions ? {} : { instructions }),
        noDefaultInstructions,
        // Those that are not said anew give way to what a preset says.
        ...(JSON.stringify(parameters) === JSON.stringify(before.parameters) ? {} : { parameters }),
      });
      if (temporary) {
        hold(asking);
      } else if (preset !== before.preset) {
        store.dispatch([{ type: 'presetChosen', preset: null }]);
      }
    },

    /** @param {import('./types.js').Preset} preset @param {string | null} before the name that it had */
    async savePreset(preset, before) {
      await host.invoke('save_preset', { params: { preset, before } });
      await load();
    },

    /** @param {string} name */
    async removePreset(name) {
      await host.invoke('remove_preset', { name });
      await load();
    },

    /** @param {import('./types.js').PromptTemplate} template @param {string | null} before the name that it had */
    async saveTemplate(template, before) {
      await host.invoke('save_template', { params: { template, before } });
      await load();
    },

    /** @param {string} name */
    async removeTemplate(name) {
      await host.invoke('remove_template', { name });
      await load();
    },

    /** Writes all of them to a file: the shell asks which. None where none was chosen, else its name. */
    exportFile: () => host.invoke('export_presets', {}),

    /**
     * Takes over what a file holds, or tells what would be done.
     * @param {Uint8Array} bytes
     * @param {boolean} dryRun
     */
    async importFile(bytes, dryRun) {
      const told = await host.invoke('import_presets', { dryRun, bytes });
      if (!dryRun) {
        await load();
      }
      return told;
    },

    /** The connections that a preset can name. */
    connections: () => host.invoke('list_connections', {}),
  };
}

