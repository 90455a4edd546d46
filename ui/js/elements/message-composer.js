// <message-composer>: the question's box with Send and Stop, and what stands beside them. Keeps
// the draft; decides nothing about sending but the Enter rule.

import { button, define, el, emit, freshId, Living, setAttribute, setText, t } from '../lib/dom.js';
import { ComposerBox } from '../lib/composer-box.js';
import { ComposerHelp } from '../lib/composer-help.js';
import { keptDraft } from '../lib/draft.js';
import { enterRule, restored } from '../lib/input.js';
import { isMac } from '../lib/keys.js';
import { showLengths } from '../lib/lengths.js';
import { drawing } from '../lib/svg.js';
import { ComposerMenu } from './composer-menu.js';
import { ContextGauge } from './context-gauge.js';
import { DraftFiles } from './draft-files.js';
import { ModelCombobox } from './model-combobox.js';
import { PresetChip } from './preset-chip.js';

/**
 * @typedef {object} ComposerView
 * @property {'idle' | 'thinking' | 'answering'} busy
 * @property {boolean} ready
 * @property {string} placeholder
 * @property {number | null} length
 * @property {number | null} chatLength the chat's own, where none is chosen
 * @property {import('../lib/choices.js').Offer} offer
 * @property {readonly import('../types.js').PromptTemplate[] | null} templates
 * @property {readonly import('../types.js').StagedFile[]} files
 * @property {import('../types.js').UserError | null} fileProblem
 * @property {import('../types.js').Settings['sendWith']} sendWith
 * @property {import('../types.js').Settings['longPaste']} longPaste
 */

/**
 * Bubbles `composer-send` (detail: the text; prevented, the draft stays), `composer-stop`, `composer-say` (detail: a
 * sentence), `draft-changed`, `length-chosen` (detail: tokens, or none), `preset-chosen` (detail: a name, or
 * none), `attach-wanted` (detail: the button; prevented, no files are picked), `last-edit-wanted` (prevented, the last question is edited), `library-wanted`, `file-wanted`, `chat-wanted`, and what the files do. */
export class MessageComposer extends Living {
  /** The box's name: set before it is connected. */
  label = t('composer.message');
  /** The guide's limit that is offered beside "Automatic". */
  guideLength = 1000;
  /** Whether there is one draft here for all chats, as in quick-ask. */
  oneDraft = false;

  #boxId = freshId('message');
  #lengthId = freshId('length');
  #box = new ComposerBox(this.#boxId);
  #text = this.#box.element;
  #menu = new ComposerMenu();
  #help = new ComposerHelp(this.#text, this.#menu, { put: (text, start, end) => this.#box.put(text, start, end), emit: (type, detail) => emit(this, type, detail) });
  #length = el('select', { id: this.#lengthId, class: 'select', title: t('composer.length') });
  #model = new ModelCombobox();
  #files = new DraftFiles();
  #gauge = new ContextGauge();
  #preset = new PresetChip();
  #attach = button(t('composer.attach'), 'button quiet', () => emit(this, 'attach-wanted', this.#attach) && this.pickFiles());
  #stop = button(t('composer.stop'), { class: 'button stop', hidden: '', 'aria-keyshortcuts': 'Escape' }, () => emit(this, 'composer-stop', null));
  #send = button(t('composer.send'), 'button primary send', () => this.submit());
  #busy = false;
  /** @type {ComposerView['sendWith']} */
  #sendWith = 'enter';

