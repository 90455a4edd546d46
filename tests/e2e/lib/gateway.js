// A gateway for one test, written apart from ours: it streams numbered words at a steady pace,
// remembers what it was asked and when each connection was closed by the other side.

import { createServer } from 'node:http';

/**
 * @typedef {object} Asked
 * @property {string} path
 * @property {string} authorization
 * @property {any} body
 * @property {number} at milliseconds, as `performance.now()`
 * @property {number | null} closedAt when the other side closed before the end
 * @property {string} sent the text that was sent so far
 */

/** The words of an answer: `0001 0002 …`, so that a prefix is easily told from a muddle. */
export const words = (/** @type {number} */ count) =>
  Array.from({ length: count }, (_, at) => `${String(at + 1).padStart(4, '0')} `).join('');

/**
 * @param {import('node:test').TestContext} t
 * @param {{key?: string, words?: number, everyMs?: number, firstMs?: number, burst?: number, refuse?: ((body: any, authorization: string) => string | null), text?: string | null | ((body: any) => string | null), cut?: (body: any) => boolean, models?: readonly string[]}} [options]
 *   `key`: what it accepts; `firstMs`: silence before the first word or the whole answer; `burst`: words sent at once; `text`: the whole answer,
 *   in place of words, or what gives it for a question; `cut`: whether
 *   that one breaks off before its end; `refuse`: gives the words of a refusal; `models`: the ids it lists.
 */
export async function gateway(t, { key = '', words: count = 400, everyMs = 10, firstMs = 0, burst = 1, text = null, cut = () => false, refuse = () => null, models = ['test/words'] } = {}) {
  /** @type {Asked[]} */
  const asked = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      const authorization = request.headers.authorization ?? '';
      /** @type {Asked} */
      const entry = {
        path: request.url ?? '',
        authorization,
        body: body === '' ? null : JSON.parse(body),
        at: performance.now(),
        closedAt: null,
        sent: '',
      };
      asked.push(entry);
      if (key !== '' && authorization !== `Bearer ${key}`) {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { message: 'Wrong key.', type: 'authentication_error' } }));
      } else if (entry.path.endsWith('/models')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) }));
      } else {
        const refusal = refuse(entry.body, authorization);
        if (refusal === null) {
          stream(response, entry);
        } else {
          response.writeHead(400, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ error: { message: refusal, type: 'invalid_request_error' } }));
        }
      }
    });
  });

  /**
   * @param {import('node:http').ServerResponse} response
   * @param {Asked} entry
   */
  function stream(response, entry) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const say = (/** @type {object} */ delta, /** @type {string | null} */ finish = null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 1, model: 'test/words', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    const whole = typeof text === 'function' ? text(entry.body) : text;
    if (whole !== null) {
      setTimeout(() => {
        say({ content: whole });
        if (cut(entry.body)) {
          // What was said is on its way already.
          setTimeout(() => response.destroy(), 50);
          return;
        }
        say({}, 'stop');
        response.end('data: [DONE]\n\n');
      }, firstMs);
      return;
    }
    let next = 0;
    const tick = () => {
      for (let at = 0; at < burst && next < count; at += 1) {
        next += 1;
        const word = `${String(next).padStart(4, '0')} `;
        entry.sent += word;
        say({ content: word });
      }
      if (next >= count) {
        clearInterval(timer);
        say({}, 'stop');
        response.end('data: [DONE]\n\n');
      }
    };
    let timer = setTimeout(() => (timer = setInterval(tick, everyMs)), firstMs);
    response.on('close', () => {
      clearTimeout(timer);
      if (!response.writableFinished) {
        entry.closedAt = performance.now();
      }
    });
  }

  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    /** The requests for an answer. */
    turns: () => asked.filter(({ path }) => path.endsWith('/chat/completions')),
  };
}
