// An answer's tree in a real browser: patches against fresh drawings, and what they leave alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, ask, code, end, link, paragraph, patch, withBrowser } from '../page.js';
import { applyOps } from '../../../ui/js/tree.js';
import { offList } from '../closed.js';
import { golden } from '../node/golden.js';
import { randomNode, randomOp, randomness } from '../node/random.js';

const { open } = withBrowser();

// Mutation seen to fail: `patch-index` in `xtask/scripts/mutations_answer.py`.
test('patching the drawn tree gives what drawing the patched tree gives', async () => {
  const page = await open('/?scene=ready&manual');
  const cases = [];
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = randomness(seed);
    const before = Array.from({ length: random.below(4) }, () => randomNode(random, 0));
    let after = before;
    const ops = [];
    for (let step = 0; step < 10; step += 1) {
      const op = randomOp(random, after);
      ops.push(op);
      after = applyOps(after, [op]);
    }
    cases.push({ seed, before, ops, after });
  }
  const wrong = await page.evaluate(async (all) => {
    const { drawnTree } = await import('/js/render/patch.js');
    const drawn = (nodes, ops) => {
      const slot = document.createElement('div');
      const tree = drawnTree(slot);
      tree.replace(nodes);
      tree.patch(ops);
      slot.normalize();
      return slot;
    };
    return all.filter(({ before, ops, after }) => !drawn(before, ops).isEqualNode(drawn(after, []))).map(({ seed }) => seed);
  }, cases);
  assert.deepEqual(wrong, []);
});

// Mutation seen to fail: `patch-redraws` in `xtask/scripts/mutations_answer.py`.
test('a patch touches what it names and nothing beside it', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  await patch(page, turn, append(paragraph('one'), paragraph('two'), code('rust', 'fn a()')));
  await page.getByText('two').waitFor();
  await page.evaluate(() => {
    window.changed = new Set();
    const body = document.querySelector('.message-assistant .message-body');
    new MutationObserver((records) => records.forEach(({ target }) => window.changed.add((target instanceof Text ? target.parentElement : target).tagName))).observe(body, {
      childList: true, characterData: true, subtree: true, attributes: true,
    });
  });
  await patch(page, turn, [{ op: 'appendText', path: [2, 0, 0], text: ' {}' }]);
  await page.getByText('fn a() {}').waitFor();
  assert.deepEqual(await page.evaluate(() => [...window.changed]), ['SPAN']);
  await patch(page, turn, [{ op: 'appendNodes', path: [2], nodes: [{ type: 'line', children: ['fn b() {}'] }] }]);
  await page.getByText('fn b() {}').waitFor();
  assert.deepEqual(await page.evaluate(() => [...window.changed]), ['SPAN', 'CODE']);
});

test('a patch of an answer writes no control and no storage', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  await patch(page, turn, append(paragraph('one')));
  await page.getByText('one', { exact: true }).waitFor();
  await page.evaluate(() => {
    window.written = [];
    for (const kind of [HTMLSelectElement, HTMLInputElement, HTMLTextAreaElement]) {
      const { get, set } = Object.getOwnPropertyDescriptor(kind.prototype, 'value');
      Object.defineProperty(kind.prototype, 'value', { get, set(value) {
        window.written.push(`${this.localName}.${this.className}`);
        set.call(this, value);
      } });
    }
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (name, value) {
      window.written.push(name);
      setItem.call(this, name, value);
    };
  });
  await patch(page, turn, [{ op: 'appendText', path: [0, 0], text: ' and two' }]);
  await page.getByText('one and two').waitFor();
  assert.deepEqual(await page.evaluate(() => window.written), []);
});

test('a long text grows in pieces, and reads as one', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  await patch(page, turn, append(paragraph('')));
  await page.evaluate((id) => {
    for (let index = 0; index < 300; index += 1) {
      window.fakeEngine.patch(id, [{ op: 'appendText', path: [0, 0], text: `line ${index} of a long text\n` }]);
    }
  }, turn);
  await page.getByText('line 299').waitFor();
  const { pieces, longest, text } = await page.evaluate(() => {
    const grown = document.querySelector('.message-assistant .message-body p');
    const lengths = [...grown.childNodes].map((piece) => piece.data.length);
    return { pieces: lengths.length, longest: Math.max(...lengths), text: grown.textContent };
  });
  assert.ok(pieces > 1 && longest <= 4096, `${pieces} pieces, longest ${longest}`);
  assert.equal(text, Array.from({ length: 300 }, (_, index) => `line ${index} of a long text\n`).join(''));
});

