//! The combination that opens quick-ask: how it stands, and letting it rest. Which one it is, is a
//! setting.

use chat_core::wire::HotkeyView;
use tauri::AppHandle;

use crate::shell::Answer;
use crate::shortcut;

/// How it stands, once what the settings say was asked for.
#[tauri::command]
pub(crate) async fn hotkey_state(app: AppHandle) -> Answer<HotkeyView> {
    Ok(shortcut::followed(&app).await)
}

/// Lets it rest, or asks the desktop for it again.
#[tauri::command]
pub(crate) async fn pause_hotkey(app: AppHandle, paused: bool) -> Answer<HotkeyView> {
    Ok(shortcut::pause(&app, paused).await)
}
