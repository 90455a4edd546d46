//! What the engine tells the program behind its windows: that answers ended, that the list or the
//! settings changed. It is told whatever the pages do, also while they are dead or not yet there.
//!
//! Must not know what is done with it: each part that wants news has one line in `heard`.

use chat_core::wire::Event;
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::{notices, shortcut, tray};

/// Listens from now on.
pub(crate) fn follow(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = app.state::<Shell>();
        // Without an engine there is no news; the window says why.
        let Ok(engine) = shell.engine() else { return };
        let listener = app.clone();
        let sink = Box::new(move |event| {
            heard(&listener, &event);
            true
        });
        engine.listen(sink).await;
        // What there was before is no news.
        tray::changed(&app);
    });
}

fn heard(app: &AppHandle, event: &Event) {
    match event {
        Event::SettingsChanged => shortcut::follow(app),
        Event::TurnEnded {
            conversation,
            message,
            state,
            ..
        } => notices::answered(app, conversation, message, *state),
        // Of more news than could be kept only that there was some is known.
        Event::ConversationChanged { .. } | Event::Resync => tray::changed(app),
        Event::KeysChanged { .. }
        | Event::Snapshot { .. }
        | Event::TurnStarted { .. }
        | Event::TurnWaiting { .. }
        | Event::TurnPatched { .. }
        | Event::UsageUpdated { .. }
        | Event::Notice { .. }
        | Event::Wanted => {}
    }
}
