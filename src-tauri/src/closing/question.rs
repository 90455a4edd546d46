//! The question before the main window closes where nothing shows a tray: a dialog of GTK's own, which
//! works where the page does not.

use chat_core::wire::Language;
use gtk::prelude::*;
use gtk::{ButtonsType, CheckButton, DialogFlags, MessageDialog, MessageType, ResponseType};
use tauri::{AppHandle, Manager};
use tokio::sync::oneshot;

use super::Wish;
use crate::texts::{Text, said};
use crate::windows;

const STAY: ResponseType = ResponseType::Other(1);
const QUIT: ResponseType = ResponseType::Other(2);

/// Asks the person; what they want, and whether from now on. None where they want neither.
pub(super) async fn ask(
    app: &AppHandle,
    language: Language,
    answers: bool,
) -> Option<(Wish, bool)> {
    let (tell, told) = oneshot::channel();
    let asking = app.clone();
    // GTK is used on the thread that draws, and nowhere else.
    app.run_on_main_thread(move || show(&asking, language, answers, tell))
        .inspect_err(|error| tracing::warn!("nobody could be asked: {error}"))
        .ok()?;
    told.await.ok()?
}

fn show(
    app: &AppHandle,
    language: Language,
    answers: bool,
    tell: oneshot::Sender<Option<(Wish, bool)>>,
) {
    let over = app
        .get_webview_window(windows::MAIN)
        .and_then(|window| window.gtk_window().ok());
    let mut text = said(Text::CloseAsks, language).to_owned();
    if answers {
        text = format!("{}\n\n{text}", said(Text::CloseStops, language));
    }
    let flags = DialogFlags::MODAL | DialogFlags::DESTROY_WITH_PARENT;
    let dialog = MessageDialog::new(
        over.as_ref(),
        flags,
        MessageType::Question,
        ButtonsType::None,
        &text,
    );
    dialog.set_title("Gatehouse");
    for (words, response) in [
        (Text::Cancel, ResponseType::Cancel),
        (Text::Quit, QUIT),
        (Text::KeepRunning, STAY),
    ] {
        dialog.add_button(said(words, language), response);
    }
    // Enter keeps what is there.
    dialog.set_default_response(STAY);
    let from_now_on = CheckButton::with_label(said(Text::NotAgain, language));
    dialog
        .message_area()
        .downcast_ref::<gtk::Box>()
        .map_or_else(
            || dialog.content_area().add(&from_now_on),
            |area| area.add(&from_now_on),
        );
    let mut tell = Some(tell);
    let answered = std::cell::RefCell::new(move |answer| {
        if let Some(tell) = tell.take() {
            // Who asked may be gone with the program.
            let _ = tell.send(answer);
        }
    });
    dialog.connect_response(move |dialog, response| {
        let wish = match response {
            STAY => Some(Wish::Stay),
            QUIT => Some(Wish::Quit),
            _ => None,
        };
        (answered.borrow_mut())(wish.map(|wish| (wish, from_now_on.is_active())));
        dialog.close();
    });
    dialog.show_all();
    // Not on the mark, which stands first.
    if let Some(stay) = dialog.widget_for_response(STAY) {
        stay.grab_focus();
    }
    dialog.present();
}
