//! The combination on macOS and Windows, by Tauri's plugin.

use chat_core::combination::Combination;
use chat_core::wire::HotkeyState;
use tauri::AppHandle;
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use crate::quick;

/// Begins to listen, for nothing at first.
pub(super) fn start(app: &AppHandle) -> tauri::Result<()> {
    let plugin = Builder::new()
        .with_handler(|app, _, event| {
            if event.state() == ShortcutState::Pressed {
                quick::toggle(app);
            }
        })
        .build();
    app.plugin(plugin)
}

/// Takes this combination instead of the one before; none lets go of it.
pub(super) fn bind(app: &AppHandle, wanted: Option<Combination>) -> HotkeyState {
    let shortcuts = app.global_shortcut();
    if shortcuts.unregister_all().is_err() {
        return HotkeyState::Refused;
    }
    let Some(wanted) = wanted else {
        return HotkeyState::Off;
    };
    let Ok(shortcut) = wanted.to_string().parse::<Shortcut>() else {
        return HotkeyState::NoSuchKey;
    };
    // The plugin does not tell why: another program has it nearly always.
    match shortcuts.register(shortcut) {
        Ok(()) => HotkeyState::Bound,
        Err(_) => HotkeyState::Taken,
    }
}
