// The message box itself: its height, its direction, what stands in it, and what is pasted into it.

import { el, setAttribute, t } from './dom.js';
import { keepDraft } from './draft.js';
import { fitHeight } from './fit.js';
import { textDirection } from './format.js';

/** Longer texts are not measured: the box is at its full height anyway. A paste as long is a file, if that is set. */
const LONG = 20_000;

/** A paste longer than this is a file in any case: with half a million lines in it, a box freezes for minutes. */
const TOO_LONG = 1_000_000;

export class ComposerBox {
  element;
  #draftKey = '';
  /** Takes a long paste in place of the box; none leaves it to the box. @type {((file: File) => void) | null} */
  attach = null;
  /** Whether the box has what it can hold. */
  holdsLong = false;
  /** What of the text outlives the box. @type {(text: string) => string} */
  kept = (text) => text;
  /** Told of every change. @type {() => void} */
  changed = () => undefined;

  /** @param {string} id */
  constructor(id) {
    this.element = el('textarea', {
      id, class: 'composer-text', rows: '1', dir: 'auto', spellcheck: 'true', enterkeyhint: 'send', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox',
    });
  }

  get text() {
    return this.element.value;
  }

  get draftKey() {
    return this.#draftKey;
  }

  /** Where a draft outlives a reload; none keeps it only here, and lets go of what was kept. */
  set draftKey(key) {
    if (key === '') {
      keepDraft(this.#draftKey, '');
    }
    this.#draftKey = key;
  }

  /**
   * Puts another text in its place.
   * @param {string} text
   * @param {number} [start] what is selected then, or where the caret is
   * @param {number} [end]
   */
  put(text, start = text.length, end = start) {
    this.element.value = text;
    this.element.setSelectionRange(start, end);
    this.refresh(true);
  }

  /**
   * A web view types a long paste in line by line, which freezes it: ten seconds for a megabyte.
   * @param {ClipboardEvent} event
   */
  paste(event) {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length <= LONG || event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    if (this.attach !== null && (!this.holdsLong || text.length > TOO_LONG)) {
      this.attach(new File([text], t('files.pasted'), { type: 'text/plain' }));
      return;
    }
    this.element.setRangeText(text, this.element.selectionStart, this.element.selectionEnd, 'end');
    this.refresh();
  }

  /** @param {boolean} [afresh] whether it is another text, not one that was typed on */
  refresh(afresh = false) {
    const { text } = this;
    const long = text.length > LONG;
    this.element.classList.toggle('full', long);
    setAttribute(this.element, 'dir', textDirection(text));
    if (!long) {
      fitHeight(this.element, afresh);
    }
    keepDraft(this.draftKey, this.kept(text));
    this.changed();
  }
}
