//! Starting with the session: how the system has it, and changing that.

use chat_core::failure::{Code, Failure};
use chat_core::wire::AutostartState;
use chat_engine::autostart::{Autostart, Standing};
use chat_engine::paths::Paths;
use tauri::{AppHandle, Manager};

use crate::shell::{Answer, told};

/// How it stands now.
#[tauri::command(async)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]
pub(crate) fn autostart_state(app: AppHandle) -> Answer<AutostartState> {
    let Some(entry) = entry(&app) else {
        return Ok(AutostartState::Unsupported);
    };
    let standing = entry.standing().map_err(|error| refused(&entry, &error))?;
    Ok(match standing {
        Standing::Off => AutostartState::Off,
        Standing::On => AutostartState::On,
        Standing::Elsewhere => AutostartState::Elsewhere,
    })
}

/// Starts this program with the session from now on, or no longer. Gives how it stands then.
#[tauri::command(async)]
pub(crate) fn set_autostart(app: AppHandle, on: bool) -> Answer<AutostartState> {
    if let Some(entry) = entry(&app) {
        entry.set(on).map_err(|error| refused(&entry, &error))?;
    }
    autostart_state(app)
}

fn entry(app: &AppHandle) -> Option<Autostart> {
    Autostart::of(app.try_state::<Paths>()?.inner())
}

fn refused(entry: &Autostart, error: &std::io::Error) -> chat_core::wire::UserError {
    tracing::warn!(%error, "the entry for the start of the session is as it was");
    told(
        Failure::new(
            Code::Storage,
            format!("{} could not be read or written.", entry.place()),
        )
        .with_action("Check who may write there, then try again."),
    )
}
