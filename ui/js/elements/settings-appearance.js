// <settings-appearance>: language, colours, sizes. Each takes hold at once: one sees what one does.

import { LANGUAGES, toSetting } from '../language.js';
import { define, el, freshId, Living, setText } from '../lib/dom.js';
import { headline, toUserError } from '../lib/errors.js';
import { labelled, pick } from '../lib/fields.js';
import { formatPercent, t } from '../lib/texts.js';
import { ZOOMS } from '../look.js';

/** @typedef {import('../types.js').Settings} Settings */

export class SettingsAppearance extends Living {
  /** @type {import('../settings-sections.js').SectionParts | null} set before it is connected */
  parts = null;

  #language = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'auto' }, [t('settings.languageAuto')]),
    ...Object.entries(LANGUAGES).map(([tag, name]) => el('option', { value: tag, lang: tag }, [name])),
  ]);
  #theme = pick(t('look.theme'), /** @type {const} */ ([['system', t('look.system')], ['light', t('look.light')], ['dark', t('look.dark')]]), (theme) => this.#save({ theme }));
  #textSize = pick(
    t('look.textSize'),
    /** @type {const} */ ([['small', t('look.small')], ['normal', t('look.normal')], ['large', t('look.large')], ['larger', t('look.larger')]]),
    (textSize) => this.#save({ textSize }),
  );
  #density = pick(t('look.density'), /** @type {const} */ ([['roomy', t('look.roomy')], ['compact', t('look.compact')]]), (density) => this.#save({ density }));
  #codeColours = pick(t('look.code'), /** @type {const} */ ([['colourful', t('look.colourful')], ['plain', t('look.plain')]]), (codeColours) => this.#save({ codeColours }));
  #zoom = el('select', { id: freshId('set'), class: 'select' });
  #kept = el('select', { id: freshId('set'), class: 'select' }, [
    el('option', { value: 'end' }, [t('settings.keptEnd')]),
    el('option', { value: 'question' }, [t('settings.keptQuestion')]),
  ]);
  #said = el('p', { class: 'field-hint wrong', 'aria-live': 'polite' });

  connectedCallback() {
    const { parts } = this;
    if (parts === null) {
      return;
    }
    this.live();
    if (!this.firstChild) {
      this.append(el('div', 'settings-form', [
        this.#said,
        labelled(t('settings.language'), this.#language),
        this.#theme.box,
        this.#textSize.box,
        this.#density.box,
        this.#codeColours.box,
        labelled(t('look.zoom'), this.#zoom),
        labelled(t('settings.kept'), this.#kept),
      ]));
      this.#language.addEventListener('change', () => this.#save({ language: toSetting(this.#language.value) }));
      this.#zoom.addEventListener('change', () => this.#save({ zoom: Number(this.#zoom.value) }));
      this.#kept.addEventListener('change', () => this.#save({ afterSend: this.#kept.value === 'question' ? 'question' : 'end' }));
    }
    parts.store.subscribe(() => this.#show(parts.store.state().settings), { signal: this.signal });
  }

  come() {
    const { parts } = this;
    setText(this.#said, '');
    if (parts !== null) {
      this.#show(parts.store.state().settings);
      // Another program may have changed them.
      parts.ways.read().then((settings) => parts.store.dispatch([{ type: 'settings', settings }]), (reason) => this.#tell(reason));
    }
  }

  /** @param {Settings} settings */
  #show({ language, theme, textSize, density, codeColours, zoom, afterSend }) {
    this.#language.value = language;
    this.#theme.show(theme);
    this.#textSize.show(textSize);
    this.#density.show(density);
    this.#codeColours.show(codeColours);
    if (this.#zoom.value !== String(zoom)) {
      const steps = [...new Set([...ZOOMS, zoom])].sort((one, other) => one - other);
      this.#zoom.replaceChildren(...steps.map((percent) => el('option', { value: String(percent) }, [formatPercent(percent)])));
      this.#zoom.value = String(zoom);
    }
    this.#kept.value = afterSend;
  }

  /** @param {Partial<Settings>} change */
  #save(change) {
    setText(this.#said, '');
    this.parts?.actions.changeSettings(change).catch((reason) => this.#tell(reason));
  }

  /** @param {unknown} reason */
  #tell(reason) {
    setText(this.#said, headline(toUserError(reason)));
    const { parts } = this;
    if (parts !== null) {
      this.#show(parts.store.state().settings);
    }
  }
}

define('settings-appearance', SettingsAppearance);
