// The forms in which a secret could hide in a file, a page or a message: as `tests/src/forms.rs`.

/**
 * A secret as it is, reversed, percent-encoded, as JSON writes it, as hex, in UTF-16 and in the three
 * alignments of base64.
 * @param {string} secret
 * @returns {Buffer[]}
 */
export function formsOf(secret) {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((skip) => {
    const inner = bytes.subarray(skip).toString('base64');
    return inner.slice(0, Math.floor(inner.replaceAll('=', '').length / 4) * 4 - 4);
  });
  const texts = [secret, [...secret].toReversed().join(''), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, hex.toUpperCase(),
    ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
  return [...[...new Set(texts)].map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')];
}

/**
 * @param {readonly Buffer[]} forms
 * @param {string | Buffer} held
 */
export const holds = (forms, held) => {
  const bytes = Buffer.from(held);
  return forms.some((form) => bytes.includes(form));
};
