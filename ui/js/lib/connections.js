// What may be said of a connection. Pure.

/**
 * Nothing is said: all of it stays as it comes with the program.
 * @type {Readonly<import('../types.js').ConnectionEdit>}
 */
export const UNSAID = Object.freeze({
  dialect: null, baseUrl: null, headers: {}, connectMs: null, firstByteMs: null, idleMs: null, proxy: null, caPem: null, needsKey: null,
});
