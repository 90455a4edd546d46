// Small seeded randomness, so that a failing case can be run again, and random trees whose nodes
// stand where the engine puts them.

/** @param {number} seed */
export function randomness(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  /** @param {number} limit */
  const below = (limit) => Math.floor(next() * limit);
  return { next, below };
}

const WORDS = ['gate ', 'key', ' é', '鍵', '\n', '🚪', '<b>', ' '];

/** What may stand where. */
const BLOCKS = ['paragraph', 'heading', 'list', 'quote', 'alert', 'code', 'table', 'footnote', 'rule'];
const INLINES = ['text', 'text', 'emphasis', 'strong', 'strike', 'codeSpan', 'link', 'footnoteRef', 'break', 'math'];
const WITHIN = {
  root: BLOCKS, item: BLOCKS, quote: BLOCKS, alert: BLOCKS, footnote: BLOCKS,
  list: ['item'], code: ['line'], line: ['text', 'token'], table: ['row'], row: ['cell'],
  paragraph: INLINES, heading: INLINES, cell: INLINES, emphasis: INLINES, strong: INLINES, strike: INLINES, link: INLINES,
  math: ['mathPart'], mathPart: ['text', 'mathPart'],
};
const LEAVES = new Set(['text', 'token', 'codeSpan', 'footnoteRef', 'break', 'rule', 'more']);

/** @param {ReturnType<typeof randomness>} random */
export function randomText({ below }) {
  return Array.from({ length: below(4) }, () => WORDS[below(WORDS.length)]).join('');
}

/** @param {ReturnType<typeof randomness>} random @param {unknown[]} list */
const one = ({ below }, list) => list[below(list.length)];

/** Fields beside `type` and `children`. */
const FIELDS = {
  heading: (random) => ({ level: 1 + random.below(6) }),
  list: (random) => ({ start: one(random, [null, 0, 7]), loose: random.below(2) === 0 }),
  item: (random) => ({ done: one(random, [null, true, false]) }),
  alert: (random) => ({ kind: one(random, ['note', 'tip', 'important', 'warning', 'caution']) }),
  code: (random) => ({ lang: one(random, ['', 'rust', 'sh']) }),
  table: () => ({ align: ['none', 'left', 'center', 'right'] }),
  footnote: () => ({ label: '1' }),
  footnoteRef: () => ({ label: '1' }),
  codeSpan: (random) => ({ text: randomText(random) }),
  link: (random) => ({ href: 'https://example.org/', host: one(random, [null, 'example.org']) }),
  math: (random) => ({ display: random.below(2) === 0, source: 'x^2' }),
  mathPart: (random) => ({ tag: one(random, ['mi', 'mrow', 'msup', 'mtext']), ...one(random, [{}, { attributes: { mathvariant: 'normal' } }]) }),
};

/** A node of a kind. @param {ReturnType<typeof randomness>} random @param {string} kind @param {number} depth */
export function nodeOf(random, kind, depth) {
  if (kind === 'text') {
    return randomText(random);
  }
  if (kind === 'token') {
    return [one(random, ['keyword', 'string', 'comment']), randomText(random)];
  }
  const node = { type: kind, ...FIELDS[kind]?.(random) };
  return LEAVES.has(kind) ? node : { ...node, children: childrenFor(random, kind, depth + 1) };
}

/**
 * Children that may stand in a node of a kind.
 * @param {ReturnType<typeof randomness>} random
 * @param {string} kind
 * @param {number} depth
 * @param {boolean} [cuttable] whether a table or row may end with what shows that it goes on
 */
export function childrenFor(random, kind, depth, cuttable = true) {
  const allowed = (WITHIN[kind] ?? []).filter((child) => depth < 5 || LEAVES.has(child));
  const children = allowed.length === 0 ? [] : Array.from({ length: random.below(4) }, () => nodeOf(random, one(random, allowed), depth));
  return cuttable && (kind === 'table' || kind === 'row') && children.length > 0 && random.below(6) === 0 ? [...children, { type: 'more' }] : children;
}

/** A node that can stand at the root. @param {ReturnType<typeof randomness>} random @param {number} depth */
export function randomNode(random, depth) {
  return nodeOf(random, one(random, BLOCKS), depth);
}

/** Every node with its path. @param {unknown[]} nodes */
export function paths(nodes, path = []) {
  return nodes.flatMap((node, index) => {
    const here = [...path, index];
    return [{ node, path: here }, ...paths(node.children ?? [], here)];
  });
}

const carriesText = (node) => typeof node === 'string' || Array.isArray(node) || 'text' in node;

/** An op that fits the tree. @param {ReturnType<typeof randomness>} random @param {unknown[]} nodes */
export function randomOp(random, nodes) {
  const all = paths(nodes);
  const texts = all.filter(({ node }) => carriesText(node));
  const lists = all.filter(({ node }) => node.type === 'list');
  const parents = [{ path: [], node: { type: 'root', children: nodes } }, ...all.filter(({ node }) => node.children)];
  if (lists.length > 0 && random.below(6) === 0) {
    return { op: 'setLoose', path: one(random, lists).path };
  }
  if (texts.length > 0 && random.below(2) === 0) {
    return { op: 'appendText', path: one(random, texts).path, text: randomText(random) };
  }
  const { path, node } = one(random, parents);
  const added = childrenFor(random, node.type, path.length);
  // Nothing comes after what shows that a table goes on.
  return random.below(2) === 0 && node.children.at(-1)?.type !== 'more'
    ? { op: 'appendNodes', path, nodes: added }
    : { op: 'replaceFrom', path, index: random.below(node.children.length + (node.children.at(-1)?.type === 'more' ? 0 : 1)), nodes: added };
}

/** The same op the plain way: on a copy, in place. @param {unknown[]} nodes @param {object} op */
export function byHand(nodes, op) {
  const copy = structuredClone(nodes);
  let parent = null;
  let at = { children: copy };
  for (const index of op.path) {
    parent = at;
    at = at.children[index];
  }
  if (op.op === 'appendText') {
    const index = op.path.at(-1);
    if (typeof at === 'string') {
      parent.children[index] = at + op.text;
    } else if (Array.isArray(at)) {
      at[1] += op.text;
    } else {
      at.text += op.text;
    }
  } else if (op.op === 'setLoose') {
    at.loose = true;
  } else if (op.op === 'appendNodes') {
    at.children.push(...structuredClone(op.nodes));
  } else {
    at.children.splice(op.index, at.children.length, ...structuredClone(op.nodes));
  }
  return copy;
}
