/* global HTMLBodyElement, HTMLCollection */
// What is held in the page itself, from the first payload to the last: every element and attribute
// that comes into the document is held against the closed lists as it comes, not only what is there
// in the end.

import '../../ui/node/element.js';
import { ELEMENTS, MATH_ELEMENTS } from '../../../ui/js/render/closed-list.js';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/** Elements of the window around the answers; `lib/dom.js` and `lib/svg.js` of the page make no others. */
const WINDOW = [
  ...['article', 'aside', 'blockquote', 'br', 'button', 'code', 'dd', 'details', 'dialog', 'div', 'dl', 'dt', 'em'],
  ...['bdi', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr'],
  ...['input', 'label', 'legend', 'li', 'main', 'nav', 'ol', 'option', 'p', 'pre', 'section', 'select', 'span'],
  ...['strong', 'summary', 'textarea', 'ul'],
];
const WINDOW_ATTRIBUTES = [
  ...['accept', 'autocapitalize', 'autocomplete', 'autocorrect', 'class', 'dir', 'disabled', 'enterkeyhint', 'for'],
  ...['hidden', 'id', 'inert', 'inputmode', 'lang', 'max', 'maxlength', 'min', 'multiple', 'open', 'placeholder'],
  ...['readonly', 'role', 'rows', 'selected', 'spellcheck', 'start', 'step', 'tabindex', 'title', 'type', 'value'],
];
const DRAWING = { svg: ['viewBox', 'class', 'aria-hidden', 'focusable', 'width', 'height'], path: ['d', 'pathLength', 'stroke-dasharray'] };

/** The one style that the page sets by hand, through `style` as an object, outside of messages. */
const HEIGHT = '^(min-)?height: [0-9.]+px;$';

/** Places of the window where a text of others stands as it is: no element is made of it. */
export const PLAIN = ['.reasoning-text', '.error-message', '.chat-title', '.row-title'];

/** What would load, run, lead away or restyle, wherever it stood. Not even a list may allow it. */
const NEVER = {
  elements: [
    ...['a', 'applet', 'area', 'audio', 'base', 'body', 'canvas', 'embed', 'fencedframe', 'form', 'frame', 'frameset'],
    ...['head', 'html', 'iframe', 'image', 'img', 'input', 'link', 'map', 'maction', 'meta', 'noscript', 'object'],
    ...['picture', 'portal', 'script', 'slot', 'source', 'style', 'template', 'title', 'track', 'video'],
    ...['annotation-xml', 'mglyph', 'semantics', 'svg'],
  ],
  attributes: /^(on.*|style|src|srcset|srcdoc|href|xlink:.*|action|formaction|background|poster|data|id|name|is|ping|slot|target|http-equiv|data-.*)$/,
};

/** @returns {string[]} what the page's own list allows and must not */
export const wrongInList = () =>
  [...Object.entries(ELEMENTS), ...Object.entries(MATH_ELEMENTS)].flatMap(([tag, attributes]) => [
    ...(NEVER.elements.includes(tag) ? [`<${tag}>`] : []),
    ...attributes.filter((name) => NEVER.attributes.test(name)).map((name) => `${name} of <${tag}>`),
  ]);

/**
 * Begins to watch. Call once for each page.
 * @param {WebDriver} driver
 */
export const watch = (driver) =>
  driver.executeScript(
    (/** @type {any} */ lists) => {
      const page = /** @type {any} */ (window);
      const MATH = 'http://www.w3.org/1998/Math/MathML';
      const SVG = 'http://www.w3.org/2000/svg';
      const HTML = 'http://www.w3.org/1999/xhtml';
      /** @type {string[]} */
      const wrong = [];
      const say = (/** @type {string} */ what) => wrong.length < 50 && wrong.push(what.slice(0, 300));
      const windowNames = new Set(lists.windowAttributes);
      const height = new RegExp(lists.height);
      /** @param {Element} element @returns {readonly string[] | null | undefined} none: any of the window's */
      const allowed = (element) => {
        const tag = element.localName;
        if (element.namespaceURI === MATH) {
          return lists.math[tag];
        }
        if (element.namespaceURI === SVG) {
          return lists.drawing[tag];
        }
        if (element.namespaceURI !== HTML) {
          return undefined;
        }
        const inAnswer = element.parentElement?.closest('.message-assistant .message-body');
        if (inAnswer) {
          return Object.hasOwn(lists.elements, tag) ? lists.elements[tag] : undefined;
        }
        if (element.parentElement?.closest(lists.plain)) {
          return undefined;
        }
        return lists.window.includes(tag) || (tag.includes('-') && customElements.get(tag) !== undefined) ? null : undefined;
      };
      /** @param {Element} element @param {string} name */
      const attribute = (element, name) => {
        const names = allowed(element);
        const known = names === null ? windowNames.has(name) || /^(aria|data)-[a-z]+$/.test(name) : names?.includes(name);
        // What the page says of its own elements: that one is hidden, how high one is that grows.
        const sized = name === 'style' && !element.closest('.message') && height.test(element.getAttribute(name) ?? '');
        if (known !== true && name !== 'hidden' && !sized) {
          say(`attribute ${name}="${element.getAttribute(name)}" of <${element.localName}>`);
        }
      };
      /** @param {Node} node */
      const look = (node) => {
        if (!(node instanceof Element)) {
          if (node.nodeType !== Node.TEXT_NODE) {
            say(`a node of type ${node.nodeType}`);
          }
          return;
        }
        if (allowed(node) === undefined) {
          say(`element <${node.localName}> of ${node.namespaceURI}: ${node.outerHTML}`);
        }
        for (const name of node.getAttributeNames()) {
          attribute(node, name);
        }
        if (node.shadowRoot !== null) {
          say(`a shadow root in <${node.localName}>`);
        }
        node.childNodes.forEach(look);
      };
      new MutationObserver((changes) => {
        for (const { type, addedNodes, target, attributeName } of changes) {
          if (type === 'attributes' && target instanceof Element && attributeName !== null) {
            if (target.hasAttribute(attributeName) && target.isConnected) {
              attribute(target, attributeName);
            }
          } else if (target.isConnected) {
            addedNodes.forEach((node) => node.isConnected && look(node));
          }
        }
      }).observe(document.documentElement, { subtree: true, childList: true, attributes: true });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        say(`the policy stopped ${effectiveDirective} ${blockedURI}`),
      );
      for (const name of ['beforeunload', 'pagehide', 'hashchange', 'popstate']) {
        window.addEventListener(name, () => say(`the page saw ${name}`));
      }
      page.watched = {
        wrong,
        look: () => [...document.body.childNodes].forEach(look),
        head: document.head.childElementCount,
        sheets: document.styleSheets.length,
      };
    },
    {
      elements: ELEMENTS,
      math: MATH_ELEMENTS,
      drawing: DRAWING,
      window: WINDOW,
      plain: PLAIN.join(),
      windowAttributes: WINDOW_ATTRIBUTES,
      height: HEIGHT,
    },
  );

