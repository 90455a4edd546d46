// The answer that the scripted engine gives: prose, a list, a table, code with its colours.

/** @typedef {import('../types.js').TreeNode} TreeNode */
/** @typedef {import('../types.js').PatchOp} PatchOp */
/** @typedef {{afterMs: number, ops: PatchOp[], reasoning: string}} Step */

/** @param {...TreeNode} children @returns {TreeNode} */
const p = (...children) => ({ type: 'paragraph', children });
/** @param {string} words @returns {TreeNode} */
const strong = (words) => ({ type: 'strong', children: [words] });
/** @param {string} words @returns {TreeNode} */
const code = (words) => ({ type: 'codeSpan', text: words });
/** @param {...TreeNode} children @returns {TreeNode} */
const item = (...children) => ({ type: 'item', done: null, children: [p(...children)] });
/** @param {boolean} done @param {string} words @returns {TreeNode} */
const task = (done, words) => ({ type: 'item', done, children: [p(words)] });
/** @param {...TreeNode} children @returns {TreeNode} */
const line = (...children) => ({ type: 'line', children });
/** @param {...string} cells @returns {TreeNode} */
const row = (...cells) => ({ type: 'row', children: cells.map((cell) => ({ type: 'cell', children: [cell] })) });

/** @returns {TreeNode[]} */
export function sampleTree() {
  return [
    p('A browser checks three things before it shows the lock. ', strong('Who signed it'), ', ', strong('for whom'), ' and ', strong('until when'), '.'),
    { type: 'heading', level: 2, children: ['The chain'] },
    p('Each certificate is signed by the one above it, up to a root that the system already holds. With ', code('openssl s_client'), ' you can watch it happen:'),
    { type: 'code', lang: 'bash', children: [line('openssl s_client -connect example.org:443 -servername example.org -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates')] },
    {
      type: 'list', start: 1, loose: false, children: [
        item('The server sends its own certificate and those in between.'),
        item('The browser builds a path to a trusted root and checks every signature on it.'),
        item('It compares the name in the certificate with the ', { type: 'emphasis', children: ['host name'] }, ' it asked for.'),
      ],
    },
    { type: 'quote', children: [p('A valid certificate says who you talk to. It does not say that they are honest.')] },
    { type: 'table', align: ['none', 'right'], children: [row('Certificate', 'Days'), row('Root', '7300'), row('Server', '90')] },
    { type: 'alert', kind: 'warning', children: [p('A name that only looks like the right one has a valid certificate too.')] },
    p('A key of ', { type: 'math', display: false, source: '2^{128}', children: [{ type: 'mathPart', tag: 'msup', children: [{ type: 'mathPart', tag: 'mn', children: ['2'] }, { type: 'mathPart', tag: 'mn', children: ['128'] }] }] }, ' guesses is out of reach.', { type: 'footnoteRef', label: '1' }),
    { type: 'list', start: null, loose: false, children: [task(true, 'Signed'), task(true, 'Of this host'), task(false, 'Expired')] },
    p('The rules are in ', { type: 'link', href: 'https://www.rfc-editor.org/rfc/rfc5280', host: 'www.rfc-editor.org', children: ['RFC 5280'] }, '.'),
    {
      type: 'code', lang: 'rust', children: [
        line(['keyword', 'fn'], ' ', ['function', 'trusted'], '(chain: &[', ['type', 'Certificate'], '], now: ', ['type', 'Time'], ') -> ', ['type', 'bool'], ' {'),
        line('    chain'),
        line('        .', ['function', 'windows'], '(', ['number', '2'], ')'),
        line('        .', ['function', 'all'], '(|pair| pair[', ['number', '0'], '].', ['function', 'signed_by'], '(&pair[', ['number', '1'], ']) && pair[', ['number', '0'], '].', ['function', 'valid_at'], '(now))'),
        line('}'),
      ],
    },
    { type: 'footnote', label: '1', children: [p('Of every computer there is, for longer than there are stars.')] },
  ];
}

/**
 * How the answer comes: block by block, code line by line.
 * @param {string} question
 * @returns {Step[]}
 */
export function sampleAnswer(question) {
  if (question.includes('2+2')) {
    return [{ afterMs: 700, ops: [{ op: 'appendNodes', path: [], nodes: [p('2 + 2 = ', strong('4'))] }], reasoning: '' }];
  }
  /** @type {Step[]} */
  const steps = [{ afterMs: 900, ops: [], reasoning: 'The question is about trust, so the chain comes first. ' }];
  sampleTree().forEach((node, index) => {
    const lines = typeof node === 'object' && 'type' in node && node.type === 'code' ? node.children : [];
    const begun = lines.length === 0 ? node : { .../** @type {Extract<TreeNode, {type: 'code'}>} */ (node), children: [] };
    steps.push({ afterMs: 120, ops: [{ op: 'appendNodes', path: [], nodes: [begun] }], reasoning: '' });
    for (const one of lines) {
      steps.push({ afterMs: 60, ops: [{ op: 'appendNodes', path: [index], nodes: [one] }], reasoning: '' });
    }
  });
  return steps;
}
