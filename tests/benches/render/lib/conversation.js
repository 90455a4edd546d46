// A conversation of a given length in a data folder, and a gateway that goes on with it at 500
// tokens a second.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { CLI, surroundings } from '../../../e2e/lib/app.js';

/** About four characters each, 500 a second, told every 20 ms as a busy gateway does. */
const EVERY_MS = 20;
const CHARACTERS = (500 * 4 * EVERY_MS) / 1000;

const id = (/** @type {number} */ number) => `0190aaaa-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** @param {number} number */
const answer = (number) =>
  [
    `Answer number ${number} has **some** words, \`code\` and a list:`,
    '- the first point, which goes on for a while so that it may wrap at the end of a line\n- the second',
    '```rust\nfn answer(number: u64) -> Option<u64> {\n    number.checked_mul(2)\n}\n```',
    'And a last paragraph that says what all of it means, in *plain* words, as answers do.',
  ].join('\n\n');

/**
 * Imports a conversation of so many messages through the command line.
 * @param {string} data
 * @param {number} count even
 */
export function seed(data, count) {
  const began = 1_790_000_000_000;
  const messages = Array.from({ length: count }, (_, at) => ({
    id: id(at + 1),
    ...(at === 0 ? {} : { parent: id(at) }),
    role: at % 2 === 0 ? 'user' : 'assistant',
    state: 'done',
    chosen: true,
    text: at % 2 === 0 ? `Question number ${at + 1} ?` : answer(at + 1),
    createdAtMs: began + at * 1000,
  }));
  const conversation = {
    id: id(0),
    title: `${count} messages`,
    createdAtMs: began,
    updatedAtMs: began + count * 1000,
    head: id(count),
    messages,
  };
  const file = join(data, 'seed.json');
  const document = { format: 'gatehouse-history', version: 1, exportedAtMs: began, conversations: [conversation] };
  writeFileSync(file, JSON.stringify(document));
  /** @param {string[]} words */
  const tell = (...words) => execFileSync(CLI, words, { env: surroundings(data, {}), stdio: ['ignore', 'ignore', 'inherit'] });
  tell('history', 'import', file);
  // Of a model that nobody knows the window is not known either: a chat of any length is sent.
  tell('settings', 'set', 'default.model', 'test/bench');
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} folder where the answer's steps are
 */
export async function streaming(t, folder) {
  const text = JSON.parse(readFileSync(join(folder, 'steps.json'), 'utf8')).join('');
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const began = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      // By the clock: a timer that comes late on a busy machine must not slow the stream.
      const due = Math.min(text.length, Math.ceil((performance.now() - began) / EVERY_MS) * CHARACTERS);
      const content = text.slice(sent, due);
      sent = due;
      response.write(
        `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 1, model: 'test/bench', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
      );
      if (sent === text.length) {
        clearInterval(timer);
        response.end('data: [DONE]\n\n');
      }
    }, EVERY_MS);
    response.on('close', () => clearInterval(timer));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}` };
}
