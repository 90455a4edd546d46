// Words for what makes an address doubtful, and for the letter that one prepares.

/** @typedef {import('../types.js').Doubt} Doubt */
/** @typedef {import('../types.js').Letter} Letter */

/** @type {Readonly<Record<Doubt, string>>} */
const DOUBTS = {
  otherText: 'The link’s text names another address than the one it leads to.',
  disguised: 'The name stands for letters of other scripts, which can look like another name.',
  userinfo: 'A user name stands before the host and can be mistaken for it.',
  address: 'It leads to a number or to a machine in the network around you, not to a name on the web.',
  port: 'It leads to a port that is not the usual one.',
  long: 'It is longer than anybody reads: something of this chat may be written into it.',
  mail: 'It prepares a letter.',
};

/** @param {readonly Doubt[]} doubts */
export function doubtWords(doubts) {
  return doubts.map((doubt) => DOUBTS[doubt]);
}

/**
 * The fields of a letter that are not empty.
 * @param {Letter} letter
 */
export function letterLines({ to, cc, bcc, subject, body }) {
  const fields = [
    { name: 'To', value: to },
    { name: 'Copy to', value: cc },
    { name: 'Hidden copy to', value: bcc },
    { name: 'Subject', value: subject },
    { name: 'Text', value: body },
  ];
  return fields.filter(({ value }) => value !== '');
}
