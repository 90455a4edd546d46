// Builds DOM nodes by closed lists of elements and attributes; no HTML string exists anywhere in the page.
// An element's words come from here too, so that each module asks for what it needs once.
import { t } from './texts.js';

export { t };
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * @typedef {'article' | 'aside' | 'bdi' | 'blockquote' | 'br' | 'button' | 'caption' | 'code' | 'dd' | 'del' | 'details' | 'dialog'
 *   | 'div' | 'dl' | 'dt' | 'em' | 'fieldset' | 'figcaption' | 'figure' | 'footer' | 'form' | 'h1' | 'h2' | 'h3' | 'h4'
 *   | 'h5' | 'h6' | 'header' | 'hr' | 'img' | 'input' | 'kbd' | 'label' | 'legend' | 'li' | 'main' | 'mark' | 'nav' | 'ol'
 *   | 'optgroup' | 'option' | 'p' | 'pre' | 'section' | 'select' | 'span' | 'strong' | 'summary' | 'sup' | 'table' | 'tbody' | 'td'
 *   | 'textarea' | 'tfoot' | 'th' | 'thead' | 'tr' | 'ul'} Tag
 */

/**
 * @typedef {'aria-activedescendant' | 'aria-autocomplete' | 'aria-busy' | 'aria-controls' | 'aria-current'
 *   | 'aria-describedby' | 'aria-expanded' | 'aria-haspopup' | 'aria-hidden' | 'aria-invalid' | 'aria-keyshortcuts'
 *   | 'alt' | 'aria-label' | 'aria-labelledby' | 'aria-live' | 'aria-modal' | 'aria-orientation' | 'aria-posinset' | 'aria-setsize' | 'aria-pressed' | 'aria-relevant' | 'aria-selected'
 *   | 'aria-valuemax' | 'aria-valuemin' | 'aria-valuenow' | 'aria-valuetext' | 'accept' | 'autocapitalize'
 *   | 'autocomplete' | 'autocorrect' | 'class' | 'dir' | 'enterkeyhint' | 'for' | 'hidden' | 'id' | 'inputmode' | 'label' | 'lang'
 *   | 'max' | 'maxlength' | 'min' | 'multiple' | 'name' | 'open' | 'placeholder' | 'role' | 'rows' | 'scope' | 'spellcheck' | 'start' | 'step' | 'tabindex' | 'title'
 *   | 'type' | 'value'} Attribute
 */

/**
 * A button submits nothing, unless its `type` says so.
 * @template {Tag} T
 * @param {T} tag
 * @param {Partial<Record<Attribute, string>> | string} [attributes] a text is the class
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  if (tag === 'button') {
    element.setAttribute('type', tag);
  }
  for (const [name, value] of Object.entries(typeof attributes === 'string' ? { class: attributes } : attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * An element of a formula. Which there are, and with which attributes, the closed list of answers says.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
export function mathEl(tag, attributes) {
  const element = document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}

/**
 * A button that does one thing.
 * @param {string} label
 * @param {Partial<Record<Attribute, string>> | string} attributes a text is the class
 * @param {(event: Event) => unknown} onClick
 * @param {AbortSignal} [signal] when it ends, for a button that is drawn once and comes and goes
 */
export function button(label, attributes, onClick, signal) {
  const element = el('button', attributes, [label]);
  element.addEventListener('click', onClick, signal && { signal });
  return element;
}

/** Makes an element known by its tag. @param {string} tag @param {CustomElementConstructor} element */
export const define = (tag, element) => customElements.define(tag, element);

/** The button that sends a form. @param {string} label */
export const submit = (label) => el('button', { type: 'submit', class: 'button primary' }, [label]);

/** A line under a field that speaks once it says something. @param {boolean} [wrong] whether it tells what is wrong */
export const hint = (wrong = false) => el('p', wrong ? { class: 'field-hint wrong', role: 'alert', dir: 'auto' } : { class: 'field-hint', role: 'status' });

/**
 * Calls when a form is sent, which goes nowhere.
 * @param {HTMLFormElement} form
 * @param {() => unknown} deed
 * @param {AddEventListenerOptions} [options]
 */
export function onSubmit(form, deed, options) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    deed();
  }, options);
}

/**
 * Tells the elements above that something happened, or is wanted. Gives `false` where one of them
 * refuses it.
 * @param {EventTarget} from
 * @param {string} type
 * @param {unknown} [detail]
 */
export function emit(from, type, detail) {
  return from.dispatchEvent(new CustomEvent(type, { bubbles: true, cancelable: true, detail }));
}

/**
 * Sets a property's text only when it changed: a live region speaks again otherwise.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/**
 * @param {Element} element
 * @param {Attribute} name
 * @param {string | null} value none removes it
 */
export function setAttribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/**
 * Puts an element in its place unless it is in the document: moving it would lose the focus and
 * make an alert speak again.
 * @param {Element} element
 * @param {() => void} put
 */
export function place(element, put) {
  if (!element.isConnected) {
    put();
  }
}

/**
 * Changes what an element holds. If the focus was in what goes, it falls to whatever around can have
 * it, never to the body, where the keyboard would be lost.
 * @param {Element} element
 * @param {() => void} change
 */
export function keepFocus(element, change) {
  const held = element.contains(document.activeElement);
  change();
  const around = held && !element.contains(document.activeElement) ? element.closest('[tabindex]') : null;
  if (around instanceof HTMLElement) {
    around.focus({ preventScroll: true });
  }
}

/**
 * Hides an element or shows it; the focus that it had goes on.
 * @param {HTMLElement} element
 * @param {boolean} hidden
 * @param {() => void} goOn
 */
export function hide(element, hidden, goOn) {
  const held = document.activeElement === element;
  element.hidden = hidden;
  if (held && hidden) {
    goOn();
  }
}

/**
 * Takes an element away; the focus that was in it goes on.
 * @param {Element} element
 * @param {() => void} goOn
 */
export function takeAway(element, goOn) {
  const held = element.contains(document.activeElement);
  element.remove();
  if (held) {
    goOn();
  }
}

/**
 * Makes these the children, in this order. What is there already and stays in order is not moved:
 * moving it would lose the focus.
 * @param {Element} parent
 * @param {readonly Element[]} wanted
 */
export function keepChildren(parent, wanted) {
  const stays = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!stays.has(child)) {
      child.remove();
    }
  }
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(child, at);
    }
  }
}

/**
 * A box that gets the focus back from a dialog that a click closed takes no letters in Chromium: its
 * selection stays in the dialog. So it gets the focus once more.
 * @param {HTMLDialogElement} dialog
 */
export function giveBack(dialog) {
  dialog.addEventListener('close', () => {
    const box = document.activeElement;
    if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) {
      box.blur();
      box.focus();
    }
  });
}

let counter = 0;

/**
 * A new id for labels and the like.
 * @param {string} prefix
 */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** An element whose listeners end when it is taken away. */
export class Living extends HTMLElement {
  #life = new AbortController();

  /** What ends them. */
  get signal() {
    return this.#life.signal;
  }

  /** It is in the document: from here on a new signal counts. */
  live() {
    this.#life = new AbortController();
    return this.#life.signal;
  }

  disconnectedCallback() {
    this.#life.abort();
  }
}
