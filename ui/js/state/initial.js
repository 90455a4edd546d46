// The state before anything came.

/** @typedef {import('../types.js').State} State */

/** @returns {State} */
export function initialState() {
  return {
    ready: false,
    version: '',
    next: { connection: null, model: null, demo: false, problem: null, hint: null },
    keys: [],
    settings: {
      timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 120_000 },
      retriesMax: 2,
      defaultConnection: null,
      defaultModel: null,
      favouriteModels: [],
      limiterPerMinute: null,
      cacheTtlSeconds: 3600,
      budgetMonthlyUsd: null,
      signinFolder: null,
      signinCli: null,
      fallback: [],
      chatMaxTokens: null,
      quickMaxTokens: null,
      journalMegabytes: 64,
      journalDays: 30,
    },
    notice: null,
    conversations: [],
    allListed: false,
    view: 0,
    open: null,
    opening: false,
    messages: [],
    openCount: 0,
    openAtMs: 0,
    turns: new Map(),
    sendings: [],
    files: [],
    fileProblem: null,
    leaveOut: null,
    options: { temperature: null, seed: null, stop: [], reasoning: null },
    preview: null,
    failure: null,
    model: null,
    models: { connection: null, phase: 'none', list: [], problem: '' },
    asked: false,
    keyCard: false,
    status: '',
  };
}
