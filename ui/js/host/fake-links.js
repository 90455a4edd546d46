// The scripted engine's gate for links and its pictures. What is doubtful a test says.

/** @typedef {import('../types.js').LinkQuestion} LinkQuestion */

/** The smallest PNG: one dark pixel. */
const DOT =
  '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c635070480000014400c10b8d96420000000049454e44ae426082';

export class FakeLinks {
  /** What was opened, in order. @type {string[]} */
  opened = [];
  /** What the next link is asked about, without its id. @type {Omit<LinkQuestion, 'id'> | null} */
  doubtful = null;

  /** @type {LinkQuestion | null} */
  #pending = null;
  #asked = 0;

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {unknown}
   */
  answer(command, args) {
    switch (command) {
      case 'open_link':
        return this.#wanted(/** @type {{href: string}} */ (args['params']).href);
      case 'answer_link': {
        const known = this.#pending?.id === args['id'] ? this.#pending : null;
        this.#pending = null;
        if (known !== null && args['open'] === true) {
          this.opened.push(known.href);
        }
        return known !== null && args['open'] === true;
      }
      case 'read_picture':
        return Uint8Array.from(DOT.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)).buffer;
      default:
        return null;
    }
  }

  /** @param {string} href */
  #wanted(href) {
    if (this.doubtful === null) {
      this.opened.push(href);
      return { type: 'opened' };
    }
    this.#asked += 1;
    this.#pending = { id: `link-${this.#asked}`, ...this.doubtful };
    this.doubtful = null;
    return { type: 'asked', question: this.#pending };
  }
}
