//! One program for each data folder: a second start hands over what it was called with, and ends. One
//! whose first does not answer ends too, and says so; it never waits without end.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Builder, Wry};

/// How long the program that runs may take to answer a second start.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// Makes this start end where another one has this name; that one is told by `again`.
pub(crate) fn alone(
    builder: Builder<Wry>,
    name: String,
    again: fn(&AppHandle, &[String]),
) -> Builder<Wry> {
    let watched = Arc::new(Mutex::new(None));
    let over = Arc::clone(&watched);
    // In this order they are set up: the one in the middle waits for the other program.
    builder
        .plugin(step("instance-watched", move || {
            put(&watched, Some(watch()));
        }))
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .callback(move |app, words, _folder| again(app, &words))
                .dbus_id(name)
                .build(),
        )
        .plugin(step("instance-known", move || put(&over, None)))
}

fn step(name: &'static str, act: impl FnOnce() + Send + 'static) -> TauriPlugin<Wry> {
    tauri::plugin::Builder::new(name)
        .setup(move |_, _| {
            act();
            Ok(())
        })
        .build()
}

fn put(place: &Mutex<Option<Sender<()>>>, watch: Option<Sender<()>>) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = watch;
}

/// Ends the program unless what it returns is dropped in time.
fn watch() -> Sender<()> {
    let (known, waiting) = mpsc::channel();
    std::thread::spawn(move || {
        if waiting.recv_timeout(ANSWER_WITHIN) == Err(RecvTimeoutError::Timeout) {
            tracing::error!(
                "Gatehouse runs already with this data folder and does not answer. End it, then start it again."
            );
            std::process::exit(1);
        }
    });
    known
}

/// Tells who started this program and waits that it has taken what was asked.
pub(crate) fn tell() {
    let mut output = std::io::stdout();
    // Whoever waited may be gone; then nobody minds.
    let _ = writeln!(output, "taken").and_then(|()| output.flush());
}
