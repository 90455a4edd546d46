//! The key combination that opens quick-ask from anywhere. Many desktops give it to nobody or to
//! somebody else: then the tray's menu and the command line remain, and the log says so.

use tauri::AppHandle;
use tauri_plugin_global_shortcut::{
    Builder, Code, GlobalShortcutExt, Modifiers, Shortcut, ShortcutState,
};

use crate::windows;

/// Ctrl+Shift+Space; Cmd+Shift+Space on macOS.
fn combination() -> Shortcut {
    let main = if cfg!(target_os = "macos") {
        Modifiers::SUPER
    } else {
        Modifiers::CONTROL
    };
    Shortcut::new(Some(main | Modifiers::SHIFT), Code::Space)
}

/// Asks the desktop for the combination. A refusal changes nothing else.
pub(crate) fn register(app: &AppHandle) {
    let plugin = Builder::new()
        .with_handler(|app, pressed, event| {
            if *pressed == combination() && event.state() == ShortcutState::Pressed {
                windows::toggle_quick(app);
            }
        })
        .build();
    if let Err(error) = app.plugin(plugin) {
        tracing::warn!("there is no shortcut for quick-ask: {error}");
        return;
    }
    let app = app.clone();
    // Off the thread that draws: the desktop answers when it likes.
    tauri::async_runtime::spawn_blocking(move || {
        match app.global_shortcut().register(combination()) {
            Ok(()) => tracing::info!("quick-ask has its shortcut"),
            Err(error) => tracing::warn!("there is no shortcut for quick-ask: {error}"),
        }
    });
}
