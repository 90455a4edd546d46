//! The combination of keys that opens quick-ask from anywhere. Many desktops give it to nobody or to
//! somebody else: then the tray's menu and the command line remain, and what is so is told.

#[cfg(target_os = "linux")]
mod hand_over;
#[cfg(target_os = "linux")]
mod keymap;
#[cfg(not(target_os = "linux"))]
mod plugin;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use chat_core::combination::{Combination, OFF};
use chat_core::wire::{HotkeyState, HotkeyView};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
#[cfg(target_os = "linux")]
use crate::texts::{Text, said};
use crate::tray;

/// The combination that was asked for, and who listens for it.
#[derive(Debug)]
pub(crate) struct Hotkey {
    /// What was asked for last; nothing before anything was. Held while the desktop is asked, so
    /// that the last wish wins.
    asked: tokio::sync::Mutex<Option<Wish>>,
    paused: AtomicBool,
    told: Mutex<HotkeyView>,
    #[cfg(target_os = "linux")]
    way: Way,
    /// Whether the system listens for anything at all.
    #[cfg(not(target_os = "linux"))]
    listens: bool,
}

/// Who listens.
#[cfg(target_os = "linux")]
#[derive(Debug)]
enum Way {
    X11(x11::Listener),
    /// On Wayland no program may listen itself; its X server would seem to allow it.
    Portal(portal::Portal),
    Nobody,
}

/// What there is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Nothing,
    /// Nothing for now.
    Rest(Combination),
    Keys(Combination),
}

impl Wish {
    /// What a setting asks for. It was checked when it was set.
    fn new(setting: Option<&str>, paused: bool) -> Self {
        let keys = match setting {
            Some(OFF) => return Self::Nothing,
            Some(keys) => Combination::parse(keys).unwrap_or_else(|_| Combination::usual()),
            None => Combination::usual(),
        };
        if paused {
            Self::Rest(keys)
        } else {
            Self::Keys(keys)
        }
    }

    fn named(self) -> Option<Combination> {
        match self {
            Self::Nothing => None,
            Self::Rest(keys) | Self::Keys(keys) => Some(keys),
        }
    }

    fn to_bind(self) -> Option<Combination> {
        match self {
            Self::Nothing | Self::Rest(_) => None,
            Self::Keys(keys) => Some(keys),
        }
    }
}

/// Asks the desktop for the combination. A refusal changes nothing else.
pub(crate) fn register(app: &AppHandle) {
    app.manage(Hotkey {
        asked: tokio::sync::Mutex::default(),
        paused: AtomicBool::new(false),
        told: Mutex::new(told(HotkeyState::Waiting, None)),
        #[cfg(target_os = "linux")]
        way: way(app),
        #[cfg(not(target_os = "linux"))]
        listens: plugin::start(app)
            .inspect_err(|error| tracing::warn!("the system listens for no shortcut: {error}"))
            .is_ok(),
    });
    follow(app);
}

/// How it stands, as far as the desktop has answered. Waits for nothing.
pub(crate) fn state(app: &AppHandle) -> HotkeyView {
    let hotkey = app.state::<Hotkey>();
    let told = hotkey.told.lock().unwrap_or_else(PoisonError::into_inner);
    told.clone()
}

/// Lets the combination rest until it is wanted again or the program ends; or wants it again, which
/// asks the desktop anew also where it had refused.
pub(crate) async fn pause(app: &AppHandle, paused: bool) -> HotkeyView {
    let hotkey = app.state::<Hotkey>();
    hotkey.paused.store(paused, Ordering::Relaxed);
    *hotkey.asked.lock().await = None;
    followed(app).await
}

/// Asks for what the setting names now, if that is not what was asked for.
pub(crate) fn follow(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { followed(&app).await });
}

/// The same, and how it stands then.
pub(crate) async fn followed(app: &AppHandle) -> HotkeyView {
    let hotkey = app.state::<Hotkey>();
    let mut asked = hotkey.asked.lock().await;
    let setting = app.state::<Shell>().quick_shortcut().await;
    let wish = Wish::new(setting.as_deref(), hotkey.paused.load(Ordering::Relaxed));
    // The other program may have let go of it: that is asked without anybody's seeing it.
    if *asked == Some(wish) && state(app).state != HotkeyState::Taken {
        return state(app);
    }
    #[cfg(target_os = "linux")]
    if let Way::Portal(portal) = &hotkey.way {
        *asked = Some(wish);
        portal.ask(wish).await;
        return state(app);
    }
    let asking = app.clone();
    // The desktop answers when it likes.
    let answer = tauri::async_runtime::spawn_blocking(move || bind(&asking, wish.to_bind()));
    let bound = answer.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the shortcut was not asked for");
        HotkeyState::Refused
    });
    let now = match wish {
        Wish::Nothing => HotkeyState::Off,
        Wish::Rest(_) => HotkeyState::Paused,
        Wish::Keys(_) => bound,
    };
    *asked = Some(wish);
    set(app, told(now, wish.named()))
}

