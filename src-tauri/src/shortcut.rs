//! The combination of keys that opens quick-ask from anywhere. Many desktops give it to nobody or to
//! somebody else: then the tray's menu and the command line remain, and what is so is told.

#[cfg(target_os = "linux")]
mod hand_over;
#[cfg(target_os = "linux")]
mod keymap;
#[cfg(not(target_os = "linux"))]
mod plugin;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::{Mutex, PoisonError};

use chat_core::combination::{Combination, OFF};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;

/// Whether a combination opens quick-ask, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It does.
    Bound,
    /// There is to be none.
    Off,
    /// Another program has it.
    Taken,
    /// No key of this keyboard bears that sign.
    NoSuchKey,
    /// The system refused.
    Refused,
    /// This desktop gives no program a combination.
    Unsupported,
}

/// The combination that was asked for, and who listens for it.
#[derive(Debug)]
pub(crate) struct Hotkey {
    /// What was asked for last; nothing before anything was.
    asked: Mutex<Option<Asked>>,
    #[cfg(target_os = "linux")]
    listener: Option<x11::Listener>,
}

/// A combination, or that there be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked(Option<Combination>);

/// Asks the desktop for the combination. A refusal changes nothing else.
pub(crate) fn register(app: &AppHandle) {
    app.manage(Hotkey {
        asked: Mutex::default(),
        #[cfg(target_os = "linux")]
        listener: listener(app),
    });
    #[cfg(not(target_os = "linux"))]
    if let Err(error) = plugin::start(app) {
        tracing::warn!("there is no shortcut for quick-ask: {error}");
        return;
    }
    follow(app);
}

/// Asks for what the setting names now, if that is not what was asked for.
pub(crate) fn follow(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let wanted = wanted(app.state::<Shell>().quick_shortcut().await.as_deref());
        // The desktop answers when it likes.
        let asked = tauri::async_runtime::spawn_blocking(move || ask(&app, wanted));
        if let Err(error) = asked.await {
            tracing::warn!(%error, "the shortcut was not asked for");
        }
    });
}

/// What a setting asks for. It was checked when it was set.
fn wanted(setting: Option<&str>) -> Option<Combination> {
    match setting {
        Some(OFF) => None,
        Some(keys) => Some(Combination::parse(keys).unwrap_or_else(|_| Combination::usual())),
        None => Some(Combination::usual()),
    }
}

fn ask(app: &AppHandle, wanted: Option<Combination>) {
    let hotkey = app.state::<Hotkey>();
    let mut asked = hotkey.asked.lock().unwrap_or_else(PoisonError::into_inner);
    if asked.replace(Asked(wanted)) == Some(Asked(wanted)) {
        return;
    }
    let state = bind(app, &hotkey, wanted);
    let keys = wanted.map(|keys| keys.to_string()).unwrap_or_default();
    match state {
        State::Bound => tracing::info!(keys, "quick-ask has its shortcut"),
        State::Off => tracing::info!("quick-ask has no shortcut, as the settings say"),
        State::Taken | State::NoSuchKey | State::Refused | State::Unsupported => {
            tracing::warn!(keys, ?state, "there is no shortcut for quick-ask");
        }
    }
}

/// Takes this combination instead of the one before. Waits for the desktop.
#[cfg(target_os = "linux")]
fn bind(_app: &AppHandle, hotkey: &Hotkey, wanted: Option<Combination>) -> State {
    let Some(listener) = &hotkey.listener else {
        return State::Unsupported;
    };
    match listener.bind(wanted) {
        x11::Bound::Ours if wanted.is_none() => State::Off,
        x11::Bound::Ours => State::Bound,
        x11::Bound::Taken => State::Taken,
        x11::Bound::NoSuchKey => State::NoSuchKey,
        x11::Bound::Refused => State::Refused,
    }
}

/// Takes this combination instead of the one before. Waits for the desktop.
#[cfg(not(target_os = "linux"))]
fn bind(app: &AppHandle, _hotkey: &Hotkey, wanted: Option<Combination>) -> State {
    plugin::bind(app, wanted)
}

/// Quick-ask was shown otherwise than by the combination: it gets the keyboard, and the window that
/// had it is known for afterwards.
#[cfg(target_os = "linux")]
pub(crate) fn shown(app: &AppHandle) {
    with_listener(app, x11::Listener::shown);
}

/// Quick-ask is about to be hidden: the window that had the keyboard before gets it back.
#[cfg(target_os = "linux")]
pub(crate) fn leaving(app: &AppHandle) {
    with_listener(app, x11::Listener::leaving);
}

#[cfg(target_os = "linux")]
fn with_listener(app: &AppHandle, act: impl FnOnce(&x11::Listener)) {
    if let Some(listener) = app
        .try_state::<Hotkey>()
        .as_ref()
        .and_then(|hotkey| hotkey.listener.as_ref())
    {
        act(listener);
    }
}

/// None on Wayland, where no program may listen: its X server would seem to allow it.
#[cfg(target_os = "linux")]
fn listener(app: &AppHandle) -> Option<x11::Listener> {
    if chat_engine::environment::is_wayland() {
        return None;
    }
    x11::Listener::start(OnX11(app.clone()))
        .inspect_err(|error| tracing::warn!(%error, "no X server listens for a shortcut"))
        .ok()
}

#[cfg(target_os = "linux")]
struct OnX11(AppHandle);

#[cfg(target_os = "linux")]
impl x11::Bar for OnX11 {
    fn window(&self) -> Option<u32> {
        crate::quick::number(&self.0)
    }

    fn show(&self, near: Option<(i32, i32)>) {
        crate::quick::bring(&self.0, near);
    }

    fn hide(&self) {
        crate::quick::put_away(&self.0);
    }

    fn has_keyboard(&self, after: std::time::Duration) {
        let ms = after.as_millis();
        tracing::info!(ms, "quick-ask has the keyboard");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_names_a_combination_or_none_and_the_usual_one_where_it_says_nothing() {
        let usual = Some(Combination::usual());
        assert_eq!(wanted(None), usual);
        assert_eq!(wanted(Some("off")), None);
        assert_eq!(
            wanted(Some("Ctrl+Alt+A")),
            Combination::parse("Ctrl+Alt+A").ok()
        );
        assert_eq!(wanted(Some("of another version")), usual);
    }
}
