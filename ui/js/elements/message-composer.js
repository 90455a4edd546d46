// <message-composer>: the question's box with Send and Stop, and what stands beside them. Keeps
// the draft; decides nothing about sending but the Enter rule.

import { drawing, el, freshId, setAttribute, setText } from '../lib/dom.js';
import { keepDraft, keptDraft } from '../lib/draft.js';
import { fitHeight } from '../lib/fit.js';
import { textDirection } from '../lib/format.js';
import { enterRule, restored } from '../lib/input.js';
import { showLengths } from '../lib/lengths.js';
import { t } from '../lib/texts.js';
import { DraftFiles } from './draft-files.js';
import { ModelCombobox } from './model-combobox.js';

/** @typedef {import('../types.js').Models} Models */

/** Longer texts are not measured: the box is at its full height anyway. */
const MEASURED = 20_000;

/**
 * @typedef {object} ComposerView
 * @property {'idle' | 'thinking' | 'answering'} busy
 * @property {boolean} ready
 * @property {string} placeholder
 * @property {number | null} length
 * @property {string | null} model
 * @property {Models} models
 * @property {string | null} why
 * @property {readonly string[]} favourites
 * @property {readonly import('../types.js').StagedFile[]} files
 * @property {import('../types.js').UserError | null} fileProblem
 */

/**
 * Bubbles `composer-send` (detail: the text; prevented, the draft stays), `composer-stop`, `composer-say` (detail: a
 * sentence), `draft-changed`, `length-chosen` (detail: tokens, or none), and what the files do.
 */
export class MessageComposer extends HTMLElement {
  /** The box's name: set before it is connected. */
  label = t('composer.message');
  /** The guide's limit that is offered beside "Automatic". */
  guideLength = 1000;
  /** Where a draft outlives a reload; none keeps it only here. */
  draftKey = '';
  /** Whether a model can be chosen here. */
  withModel = true;
  /** Whether files can go with a message from here. */
  withFiles = true;

