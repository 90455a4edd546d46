//! Tells through the desktop of an answer that came while the person was elsewhere. A press on it opens
//! that answer. What is told leaves the program's hands: the desktop may keep it.

#[cfg(target_os = "linux")]
mod bus;
mod notice;
#[cfg(not(target_os = "linux"))]
mod system;

use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::MessageState;
use chat_core::wire::Wanted;
#[cfg(windows)]
use chat_engine::paths::IDENTIFIER;
use notice::{Notice, excerpt};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::texts::{Text, said};
use crate::{quick, wanted, windows};

/// An answer has ended.
pub(crate) fn answered(
    app: &AppHandle,
    chat: &ConversationId,
    message: &MessageId,
    state: MessageState,
) {
    let ended = matches!(state, MessageState::Done | MessageState::Failed);
    // Who stopped it is there.
    if !ended || is_here(app) {
        return;
    }
    let (app, chat, message) = (app.clone(), chat.clone(), message.clone());
    tauri::async_runtime::spawn(async move {
        if let Some(notice) = notice(&app.state(), chat, &message, state).await {
            tell(&app, notice);
        }
    });
}

/// Whether one of the windows has the keyboard.
fn is_here(app: &AppHandle) -> bool {
    [windows::MAIN, quick::LABEL].iter().any(|label| {
        let window = app.get_webview_window(label);
        window.is_some_and(|window| window.is_focused().unwrap_or(false))
    })
}

async fn notice(
    shell: &Shell,
    chat: ConversationId,
    message: &MessageId,
    state: MessageState,
) -> Option<Notice> {
    let engine = shell.engine().ok()?;
    if !engine.get_settings().await.ok()?.notify_answers {
        return None;
    }
    let about = engine.conversation(&chat).await.ok()?;
    let language = shell.language();
    // Nothing of a temporary chat is kept on this computer, so not by the desktop either.
    let (title, body) = if about.temporary {
        (said(Text::Answered, language).to_owned(), String::new())
    } else if state == MessageState::Failed {
        (about.title, said(Text::NoAnswer, language).to_owned())
    } else {
        let text = engine.text_of(message).await.ok()?;
        (about.title, excerpt(&text))
    };
    Some(Notice { chat, title, body })
}

/// The person is back: what was told is taken away.
pub(crate) fn seen(app: &AppHandle) {
    #[cfg(target_os = "linux")]
    if let Some(bus) = app.try_state::<bus::Bus>() {
        bus.seen();
    }
    #[cfg(not(target_os = "linux"))]
    let _ = app;
}

#[cfg(target_os = "linux")]
fn tell(app: &AppHandle, notice: Notice) {
    if app.try_state::<bus::Bus>().is_none() {
        let opened = app.clone();
        let name = said(Text::Open, app.state::<Shell>().language());
        app.manage(bus::Bus::start(name, move |chat| open(&opened, chat)));
    }
    app.state::<bus::Bus>().show(notice);
}

#[cfg(not(target_os = "linux"))]
fn tell(app: &AppHandle, notice: Notice) {
    let opened = app.clone();
    system::show(notice, move |chat| open(&opened, chat));
}

fn open(app: &AppHandle, chat: ConversationId) {
    wanted::show(app, Wanted::Chat { id: chat });
}