  connectedCallback() {
    const signal = this.live();
    if (!this.firstChild) {
      this.#build();
    }
    this.#box.kept = (text) => this.#help.kept(text);
    this.#box.changed = () => emit(this, 'draft-changed', null);
    this.#box.attach = (file) => this.#files.choose([file]);
    this.#help.attend(signal);
    this.#text.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#text.addEventListener('input', () => {
      this.#box.refresh();
      this.#help.typed();
    }, { signal });
    this.#text.addEventListener('paste', (event) => {
      this.#files.takePaste(event);
      this.#box.paste(event);
    }, { signal });
    this.#length.addEventListener('change', () => emit(this, 'length-chosen', this.#length.value === '' ? null : Number(this.#length.value)), { signal });
    // The whole card is a place to click for writing.
    this.addEventListener('click', (event) => event.target === this && this.focus(), { signal });
  }

  #build() {
    const lengthLabelElement = el('label', { for: this.#lengthId, class: 'length-label' }, [t('composer.length')]);
    const tools = el('div', 'composer-tools');
    tools.append(
      this.#model,
      this.#attach,
      el('span', 'composer-length', [lengthLabelElement, this.#length, drawing(['M7 10l5 5 5-5'], 'line-icon select-mark')]),
      el('span', 'send-group', [this.#gauge, this.#stop, this.#send]),
    );
    const label = el('label', { for: this.#boxId, class: 'visually-hidden' }, [this.label]);
    this.append(this.#menu, label, this.#preset, this.#files, this.#text, tools);
    this.#box.put(keptDraft(this.#box.draftKey));
  }

  /** @param {ComposerView} view */
  show({ busy, ready, placeholder, length, chatLength, offer, templates, files, fileProblem, sendWith, longPaste }) {
    this.#busy = busy !== 'idle';
    this.#sendWith = sendWith;
    this.#box.holdsLong = longPaste === 'text';
    setAttribute(this.#text, 'placeholder', placeholder);
    const hadFocus = document.activeElement === this.#send || document.activeElement === this.#stop;
    setText(this.#send, busy === 'thinking' ? t('composer.thinking') : t('composer.send'));
    setAttribute(this.#send, 'aria-keyshortcuts', sendWith === 'enter' ? 'Enter' : isMac() ? 'Meta+Enter' : 'Control+Enter');
    this.#send.disabled = this.#busy || !ready;
    this.#stop.hidden = !this.#busy;
    if (hadFocus && (this.#busy ? this.#send.disabled && document.activeElement !== this.#stop : true)) {
      // A disabled or hidden button loses the focus to nowhere.
      this.#text.focus();
    }
    showLengths(this.#length, this.guideLength, length, chatLength);
    this.#model.show(offer);
    this.#help.show(offer, templates);
    this.#preset.show(offer.preset);
    this.#files.show(files, fileProblem);
  }

  /** @param {import('../types.js').TurnPreview | null} preview what the next message would be */
  gauge(preview) {
    this.#gauge.show(preview);
    this.#files.estimate(preview?.files ?? []);
  }

  /** Where a draft outlives a reload; none keeps it only here. @param {string} key */
  set draftKey(key) {
    this.#box.draftKey = key;
  }

  /** What can be looked up: questions asked before, for Up, and chats, for `#`. @param {{asked: import('../lib/recall.js').Asked, chats: import('../chat-names.js').ChatNames}} known */
  set known({ asked, chats }) {
    this.#help.asked = asked;
    this.#help.chats = chats;
  }

  /** Shows the last question that was asked, in place of what stands here. */
  recall() {
    this.focus();
    this.#help.recall();
  }

  /** As a press of Attach. */
  attach() {
    this.#attach.click();
  }

  /** Lets the person pick files. */
  pickFiles() {
    this.#files.pick();
  }

  /** @override */
  focus() {
    this.#text.focus();
  }

  focusModel() {
    this.#model.focus();
  }

  get draft() {
    return this.#box.text;
  }

  /** What of it outlives the box: beside a question asked before, the draft that gave way to it. */
  get kept() {
    return this.#help.kept(this.draft);
  }

  /** Where the caret is, in UTF-16 units. */
  get caret() {
    return this.#text.selectionStart;
  }

  /** Puts a kept draft back, or takes it away. @param {string} text @param {number} caret */
  put(text, caret) {
    this.#help.takeUnsent();
    this.#set(text, caret);
  }

  /** @param {string} text @param {number} [caret] */
  #set(text, caret) {
    this.#help.reset();
    this.#box.put(text, caret);
  }

  /** Fills the box with a proposal, behind what stands there. @param {string} text */
  propose(text) {
    this.#set(this.draft.trim() === '' ? text : restored(this.draft, text));
    this.focus();
  }

  /** Puts a refused question back, before whatever was typed since. @param {string} text */
  restore(text) {
    this.#set(restored(text, this.draft));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.#help.onKey(event)) {
      event.preventDefault();
      return;
    }
    const act = enterRule(event, { busy: this.#busy, text: this.draft, sendWith: this.#sendWith, mac: isMac() });
    if (act === 'type') {
      return;
    }
    event.preventDefault();
    if (act === 'keep') {
      emit(this, 'composer-say', this.draft.trim() === '' ? '' : t('composer.kept'));
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
      emit(this, 'composer-say', t('composer.empty'));
      this.#text.focus();
      return;
    }
    // Whoever does not send it leaves it where it is.
    if (emit(this, 'composer-send', text)) {
      this.#set(this.#help.takeUnsent());
    }
  }
}

define('message-composer', MessageComposer);
