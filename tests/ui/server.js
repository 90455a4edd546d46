// Serves `ui/` on loopback under the same Content-Security-Policy as the desktop window, so that
// what the policy forbids fails here first.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../ui/', import.meta.url));

/** What the gallery has beside the page. */
const BESIDE = { '/gallery/': fileURLToPath(new URL('gallery/', import.meta.url)), '/golden/': fileURLToPath(new URL('../fixtures/', import.meta.url)) };

/** SECURITY.md of the design, with trusted types; no `ipc:` because there is no engine here. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "media-src 'none'",
  "worker-src 'none'",
  "manifest-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** @returns {Promise<{url: string, close: () => Promise<void>}>} */
export async function serve() {
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').pathname;
    const path = asked.endsWith('/') ? `${asked}index.html` : asked;
    const prefix = Object.keys(BESIDE).find((one) => path.startsWith(one));
    const root = prefix === undefined ? ROOT : BESIDE[prefix];
    const file = join(root, normalize(prefix === undefined ? path : `/${path.slice(prefix.length)}`));
    if (!file.startsWith(root) || file.endsWith(sep)) {
      response.writeHead(404).end();
      return;
    }
    try {
      const golden = extname(file) === '.json';
      // As a module: the policy lets a page connect to nothing, not even for a JSON module.
      const body = golden ? `export default ${await readFile(file, 'utf8')}` : await readFile(file);
      const type = golden ? TYPES['.js'] : (TYPES[extname(file)] ?? 'application/octet-stream');
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': CSP });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
