// The long conversation's part of `cargo xtask bench render`, in the real window: what opening 10,000
// messages costs beside opening 60, and what a typed key costs while an answer of 500 tokens a second
// streams into it, beside a key in an empty chat.
//
// node long.js --data DIR [--runs N], with the variables of the window's tests.

import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { By } from 'selenium-webdriver';
import { folder, start, until } from '../../e2e/lib/app.js';
import { ask, box, button, messages, picture } from '../../e2e/lib/page.js';
import { seed, streaming } from './lib/conversation.js';
import { commandLine, family, load, memoryMb, processMs, threadMs } from './lib/processes.js';
import { head, row, verdicts } from './lib/long-table.js';

const LONG = 10_000;
const SHORT = 60;
const KEYS = 150;
/** Windows of time in which the stream alone is looked at, before and after the keys. */
const ALONE_MS = 4_000;

const { values } = parseArgs({ options: { data: { type: 'string' }, runs: { type: 'string', default: '3' } } });

/** What is to be undone at the end of a round. */
function ending() {
  /** @type {(() => unknown)[]} */
  const all = [];
  const t = /** @type {import('node:test').TestContext} */ (
    /** @type {unknown} */ ({ after: (/** @type {() => unknown} */ undo) => all.unshift(undo) })
  );
  return {
    t,
    end: async () => {
      for (const undo of all) {
        await undo();
      }
    },
  };
}

/** The processes that draw the pages of the program; quick-ask's does nothing here. @param {number} program */
const drawing = (program) => family(program).filter((pid) => commandLine(pid)[0]?.endsWith('/WebKitWebProcess'));

/** @typedef {{main: number, all: number, pages: Map<number, number>}} Clock milliseconds */

/** @param {number} program @returns {Clock} */
function clock(program) {
  const pages = new Map(drawing(program).map((pid) => [pid, threadMs(pid)]));
  return { main: [...pages.values()].reduce((sum, ms) => sum + ms, 0), all: processMs(program), pages };
}

/** Waits until the pages have nothing more to do. @param {number} program */
async function calm(program) {
  for (let quiet = 0, before = clock(program); quiet < 3; ) {
    await sleep(200);
    const now = clock(program);
    quiet = now.main - before.main < 8 ? quiet + 1 : 0;
    before = now;
  }
}

/** The process that worked between two looks. @param {Clock} before @param {Clock} after */
const worker = (before, after) =>
  [...after.pages].sort(([a, x], [b, y]) => y - (before.pages.get(b) ?? 0) - (x - (before.pages.get(a) ?? 0)))[0]?.[0] ?? 0;

/**
 * Milliseconds of the page's main thread a key.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {number} program
 * @param {boolean} streams
 */
async function perKey(driver, program, streams) {
  const field = await box(driver);
  await field.click();
  await calmOr(program, streams);
  const text = 'the quick brown fox jumps '.repeat(20).slice(0, KEYS);
  const rate = async () => {
    const [from, at] = [clock(program), performance.now()];
    await sleep(ALONE_MS);
    return (clock(program).main - from.main) / (performance.now() - at);
  };
  const before = await rate();
  const [from, at] = [clock(program), performance.now()];
  await field.sendKeys(text);
  const took = performance.now() - at;
  const spent = clock(program).main - from.main;
  const after = await rate();
  return { ms: (spent - (took * (before + after)) / 2) / KEYS, rate: (before + after) / 2 };
}

/** @param {number} program @param {boolean} streams */
const calmOr = (program, streams) => (streams ? sleep(500) : calm(program));

/**
 * Opens a conversation, then lets an answer stream into it and types.
 * @param {number} count
 * @param {boolean} types
 */
async function round(count, types) {
  const { t, end } = ending();
  try {
    const server = await streaming(t, values.data ?? '');
    const data = folder(t);
    seed(data, count);
    const env = { AI_GATEWAY_URL: server.origin, AI_GATEWAY_API_KEY: 'bench-key-0001' };
    const { driver, pid } = await start(t, { data, env });
    const program = pid();
    const listed = await until('it is listed', () => driver.findElement(By.css('button.conversation')));
    await calm(program);
    const empty = types ? await perKey(driver, program, false) : null;
    const field = await box(driver);
    await field.clear();
    await calm(program);
    const before = clock(program);
    await listed.click();
    await until('the newest message is shown', async () => (await messages(driver)).at(-1)?.text.includes(`number ${count} `));
    await calm(program);
    const after = clock(program);
    const page = worker(before, after);
    const opened = {
      main: after.main - before.main,
      engine: after.all - before.all,
      pss: memoryMb(page).pss,
      elements: Number(await driver.executeScript(() => document.querySelectorAll('*').length)),
    };
    if (!types) {
      return { opened, keys: null };
    }
    await ask(driver, 'Go on, please.');
    await until('the answer streams', async () => ((await messages(driver)).at(-1)?.text.length ?? 0) > 500).catch(async (error) => {
      await picture(driver, 'bench-long');
      throw error;
    });
    const start0 = memoryMb(page).pss;
    const long = await perKey(driver, program, true);
    await sleep(10_000);
    const grown = memoryMb(page).pss - start0;
    await (await button(driver, 'Stop')).click();
    return { opened, keys: { empty: empty?.ms ?? 0, long: long.ms, rate: long.rate, grown } };
  } finally {
    await end();
  }
}

console.log(`\nThe real window, load ${load()}`);
console.log(head());
/** @type {Map<number, Awaited<ReturnType<typeof round>>[]>} */
const taken = new Map([[SHORT, []], [LONG, []]]);
for (let at = 0; at < Number(values.runs); at += 1) {
  for (const count of [SHORT, LONG]) {
    const got = await round(count, count === LONG);
    taken.get(count)?.push(got);
    console.log(row(count, got));
  }
}
const { text, missed } = verdicts(taken.get(SHORT) ?? [], taken.get(LONG) ?? []);
console.log(text);
process.exitCode = missed ? 1 : 0;
