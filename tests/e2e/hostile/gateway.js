// A gateway that answers as it was told: hostile reasoning, a hostile answer in pieces, and a
// hostile error in the middle of the stream.

import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{answer: string, reasoning: string, error: string | null}} Reply */

/** Into how many pieces an answer is cut: half-read marks are drawn too. */
const PIECES = 6;

/** @param {string} text @returns {string[]} */
function pieces(text) {
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / PIECES));
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, at) =>
    characters.slice(at * size, (at + 1) * size).join(''),
  );
}

/**
 * @param {import('node:test').TestContext} t
 * @param {(question: string) => Reply} replyTo
 */
export async function hostileGateway(t, replyTo) {
  /** What was asked that is no question: the page has no business here. @type {string[]} */
  const strange = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) {
      body += piece;
    }
    if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions')) {
      strange.push(`${request.method} ${request.url}`);
      response.writeHead(404).end();
      return;
    }
    const { messages } = JSON.parse(body);
    const { answer, reasoning, error } = replyTo(messages.at(-1).content);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (/** @type {object} */ delta, /** @type {string | null} */ finish = null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'h', object: 'chat.completion.chunk', created: 1, model: 'test/hostile', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    for (const piece of pieces(reasoning)) {
      say({ reasoning_content: piece });
    }
    for (const piece of pieces(answer)) {
      say({ content: piece });
      await sleep(20);
    }
    if (error === null) {
      say({}, 'stop');
      response.end('data: [DONE]\n\n');
    } else {
      response.end(`data: ${JSON.stringify({ error: { type: 'server_error', message: error } })}\n\n`);
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, strange };
}
