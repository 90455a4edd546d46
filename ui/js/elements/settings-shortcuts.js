// <settings-shortcuts>: every act with its keys: looked up, changed, taken away, and made as they were.

import { ACTS, FIXED, actWith, bindingsOf, fixedWith, isChanged, withKeys } from '../acts.js';
import { button, define, el, freshId, hint, Living, setText, t } from '../lib/dom.js';
import { headline, toUserError } from '../lib/errors.js';
import { chordLabel, chordsOf, isMac, keyNames, keyOf, unfit } from '../lib/keys.js';
import { ranked } from '../lib/match.js';
import { leftByEscape } from '../lib/search-field.js';

/** @typedef {import('../acts.js').Act} Act */
/** @typedef {import('../acts.js').ActId} ActId */

export class SettingsShortcuts extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #mac = isMac();
  #search = el('input', { id: freshId('set'), type: 'search', class: 'input shortcut-search', 'aria-label': t('keys.search'), placeholder: t('keys.search'), autocomplete: 'off', dir: 'auto' });
  #reset = button(t('keys.resetAll'), 'button quiet', () => this.#save(this.#entries.filter((entry) => !ACTS.some(({ id }) => isChanged([entry], id))), null));
  #said = hint();
  #way = button(t('keys.useHere'), { class: 'button', hidden: '' }, () => this.#take());
  #list = el('div', 'shortcut-groups');
  /** @type {ActId | null} whose keys are listened for */
  #recording = null;
  /** What takes keys from another act, if the person wants it. @type {() => void} */
  #take = () => undefined;
  #drawing = false;
  /** @type {readonly string[] | null} */
  #shown = null;

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.live();
    if (!this.firstChild) {
      this.append(el('div', 'shortcut-head', [this.#search, this.#reset]), el('div', 'shortcut-said', [this.#said, this.#way]), this.#list);
      this.#search.addEventListener('input', () => this.#draw());
      leftByEscape(this.#search);
      this.addEventListener('keydown', (event) => this.#onKey(event), { capture: true });
      // Drawn anew, the button that has the focus goes and comes.
      this.addEventListener('focusout', () => !this.#drawing && this.#listen(null));
    }
    parts.store.subscribe(() => this.#entries !== this.#shown && this.#draw(), { signal: this.signal });
  }

  come() {
    this.#say('', null);
    this.#search.value = '';
    this.#draw();
  }

  /** What is to be found gets the focus: the list is opened to look something up. */
  focusFirst() {
    this.#search.focus();
  }

  get #entries() {
    return this.parts?.store.state().settings.shortcuts ?? [];
  }

  #draw() {
    const entries = this.#entries;
    this.#shown = entries;
    const bindings = bindingsOf(entries);
    const typed = this.#search.value;
    /** @param {string} name @param {readonly string[]} keys */
    const told = (name, keys) => [name, ...keys.map((chord) => chordLabel(chord, this.#mac))].join(' ');
    const acts = typed.trim() === '' ? ACTS : ranked(ACTS, ({ id }) => told(t(`acts.${id}`), bindings.get(id) ?? []), typed, ACTS.length).things;
    const fixed = typed.trim() === '' ? FIXED : ranked(FIXED, ({ id, keys }) => told(t(`fixedKeys.${id}`), keys), typed, FIXED.length).things;
    const held = document.activeElement instanceof HTMLElement && this.#list.contains(document.activeElement) ? (document.activeElement.dataset['is'] ?? '') : '';
    const groups = /** @type {const} */ (['chats', 'answers', 'writing', 'window']).map((group) => {
      const rows = [
        ...acts.filter((act) => act.group === group).map((act) => this.#row(act, bindings.get(act.id) ?? [], entries)),
        ...fixed.filter((one) => one.group === group).map(({ id, keys }) => row(t(`fixedKeys.${id}`), keys.map((chord) => chips(chord, this.#mac)), [el('span', 'shortcut-fixed', [t('keys.fixed')])])),
      ];
      return rows.length === 0 ? [] : [el('section', {}, [el('h3', 'section-title', [t(`actGroups.${group}`)]), el('ul', 'key-list', rows)])];
    });
    this.#drawing = true;
    this.#list.replaceChildren(...groups.flat());
    this.#reset.hidden = entries.length === 0;
    if (groups.flat().length === 0) {
      this.#say(t('palette.nothing'), null);
    }
    if (held !== '') {
      const again = this.#list.querySelector(`[data-is="${CSS.escape(held)}"]`);
      (again instanceof HTMLElement ? again : this.#search).focus();
    }
    this.#drawing = false;
  }

  /**
   * @param {Act} act
   * @param {readonly string[]} keys
   * @param {readonly string[]} entries
   */
  #row({ id }, keys, entries) {
    const name = t(`acts.${id}`);
    const recording = this.#recording === id;
    /** @type {(label: string, text: string, is: string, go: () => void) => HTMLButtonElement} */
    const button = (label, text, is, go) => {
      const made = el('button', { class: 'button quiet', 'aria-label': label }, [text]);
      made.dataset['is'] = `${is} ${id}`;
      made.addEventListener('click', go);
      return made;
    };
    const shown = keys.map((chord) => {
      const one = chips(chord, this.#mac);
      const remove = el('button', { class: 'chip-remove', 'aria-label': t('keys.remove', { keys: chordLabel(chord, this.#mac), name }) }, ['×']);
      remove.dataset['is'] = `add ${id}`;
      remove.addEventListener('click', () => this.#save(withKeys(entries, id, keys.filter((other) => other !== chord)), id));
      one.append(remove);
      return one;
    });
    return row(name, shown, [
      button(t('keys.addTo', { name }), recording ? t('keys.press') : t('keys.add'), 'add', () => this.#listen(id)),
      ...(isChanged(entries, id) ? [button(t('keys.resetOf', { name }), t('keys.reset'), 'reset', () => this.#save(withKeys(entries, id, usualKeys(id)), id))] : []),
    ]);
  }

  /** @param {ActId | null} id */
  #listen(id) {
    if (this.#recording !== id) {
      this.#recording = id;
      if (id !== null) {
        this.#say(t('keys.pressFor', { name: t(`acts.${id}`) }), null);
      }
      this.#draw();
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const id = this.#recording;
    if (id === null || event.isComposing) {
      return;
    }
    event.stopPropagation();
    if (keyOf(event) === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      return;
    }
    event.preventDefault();
    if (event.key === 'Escape' && !event.shiftKey) {
      this.#say('', null);
      this.#listen(null);
      return;
    }
    const chords = chordsOf(event, this.#mac);
    const [chord] = chords;
    if (chord !== undefined) {
      this.#chosen(id, chord, chords);
    }
  }

  /**
   * @param {ActId} id
   * @param {string} chord
   * @param {readonly string[]} chords all ways to write it
   */
  #chosen(id, chord, chords) {
    const why = unfit(chord);
    const keys = chordLabel(chord, this.#mac);
    if (why !== null) {
      this.#say(why === 'editing' ? t('keys.editing', { keys }) : why === 'system' ? t('keys.system', { keys }) : t('keys.modifier'), null);
      return;
    }
    const fixed = fixedWith(chords);
    if (fixed !== null) {
      this.#say(t('keys.stays', { keys, name: t(`fixedKeys.${fixed.id}`) }), null);
      return;
    }
    const entries = this.#entries;
    const bindings = bindingsOf(entries);
    const other = chords.map((one) => actWith(one, bindings, this.#mac)).find((act) => act !== null && act !== undefined && act.id !== id) ?? null;
    const own = bindings.get(id) ?? [];
    const taken = withKeys(entries, id, own.some((one) => chords.includes(one)) ? own : [...own, chord]);
    this.#listen(null);
    if (other === null) {
      this.#save(taken, id);
      return;
    }
    const rest = (bindings.get(other.id) ?? []).filter((one) => !chords.includes(one) && actWith(one, new Map([[other.id, chords]]), this.#mac) === null);
    this.#say(t('keys.conflict', { keys, name: t(`acts.${other.id}`) }), () => this.#save(withKeys(taken, other.id, rest), id));
    this.#way.focus();
  }

  /**
   * @param {string[]} shortcuts
   * @param {ActId | null} id whose button has the focus then
   */
  #save(shortcuts, id) {
    this.#say('', null);
    this.parts?.actions.changeSettings({ shortcuts }).then(
      () => {
        this.#say(t('settings.saved'), null);
        const button = id === null ? null : this.#list.querySelector(`[data-is="${CSS.escape(`add ${id}`)}"]:not(.chip-remove)`);
        (button instanceof HTMLElement ? button : this.#search).focus();
      },
      (reason) => this.#say(headline(toUserError(reason)), null),
    );
  }

  /**
   * @param {string} sentence
   * @param {(() => void) | null} take what takes the keys all the same
   */
  #say(sentence, take) {
    setText(this.#said, sentence);
    this.#way.hidden = take === null;
    this.#take = take ?? (() => undefined);
  }
}

/** @param {ActId} id */
function usualKeys(id) {
  return ACTS.find((act) => act.id === id)?.keys ?? [];
}

/**
 * @param {string} name
 * @param {readonly HTMLElement[]} keys
 * @param {readonly HTMLElement[]} tools
 */
function row(name, keys, tools) {
  return el('li', 'key-row shortcut-row', [el('span', 'shortcut-name', [name]), el('span', 'shortcut-keys', [...keys]), el('span', 'row-acts', [...tools])]);
}

/**
 * @param {string} chord
 * @param {boolean} mac
 */
function chips(chord, mac) {
  return el('span', 'chord', keyNames(chord, mac).map((name) => el('kbd', {}, [name])));
}

define('settings-shortcuts', SettingsShortcuts);
