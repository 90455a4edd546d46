// <source-list>: what an answer refers to, as numbered links. They are drawn and followed as the
// links of an answer are.

import { define, el, Living, t } from '../lib/dom.js';
import { attendAnswer } from '../render/gestures.js';
import { drawnTree } from '../render/patch.js';

/** @typedef {import('../types.js').Receipt['citations'][number]} CitationView */
/** @typedef {import('../types.js').TreeNode} TreeNode */

/** Bubbles `link-wanted`. */
export class SourceList extends Living {
  #list = el('div', { class: 'sources', role: 'group', 'aria-label': t('answer.sources') });
  #tree = drawnTree(this.#list);
  #shown = '[]';

  connectedCallback() {
    this.live();
    if (!this.firstChild) {
      this.append(el('p', 'sources-title', [t('answer.sources')]), this.#list);
    }
    attendAnswer(this.#list, this.signal);
  }

  /** @param {readonly CitationView[]} citations */
  show(citations) {
    const shown = JSON.stringify(citations);
    this.hidden = citations.length === 0;
    if (this.#shown !== shown) {
      this.#shown = shown;
      this.#tree.replace([{ type: 'list', start: 1, loose: false, children: citations.map(itemOf) }]);
    }
  }
}

/**
 * @param {CitationView} citation
 * @returns {TreeNode}
 */
function itemOf({ url, title, href, host }) {
  const words = title === '' ? url : title;
  /** @type {TreeNode[]} */
  const children = href === null ? [title === '' ? url : `${title} (${url})`] : [{ type: 'link', href, host, children: [words] }];
  return { type: 'item', done: null, children: [{ type: 'paragraph', children }] };
}

define('source-list', SourceList);
