// What helps while a question is written: the lists behind `/`, `@` and `#`, the places of a template to
// fill in, and questions asked before. Knows the box and the menu, not the composer around them.

import { choices, NO_OFFER } from './choices.js';
import { composing } from './input.js';
import { keyOf } from './keys.js';
import { Recall } from './recall.js';
import { attachPage, templatesPage } from './suggestions.js';
import { t } from './texts.js';
import { filled, lastPlace, nextPlace, triggerAt, withoutTrigger } from './triggers.js';

/** @typedef {import('./options-list.js').Option} Option */
/** @typedef {import('./triggers.js').Trigger} Trigger */

/** Most models behind `@`. */
const SHOWN = 50;

/**
 * @typedef {object} Ways
 * @property {(text: string, start: number, end: number) => void} put writes into the box and selects
 * @property {(type: string, detail: string | null) => boolean} emit false where somebody took it over
 */

export class ComposerHelp {
  #box;
  #menu;
  #ways;
  #recall;
  #offer = NO_OFFER;
  /** None where it is not known yet whether there are any, or none can be made. @type {readonly import('../types.js').PromptTemplate[] | null} */
  #templates = null;
  /** Chats by their titles; none where nothing can be attached. @type {import('../chat-names.js').ChatNames | null} */
  chats = null;
  /** What was looked for beside those at hand, and what was found. @type {{query: string, list: import('../chat-names.js').Named[]}} */
  #found = { query: '', list: [] };
  /** What a list is open for. @type {Trigger | null} */
  #trigger = null;
  /** Where the sign stands whose list was closed by Esc. @type {number | null} */
  #dismissed = null;
  /** Whether Tab goes from place to place of a template. */
  #filling = false;

  /**
   * @param {HTMLTextAreaElement} box
   * @param {import('../elements/composer-menu.js').ComposerMenu} menu
   * @param {Ways} ways
   */
  constructor(box, menu, ways) {
    this.#box = box;
    this.#menu = menu;
    this.#ways = ways;
    this.#recall = new Recall(box, ways);
    menu.pick = (option) => this.#pick(option);
  }

  /** @param {AbortSignal} signal */
  attend(signal) {
    const look = () => this.#menu.isOpen && this.#look(true);
    this.#box.addEventListener('keyup', look, { signal });
    this.#box.addEventListener('click', look, { signal });
    this.#box.addEventListener('blur', () => this.#close(), { signal });
  }

  /** Questions asked before; none where there is no way to them. @param {import('./recall.js').Asked | null} asked */
  set asked(asked) {
    this.#recall.asked = asked;
  }

  /** Begins with the questions asked before, whatever stands in the box. */
  recall() {
    this.#recall.begin();
  }

  /** What of the box outlives it. @param {string} text */
  kept(text) {
    return this.#recall.kept(text);
  }

  /** The draft that gave way to a question asked before; none afterwards. */
  takeUnsent() {
    return this.#recall.take();
  }

  /**
   * @param {import('./choices.js').Offer} offer
   * @param {readonly import('../types.js').PromptTemplate[] | null} templates
   */
  show(offer, templates) {
    const changed = this.#offer.models !== offer.models || this.#offer.presets !== offer.presets || this.#templates !== templates;
    this.#offer = offer;
    this.#templates = templates;
    if (changed && this.#trigger !== null) {
      this.#look(true);
    }
  }

  /** Something was typed. */
  typed() {
    this.#look(false);
  }

