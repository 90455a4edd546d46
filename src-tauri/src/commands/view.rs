//! A window's own business: its Channel, whether it is drawn.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]

use chat_core::wire::{Event, Language, Snapshot, Wanted};
use chat_engine::Scope;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, State, WebviewWindow};

use crate::shell::{Answer, Shell};
use crate::wanted::Waiting;
use crate::{quick, tray, windows};

/// Opens the window's one Channel and gives what a fresh page needs to draw itself.
#[tauri::command]
pub(crate) async fn attach(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    channel: Channel<Event>,
) -> Answer<Snapshot> {
    let label = window.label().to_owned();
    let scope = if label == quick::LABEL {
        Scope::Quick
    } else {
        Scope::All
    };
    let sink = Box::new(move |event: Event| {
        announce(&window, &event);
        channel.send(event).is_ok()
    });
    shell.attach(&label, scope, sink).await
}

/// Tells the rest of the program what the main window hears, as Tauri events (DESIGN §5.4).
fn announce(window: &WebviewWindow, event: &Event) {
    let name = match event {
        Event::TurnStarted { .. } => "turn-started",
        Event::TurnEnded { .. } => "turn-ended",
        Event::ConversationChanged { .. } => "conversation-changed",
        Event::Snapshot { .. }
        | Event::TurnWaiting { .. }
        | Event::TurnPatched { .. }
        | Event::UsageUpdated { .. }
        | Event::KeysChanged { .. }
        | Event::SettingsChanged
        | Event::Notice { .. }
        | Event::Wanted
        | Event::Resync => return,
    };
    if window.label() == windows::MAIN
        && let Err(error) = window.emit(name, event)
    {
        tracing::debug!(%error, name, "nobody could be told");
    }
}

/// The page has handled so many Channel messages more.
#[tauri::command(async)]
pub(crate) fn ack(shell: State<'_, Shell>, window: WebviewWindow, count: u32) -> Answer<()> {
    shell.ack(window.label(), count)
}

/// What others ask of the main window, the oldest first: once each; nothing when there is no more.
#[tauri::command(async)]
pub(crate) fn take_wanted(waiting: State<'_, Waiting>) -> Option<Wanted> {
    waiting.take()
}

/// The page speaks this language: the tray and the dialogs do the same.
#[tauri::command(async)]
pub(crate) fn speak(shell: State<'_, Shell>, app: AppHandle, language: Language) {
    if shell.speak(language) {
        tray::speak(&app);
        quick::speak(&app, language);
    }
}

/// Draws everything in the window so much larger or smaller.
#[tauri::command(async)]
pub(crate) fn zoom_window(window: WebviewWindow, percent: u32) {
    windows::zoom(&window, percent);
}

/// The page stands. Measurements and tests wait for this line of the log.
#[tauri::command(async)]
pub(crate) fn page_ready(shell: State<'_, Shell>, window: WebviewWindow) {
    tracing::info!(window = window.label(), ms = shell.age_ms(), "page ready");
    windows::page_ready(&window);
}
