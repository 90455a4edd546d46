//! The main window, and what holds for both: making, showing, closing, pages that die. Neither leaves
//! the program's own pages.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent,
    Wry,
};

use crate::app::{self, Places};
use crate::deaths::Deaths;
use crate::geometry::LEAST;
use crate::shell::Shell;
use crate::standing;
#[cfg(target_os = "linux")]
use crate::{blank, missing, platform};
use crate::{closing, dialog, notices, quick, tray};

/// The main window's label.
pub(crate) const MAIN: &str = "main";
/// When the page has not shown itself by then, an empty window is better than none.
const SHOW_AT_THE_LATEST: Duration = Duration::from_secs(2);

/// Makes the main window. It appears when its page is there, or after two seconds; where it is not to
/// be shown, only if there is no tray to bring it up.
pub(crate) fn open_main(app: &AppHandle, shown: bool) -> tauri::Result<()> {
    let window = guarded(app, MAIN, "index.html")
        .title("Gatehouse")
        .inner_size(1100.0, 760.0)
        .min_inner_size(LEAST.0, LEAST.1)
        .center()
        .visible(false)
        // The bar on top and the task list say what is open, as the page does.
        .on_document_title_changed(|window, title| noted("name", window.set_title(&title)))
        // A page in a hidden window is not drawn, so it cannot say that it is.
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished {
                if shown {
                    reveal(&window);
                } else {
                    keep_at_hand(&window);
                }
            }
        })
        .build()?;
    standing::restore(&window);
    keep_drawn(&window);
    if shown {
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(SHOW_AT_THE_LATEST).await;
            reveal(&window);
        });
    } else {
        app.manage(KeptAway);
    }
    Ok(())
}

/// The main window was not asked for at the start.
struct KeptAway;

/// When the page's process dies, it is loaded again: the engine went on, and the page attaches to it
/// anew. Not for ever, because a page that dies of what it shows would die again; then the person is
/// asked.
#[cfg(target_os = "linux")]
pub(crate) fn keep_drawn(window: &WebviewWindow) {
    let (app, label) = (window.app_handle().clone(), window.label().to_owned());
    let watched = platform::when_page_dies(window, move || died(&app, &label));
    noted("watch", watched);
}

/// Elsewhere the program as a whole is told (macOS), or the web view says it on its own page.
#[cfg(not(target_os = "linux"))]
pub(crate) fn keep_drawn(_window: &WebviewWindow) {}

/// A window's page has died.
pub(crate) fn died(app: &AppHandle, label: &str) {
    let shell = app.state::<Shell>();
    shell.detach(label);
    tracing::error!(window = label, "the page's process died");
    #[cfg(target_os = "linux")]
    if label == MAIN && blank::died(app) {
        return;
    }
    let deaths = app.state::<AllDeaths>();
    if deaths.with(label, |deaths| deaths.one_more(shell.age_ms())) {
        load_again(app, label);
        return;
    }
    let (app, label) = (app.clone(), label.to_owned());
    tauri::async_runtime::spawn(async move {
        if !dialog::wants_page_again(app.state::<Shell>().language()).await {
            app::quit(&app);
            return;
        }
        app.state::<AllDeaths>().with(&label, Deaths::forgive);
        load_again(&app, &label);
    });
}

fn load_again(app: &AppHandle, label: &str) {
    if let Some(window) = app.get_webview_window(label) {
        noted("load", window.reload());
    }
}

/// How often each window's page died of late.
#[derive(Debug, Default)]
pub(crate) struct AllDeaths(Mutex<std::collections::HashMap<String, Deaths>>);

impl AllDeaths {
    fn with<T>(&self, label: &str, act: impl FnOnce(&mut Deaths) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(label.to_owned()).or_default())
    }
}

/// A page has come up. The main one brings quick-ask with it, hidden, so that it opens at once;
/// not before, because a second web view would hold up the first.
pub(crate) fn page_ready(window: &WebviewWindow) {
    if window.label() == MAIN {
        #[cfg(target_os = "linux")]
        blank::painted(window.app_handle());
        if window.try_state::<KeptAway>().is_none() {
            reveal(window);
        }
        quick::make(window.app_handle());
        #[cfg(target_os = "linux")]
        missing::look(window.app_handle());
    } else {
        quick::has_caret(window.app_handle());
    }
}

