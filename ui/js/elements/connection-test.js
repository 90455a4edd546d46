// <connection-test>: "Test connection" for one connection. Says first what it may cost, can be
// stopped, and names each layer with what to do about the one that fails.

import { el } from '../lib/dom.js';
import { toUserError } from '../lib/errors.js';

/** @typedef {import('../types.js').DiagnosisView} DiagnosisView */
/** @typedef {import('../types.js').TestConnection} TestConnection */

/** @type {Record<string, string>} */
const LAYERS = {
  config: 'Configuration', dns: 'Name (DNS)', tcp: 'Network (TCP)', proxy: 'Proxy', tls: 'Encryption (TLS)', http: 'Server (HTTP)',
  key: 'Key', credit: 'Credit', model: 'Model', stream: 'Answer (stream)',
};

/**
 * @typedef {object} TestWays
 * @property {(params: TestConnection) => Promise<DiagnosisView>} test
 * @property {(turnId: string) => Promise<boolean>} stopTest
 */

export class ConnectionTest extends HTMLElement {
  /** @type {TestWays | null} set before it is connected */
  ways = null;
  /** The connection: set before it is connected. */
  connection = '';
  /** What the buttons call it. */
  label = '';

  #out = el('div', { class: 'test-out', 'aria-live': 'polite' });
  #start = this.#button('Test connection', () => this.#ask());
  /** The running test. @type {string | null} */
  #turnId = null;

  connectedCallback() {
    if (this.childElementCount === 0) {
      this.#start.setAttribute('aria-label', `Test connection: ${this.label}`);
      this.append(this.#start, this.#out);
    }
  }

  disconnectedCallback() {
    this.#stop();
  }

  #ask() {
    const spend = this.#button('Test with an answer', () => void this.#run(true));
    this.#show(
      el('p', { class: 'card-note' }, ['With a tiny answer the test may cost a fraction of a cent. Without, it ends before the model is asked.']),
      el('div', { class: 'row-acts' }, [
        spend,
        this.#button('Test without an answer', () => void this.#run(false)),
        this.#button('Cancel', () => this.#end()),
      ]),
    );
    spend.focus();
  }

  /** @param {boolean} spend */
  async #run(spend) {
    const turnId = crypto.randomUUID();
    this.#turnId = turnId;
    const stop = this.#button('Stop', () => this.#stop());
    this.#show(el('p', { class: 'card-note' }, ['Testing…']), stop);
    stop.focus();
    try {
      const found = await this.ways?.test({ turnId, connection: this.connection, spend });
      if (this.#turnId === turnId && found !== undefined) {
        this.#end(report(found));
      }
    } catch (reason) {
      if (this.#turnId === turnId) {
        const { message, action } = toUserError(reason);
        this.#end(el('p', { class: 'card-note' }, [`${message} ${action ?? ''}`.trim()]));
      }
    }
  }

  #stop() {
    if (this.#turnId !== null) {
      this.ways?.stopTest(this.#turnId).catch(() => undefined);
    }
  }

  /** @param {...HTMLElement} shown */
  #end(...shown) {
    this.#turnId = null;
    // What had the focus goes away.
    const focused = this.#out.contains(document.activeElement);
    this.#show(...shown);
    if (focused) {
      this.#start.focus();
    }
  }

  /** @param {...HTMLElement} shown */
  #show(...shown) {
    this.#start.hidden = this.#turnId !== null;
    this.#out.replaceChildren(...shown);
  }

  /**
   * @param {string} label
   * @param {() => void} onClick
   */
  #button(label, onClick) {
    const made = el('button', { type: 'button', class: 'button' }, [label]);
    made.addEventListener('click', onClick);
    return made;
  }
}

/** @param {DiagnosisView} found */
function report({ layers }) {
  const failed = layers.find(({ error }) => error !== null);
  const name = (/** @type {string} */ layer) => (Object.hasOwn(LAYERS, layer) ? (LAYERS[layer] ?? layer) : layer);
  const head = failed === undefined ? 'Every layer holds.' : `It fails at: ${name(failed.layer)}.`;
  return el('div', { class: 'test-report' }, [
    el('p', { class: failed === undefined ? 'test-good' : 'test-bad' }, [head]),
    el(
      'ol',
      { class: 'layers' },
      layers.map(({ layer, error, note, ms }) =>
        el('li', error === null ? {} : { class: 'test-bad' }, [
          `${name(layer)}: `,
          error === null ? `holds${note === '' ? '' : `, ${note}`}, ${ms} ms` : `${error.message} ${error.action ?? ''}`.trim(),
        ]),
      ),
    ),
  ]);
}

customElements.define('connection-test', ConnectionTest);
