//! What closing the main window does. Where a tray shows the program, the window is hidden and the
//! tray brings it back. Where none does, the person is asked, unless the settings say what they want:
//! nothing ends unasked, and nothing stays behind that nobody knows of.

use std::sync::atomic::{AtomicBool, Ordering};

use chat_core::wire::OnClose;
use tauri::{AppHandle, Manager};

use crate::app;
use crate::shell::Shell;
use crate::tray;
use crate::windows::{self, noted};

#[cfg(target_os = "linux")]
mod question;

/// Whether the person is being asked: a window can be closed again meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Asking(AtomicBool);

/// What a person who was asked wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// The program keeps running without its window.
    Stay,
    /// The program ends.
    Quit,
}

/// The main window is to be closed.
pub(crate) fn asked(app: &AppHandle) {
    let app = app.clone();
    // Asking for the tray may take a moment: not on the thread that draws.
    tauri::async_runtime::spawn(async move {
        let wish = if tray::is_seen(&app).await {
            Some(Wish::Stay)
        } else {
            wish(&app).await
        };
        match wish {
            Some(Wish::Stay) => hide(&app),
            Some(Wish::Quit) => app::quit(&app),
            None => {}
        }
    });
}

fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(windows::MAIN) {
        noted("hide", window.hide());
    }
}

/// What is to be done where no tray shows the program; none where the window stays.
async fn wish(app: &AppHandle) -> Option<Wish> {
    match app.state::<Shell>().on_close().await {
        OnClose::Stay => Some(Wish::Stay),
        OnClose::Quit => Some(Wish::Quit),
        OnClose::Ask => ask(app).await,
    }
}

/// Asks the person, by a dialog of the system's: it works where the page does not.
#[cfg(target_os = "linux")]
async fn ask(app: &AppHandle) -> Option<Wish> {
    if app.state::<Asking>().0.swap(true, Ordering::AcqRel) {
        return None;
    }
    let shell = app.state::<Shell>();
    let answers = shell.engine().is_ok_and(chat_engine::Engine::answers);
    let answer = question::ask(app, shell.language(), answers).await;
    app.state::<Asking>().0.store(false, Ordering::Release);
    let (wish, from_now_on) = answer?;
    if from_now_on {
        shell
            .remember_on_close(match wish {
                Wish::Stay => OnClose::Stay,
                Wish::Quit => OnClose::Quit,
            })
            .await;
    }
    Some(wish)
}

/// These systems always show a tray; where it could not be made all the same, the window ends the
/// program.
#[cfg(not(target_os = "linux"))]
async fn ask(app: &AppHandle) -> Option<Wish> {
    let asked = app.state::<Asking>().0.swap(true, Ordering::AcqRel);
    std::future::ready((!asked).then_some(Wish::Quit)).await
}
