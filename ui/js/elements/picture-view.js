// <picture-view>: a picture of a message, drawn from bytes that the shell keeps. Its bytes are held
// only while it is in the document.

import { define, el, emit, t } from '../lib/dom.js';
import { headline, toUserError } from '../lib/errors.js';

/**
 * Which picture: the file of a message with this number, counted from 0.
 * @typedef {object} PictureWanted
 * @property {string} message
 * @property {number} index
 * @property {string} kind its media type, as the engine tells it
 * @property {string} name empty for a picture in an answer
 */

/** The formats that are drawn; SVG is a document and never one of them. */
const KINDS = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * Whether a file can be shown by this element.
 * @param {{kind: string}} file
 */
export function isPicture({ kind }) {
  return KINDS.includes(kind);
}

/**
 * The pictures among a message's files.
 * @param {string} message its id
 * @param {readonly import('../types.js').FileView[]} files
 */
export function picturesOf(message, files) {
  return files.flatMap(({ kind, name }, index) => {
    if (!isPicture({ kind })) {
      return [];
    }
    const view = new PictureView();
    view.show({ message, index, kind, name });
    return [view];
  });
}

/** Bubbles `picture-wanted`: whoever knows the engine puts its answer into `detail.give`. */
export class PictureView extends HTMLElement {
  /** @type {PictureWanted | null} */
  #wanted = null;
  /** @type {string | null} */
  #url = null;
  #asked = 0;

  connectedCallback() {
    void this.#load();
  }

  disconnectedCallback() {
    this.#forget();
  }

  /** @param {PictureWanted} wanted */
  show(wanted) {
    if (this.#wanted?.message === wanted.message && this.#wanted.index === wanted.index) {
      return;
    }
    this.#wanted = wanted;
    this.#forget();
    if (this.isConnected) {
      void this.#load();
    }
  }

  async #load() {
    const wanted = this.#wanted;
    if (wanted === null || this.#url !== null || !isPicture(wanted)) {
      return;
    }
    this.#asked += 1;
    const asked = this.#asked;
    const stillWanted = () => asked === this.#asked && this.isConnected;
    this.#tell(t('answer.loading'));
    try {
      const bytes = await this.#read(wanted);
      if (stillWanted()) {
        this.#draw(wanted, bytes);
      }
    } catch (reason) {
      if (stillWanted()) {
        this.#tell(headline(toUserError(reason)));
      }
    }
  }

  /**
   * @param {PictureWanted} wanted
   * @returns {Promise<ArrayBuffer>}
   */
  #read({ message, index }) {
    return new Promise((give, refuse) => {
      const detail = { message, index, give: (/** @type {Promise<ArrayBuffer>} */ bytes) => bytes.then(give, refuse) };
      emit(this, 'picture-wanted', detail);
    });
  }

  /**
   * @param {PictureWanted} wanted
   * @param {ArrayBuffer} bytes
   */
  #draw({ kind, name, index }, bytes) {
    const url = URL.createObjectURL(new Blob([bytes], { type: kind }));
    this.#url = url;
    const image = el('img', { class: 'picture', alt: name === '' ? t('answer.picture', { number: index + 1 }) : name });
    image.draggable = false;
    image.addEventListener('error', () => {
      if (this.#url === url) {
        this.#forget();
        this.#tell(t('answer.damaged'));
      }
    });
    image.src = url;
    this.replaceChildren(image);
  }

  /** @param {string} words */
  #tell(words) {
    this.replaceChildren(el('p', 'picture-note', [words]));
  }

  #forget() {
    this.#asked += 1;
    if (this.#url !== null) {
      // One that is still being read would complain of its address.
      this.querySelector('img')?.removeAttribute('src');
      URL.revokeObjectURL(this.#url);
      this.#url = null;
    }
    this.replaceChildren();
  }
}

define('picture-view', PictureView);
