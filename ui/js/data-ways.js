// How the settings' data and about sections reach the engine.

/**
 * @typedef {object} DataWays
 * @property {() => Promise<import('./types.js').DataView>} places
 * @property {(format: import('./types.js').ExportWanted['format']) => Promise<string | null>} exportAll gives the file's name
 * @property {(how: {dryRun: boolean, withDeleted: boolean}, progress: (how: import('./types.js').ImportProgress) => void) => Promise<import('./types.js').HistoryImport | null>} importHistory
 * @property {() => Promise<boolean>} stop ends an export or an import
 * @property {() => Promise<import('./types.js').BackupView[]>} copies the newest first
 * @property {() => Promise<import('./types.js').BackupView>} copyNow
 * @property {(name: string, dryRun: boolean) => Promise<import('./types.js').RestoreView>} restore
 * @property {() => Promise<import('./types.js').HistoryCheckView>} check
 * @property {(progress: (left: number) => void) => Promise<null>} index makes the search index anew
 * @property {() => Promise<import('./types.js').SalvageView>} salvage
 * @property {() => Promise<import('./types.js').EverythingDeleted>} deleteEverything
 * @property {() => void} anew begins as on the first day
 * @property {() => Promise<import('./types.js').AboutView>} about
 * @property {() => Promise<string>} licences
 * @property {() => Promise<import('./types.js').Drawing>} drawAsUsual
 */

/**
 * @param {import('./host.js').Host} host
 * @returns {DataWays}
 */
export function dataWays(host) {
  return {
    places: () => host.invoke('where_it_lies', {}),
    exportAll: (format) => host.invoke('export_conversation', { params: { conversation: null, format, tree: false } }),
    importHistory: (how, progress) => host.invoke('import_history', { ...how, progress: host.channel(progress) }),
    stop: () => host.invoke('stop_history_work', {}),
    copies: () => host.invoke('list_backups', {}),
    copyNow: () => host.invoke('backup_now', {}),
    restore: (name, dryRun) => host.invoke('restore_backup', { name, dryRun, withDeleted: false }),
    check: () => host.invoke('check_history', {}),
    index: (progress) => host.invoke('rebuild_index', { progress: host.channel(progress) }),
    salvage: () => host.invoke('salvage_history', {}),
    deleteEverything: () => host.invoke('delete_everything', {}),
    anew: () => {
      // What the page itself remembers: places in chats, the language, what was open.
      localStorage.clear();
      sessionStorage.clear();
      window.location.reload();
    },
    about: () => host.invoke('about', {}),
    licences: () => host.invoke('licences', {}),
    drawAsUsual: () => host.invoke('draw_as_usual', {}),
  };
}
