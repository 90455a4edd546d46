//! The combination on macOS and Windows, by Tauri's plugin.

use chat_core::combination::Combination;
use tauri::AppHandle;
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use super::State;
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
pub(super) fn bind(app: &AppHandle, wanted: Option<Combination>) -> State {
    let shortcuts = app.global_shortcut();
    if shortcuts.unregister_all().is_err() {
        return State::Refused;
    }
    let Some(wanted) = wanted else {
        return State::Off;
    };
    let Ok(shortcut) = wanted.to_string().parse::<Shortcut>() else {
        return State::NoSuchKey;
    };
    // The plugin does not tell why: another program has it nearly always.
    match shortcuts.register(shortcut) {
        Ok(()) => State::Bound,
        Err(_) => State::Taken,
    }
}