  /** Another text stands in the box. */
  reset() {
    this.#close();
    this.#dismissed = null;
    this.#filling = false;
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was taken
   */
  onKey(event) {
    if (composing(event)) {
      return false;
    }
    const menu = this.#menu.onKey(event);
    if (menu === 'closed') {
      this.#dismissed = this.#trigger?.from ?? null;
      this.#trigger = null;
    }
    return menu !== 'none' || (this.#filling && this.#fill(event)) || this.#recall.onKey(event);
  }

  /** @param {boolean} keep whether what is active in the list stays so */
  #look(keep) {
    const { value, selectionStart, selectionEnd } = this.#box;
    const trigger = selectionStart === selectionEnd ? triggerAt(value, selectionStart) : null;
    if (trigger === null || trigger.from === this.#dismissed || (trigger.sign === '#' && this.chats === null)) {
      this.#dismissed = trigger === null ? null : this.#dismissed;
      this.#close();
      return;
    }
    const begins = this.#trigger === null;
    this.#trigger = trigger;
    if (begins) {
      this.#ways.emit('library-wanted', null);
      if (trigger.sign === '@') {
        this.#ways.emit('models-wanted', null);
      }
    }
    this.#menu.open(this.#box, this.#page(trigger), keep);
    if (trigger.sign === '#' && trigger.query !== this.#found.query) {
      void this.#find(trigger.query);
    }
  }

  /** @param {string} query */
  async #find(query) {
    this.#found = { query, list: [] };
    const list = (await this.chats?.find(query)) ?? [];
    if (list.length > 0 && this.#found.query === query) {
      this.#found = { query, list };
      if (this.#trigger !== null) {
        this.#look(true);
      }
    }
  }

  /**
   * @param {Trigger} trigger
   * @returns {import('../elements/composer-menu.js').Page}
   */
  #page({ sign, query }) {
    if (sign === '@') {
      return { title: t('composer.askWith'), groups: choices(this.#offer, query, SHOWN, Date.now()).groups };
    }
    if (sign === '#') {
      const found = query === this.#found.query ? this.#found.list : [];
      return attachPage([...(this.chats?.known(query) ?? []), ...found], query);
    }
    return templatesPage(this.#templates ?? [], query, this.#templates?.length === 0);
  }

  #close() {
    this.#trigger = null;
    this.#menu.close();
  }

  /** @param {Option} option */
  #pick({ kind, id, label }) {
    const trigger = this.#trigger;
    const { value } = this.#box;
    if (trigger === null) {
      return;
    }
    this.#close();
    if (kind === 'template') {
      const template = this.#templates?.find(({ name }) => name === id)?.text ?? '';
      const { text, start, end } = filled(value, trigger.from, trigger.from + 1 + trigger.query.length, template);
      this.#ways.put(text, start, end);
      this.#filling = start < end;
      this.#ways.emit('composer-say', this.#filling ? t('composer.filling') : '');
      return;
    }
    const { text, caret } = withoutTrigger(value, trigger);
    this.#ways.put(text, caret, caret);
    if (kind === 'hint') {
      this.#ways.emit('settings-wanted', id);
      return;
    }
    if (kind === 'file' || kind === 'chat') {
      this.#ways.emit(`${kind}-wanted`, id);
      this.#ways.emit('composer-say', kind === 'chat' ? t('composer.chatGoes', { title: label }) : '');
      return;
    }
    this.#ways.emit(kind === 'preset' ? 'preset-chosen' : 'model-chosen', id);
    this.#ways.emit('composer-say', kind === 'preset' ? t('composer.nextPreset', { name: id }) : t('composer.nextModel', { model: id }));
  }

  /**
   * From place to place of a template; behind the last one Tab leaves the box again.
   * @param {KeyboardEvent} event
   */
  #fill(event) {
    const { value, selectionStart, selectionEnd } = this.#box;
    if (event.key === 'Escape') {
      this.#filling = false;
      this.#box.setSelectionRange(selectionEnd, selectionEnd);
      return true;
    }
    if (keyOf(event) !== 'Tab' || event.altKey || event.ctrlKey || event.metaKey) {
      return false;
    }
    const place = event.shiftKey ? lastPlace(value, selectionStart) : nextPlace(value, selectionEnd);
    this.#filling = place !== null;
    if (place !== null) {
      this.#box.setSelectionRange(place.start, place.end);
    }
    return place !== null;
  }
}
