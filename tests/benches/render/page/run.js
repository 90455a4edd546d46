// Plays one answer, one step an animation frame, through one renderer, and tells the server how
// long each step and each frame took. What the process used meanwhile is read from outside.

/** @typedef {{step: (at: number) => void | Promise<void>, steps: number}} Renderer */

const query = new URLSearchParams(location.search);

/** The transcript's own structure, so that the product's CSS applies. */
function transcript() {
  let at = document.body;
  for (const [tag, name] of [
    ['div', 'scroller'],
    ['div', 'column'],
    ['div', 'log'],
    ['message-view', ''],
    ['article', 'message message-assistant'],
    ['div', 'message-body'],
  ]) {
    const element = document.createElement(tag);
    element.className = name;
    at.append(element);
    at = element;
  }
  return { scroller: document.querySelector('.scroller'), slot: at };
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * Draws a word in each kind of letters and takes it away: the engine finds and loads a font when it
 * is first used, 50 ms each, whoever draws.
 * @param {HTMLElement} slot
 */
async function loadFonts(slot) {
  for (const tag of ['p', 'h4', 'strong', 'em', 'code', 'pre', 'th', 'li']) {
    const sample = document.createElement(tag);
    sample.textContent = 'Sample 0123 (→)';
    const code = document.createElement('code');
    code.textContent = '{}';
    sample.append(code);
    slot.append(sample);
  }
  await frame();
  await frame();
  slot.replaceChildren();
}

/** @param {string} path @param {object} [body] */
const tell = (path, body = {}) =>
  fetch(`${path}?run=${query.get('run')}`, { method: 'POST', body: JSON.stringify(body) });

/** @param {string} name */
const data = async (name) => (await fetch(`/data/${name}.json`)).json();

async function main() {
  const { scroller, slot } = transcript();
  await loadFonts(slot);
  const { default: make } = await import(`/renderers/${query.get('renderer')}.js`);
  /** @type {Renderer} */
  const renderer = await make(slot, data);
  await frame();
  await frame();
  // The answer comes once the clock outside has been read.
  await tell('/ready');
  const steps = [];
  const gaps = [];
  let last = await frame();
  for (let at = 0; at < renderer.steps; at += 1) {
    const from = performance.now();
    await renderer.step(at);
    // As the transcript does: the newest text stays in view. It also makes the layout part of
    // what is timed, whoever rendered.
    scroller.scrollTop = scroller.scrollHeight;
    steps.push(performance.now() - from);
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  // Some draw later than they were asked to: until two frames came on time, it is not over.
  for (let calm = 0; calm < 2; ) {
    const now = await frame();
    scroller.scrollTop = scroller.scrollHeight;
    calm = now - last < 25 ? calm + 1 : 0;
    gaps.push(now - last);
    last = now;
  }
  await tell('/done', {
    steps,
    gaps,
    shown: slot.textContent.length,
    elements: slot.querySelectorAll('*').length,
    height: scroller.scrollHeight,
  });
}

main().catch((error) => tell('/failed', { error: String(error?.stack ?? error) }));
