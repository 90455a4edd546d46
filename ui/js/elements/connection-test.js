// <connection-test>: "Test connection" for one connection. Says first what it may cost, can be
// stopped, and names each layer with what to do about the one that fails.

import { button, define, el } from '../lib/dom.js';
import { english } from '../lib/english.js';
import { errorText, toUserError } from '../lib/errors.js';
import { t, textParts } from '../lib/texts.js';

/** @typedef {import('../types.js').DiagnosisView} DiagnosisView */
/** @typedef {import('../types.js').TestConnection} TestConnection */

const LAYERS = /** @type {const} */ (['config', 'dns', 'tcp', 'proxy', 'tls', 'http', 'key', 'credit', 'model', 'stream']);

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
  #start = button(t('test.start'), 'button', () => this.#ask());
  /** The running test. @type {string | null} */
  #turnId = null;

  connectedCallback() {
    if (!this.firstChild) {
      this.#start.setAttribute('aria-label', t('test.startOf', { connection: this.label }));
      this.append(this.#start, this.#out);
    }
  }

  disconnectedCallback() {
    this.#stop();
  }

  #ask() {
    const spend = button(t('test.withAnswer'), 'button', () => void this.#run(true));
    this.#show(
      el('p', 'card-note', [t('test.cost')]),
      el('div', 'row-acts', [
        spend,
        button(t('test.withoutAnswer'), 'button', () => void this.#run(false)),
        button(t('test.cancel'), 'button', () => this.#end()),
      ]),
    );
    spend.focus();
  }

  /** @param {boolean} spend */
  async #run(spend) {
    const turnId = crypto.randomUUID();
    this.#turnId = turnId;
    const stop = button(t('test.stop'), 'button', () => this.#stop());
    this.#show(el('p', 'card-note', [t('test.testing')]), stop);
    stop.focus();
    try {
      const found = await this.ways?.test({ turnId, connection: this.connection, spend });
      if (this.#turnId === turnId && found !== undefined) {
        this.#end(report(found));
      }
    } catch (reason) {
      if (this.#turnId === turnId) {
        this.#end(el('p', 'card-note', [errorText(toUserError(reason))]));
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
}

/** @param {DiagnosisView} found */
function report({ layers }) {
  const failed = layers.find(({ error }) => error !== null);
  const head = failed === undefined ? t('test.good') : t('test.bad', { layer: layerName(failed.layer) });
  return el('div', 'test-report', [
    el('p', failed === undefined ? 'test-good' : 'test-bad', [head]),
    el(
      'ol',
      { class: 'layers' },
      layers.map(({ layer, error, note, ms }) =>
        el('li', error === null ? {} : { class: 'test-bad' }, [
          ...textParts('test.layer', { layer: layerName(layer), result: error === null ? held(note, t('time.milliseconds', { ms })) : [errorText(error)] }).flat(),
        ]),
      ),
    ),
  ]);
}

/** @param {string} layer */
function layerName(layer) {
  const known = LAYERS.find((one) => one === layer);
  return known === undefined ? layer : t(`test.${known}`);
}

/**
 * @param {string} note
 * @param {string} time
 */
function held(note, time) {
  return note === '' ? [t('test.holds', { time })] : textParts('test.holdsNote', { note: english(note), time });
}

define('connection-test', ConnectionTest);
