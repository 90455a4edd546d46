// The sections of the settings, in their order. Another one is an element of its own in `elements/`, a
// text under `sections`, and a line here.

import { SettingsAbout } from './elements/settings-about.js';
import { SettingsAppearance } from './elements/settings-appearance.js';
import { SettingsConnections } from './elements/settings-connections.js';
import { SettingsData } from './elements/settings-data.js';
import { SettingsDesktop } from './elements/settings-desktop.js';
import { SettingsForm } from './elements/settings-form.js';
import { SettingsPresets } from './elements/settings-presets.js';
import { SettingsShortcuts } from './elements/settings-shortcuts.js';
import { SettingsWriting } from './elements/settings-writing.js';

/**
 * What a section is given before it is connected.
 * @typedef {object} SectionParts
 * @property {import('./host.js').Host} host
 * @property {import('./store.js').Store} store
 * @property {import('./actions.js').Actions} actions
 * @property {import('./settings-ways.js').SettingsWays} ways
 * @property {(removal: import('./lib/undoing.js').Removal) => void} removed offers to take it back
 */

/**
 * A section: made when it first comes on screen, and kept until the window speaks another language.
 * @typedef {HTMLElement & {
 *   parts: SectionParts | null,
 *   come: () => unknown,
 *   focusFirst?: () => void,
 *   take?: (file: File) => void,
 *   resume?: (before: HTMLElement) => Promise<void>,
 * }} SectionElement `come` is called when it is looked at for the first time since the settings were
 *   opened: the place to read what it shows. What is typed stays while one goes from tab to tab.
 *   `focusFirst`, where there is one, is called when the settings open at it; `take` with a file that was
 *   dropped on the settings; `resume` where the section speaks another language now, with the one before, which
 *   has what is typed.
 */

/** @typedef {keyof typeof import('../texts/en.js').en['sections']} SectionId */

/** @type {readonly {id: SectionId, make: () => SectionElement}[]} */
export const SECTIONS = [
  { id: 'connections', make: () => new SettingsConnections() },
  { id: 'models', make: () => new SettingsForm() },
  { id: 'writing', make: () => new SettingsWriting() },
  { id: 'presets', make: () => new SettingsPresets() },
  { id: 'appearance', make: () => new SettingsAppearance() },
  { id: 'shortcuts', make: () => new SettingsShortcuts() },
  { id: 'desktop', make: () => new SettingsDesktop() },
  { id: 'data', make: () => new SettingsData() },
  { id: 'about', make: () => new SettingsAbout() },
];