fn told(state: HotkeyState, keys: Option<Combination>) -> HotkeyView {
    HotkeyView {
        state,
        keys: keys.map(|keys| keys.to_string()),
        by_desktop: false,
    }
}

fn set(app: &AppHandle, now: HotkeyView) -> HotkeyView {
    let hotkey = app.state::<Hotkey>();
    let keys = now.keys.as_deref().unwrap_or_default();
    match now.state {
        HotkeyState::Bound => tracing::info!(keys, "quick-ask has its shortcut"),
        HotkeyState::Off => tracing::info!("quick-ask has no shortcut, as the settings say"),
        HotkeyState::Paused => tracing::info!(keys, "the shortcut for quick-ask rests"),
        HotkeyState::Waiting => tracing::info!(keys, "the desktop is asked for a shortcut"),
        HotkeyState::Taken
        | HotkeyState::NoSuchKey
        | HotkeyState::Refused
        | HotkeyState::Unsupported => {
            tracing::warn!(keys, state = ?now.state, "there is no shortcut for quick-ask");
        }
    }
    let mut told = hotkey.told.lock().unwrap_or_else(PoisonError::into_inner);
    told.clone_from(&now);
    drop(told);
    // The tray's menu says it, too.
    tray::changed(app);
    now
}

/// Takes this combination instead of the one before. Waits for the desktop.
#[cfg(target_os = "linux")]
fn bind(app: &AppHandle, wanted: Option<Combination>) -> HotkeyState {
    let hotkey = app.state::<Hotkey>();
    let Way::X11(listener) = &hotkey.way else {
        return HotkeyState::Unsupported;
    };
    match listener.bind(wanted) {
        x11::Bound::Ours => HotkeyState::Bound,
        x11::Bound::Taken => HotkeyState::Taken,
        x11::Bound::NoSuchKey => HotkeyState::NoSuchKey,
        x11::Bound::Refused => HotkeyState::Refused,
    }
}

/// Takes this combination instead of the one before. Waits for the desktop.
#[cfg(not(target_os = "linux"))]
fn bind(app: &AppHandle, wanted: Option<Combination>) -> HotkeyState {
    if app.state::<Hotkey>().listens {
        plugin::bind(app, wanted)
    } else {
        HotkeyState::Refused
    }
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
    if let Some(hotkey) = app.try_state::<Hotkey>()
        && let Way::X11(listener) = &hotkey.way
    {
        act(listener);
    }
}

#[cfg(target_os = "linux")]
fn way(app: &AppHandle) -> Way {
    if chat_engine::environment::is_wayland() {
        return Way::Portal(portal::Portal::start(OnWayland(app.clone())));
    }
    match x11::Listener::start(OnX11(app.clone())) {
        Ok(listener) => Way::X11(listener),
        Err(error) => {
            tracing::warn!(%error, "no X server listens for a shortcut");
            Way::Nobody
        }
    }
}

#[cfg(target_os = "linux")]
struct OnWayland(AppHandle);

#[cfg(target_os = "linux")]
impl portal::Ear for OnWayland {
    fn pressed(&self) {
        crate::quick::toggle(&self.0);
    }

    fn told(&self, now: HotkeyView) {
        set(&self.0, now);
    }

    fn described(&self) -> &'static str {
        said(Text::Quick, self.0.state::<Shell>().language())
    }
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
        let usual = Wish::Keys(Combination::usual());
        assert_eq!(Wish::new(None, false), usual);
        assert_eq!(Wish::new(Some("off"), false), Wish::Nothing);
        let other = Combination::parse("Ctrl+Alt+A").unwrap();
        assert_eq!(Wish::new(Some("Ctrl+Alt+A"), false), Wish::Keys(other));
        assert_eq!(Wish::new(Some("of another version"), false), usual);
    }

    #[test]
    fn what_rests_is_named_and_not_taken_and_what_is_off_stays_off() {
        let resting = Wish::new(Some("Ctrl+Alt+A"), true);
        assert_eq!(resting.to_bind(), None);
        assert_eq!(resting.named().unwrap().to_string(), "Ctrl+Alt+A");
        assert_eq!(Wish::new(Some("off"), true), Wish::Nothing);
    }
}