/**
 * @typedef {object} Seen
 * @property {string[]} wrong what was in no list since the watch began
 * @property {string} body the answer's text
 * @property {string} around what else its message shows
 * @property {number} links
 */

/**
 * Opens what is folded in the newest answer, walks the whole document once more, and gives what was
 * wrong so far, with what is shown.
 * @param {WebDriver} driver
 * @returns {Promise<Seen>}
 */
export const look = (driver) =>
  driver.executeAsyncScript((/** @type {(seen: Seen) => void} */ done) => {
    const { watched } = /** @type {any} */ (window);
    if (watched === undefined) {
      done({ wrong: ['the page was loaded again'], body: '', around: '', links: 0 });
      return;
    }
    const answer = [...document.querySelectorAll('.message-assistant')].at(-1);
    answer?.querySelectorAll('details:not([open]) > summary, [aria-expanded="false"]').forEach((folded) => {
      if (folded instanceof HTMLElement) {
        folded.click();
      }
    });
    requestAnimationFrame(() => requestAnimationFrame(() => {
      watched.look();
      const wrong = [...watched.wrong];
      const is = (/** @type {string} */ what, /** @type {boolean} */ holds) => holds || wrong.push(`not so: ${what}`);
      is('nothing was added to the head', document.head.childElementCount === watched.head);
      is('no style sheet was added', document.styleSheets.length === watched.sheets);
      is('the document is itself', document.getElementById instanceof Function && document.forms instanceof HTMLCollection);
      is('the body is itself', document.body instanceof HTMLBodyElement);
      is('no prototype was changed', !('polluted' in {}));
      is('no frame is there', window.length === 0);
      // What covers the box to type in could take a key for itself.
      const box = document.querySelector('message-composer textarea');
      const { left, top, width, height } = box?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 };
      is('the box to type in lies open', document.elementFromPoint(left + width / 2, top + height / 2) === box);
      const body = answer?.querySelector('.message-body');
      done({
        wrong,
        body: body?.textContent ?? '',
        around: [...(answer?.children ?? [])].filter((part) => part !== body).map((part) => part.textContent).join('\n'),
        links: body?.querySelectorAll('a, .link, [role="link"]').length ?? 0,
      });
    }));
  });
