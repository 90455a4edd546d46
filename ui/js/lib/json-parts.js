// A JSON text as parts to draw, every token as it stands: nothing is read into numbers or names, so
// what is shown is what is there. Pure.

/** @typedef {{key: string | null, text: string}} Leaf a value, written as it stands */
/** @typedef {{key: string | null, open: '{' | '[', parts: Part[], length: number}} Branch `length`: of its text */
/** @typedef {Leaf | Branch} Part */

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Characters that nobody sees, or that turn what stands around them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;

/**
 * The parts of a JSON text that is known to be one.
 * @param {string} json
 * @returns {Part}
 */
export function partsOf(json) {
  /** @type {Branch} what the text as a whole stands in */
  const root = { key: null, open: '[', parts: [], length: json.length };
  /** @type {{branch: Branch, from: number}[]} */
  const open = [{ branch: root, from: 0 }];
  /** @type {string | null} a name whose value is to come */
  let key = null;
  /** @type {string | null} a text of which it is not known yet whether it is a name */
  let waiting = null;
  const put = (/** @type {Part} */ part) => open.at(-1)?.branch.parts.push(part);
  const flush = () => {
    if (waiting !== null) {
      put({ key, text: waiting });
      [waiting, key] = [null, null];
    }
  };
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    switch (token) {
      case '{':
      case '[': {
        /** @type {Branch} */
        const branch = { key, open: token, parts: [], length: 0 };
        put(branch);
        open.push({ branch, from: index });
        key = null;
        break;
      }
      case '}':
      case ']': {
        flush();
        const closed = open.length > 1 ? open.pop() : undefined;
        if (closed !== undefined) {
          closed.branch.length = index + 1 - closed.from;
        }
        break;
      }
      case ':':
        [key, waiting] = [waiting, null];
        break;
      case ',':
        flush();
        break;
      default:
        waiting = token;
    }
  }
  flush();
  return root.parts[0] ?? { key: null, text: '' };
}

/**
 * A token as it can be seen: what is not seen is written as JSON can write it, too.
 * @param {string} token
 */
export function seen(token) {
  return token.replace(UNSEEN, (hidden) => hidden.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
