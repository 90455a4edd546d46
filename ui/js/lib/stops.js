// Texts at which an answer ends, one a line: a break of line within one is written `\n`, a backslash
// twice. Pure.

/** @param {readonly string[]} stops */
export function stopsText(stops) {
  return stops.map((stop) => stop.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')).join('\n');
}

/** @param {string} text */
export function stopsFrom(text) {
  return text.split('\n').filter((line) => line !== '').map((line) => line.replace(/\\(n|\\)/g, (_, sign) => (sign === 'n' ? '\n' : '\\')));
}
