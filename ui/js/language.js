// Which language the window speaks: the one of the setting, else the system's. It is known before the
// first drawing, so it is kept beside the settings too, which come later.

import { keep } from './lib/keep.js';
import { speak } from './lib/texts.js';

/** @typedef {import('./types.js').Settings['language']} Setting */
/** @typedef {import('./lib/texts.js').Language} Language */
/** @typedef {keyof typeof LANGUAGES} Tag */

/** Languages by their own names, as they are offered. */
export const LANGUAGES = Object.freeze({ en: 'English', de: 'Deutsch', ja: '日本語', ar: 'العربية' });

const KEY = 'language';

/**
 * @param {Setting} setting
 * @param {readonly string[]} wanted what the system speaks, best first
 * @returns {Tag}
 */
export function languageFor(setting, wanted) {
  if (setting !== 'auto') {
    return setting;
  }
  for (const tag of wanted) {
    const short = tag.toLowerCase().split('-')[0] ?? '';
    if (isTag(short)) {
      return short;
    }
  }
  return 'en';
}

/**
 * The texts come when they are wanted: most people read one language.
 * @param {Tag} tag
 * @returns {Promise<Language>}
 */
export async function load(tag) {
  switch (tag) {
    case 'en': {
      const { en } = await import('../texts/en.js');
      return { tag, dir: 'ltr', texts: en };
    }
    case 'de': {
      const { de } = await import('../texts/de.js');
      return { tag, dir: 'ltr', texts: de };
    }
    case 'ja': {
      const { ja } = await import('../texts/ja.js');
      return { tag, dir: 'ltr', texts: ja };
    }
    case 'ar': {
      const { ar } = await import('../texts/ar.js');
      return { tag, dir: 'rtl', texts: ar };
    }
  }
}

/** @param {Language} language */
function take(language) {
  speak(language);
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.dir;
}

/**
 * Speaks before anything is drawn, and draws anew whenever the setting says otherwise.
 * @param {object} parts
 * @param {import('./host.js').Host} parts.host
 * @param {import('./store.js').Store} parts.store
 * @param {() => void} parts.draw
 * @param {(tag: Tag) => void} [parts.tell] whoever speaks beside the page, and begins in English
 * @param {AbortSignal} parts.signal
 */
export async function keepLanguage({ host, store, draw, tell = () => undefined, signal }) {
  if (host.speaks !== undefined) {
    take(host.speaks);
    draw();
    return;
  }
  let known = kept();
  let spoken = languageFor(known, navigator.languages);
  take(await load(spoken));
  draw();
  if (spoken !== 'en') {
    tell(spoken);
  }

  /** @param {Setting} setting */
  async function follow(setting) {
    known = setting;
    const tag = languageFor(setting, navigator.languages);
    if (tag !== spoken) {
      spoken = tag;
      const language = await load(tag);
      if (spoken === tag) {
        take(language);
        draw();
        tell(tag);
      }
    }
  }

  store.subscribe(() => {
    const { ready, settings } = store.state();
    if (ready && settings.language !== known) {
      keep(localStorage, KEY, settings.language);
      void follow(settings.language);
    }
  }, { signal });
  // The other window hears of the setting so.
  window.addEventListener('storage', ({ key }) => key === KEY && void follow(kept()), { signal });
}

/** @returns {Setting} */
function kept() {
  return toSetting(localStorage.getItem(KEY));
}

/**
 * Whatever was stored or chosen, as a setting.
 * @param {string | null} text
 * @returns {Setting}
 */
export function toSetting(text) {
  return text !== null && isTag(text) ? text : 'auto';
}

/** @param {string} text @returns {text is Tag} */
function isTag(text) {
  return Object.hasOwn(LANGUAGES, text);
}
