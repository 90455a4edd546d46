//! What the program is, where it runs, and whose work is in it.

use chat_core::failure::{Code, Failure};
use chat_core::wire::{AboutView, Drawing};
use chat_engine::paths::Paths;
use tauri::{AppHandle, Manager};

use crate::platform;
use crate::shell::{Answer, told};

/// The file of the licences, among those that the program carries for its page. It is packed there.
const LICENCES: &str = "/licences.txt";

/// The program and its surroundings.
#[tauri::command(async)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]
pub(crate) fn about(app: AppHandle) -> AboutView {
    let paths = app.try_state::<Paths>();
    AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("GATEHOUSE_COMMIT").map(str::to_owned),
        system: platform::system(),
        web_view: tauri::webview_version()
            .ok()
            .map(|version| format!("{} {version}", platform::WEB_VIEW)),
        data: paths.as_ref().map(|paths| paths.data.display().to_string()),
        log: paths.as_ref().map(|paths| paths.log.display().to_string()),
        drawing: drawing(&app),
    }
}

/// The licences of everything that is in the program, as one text.
#[tauri::command(async)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]
pub(crate) fn licences(app: AppHandle) -> Answer<String> {
    let file = app.asset_resolver().get(LICENCES.to_owned());
    let text = file.and_then(|file| String::from_utf8(file.bytes).ok());
    text.ok_or_else(|| {
        told(
            Failure::new(Code::Internal, "The licences are not in this build.")
                .with_action("They are in the file licences.txt of the source."),
        )
    })
}

/// Draws the windows as usual again, from the next start on.
#[tauri::command(async)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]
pub(crate) fn draw_as_usual(app: AppHandle) -> Answer<Drawing> {
    #[cfg(target_os = "linux")]
    app.state::<crate::blank::Blank>().forget().map_err(told)?;
    Ok(drawing(&app))
}

#[cfg(target_os = "linux")]
fn drawing(app: &AppHandle) -> Drawing {
    app.state::<crate::blank::Blank>().told()
}

/// Only the web view of Linux has more than one way.
#[cfg(not(target_os = "linux"))]
fn drawing(_app: &AppHandle) -> Drawing {
    Drawing::Usual
}