  #boxId = freshId('message');
  #lengthId = freshId('length');
  #text = el('textarea', { id: this.#boxId, class: 'composer-text', rows: '1', dir: 'auto', spellcheck: 'true', enterkeyhint: 'send' });
  #length = el('select', { id: this.#lengthId, class: 'select', title: t('composer.length') });
  #model = new ModelCombobox();
  #files = new DraftFiles();
  #attach = el('button', { type: 'button', class: 'button quiet' }, [t('composer.attach')]);
  #stop = el('button', { type: 'button', class: 'button stop', hidden: '', 'aria-keyshortcuts': 'Escape' }, [t('composer.stop')]);
  #send = el('button', { type: 'button', class: 'button primary send' }, [t('composer.send')]);
  #life = new AbortController();
  #busy = false;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    if (this.childElementCount === 0) {
      this.#build();
    }
    this.#text.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#text.addEventListener('input', () => this.#onInput(), { signal });
    this.#text.addEventListener('paste', (event) => this.#onPaste(event), { signal });
    this.#attach.addEventListener('click', () => this.#files.pick(), { signal });
    this.#send.addEventListener('click', () => this.submit(), { signal });
    this.#stop.addEventListener('click', () => this.#emit('composer-stop', null), { signal });
    this.#length.addEventListener(
      'change',
      () => this.#emit('length-chosen', this.#length.value === '' ? null : Number(this.#length.value)),
      { signal },
    );
    // The whole card is a place to click for writing.
    this.addEventListener('click', (event) => event.target === this && this.focus(), { signal });
  }

  disconnectedCallback() {
    this.#life.abort();
  }

  #build() {
    const lengthLabelElement = el('label', { for: this.#lengthId, class: 'length-label' }, [t('composer.length')]);
    const tools = el('div', { class: 'composer-tools' });
    if (this.withModel) {
      tools.append(this.#model);
    }
    if (this.withFiles) {
      tools.append(this.#attach);
    }
    tools.append(
      el('span', { class: 'composer-length' }, [lengthLabelElement, this.#length, drawing(['M7 10l5 5 5-5'], 'line-icon select-mark')]),
      el('span', { class: 'grow' }),
      this.#stop,
      this.#send,
    );
    const label = el('label', { for: this.#boxId, class: 'visually-hidden' }, [this.label]);
    this.append(label, ...(this.withFiles ? [this.#files] : []), this.#text, tools);
    this.#setDraft(keptDraft(this.draftKey));
  }

  /** @param {ComposerView} view */
  show({ busy, ready, placeholder, length, model, models, why, favourites, files, fileProblem }) {
    this.#busy = busy !== 'idle';
    setAttribute(this.#text, 'placeholder', placeholder);
    const hadFocus = document.activeElement === this.#send || document.activeElement === this.#stop;
    setText(this.#send, busy === 'thinking' ? t('composer.thinking') : t('composer.send'));
    this.#send.disabled = this.#busy || !ready;
    this.#stop.hidden = !this.#busy;
    if (hadFocus && (this.#busy ? this.#send.disabled && document.activeElement !== this.#stop : true)) {
      // A disabled or hidden button loses the focus to nowhere.
      this.#text.focus();
    }
    showLengths(this.#length, this.guideLength, length);
    this.#model.show(model, models, why, favourites);
    this.#files.show(files, fileProblem);
  }

  /** @override */
  focus() {
    this.#text.focus();
  }

  focusModel() {
    this.#model.focus();
  }

  /** Lets the person choose files for the next message. */
  pickFiles() {
    this.#files.pick();
  }

  get draft() {
    return this.#text.value;
  }

  /** Where the caret is, in UTF-16 units. */
  get caret() {
    return this.#text.selectionStart;
  }

  /**
   * Puts a kept draft back, or takes it away.
   * @param {string} text
   * @param {number} caret
   */
  put(text, caret) {
    this.#setDraft(text);
    this.#text.setSelectionRange(caret, caret);
  }

  /**
   * Fills the box with a proposal.
   * @param {string} text
   */
  propose(text) {
    this.#setDraft(text);
    this.focus();
    this.#text.setSelectionRange(text.length, text.length);
  }

  /**
   * Puts a refused question back, before whatever was typed since.
   * @param {string} text
   */
  restore(text) {
    this.#setDraft(restored(text, this.draft));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const act = enterRule(event, { busy: this.#busy, text: this.draft });
    if (act === 'type') {
      return;
    }
    event.preventDefault();
    if (act === 'keep') {
      this.#emit('composer-say', this.draft.trim() === '' ? '' : t('composer.kept'));
    } else {
      this.submit();
    }
  }

  /** As a press of Send. */
  submit() {
    const text = this.draft;
    if (this.#send.disabled) {
      return;
    }
    if (text.trim() === '') {
      this.#emit('composer-say', t('composer.empty'));
      this.#text.focus();
      return;
    }
    // Whoever does not send it leaves it where it is.
    if (this.#emit('composer-send', text)) {
      this.#setDraft('');
    }
  }

  /**
   * A web view types a long paste in line by line, which freezes it: ten seconds for a megabyte.
   * @param {ClipboardEvent} event
   */
  #onPaste(event) {
    if (this.withFiles) {
      this.#files.takePaste(event);
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length > MEASURED) {
      event.preventDefault();
      this.#text.setRangeText(text, this.#text.selectionStart, this.#text.selectionEnd, 'end');
      this.#onInput();
    }
  }

  /** @param {boolean} [afresh] whether it is another text, not one that was typed on */
  #onInput(afresh = false) {
    const long = this.draft.length > MEASURED;
    this.#text.classList.toggle('full', long);
    setAttribute(this.#text, 'dir', textDirection(this.draft));
    if (!long) {
      fitHeight(this.#text, afresh);
    }
    keepDraft(this.draftKey, this.draft);
    this.#emit('draft-changed', null);
  }

  /** @param {string} text */
  #setDraft(text) {
    this.#text.value = text;
    this.#onInput(true);
  }

  /**
   * @param {string} type
   * @param {string | number | null} detail
   * @returns {boolean} whether nobody prevented it
   */
  #emit(type, detail) {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable: true, detail }));
  }
}

customElements.define('message-composer', MessageComposer);
