// <settings-desktop>: what Gatehouse does on the desktop outside its windows: the keys that open quick-ask
// from any program, as they truly stand; the start with the session; closing; notifications.

import { button, define, el, freshId, hint, Living, setText, t } from '../lib/dom.js';
import { errorText, toUserError } from '../lib/errors.js';
import { labelled } from '../lib/fields.js';
import { chordLabel, chordsOf, isMac, unfit } from '../lib/keys.js';

/** @typedef {import('../types.js').HotkeyView} HotkeyView */

export class SettingsDesktop extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #mac = isMac();
  #stands = said();
  #choose = button(t('hotkey.choose'), 'button', () => this.#listen(true));
  #usual = button(t('hotkey.usual'), 'button quiet', () => this.#save(null));
  #off = button(t('hotkey.none'), 'button quiet', () => this.#save('off'));
  #rest = button('', 'button quiet', () => this.#ask('pause_hotkey', { paused: this.#view?.state === 'bound' }));
  #steps = el('details', 'details', [el('summary', {}, [t('hotkey.steps')]), ...t('hotkey.ways').split('\n').map((line) => el('p', 'card-note', [line]))]);
  #start = box();
  #notify = box();
  #close = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'ask' }, [t('desktop.closeAsk')]), el('option', { value: 'stay' }, [t('desktop.closeStay')]), el('option', { value: 'quit' }, [t('desktop.closeQuit')]),
  ]);
  #said = said();
  #listening = false;
  /** @type {HotkeyView | null} */
  #view = null;

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(
        title(t('hotkey.title')), this.#stands, el('div', 'row-acts', [this.#choose, this.#usual, this.#off, this.#rest]), this.#steps,
        title(t('desktop.start')), row(this.#start, t('desktop.atLogin')), labelled(t('desktop.close'), this.#close),
        title(t('desktop.news')), row(this.#notify, t('desktop.notify')), el('p', 'card-note', [t('desktop.notifyNote')]), this.#said,
      );
      this.#choose.addEventListener('keydown', (event) => this.#onKey(event));
      this.#choose.addEventListener('blur', () => this.#listen(false));
      this.#start.addEventListener('change', () => this.#autostart('set_autostart', { on: this.#start.checked }));
      this.#close.addEventListener('change', () => this.#tell(this.parts?.actions.changeSettings({ onClose: /** @type {import('../types.js').Settings['onClose']} */ (this.#close.value) })));
      this.#notify.addEventListener('change', () => this.#tell(this.parts?.actions.changeSettings({ notifyAnswers: this.#notify.checked })));
    }
    // The tray may have let the keys rest meanwhile, or the desktop asked the person.
    window.addEventListener('focus', () => this.checkVisibility() && this.#ask('hotkey_state', {}), { signal: this.signal });
  }

  come() {
    setText(this.#said, '');
    this.#ask('hotkey_state', {});
    this.#autostart('autostart_state', {});
    this.#tell(this.parts?.ways.read().then(({ notifyAnswers, onClose }) => {
      this.#notify.checked = notifyAnswers;
      this.#close.value = onClose;
    }));
  }

  /**
   * @template {'hotkey_state' | 'pause_hotkey'} C
   * @param {C} command
   * @param {import('../host.js').Commands[C]['args']} args
   */
  #ask(command, args) {
    this.#tell(this.parts?.host.invoke(command, args).then((view) => this.#show(view)));
  }

  /**
   * @template {'autostart_state' | 'set_autostart'} C
   * @param {C} command
   * @param {import('../host.js').Commands[C]['args']} args
   */
  #autostart(command, args) {
    this.#tell(this.parts?.host.invoke(command, args).then((/** @type {import('../types.js').AutostartState} */ state) => {
      this.#start.checked = state === 'on';
      setText(this.#said, state === 'on' || state === 'off' ? '' : t(`desktop.${state}`));
    }));
  }

  /** @param {Promise<unknown> | undefined} done says why, where it fails */
  #tell(done) {
    done?.catch((reason) => setText(this.#said, errorText(toUserError(reason))));
  }

  /** @param {HotkeyView} view */
  #show(view) {
    const { state, keys, byDesktop } = view;
    this.#view = view;
    if (!this.#listening) {
      // What the desktop calls them is its own.
      const shown = byDesktop && state === 'bound' ? (keys ?? '') : chordLabel((keys ?? '').replace(/Cmd/u, 'Mod'), this.#mac);
      setText(this.#stands, t(`hotkey.${state}`, { keys: shown }));
      setText(this.#rest, t(state === 'bound' ? 'hotkey.pause' : state === 'paused' ? 'hotkey.resume' : 'hotkey.again'));
      this.#rest.hidden = this.#off.hidden = state === 'off';
      this.#usual.hidden = this.parts?.store.state().settings.quickShortcut === null;
      this.#steps.hidden = state !== 'unsupported' && !(byDesktop && state === 'refused');
    }
  }

  /** @param {boolean} listening */
  #listen(listening) {
    this.#listening = listening;
    setText(this.#choose, t(listening ? 'keys.press' : 'hotkey.choose'));
    if (listening) {
      setText(this.#stands, t('hotkey.press'));
    } else if (this.#view !== null) {
      this.#show(this.#view);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#listening || event.isComposing || event.code === 'Tab') {
      return;
    }
    event.stopPropagation();
    event.preventDefault();
    // What stands on the key without Shift comes last: keyboards know keys by that.
    const chord = chordsOf(event, this.#mac).at(-1);
    const why = chord === undefined ? null : unfit(chord);
    if (event.key === 'Escape') {
      this.#listen(false);
    } else if (chord !== undefined && (why === null || why === 'system')) {
      this.#listen(false);
      this.#save(chord.replace('Mod', this.#mac ? 'meta' : 'ctrl').replace(/Arrow/u, ''));
    } else if (chord !== undefined) {
      setText(this.#stands, t(`keys.${why ?? 'modifier'}`, { keys: chordLabel(chord, this.#mac) }));
    }
  }

  /** @param {string | null} quickShortcut */
  #save(quickShortcut) {
    this.#tell(this.parts?.actions.changeSettings({ quickShortcut }).then(() => this.#ask('hotkey_state', {})));
    this.#choose.focus();
  }
}

function box() {
  return el('input', { id: freshId('set'), type: 'checkbox' });
}

function said() {
  return hint();
}

/** @param {string} text */
function title(text) {
  return el('h3', 'section-title', [text]);
}

/** @param {HTMLInputElement} input @param {string} text */
function row(input, text) {
  return el('div', 'check-row', [input, el('label', { for: input.id }, [text])]);
}

define('settings-desktop', SettingsDesktop);