test('a hundred thousand tiny patches keep the window responsive and lose nothing', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  await patch(page, turn, append(paragraph('')));
  const { frames, length } = await page.evaluate(async (id) => {
    let count = 0;
    let running = true;
    const tick = () => {
      count += 1;
      if (running) {
        requestAnimationFrame(tick);
      }
    };
    requestAnimationFrame(tick);
    // As the engine's outbox does: what came is joined, at most one message a frame.
    for (let sent = 0; sent < 100_000; sent += 500) {
      window.fakeEngine.patch(id, [{ op: 'appendText', path: [0, 0], text: 'x'.repeat(500) }]);
      await new Promise((go) => requestAnimationFrame(go));
    }
    await new Promise((go) => setTimeout(go, 100));
    running = false;
    return { frames: count, length: document.querySelector('.message-assistant .message-body').textContent.length };
  }, turn);
  assert.equal(length, 100_000);
  assert.ok(frames >= 200, `${frames} frames`);
});

test('text from outside stays text: no element, no attribute, no request comes of it', async () => {
  const page = await open('/?scene=ready&manual');
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const hostile = ['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '</div><style>*{display:none}</style>', '<meta http-equiv=refresh content="0;url=https://evil.example">', '\u202Egpj.exe', 'javascript:alert(1)', '\u0000\ud800'];
  const turn = await ask(page, hostile.join(' '));
  await patch(page, turn, append(
    ...hostile.map((text) => paragraph(text)),
    code('js', ...hostile),
    { type: 'paragraph', children: [link('https://evil.example/', 'evil.example', 'https://bank.example')] },
  ), hostile.join(' '));
  await end(page, turn, { model: '<b>model</b>', state: 'failed', finish: null, error: { code: 'bad_request', message: hostile[0], action: hostile[1], status: 400, retryAfterMs: null, requestId: hostile[0] } });
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('chat-box :is(img, script, style, meta, iframe, a, svg:not([aria-hidden]))').count(), 0);
  assert.equal(await page.getByText(hostile[0], { exact: true }).first().isVisible(), true);
  assert.equal(await page.getByRole('article', { name: '<b>model</b>' }).count(), 1);
  assert.equal(await page.locator('.link-host').innerText(), 'evil.example');
  assert.deepEqual(requests, []);
});

const SNAPSHOT = golden('snapshot.json');

// Mutation seen to fail: `element-unlisted` in `xtask/scripts/mutations_answer.py`.
test('a formula is made of the closed list, whatever its tree names', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  const part = (tag, ...children) => ({ type: 'mathPart', tag, attributes: {}, children });
  const children = ['maction', 'semantics', 'script', 'constructor', 'a'].map((tag) => part(tag, part('mi', 'x')));
  await patch(page, turn, append({ type: 'paragraph', children: [{ type: 'math', display: false, source: 'x', children }] }));
  await page.locator('.message-assistant math').waitFor();
  assert.equal(await page.locator('.message-assistant mrow mi').count(), children.length);
  assert.deepEqual(await page.evaluate(offList), []);
});

test('every kind of node has its element, and nothing but those of the closed list', async () => {
  const page = await open('/?scene=ready&manual');
  const turn = await ask(page, 'Go');
  await patch(page, turn, append(...SNAPSHOT.turns[0].nodes));
  await page.getByRole('heading', { name: 'Title', level: 4 }).waitFor();
  const tags = await page.evaluate(() => [...document.querySelectorAll('.message-assistant .message-body *')].map(({ localName }) => localName));
  for (const tag of ['strong', 'em', 'del', 'code', 'br', 'ol', 'ul', 'li', 'blockquote', 'hr', 'figure', 'pre', 'table', 'thead', 'th', 'td', 'sup', 'math', 'msup']) {
    assert.ok(tags.includes(tag), tag);
  }
  assert.equal(await page.locator('ol').getAttribute('start'), '3');
  assert.equal(await page.getByRole('region', { name: 'Code in rust' }).count(), 1);
  assert.equal(await page.locator('pre').evaluate((pre) => pre.textContent), 'fn main() {}\n\n');
  assert.equal(await page.getByRole('region', { name: 'Table' }).getByRole('columnheader').count(), 2);
  assert.equal(await page.getByRole('note', { name: 'Footnote 1' }).count(), 1);
  assert.equal(await page.getByRole('img', { name: 'done', exact: true }).count(), 1);
  assert.deepEqual(await page.evaluate(offList), []);
});
