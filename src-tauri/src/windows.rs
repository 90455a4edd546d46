//! The two windows: making, showing, hiding, closing. Neither leaves the program's own pages.

use std::time::Duration;

use chat_core::wire::Language;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{
    AppHandle, Manager, PhysicalPosition, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    Window, WindowEvent, Wry,
};

use crate::app::{self, Places};
#[cfg(target_os = "linux")]
use crate::platform;
use crate::shell::Shell;
use crate::texts::{Text, said};
use crate::tray;

/// The main window's label.
pub(crate) const MAIN: &str = "main";
/// The quick-ask window's label.
pub(crate) const QUICK: &str = "quick";

/// When the page has not shown itself by then, an empty window is better than none.
const SHOW_AT_THE_LATEST: Duration = Duration::from_secs(2);

/// How often a window's page is loaded again after its process died.
#[cfg(target_os = "linux")]
const MOST_DEATHS: u32 = 5;

/// Makes the main window. It appears when its page is there, or after two seconds.
pub(crate) fn open_main(app: &AppHandle) -> tauri::Result<()> {
    let window = guarded(app, MAIN, "index.html")
        .title("Gatehouse")
        .inner_size(1100.0, 760.0)
        .min_inner_size(360.0, 480.0)
        .center()
        .visible(false)
        // The bar on top and the task list say what is open, as the page does.
        .on_document_title_changed(|window, title| noted("name", window.set_title(&title)))
        // A page in a hidden window is not drawn, so it cannot say that it is.
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                reveal(&window);
            }
        })
        .build()?;
    keep_drawn(&window);
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOW_AT_THE_LATEST).await;
        reveal(&window);
    });
    Ok(())
}

/// Loads a page again whose process died: the engine went on, and the page attaches to it anew.
/// Not for ever, because a page that dies of what it shows would die again.
#[cfg(target_os = "linux")]
fn keep_drawn(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    let label = window.label().to_owned();
    let deaths = std::sync::atomic::AtomicU32::new(0);
    let watched = platform::when_page_dies(window, move |load_again| {
        app.state::<Shell>().detach(&label);
        let before = deaths.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        tracing::error!(window = label, before, "the page's process died");
        if before < MOST_DEATHS {
            load_again();
        }
    });
    noted("watch", watched);
}

/// Elsewhere the web view brings its page back, or Tauri tells nothing of it.
#[cfg(not(target_os = "linux"))]
fn keep_drawn(_window: &WebviewWindow) {}

/// A page has come up. The main one brings quick-ask with it, hidden, so that it opens at once;
/// not before, because a second web view would hold up the first.
pub(crate) fn page_ready(window: &WebviewWindow) {
    if window.label() == MAIN {
        reveal(window);
        quick(window.app_handle());
    }
}

/// Shows the main window if it has not been shown yet.
fn reveal(window: &WebviewWindow) {
    struct Revealed;
    // `manage` is true for the first call only: later hiding is the person's wish.
    if window.app_handle().manage(Revealed) {
        raise(window);
    }
}

/// Brings the main window to the front.
pub(crate) fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        raise(&window);
    }
}

/// Shows quick-ask, ready to type.
pub(crate) fn show_quick(app: &AppHandle) {
    with_quick(app, |window| {
        place(window);
        raise(window);
    });
}

/// What the shortcut does: away when it has the keyboard, else to the front.
pub(crate) fn toggle_quick(app: &AppHandle) {
    with_quick(app, |window| {
        let seen = window.is_visible().unwrap_or(false);
        let focused = window.is_focused().unwrap_or(false);
        let in_use = seen && (focused || window.state::<Shell>().quick_was_left_just_now());
        if in_use {
            hide(window);
        } else {
            place(window);
            raise(window);
        }
    });
}

/// Hides a window; its page lives on.
pub(crate) fn hide(window: &WebviewWindow) {
    noted("hide", window.hide());
}

/// Closing hides: quick-ask always, the main window where a tray can bring it back. Where none
/// can, closing the main window ends the program.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            if window.label() == QUICK {
                noted("hide", window.hide());
                return;
            }
            let window = window.clone();
            // Asking for the tray may take a moment: not on the thread that draws.
            tauri::async_runtime::spawn(async move {
                if tray::is_seen(window.app_handle()).await {
                    noted("hide", window.hide());
                } else {
                    app::quit(window.app_handle());
                }
            });
        }
        WindowEvent::Focused(false) if window.label() == QUICK => {
            window.state::<Shell>().quick_is_left();
        }
        WindowEvent::Destroyed => window.state::<Shell>().detach(window.label()),
        _ => {}
    }
}

fn with_quick(app: &AppHandle, act: impl FnOnce(&WebviewWindow) + Send + 'static) {
    let app = app.clone();
    // Making a window inside an event handler can lock up on Windows.
    tauri::async_runtime::spawn(async move {
        if let Some(window) = quick(&app) {
            act(&window);
        }
    });
}

/// The quick-ask window, made when it is first wanted.
fn quick(app: &AppHandle) -> Option<WebviewWindow> {
    if let Some(window) = app.get_webview_window(QUICK) {
        return Some(window);
    }
    let made = guarded(app, QUICK, "quick.html")
        .title(said(Text::Quick, app.state::<Shell>().language()))
        .inner_size(640.0, 420.0)
        .min_inner_size(360.0, 200.0)
        .decorations(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .visible(false)
        .build();
    match made {
        Ok(window) => {
            keep_drawn(&window);
            Some(window)
        }
        // Somebody else may have made it in the meantime.
        Err(error) => app.get_webview_window(QUICK).or_else(|| {
            tracing::warn!("quick-ask cannot be opened: {error}");
            None
        }),
    }
}

/// Draws a window's page so much larger, in percent.
pub(crate) fn zoom(window: &WebviewWindow, percent: u32) {
    let factor = f64::from(percent.clamp(50, 300)) / 100.0;
    noted("zoom", window.set_zoom(factor));
}

/// Gives the quick-ask window its title in another language.
pub(crate) fn speak(app: &AppHandle, language: Language) {
    if let Some(window) = app.get_webview_window(QUICK) {
        noted("name", window.set_title(said(Text::Quick, language)));
    }
}

/// A window that shows our own pages and nothing else, downloads nothing, opens nothing.
fn guarded<'a>(
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

fn raise(window: &WebviewWindow) {
    noted("restore", window.unminimize());
    noted("show", window.show());
    noted("focus", window.set_focus());
}

/// Puts quick-ask into the upper third of the screen that the pointer is on.
fn place(window: &WebviewWindow) {
    let pointer = window.cursor_position().ok();
    let monitor = pointer
        .and_then(|at| window.monitor_from_point(at.x, at.y).ok().flatten())
        .or_else(|| window.primary_monitor().ok().flatten());
    let (Some(monitor), Ok(size)) = (monitor, window.outer_size()) else {
        return;
    };
    let (origin, screen) = (monitor.position(), monitor.size());
    let gap = |screen: u32, own: u32, part: u32| {
        i32::try_from(screen.saturating_sub(own) / part).unwrap_or_default()
    };
    let position = PhysicalPosition::new(
        origin.x.saturating_add(gap(screen.width, size.width, 2)),
        origin.y.saturating_add(gap(screen.height, size.height, 4)),
    );
    noted("place", window.set_position(position));
}

/// A desktop may refuse any of this; nothing depends on it.
fn noted(what: &'static str, result: tauri::Result<()>) {
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
