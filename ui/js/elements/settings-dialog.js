// <settings-dialog>: the frame of the settings: a tab for each section, and the section that is chosen.
// What stands in one is its own business.

import { button, define, el, freshId, giveBack, setAttribute, setText, t } from '../lib/dom.js';
import { createUndoing } from '../lib/undoing.js';
import { SECTIONS } from '../settings-sections.js';
import { ToastRegion } from './toast-region.js';

/** @typedef {import('../settings-sections.js').SectionElement} SectionElement */
/** @typedef {import('../settings-sections.js').SectionId} SectionId */
/** @typedef {{tab: HTMLButtonElement, panel: HTMLElement, make: () => SectionElement, element: SectionElement | null}} Place */

/** Which section reads a file of which name. */
const READ = { connections: /(^|\.)env(\.|$)/i, presets: /\.json$/i };

export class SettingsDialog extends HTMLElement {
  /** @type {Omit<import('../settings-sections.js').SectionParts, 'removed'> | null} set before it opens */
  parts = null;

  #titleId = freshId('settings');
  #dialog = el('dialog', { class: 'dialog settings', 'aria-labelledby': this.#titleId });
  #tabs = el('div', { class: 'settings-tabs', role: 'tablist', 'aria-labelledby': this.#titleId, 'aria-orientation': 'vertical' });
  /** @type {Map<SectionId, Place>} */
  #places = new Map();
  /** @type {SectionId} */
  #chosen = 'connections';
  /** Which were looked at since it opened. @type {Set<SectionId>} */
  #seen = new Set();
  #toasts = new ToastRegion();
  #undoing = createUndoing((newest) => this.#toasts.show(newest));
  #version = el('p', { class: 'settings-version', dir: 'ltr' });

  connectedCallback() {
    if (this.firstChild) {
      return;
    }
    const close = button(t('settings.close'), 'button quiet', () => this.#dialog.close());
    const panels = el('div', 'settings-panels');
    for (const { id, make } of SECTIONS) {
      const panelId = freshId('panel');
      const tab = button(t(`sections.${id}`), { class: 'settings-tab', role: 'tab', id: freshId('tab'), 'aria-controls': panelId }, () => this.#choose(id));
      const panel = el('div', { class: 'settings-panel', role: 'tabpanel', id: panelId, 'aria-labelledby': tab.id, tabindex: '0' });
      this.#places.set(id, { tab, panel, make, element: null });
      this.#tabs.append(tab);
      panels.append(panel);
    }
    this.#tabs.addEventListener('keydown', (event) => this.#onKey(event));
    this.#dialog.append(
      el('header', 'dialog-head', [el('h2', { id: this.#titleId, class: 'card-title' }, [t('settings.title')]), close]),
      el('div', 'settings-main', [el('div', 'settings-side', [this.#tabs, this.#version]), panels]),
    );
    this.#toasts.label = t('settings.removedTitle');
    this.#dialog.append(this.#toasts);
    // The chat has a toast of its own, which hears the same.
    this.#toasts.addEventListener('undo-wanted', (event) => {
      event.stopPropagation();
      this.#settle(true);
    });
    this.#toasts.addEventListener('deleted-seen', (event) => {
      event.stopPropagation();
      this.#settle(false);
    });
    this.#dialog.addEventListener('close', () => this.#settle(false));
    this.#dialog.addEventListener('files-dropped', (event) => this.#take(/** @type {CustomEvent<File[]>} */ (event)));
    giveBack(this.#dialog);
    this.append(this.#dialog);
    this.#mark();
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** @param {SectionId} [section] none stays with the one that was chosen last */
  open(section = this.#chosen) {
    if (this.parts !== null && !this.isOpen) {
      const { version } = this.parts.store.state();
      setText(this.#version, version === '' ? '' : `Gatehouse ${version}`);
      this.#seen.clear();
      this.#dialog.showModal();
      this.#choose(section);
      const place = this.#places.get(section);
      place?.tab.focus();
      place?.element?.focusFirst?.();
    }
  }

  /** @param {SectionId} section */
  #choose(section) {
    this.#chosen = section;
    this.#mark();
    const element = this.#made(section);
    if (!this.#seen.has(section)) {
      this.#seen.add(section);
      void element?.come();
    }
  }

  /** @param {SectionId} section */
  #made(section) {
    const place = this.#places.get(section);
    if (place?.element === null) {
      place.element = place.make();
      place.element.parts = this.parts === null ? null : { ...this.parts, removed: this.#undoing.offer };
      place.panel.append(place.element);
    }
    return place?.element;
  }

  /** Stands where one in another language stood, with what is typed there. @param {SettingsDialog} other */
  takeOver(other) {
    if (other.isOpen) {
      this.open(other.#chosen);
    }
    for (const [id, { element }] of other.#places) {
      if (element?.resume !== undefined) {
        void this.#made(id)?.resume?.(element);
      }
    }
  }

  /**
   * A file goes to the section that reads such a one.
   * @param {CustomEvent<File[]>} event
   */
  #take(event) {
    const [file, ...more] = event.detail;
    const section = Object.entries(READ).find(([, name]) => name.test(file?.name ?? ''))?.[0];
    if (file !== undefined && more.length === 0 && section !== undefined) {
      event.preventDefault();
      this.#choose(/** @type {SectionId} */ (section));
      this.#places.get(this.#chosen)?.element?.take?.(file);
    }
  }

  /** @param {boolean} undo */
  #settle(undo) {
    const held = this.#toasts.contains(document.activeElement);
    // First: taking something back may know a better place.
    if (held && this.isOpen) {
      this.#places.get(this.#chosen)?.panel.focus();
    }
    void (undo ? this.#undoing.undo() : this.#undoing.seal());
  }

  #mark() {
    for (const [id, { tab, panel }] of this.#places) {
      const chosen = id === this.#chosen;
      setAttribute(tab, 'aria-selected', String(chosen));
      setAttribute(tab, 'tabindex', chosen ? '0' : '-1');
      panel.hidden = !chosen;
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const ids = [...this.#places.keys()];
    const at = ids.indexOf(this.#chosen);
    const rtl = getComputedStyle(this).direction === 'rtl';
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, ArrowRight: rtl ? at - 1 : at + 1, ArrowLeft: rtl ? at + 1 : at - 1, Home: 0, End: -1 };
    const to = steps[event.key];
    const section = to === undefined ? undefined : ids.at(to % ids.length);
    if (section !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#choose(section);
      this.#places.get(section)?.tab.focus();
    }
  }
}

define('settings-dialog', SettingsDialog);
