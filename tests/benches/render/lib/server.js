// Serves the bench's page, the product's `ui/` and the answer on loopback, and waits with a run
// until the clock outside has been read.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('../', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

/**
 * @typedef {object} Run
 * @property {() => Promise<void>} ready when the page waits for its start; read the clock then
 * @property {() => void} go lets it start
 * @property {() => Promise<any>} done what it measured
 * @property {string} id
 */

/**
 * @param {string} dataFolder where the answer's steps and patches are
 * @param {string} others where the bundles of what ours is compared with are
 * @returns {Promise<{url: string, begin: () => Run, close: () => void}>}
 */
export async function serve(dataFolder, others) {
  /** First match wins. */
  const roots = [
    ['/ui/', fileURLToPath(new URL('../../../../ui/', import.meta.url))],
    ['/data/', dataFolder],
    ['/renderers/', join(HERE, 'renderers')],
    ['/renderers/', others],
    ['/page/', join(HERE, 'page')],
  ];
  /** @type {Map<string, {ready: (go: () => void) => void, done: (measured: any) => void, failed: (error: Error) => void}>} */
  const runs = new Map();

  /** @param {string} path */
  async function file(path) {
    for (const [prefix, folder] of roots) {
      const found = path.startsWith(prefix) ? join(folder, normalize(`/${path.slice(prefix.length)}`)) : null;
      const bytes = found === null ? null : await readFile(found).catch(() => null);
      if (bytes !== null) {
        return bytes;
      }
    }
    return null;
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const run = runs.get(searchParams.get('run') ?? '');
      if (pathname === '/ready') {
        run?.ready(() => response.end('{}'));
        return;
      }
      response.end('{}');
      if (pathname === '/done') {
        run?.done(body);
      } else {
        run?.failed(new Error(body.error ?? pathname));
      }
      return;
    }
    const bytes = await file(pathname);
    const type = TYPES[extname(pathname)] ?? 'application/octet-stream';
    response.writeHead(bytes === null ? 404 : 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();

  function begin() {
    const id = String(runs.size);
    let go = () => {};
    const ready = later();
    const done = later();
    // Whoever waits for neither is not surprised by a failure.
    ready.promise.catch(() => undefined);
    done.promise.catch(() => undefined);
    runs.set(id, {
      ready: (start) => {
        go = start;
        ready.resolve();
      },
      done: done.resolve,
      failed: (error) => {
        ready.reject(error);
        done.reject(error);
      },
    });
    return { id, ready: () => ready.promise, go: () => go(), done: () => done.promise };
  }

  return { url: `http://127.0.0.1:${port}`, begin, close: () => server.closeAllConnections() ?? server.close() };
}

/** A promise with its ends. */
function later() {
  /** @type {(value?: any) => void} */
  let resolve = () => {};
  /** @type {(error: Error) => void} */
  let reject = () => {};
  const promise = new Promise((good, bad) => {
    resolve = good;
    reject = bad;
  });
  return { promise, resolve, reject };
}
