//! The combination that opens quick-ask: how it stands, and letting it rest. Which one it is, is a
//! setting.

use chat_core::wire::HotkeyView;
use tauri::AppHandle;

use crate::shortcut;

/// How it stands, once what the settings say was asked for.
#[tauri::command]
pub(crate) async fn hotkey_state(app: AppHandle) -> HotkeyView {
    shortcut::followed(&app).await
}

/// Lets it rest, or asks the desktop for it again.
#[tauri::command]
pub(crate) async fn pause_hotkey(app: AppHandle, paused: bool) -> HotkeyView {
    shortcut::pause(&app, paused).await
}
