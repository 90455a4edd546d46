// The scripted engine's data folder, copies, imports, what was sent, and what the program is.

/** @typedef {import('../types.js').WhatWasSent} WhatWasSent */

/** Two messages as they go out. */
const BODY = '{"model":"anthropic/claude-sonnet-4.5","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What is 2+2?"}],"stream":true,"max_tokens":1000,"temperature":1.0}';

export class FakeData {
  /** @type {WhatWasSent} */
  sent = {
    type: 'kept',
    request: {
      url: 'https://ai-gateway.vercel.sh/v1/chat/completions', headers: ['x-title'], body: BODY, bodyBytes: BODY.length, ownKeys: [],
      masked: false, attempt: 1, attempts: 1, atMs: Date.UTC(2026, 10, 27, 12),
    },
  };
  /** @type {import('../types.js').DataView} */
  view = {
    places: [
      { what: 'history', path: '/home/me/.local/share/app.gatehouse.desktop/gatehouse.sqlite3', bytes: 4_200_000, files: 3 },
      { what: 'backups', path: '/home/me/.local/share/app.gatehouse.desktop/backups', bytes: 12_600_000, files: 4 },
      { what: 'logs', path: '/home/me/.local/share/app.gatehouse.desktop/logs', bytes: 21_000, files: 1 },
      { what: 'webView', path: '/home/me/.local/share/app.gatehouse.desktop/webview', bytes: 310_000, files: 20 },
    ],
    keys: 'keyring', conversations: 42, messages: 1234,
  };
  /** @type {import('../types.js').BackupView[]} */
  backups = [{ name: 'daily-2026-11-27-1795780800000.sqlite3', atMs: Date.UTC(2026, 10, 27, 8), bytes: 4_100_000 }];
  /** What a restore finds. @type {import('../types.js').RestoreView} */
  restores = { from: '', copy: null, added: 2, updated: 1, unchanged: 39, deleted: 0, refused: 0, why: [], messages: 7 };
  /** What an import finds; none where no file is chosen. @type {import('../types.js').HistoryImport | null} */
  imports = {
    dryRun: true, found: 5, added: 3, updated: 1, unchanged: 1, skipped: 0, deleted: 0, messages: 40, differing: 0, skippedRows: [],
    leftOut: { hidden: 0, tools: 0, files: 0, unreadable: 0, characters: 0 }, whole: true,
  };
  /** What is salvaged. @type {import('../types.js').SalvageView} */
  salvaged = {
    aside: '/home/me/gatehouse-damaged.sqlite3', read: { ...this.restores, added: 40, updated: 0, unchanged: 0 }, copy: this.restores, entries: 9,
    missing: ['messages: 3'],
  };
  /** @type {import('../types.js').EverythingDeleted} */
  deleted = { conversations: 42, files: 9, bytes: 17_000_000, keys: ['gateway@https://ai-gateway.vercel.sh'], left: [] };
  /** @type {import('../types.js').AboutView} */
  about = {
    version: '0.1.0', commit: '878bab4aa01c', system: 'Debian GNU/Linux 12 (bookworm) (linux x86_64)', webView: 'WebKitGTK 2.50.6',
    data: '/home/me/.local/share/app.gatehouse.desktop', log: '/home/me/.local/share/app.gatehouse.desktop/logs', drawing: 'usual',
  };

  /** What is wanted of the window from outside. @type {import('../types.js').Wanted[]} */
  wanted = [];

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {unknown} undefined where the command is none of these
   */
  answer(command, args) {
    switch (command) {
      case 'take_wanted':
        return this.wanted.shift() ?? null;
      case 'what_was_sent':
        return this.sent;
      case 'where_it_lies':
        return this.view;
      case 'list_backups':
        return this.backups;
      case 'backup_now': {
        const made = { name: `asked-${this.backups.length}.sqlite3`, atMs: Date.UTC(2026, 10, 27, 9), bytes: 4_200_000 };
        this.backups = [made, ...this.backups];
        return made;
      }
      case 'restore_backup':
        return { ...this.restores, copy: args['dryRun'] === true ? null : 'before-restore.sqlite3' };
      case 'import_history':
        return this.imports === null ? null : { ...this.imports, dryRun: args['dryRun'] === true };
      case 'rebuild_index':
        /** @type {{onEvent: (left: number) => void}} */ (args['progress']).onEvent(1234);
        return null;
      case 'salvage_history':
        return this.salvaged;
      case 'save_replay':
        return 'Answer.json';
      case 'stop_history_work':
        return false;
      case 'delete_everything':
        return this.deleted;
      case 'about':
        return this.about;
      case 'licences':
        return 'Gatehouse is made of its own source and of these packages.\n\nadler2 2.0.1 · 0BSD OR MIT OR Apache-2.0\n';
      case 'draw_as_usual':
        this.about = { ...this.about, drawing: 'usualNext' };
        return this.about.drawing;
      default:
        return undefined;
    }
  }
}
