// What the window says, in German.

/** @type {import('../js/lib/texts.js').Texts} */
export const de = {
  app: {
    conversations: 'Unterhaltungen',
    list: 'Liste der Unterhaltungen',
    newChat: 'Neuer Chat',
    settings: 'Einstellungen',
    temporary: 'Temporärer Chat',
    untitled: 'Unterhaltung',
    windowTitle: '{title} · Gatehouse',
  },
};