/// The main window was not asked for: it stays away where the tray can bring it up. Quick-ask is made
/// all the same, to be at hand.
fn keep_at_hand(window: &WebviewWindow) {
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        if tray::is_seen(window.app_handle()).await {
            quick::make(window.app_handle());
        } else {
            reveal(&window);
        }
    });
}

/// Shows the main window if it has not been shown yet.
fn reveal(window: &WebviewWindow) {
    struct Revealed;
    // `manage` is true for the first call only: later hiding is the person's wish.
    if window.app_handle().manage(Revealed) {
        raise(window);
        #[cfg(target_os = "linux")]
        blank::watch(window);
    }
}

/// Brings the main window to the front.
pub(crate) fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // It may not have been shown yet, and then it is watched whether it is painted.
        reveal(&window);
        raise(&window);
    }
}

/// Closing hides: quick-ask always; `closing` says what it does with the main window.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            standing::keep(window.app_handle(), window.label());
            if window.label() == quick::LABEL {
                quick::put_away(window.app_handle());
                return;
            }
            closing::asked(window.app_handle());
        }
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => {
            standing::moved(window.app_handle(), window.label());
        }
        WindowEvent::Focused(true) if window.label() == MAIN => notices::seen(window.app_handle()),
        WindowEvent::Destroyed => window.state::<Shell>().detach(window.label()),
        _ => {}
    }
}

/// Draws a window's page so much larger, in percent.
pub(crate) fn zoom(window: &WebviewWindow, percent: u32) {
    let factor = f64::from(percent.clamp(50, 300)) / 100.0;
    noted("zoom", window.set_zoom(factor));
}

/// A window that shows our own pages and nothing else, downloads nothing, opens nothing.
pub(crate) fn guarded<'a>(
    app: &'a AppHandle,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        // The page takes files that are dropped on it; nothing is opened in its place.
        .disable_drag_drop_handler()
        .general_autofill_enabled(false)
        .devtools(false);
    #[cfg(target_os = "macos")]
    let builder = builder.allow_link_preview(false);
    if let Some(places) = app.try_state::<Places>() {
        return builder.data_directory(places.web.clone());
    }
    // Without a folder of ours the web view keeps everything in memory; it wants one all the same.
    let builder = builder.incognito(true);
    match app.path().temp_dir() {
        Ok(folder) => builder.data_directory(folder),
        Err(_) => builder,
    }
}

/// Whether an address is one of the pages that this program carries.
fn is_own_page(url: &Url) -> bool {
    let (scheme, host) = if cfg!(any(windows, target_os = "android")) {
        ("http", "tauri.localhost")
    } else {
        ("tauri", "localhost")
    };
    url.scheme() == scheme
        && url.host_str() == Some(host)
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
}

pub(crate) fn raise(window: &WebviewWindow) {
    noted("restore", window.unminimize());
    noted("show", window.show());
    noted("focus", window.set_focus());
}

/// A desktop may refuse any of this; nothing depends on it.
pub(crate) fn noted(what: &'static str, result: tauri::Result<()>) {
    if let Err(error) = result {
        tracing::debug!(%error, what, "the window system refused");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_pages_can_be_shown() {
        let own = if cfg!(windows) {
            "http://tauri.localhost"
        } else {
            "tauri://localhost"
        };
        for (url, allowed) in [
            (format!("{own}/index.html"), true),
            (format!("{own}/quick.html"), true),
            (format!("{own}/"), true),
            ("https://example.com/".to_owned(), false),
            ("http://localhost/".to_owned(), false),
            ("http://127.0.0.1:4444/".to_owned(), false),
            ("http://tauri.localhost.example.com/".to_owned(), false),
            ("tauri://evil/".to_owned(), false),
            ("tauri://localhost:80/".to_owned(), false),
            ("tauri://user@localhost/".to_owned(), false),
            ("file:///etc/passwd".to_owned(), false),
            ("data:text/html,x".to_owned(), false),
            ("javascript:alert(1)".to_owned(), false),
            ("blob:null/x".to_owned(), false),
            ("about:blank".to_owned(), false),
        ] {
            assert_eq!(is_own_page(&url.parse().unwrap()), allowed, "{url}");
        }
    }
}
