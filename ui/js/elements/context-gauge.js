// <context-gauge>: how much of the model's window the next request would fill, beside Send.

import { define, el, setAttribute, setText } from '../lib/dom.js';
import { fillOf, fillWords } from '../lib/estimate.js';
import { drawing } from '../lib/svg.js';
import { formatShare, t } from '../lib/texts.js';

const RING = 'M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16';

export class ContextGauge extends HTMLElement {
  #ring = drawing([RING, RING], 'gauge-ring');
  #share = el('span', 'gauge-share');

  connectedCallback() {
    if (!this.firstChild) {
      this.hidden = true;
      setAttribute(this, 'role', 'meter');
      setAttribute(this, 'aria-label', t('next.gauge'));
      setAttribute(this, 'aria-valuemin', '0');
      setAttribute(this, 'aria-valuemax', '100');
      // The way round is 100 long, so that a share is a length.
      this.#ring.lastElementChild?.setAttribute('pathLength', '100');
      this.append(this.#ring, this.#share);
    }
  }

  /** @param {import('../types.js').TurnPreview | null} preview */
  show(preview) {
    const fill = preview === null ? null : fillOf(preview);
    this.hidden = fill === null || preview === null;
    if (fill === null || preview === null) {
      return;
    }
    const words = fillWords(preview);
    const part = Math.min(100, Math.round(fill * 100));
    this.dataset['level'] = fill > 1 ? 'over' : fill > 0.8 ? 'near' : 'fits';
    setAttribute(this, 'aria-valuenow', String(part));
    setAttribute(this, 'aria-valuetext', words);
    setAttribute(this, 'title', words);
    this.#ring.lastElementChild?.setAttribute('stroke-dasharray', `${part} 100`);
    setText(this.#share, formatShare(fill));
  }
}

define('context-gauge', ContextGauge);
