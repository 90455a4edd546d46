// What the window says, in English. The keys are those of every other language; names in braces are
// filled in, and what is counted has a text for each kind of number that the language knows.

export const en = /** @type {const} */ ({
  app: {
    conversations: 'Conversations',
    list: 'Conversation list',
    newChat: 'New chat',
    settings: 'Settings',
    temporary: 'Temporary chat',
    untitled: 'Conversation',
    windowTitle: '{title} · Gatehouse',
  },
});
