// The types of usage reports, credit and estimates, written by Rust. Nothing runs here.

/** @typedef {import('../../src-tauri/bindings/ipc').ReportRow} ReportRow */
/** @typedef {import('../../src-tauri/bindings/ipc').UsageSpan} UsageSpan */
/** @typedef {import('../../src-tauri/bindings/ipc').UsageWanted} UsageWanted */
/** @typedef {import('../../src-tauri/bindings/ipc').UsageReport} UsageReport */
/** @typedef {import('../../src-tauri/bindings/ipc').BudgetView} BudgetView */
/** @typedef {import('../../src-tauri/bindings/ipc').CreditView} CreditView */
/** @typedef {import('../../src-tauri/bindings/ipc').FileEstimate} FileEstimate */

export {};
