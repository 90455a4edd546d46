//! The quick-ask window: made hidden, shown where the person works, hidden again.

use std::sync::{Mutex, PoisonError};

use chat_core::wire::Language;
use tauri::{AppHandle, Manager, PhysicalPosition, WebviewWindow};

use crate::shell::Shell;
use crate::standing;
use crate::texts::{Text, said};
use crate::windows::{self, noted};
#[cfg(target_os = "linux")]
use crate::{platform, shortcut};

/// The window's label.
pub(crate) const LABEL: &str = "quick";

/// The number of its window for the X server, once it has one.
#[cfg(target_os = "linux")]
#[derive(Debug, Default)]
pub(crate) struct Number(std::sync::OnceLock<u32>);

/// The number of its window for the X server, once it has one.
#[cfg(target_os = "linux")]
pub(crate) fn number(app: &AppHandle) -> Option<u32> {
    app.try_state::<Number>()?.0.get().copied()
}

/// When it was asked for, in the program's own milliseconds, until its page has the caret.
#[derive(Debug, Default)]
pub(crate) struct Asked(Mutex<Option<u64>>);

impl Asked {
    fn swap(&self, at: Option<u64>) -> Option<u64> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *asked, at)
    }
}

/// It is asked for now.
fn asked(app: &AppHandle) {
    app.state::<Asked>()
        .swap(Some(app.state::<Shell>().age_ms()));
}

/// Whether it is asked for and its page has not had the keyboard since.
pub(crate) fn is_coming(app: &AppHandle) -> bool {
    let asked = app.state::<Asked>();
    let asked = asked.0.lock().unwrap_or_else(PoisonError::into_inner);
    asked.is_some()
}

/// Its page is drawn and has the keyboard. Measurements and tests wait for this line of the log.
pub(crate) fn has_caret(app: &AppHandle) {
    if let Some(at) = app.state::<Asked>().swap(None) {
        let ms = app.state::<Shell>().age_ms().saturating_sub(at);
        tracing::info!(ms, "quick-ask has its caret");
    }
}

/// Shows it as another start of the program asks: with this text behind what stands in its box, or as
/// the command line has left it in its draft.
pub(crate) fn ask(app: &AppHandle, text: Option<String>) {
    let known = app.clone();
    tauri::async_runtime::spawn(async move {
        let shell = known.state::<Shell>();
        if let (Some(text), Ok(engine)) = (text, shell.engine())
            && let Err(failure) = engine.add_to_quick_draft(text).await
        {
            tracing::warn!(
                code = failure.code.as_str(),
                "a text did not reach quick-ask"
            );
        }
        shell.call(LABEL);
    });
    show(app);
}

/// Shows it, ready to type.
pub(crate) fn show(app: &AppHandle) {
    asked(app);
    with_window(app, |window| {
        place(window, None);
        windows::raise(window);
        #[cfg(target_os = "linux")]
        shortcut::shown(window.app_handle());
    });
}

/// Shows it on the screen that holds a point, else on that of the pointer. Who calls this sees to
/// the keyboard: asking for it here too would move the focus twice.
#[cfg(target_os = "linux")]
pub(crate) fn bring(app: &AppHandle, near: Option<(i32, i32)>) {
    asked(app);
    with_window(app, move |window| {
        place(window, near);
        noted("restore", window.unminimize());
        noted("show", window.show());
    });
}

/// What the shortcut does where the program cannot see the keyboard: away when it has it, else to the
/// front.
pub(crate) fn toggle(app: &AppHandle) {
    asked(app);
    with_window(app, |window| {
        let seen = window.is_visible().unwrap_or(false);
        if seen && window.is_focused().unwrap_or(false) {
            hide(window);
        } else {
            place(window, None);
            windows::raise(window);
        }
    });
}

/// Hides it; its page lives on, and who had the keyboard before has it again.
pub(crate) fn put_away(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        hide(&window);
    }
}

/// Hides it for a window of ours that comes to the front: the keyboard goes there and not back.
pub(crate) fn give_way(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        noted("hide", window.hide());
    }
}

fn hide(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    shortcut::leaving(window.app_handle());
    noted("hide", window.hide());
}

fn with_window(app: &AppHandle, act: impl FnOnce(&WebviewWindow) + Send + 'static) {
    let app = app.clone();
    // Making a window inside an event handler can lock up on Windows.
    tauri::async_runtime::spawn(async move {
        if let Some(window) = make(&app) {
            act(&window);
        }
    });
}

/// The window, made when it is first wanted.
pub(crate) fn make(app: &AppHandle) -> Option<WebviewWindow> {
    if let Some(window) = app.get_webview_window(LABEL) {
        return Some(window);
    }
    let made = windows::guarded(app, LABEL, "quick.html")
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
            windows::keep_drawn(&window);
            #[cfg(target_os = "linux")]
            learn_number(&window);
            Some(window)
        }
        // Somebody else may have made it in the meantime.
        Err(error) => app.get_webview_window(LABEL).or_else(|| {
            tracing::warn!("quick-ask cannot be opened: {error}");
            None
        }),
    }
}

/// Asks for the number before the window is shown: the keyboard waits for it then.
#[cfg(target_os = "linux")]
fn learn_number(window: &WebviewWindow) {
    let asked = window.clone();
    let sent = window.run_on_main_thread(move || {
        if let Some(number) = platform::x11_number(&asked) {
            // It keeps the one that it has.
            let _ = asked.state::<Number>().0.set(number);
        }
    });
    noted("number", sent);
}

/// Gives it its title in another language.
pub(crate) fn speak(app: &AppHandle, language: Language) {
    if let Some(window) = app.get_webview_window(LABEL) {
        noted("name", window.set_title(said(Text::Quick, language)));
    }
}

/// Puts it where it was left on the screen of this point, else of the pointer; else into the upper
/// third of that screen, in what bars and docks leave of it.
fn place(window: &WebviewWindow, near: Option<(i32, i32)>) {
    let near = near.map(|(x, y)| (f64::from(x), f64::from(y)));
    let pointer = || window.cursor_position().ok().map(|at| (at.x, at.y));
    let monitor = near
        .or_else(pointer)
        .and_then(|(x, y)| window.monitor_from_point(x, y).ok().flatten())
        .or_else(|| window.primary_monitor().ok().flatten());
    let Some(monitor) = monitor else {
        return;
    };
    if standing::restore_on(window, &monitor) {
        return;
    }
    let Ok(size) = window.outer_size() else {
        return;
    };
    let (origin, screen) = (monitor.work_area().position, monitor.work_area().size);
    let gap = |screen: u32, own: u32, part: u32| {
        i32::try_from(screen.saturating_sub(own) / part).unwrap_or_default()
    };
    let position = PhysicalPosition::new(
        origin.x.saturating_add(gap(screen.width, size.width, 2)),
        origin.y.saturating_add(gap(screen.height, size.height, 4)),
    );
    noted("place", window.set_position(position));
}
