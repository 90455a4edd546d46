// Builds what is drawn: icons, charts, and room for what is not there.

const SVG = 'http://www.w3.org/2000/svg';

/** Nothing to read, nothing to step on. */
const HIDDEN = { 'aria-hidden': 'true', focusable: 'false' };

/**
 * An element of a drawing.
 * @template {'svg' | 'g' | 'rect' | 'line' | 'path' | 'text'} T
 * @param {T} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} [children]
 * @returns {SVGElementTagNameMap[T]}
 */
export function svgEl(tag, attributes, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * A drawing of paths in a 24 by 24 box, hidden from screen readers.
 * @param {readonly string[]} paths
 * @param {string} className
 */
export function drawing(paths, className) {
  return svgEl('svg', { viewBox: '0 0 24 24', class: className, ...HIDDEN }, paths.map((d) => svgEl('path', { d })));
}

/**
 * Takes room: its `height` in pixels is an attribute, as no style is set from here.
 * @param {number} [height]
 */
export function spacer(height = 0) {
  return svgEl('svg', { class: 'spacer', width: 1, height, ...HIDDEN });
}
