// What another program adds to quick-ask's draft on disk goes behind what stands in the box.

/**
 * @param {import('./host.js').Host} host
 * @param {import('./elements/message-composer.js').MessageComposer} box
 * @param {ReturnType<typeof import('./drafts.js').keepDrafts>} drafts
 * @returns {() => Promise<void>} to be called whenever something was added; one after the other
 */
export function takeAdditions(host, box, drafts) {
  let taking = Promise.resolve();

  async function take() {
    const before = (await drafts.kept()) ?? box.draft;
    const { text } = await host.invoke('open_draft', { conversation: null });
    if (text !== before && text !== box.draft) {
      box.propose(before.trim() !== '' && text.startsWith(before) ? text.slice(before.length).trimStart() : text);
      drafts.changed();
    }
  }

  return () => (taking = taking.then(take).catch(() => undefined));
}
