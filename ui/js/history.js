// Questions asked before, for the message box: those of the chat on screen first, then all others,
// the newest first, each text once. Knows no DOM.

/** How many are read at once. */
const PAGE = 30;

/**
 * @param {import('./host.js').Host} host
 * @param {import('./store.js').Store} store
 * @returns {import('./lib/recall.js').Asked}
 */
export function createHistory(host, store) {
  /** @type {string[]} */
  let texts = [];
  /** Which of them is shown. */
  let at = -1;
  /** What is still to be read: chats, and the question that was read last of them. @type {{conversation: string | null, before: string | null}[]} */
  let sources = [];
  /** Counts up whenever one begins anew: what comes late belongs to nobody. */
  let run = 0;

  async function more() {
    const [source] = sources;
    const mine = run;
    if (source === undefined) {
      return false;
    }
    const page = await host.invoke('list_questions', { params: { ...source, limit: PAGE } }).catch(() => []);
    if (mine !== run) {
      return false;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) {
      sources.shift();
    } else {
      source.before = last.message;
    }
    texts = [...new Set([...texts, ...page.map(({ text }) => text)])];
    return true;
  }

  return {
    /** The last ones of all chats, each text once; none where they cannot be read. @param {number} count */
    async recent(count) {
      const page = await host.invoke('list_questions', { params: { conversation: null, before: null, limit: PAGE } }).catch(() => []);
      return [...new Set(page.map(({ text }) => text))].slice(0, count);
    },

    begin() {
      const { open } = store.state();
      run += 1;
      texts = [];
      at = -1;
      sources = [...(open === null ? [] : [{ conversation: open, before: null }]), { conversation: null, before: null }];
    },

    async older() {
      while (at + 1 >= texts.length && (await more())) {
        // A page may hold nothing new.
      }
      const text = texts[at + 1] ?? null;
      at += text === null ? 0 : 1;
      return text;
    },

    newer() {
      at = Math.max(-1, at - 1);
      return texts[at] ?? '';
    },
  };
}
