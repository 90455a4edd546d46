// The scripted engine's presets and prompt templates.

/** @typedef {import('../types.js').Preset} Preset */
/** @typedef {import('../types.js').PromptTemplate} PromptTemplate */

export class FakePresets {
  /** @type {Preset[]} */
  presets = [
    {
      name: 'Terse', connection: null, model: null, instructions: 'Answer in one sentence.',
      parameters: { maxTokens: 200, temperature: null, seed: null, stop: [], reasoning: null },
    },
  ];
  /** @type {PromptTemplate[]} */
  templates = [{ name: 'sum', text: 'Sum up in three lines:\n\n{{input}}' }];
  /** The name of the file that the person chooses; none where they want none. @type {string | null} */
  exportsTo = 'presets.json';
  /** What `import_presets` gives beside whether it is a dry run. @type {Omit<import('../types.js').PresetImport, 'dryRun'>} */
  imports = { presets: [{ name: 'Coder', outcome: 'added' }], templates: [{ name: 'sum', outcome: 'unchanged' }] };

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {unknown} undefined where the command is none of these
   */
  answer(command, args) {
    switch (command) {
      case 'list_presets':
        return this.presets;
      case 'save_preset': {
        const { preset, before } = /** @type {import('../types.js').SavePreset} */ (args['params']);
        this.presets = put(this.presets, preset, before);
        return preset;
      }
      case 'remove_preset': {
        const there = this.presets.length;
        this.presets = this.presets.filter(({ name }) => name !== args['name']);
        return this.presets.length < there;
      }
      case 'list_templates':
        return this.templates;
      case 'save_template': {
        const { template, before } = /** @type {import('../types.js').SaveTemplate} */ (args['params']);
        this.templates = put(this.templates, template, before);
        return template;
      }
      case 'remove_template': {
        const there = this.templates.length;
        this.templates = this.templates.filter(({ name }) => name !== args['name']);
        return this.templates.length < there;
      }
      case 'export_presets':
        return this.exportsTo;
      case 'import_presets':
        return { dryRun: args['dryRun'] === true, ...this.imports };
      default:
        return undefined;
    }
  }
}

/**
 * @template {{name: string}} T
 * @param {readonly T[]} all
 * @param {T} one
 * @param {string | null} before the name that it had
 */
function put(all, one, before) {
  const others = all.filter(({ name }) => name !== one.name && name !== before);
  return [...others, one].sort((a, b) => (a.name < b.name ? -1 : 1));
}
