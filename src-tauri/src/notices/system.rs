//! Notifications on macOS and Windows, each by the system's own service. They wait for their press on a
//! thread of their own, as the system tells it to whoever waits.

use std::sync::atomic::{AtomicUsize, Ordering};

use chat_core::ids::ConversationId;
use notify_rust::{Notification, NotificationResponse};

use super::notice::Notice;

/// How many may wait at a time: a person who looks at none of them has enough.
const MOST: usize = 8;
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Shows it. Where that fails nothing is told, and that is no error.
pub(super) fn show(notice: Notice, pressed: impl FnOnce(ConversationId) + Send + 'static) {
    if WAITING.fetch_add(1, Ordering::Relaxed) >= MOST {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    let waiting = std::thread::Builder::new()
        .name("notice".to_owned())
        .spawn(move || {
            if let Err(error) = wait(notice, pressed) {
                tracing::warn!(%error, "the system shows no notification");
            }
            WAITING.fetch_sub(1, Ordering::Relaxed);
        });
    if let Err(error) = waiting {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        tracing::warn!(%error, "nobody can wait for a notification");
    }
}

fn wait(
    notice: Notice,
    pressed: impl FnOnce(ConversationId) + Send + 'static,
) -> notify_rust::error::Result<()> {
    let mut shown = Notification::new();
    shown.summary(&notice.title).body(&notice.body);
    #[cfg(windows)]
    shown.app_id(super::IDENTIFIER);
    let mut was_pressed = false;
    shown
        .show()?
        .wait_for_response(|response: &NotificationResponse| {
            was_pressed = matches!(response, NotificationResponse::Default);
        })?;
    if was_pressed {
        pressed(notice.chat);
    }
    Ok(())
}
