// Small seeded randomness, so that a failing case can be run again.

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
const PARENTS = ['paragraph', 'quote', 'emphasis', 'strong', 'item', 'list', 'heading', 'link'];

/** @param {ReturnType<typeof randomness>} random */
export function randomText({ below }) {
  return Array.from({ length: below(4) }, () => WORDS[below(WORDS.length)]).join('');
}

/** @param {ReturnType<typeof randomness>} random @param {number} depth */
export function randomNode(random, depth) {
  const kind = random.below(depth > 3 ? 4 : 8);
  switch (kind) {
    case 0:
      return { type: 'text', text: randomText(random) };
    case 1:
      return { type: 'codeSpan', text: randomText(random) };
    case 2:
      return { type: 'code', lang: '', text: randomText(random) };
    case 3:
      return { type: random.below(2) === 0 ? 'rule' : 'break' };
    default: {
      const type = PARENTS[random.below(PARENTS.length)];
      const children = Array.from({ length: random.below(4) }, () => randomNode(random, depth + 1));
      const extra = { heading: { level: 2 }, list: { start: null }, link: { href: 'https://example.org/' } }[type] ?? {};
      return { type, ...extra, children };
    }
  }
}

/** Every node with its path. @param {object[]} nodes */
export function paths(nodes, path = []) {
  return nodes.flatMap((node, index) => {
    const here = [...path, index];
    return [{ node, path: here }, ...paths(node.children ?? [], here)];
  });
}

/** An op that fits the tree. @param {ReturnType<typeof randomness>} random @param {object[]} nodes */
export function randomOp(random, nodes) {
  const all = paths(nodes);
  const texts = all.filter(({ node }) => 'text' in node);
  const parents = [{ path: [], node: { children: nodes } }, ...all.filter(({ node }) => 'children' in node)];
  if (texts.length > 0 && random.below(2) === 0) {
    return { op: 'appendText', path: texts[random.below(texts.length)].path, text: randomText(random) };
  }
  const { path, node } = parents[random.below(parents.length)];
  const added = Array.from({ length: random.below(3) }, () => randomNode(random, path.length));
  return random.below(2) === 0
    ? { op: 'appendNodes', path, nodes: added }
    : { op: 'replaceFrom', path, index: random.below(node.children.length + 1), nodes: added };
}

/** The same op the plain way: on a copy, in place. @param {object[]} nodes @param {object} op */
export function byHand(nodes, op) {
  const copy = structuredClone(nodes);
  let at = { children: copy };
  for (const index of op.path) {
    at = at.children[index];
  }
  if (op.op === 'appendText') {
    at.text += op.text;
  } else if (op.op === 'appendNodes') {
    at.children.push(...structuredClone(op.nodes));
  } else {
    at.children.splice(op.index, at.children.length, ...structuredClone(op.nodes));
  }
  return copy;
}
