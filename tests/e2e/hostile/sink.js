// What would have left the machine: every name that is asked for and every connection that is
// begun. Only meaningful in the closed network of `xtask/scripts/closed-network.sh`.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Where a page, a mail program or a file share would be. */
const PORTS = [25, 80, 443, 445, 8080];
/** An address of documentation (RFC 5737); in the closed network it is ours. */
const ADDRESS = [203, 0, 113, 9];

/** The name in a DNS question. @param {Buffer} query */
function nameIn(query) {
  const labels = [];
  for (let at = 12; at < query.length && query[at] !== 0; at += 1 + query[at]) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  }
  return labels.join('.');
}

/** The answer: this address for A, nothing for anything else. @param {Buffer} query */
function answerTo(query) {
  let end = 12;
  while (end < query.length && query[end] !== 0) {
    end += 1 + query[end];
  }
  const isAddress = query.readUInt16BE(end + 1) === 1;
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(isAddress ? 1 : 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...ADDRESS]);
  return Buffer.concat([head, query.subarray(12, end + 5), ...(isAddress ? [record] : [])]);
}

/**
 * @param {import('node:test').TestContext} t
 * @returns {Promise<{seen: string[]}>} `seen` grows as it happens
 */
export async function sink(t) {
  /** @type {string[]} */
  const seen = [];
  const names = createSocket('udp4');
  names.on('message', (query, { port, address }) => {
    seen.push(`DNS ${nameIn(query)}`);
    names.send(answerTo(query), port, address);
  });
  await new Promise((resolve) => names.bind(53, '127.0.0.1', () => resolve(undefined)));
  t.after(() => names.close());
  for (const port of PORTS) {
    const server = createServer((socket) => {
      seen.push(`TCP ${socket.localAddress}:${port}`);
      socket.on('error', () => undefined);
      socket.destroy();
    });
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, () => resolve(undefined)));
    t.after(() => server.close());
  }
  return { seen };
}
