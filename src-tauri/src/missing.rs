//! What this desktop lacks of what the program uses. It works without all of it, and says once what is
//! so: a person who waits for a tray icon or a shortcut should not have to search a log.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chat_core::wire::{HotkeyState, Missing, Wanted};
use tauri::{AppHandle, Manager};

use crate::{platform, shortcut, tray, wanted};

/// When it is looked: a panel that starts with the session may be a little later than the program.
const LOOK_AFTER: Duration = Duration::from_secs(3);

/// What was told in earlier runs, and whether it was looked in this one.
#[derive(Debug)]
pub(crate) struct Told {
    file: Option<PathBuf>,
    looked: AtomicBool,
}

impl Told {
    /// Remembered in this folder, which need not be there.
    pub(crate) fn within(folder: Option<&Path>) -> Self {
        Self {
            file: folder.map(|folder| folder.join("told-missing")),
            looked: AtomicBool::new(false),
        }
    }

    /// Those that were not told before; from now on they were.
    fn news(&self, missing: Vec<Missing>) -> Vec<Missing> {
        let Some(file) = &self.file else {
            return missing;
        };
        let before = fs::read_to_string(file).unwrap_or_default();
        let known: BTreeSet<&str> = before.lines().collect();
        let news: Vec<Missing> = missing
            .into_iter()
            .filter(|one| !known.contains(one.name()))
            .collect();
        if news.is_empty() {
            return news;
        }
        let names = news.iter().map(|one| one.name());
        let lines: Vec<&str> = known.iter().copied().chain(names).collect();
        let kept = file
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(file, lines.join("\n") + "\n"));
        if let Err(error) = kept {
            tracing::warn!("what is missing will be told once more: {error}");
        }
        news
    }
}

/// Looks a little later, once in a run, and has the main window tell what is missing.
pub(crate) fn look(app: &AppHandle) {
    if app.state::<Told>().looked.swap(true, Ordering::AcqRel) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LOOK_AFTER).await;
        let missing = missing(&app).await;
        if missing.is_empty() {
            return;
        }
        let names: Vec<&str> = missing.iter().map(|one| one.name()).collect();
        tracing::warn!(missing = names.join(" "), "this desktop lacks something");
        let what = app.state::<Told>().news(missing);
        if !what.is_empty() {
            wanted::tell(&app, Wanted::Missing { what });
        }
    });
}

async fn missing(app: &AppHandle) -> Vec<Missing> {
    let (bus, notifications) = platform::has_bus_and_notifications().await;
    lacking(
        bus,
        tray::is_seen(app).await,
        shortcut::state(app).state,
        notifications,
    )
}

/// Without a bus there is neither a tray nor a notification: one word is enough then.
fn lacking(bus: bool, tray: bool, hotkey: HotkeyState, notifications: bool) -> Vec<Missing> {
    let no_shortcut = match hotkey {
        HotkeyState::Taken
        | HotkeyState::NoSuchKey
        | HotkeyState::Refused
        | HotkeyState::Unsupported => true,
        // The person wants none, or it is there, or is being asked about.
        HotkeyState::Off | HotkeyState::Paused | HotkeyState::Waiting | HotkeyState::Bound => false,
    };
    [
        (!bus, Missing::Bus),
        (bus && !tray, Missing::Tray),
        (no_shortcut, Missing::Shortcut),
        (bus && !notifications, Missing::Notifications),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_a_missing_bus_stands_for_all_that_is_on_it() {
        use HotkeyState::{Bound, Off, Taken, Unsupported};
        use Missing::{Bus, Notifications, Shortcut, Tray};
        for (bus, tray, hotkey, notifications, expected) in [
            (true, true, Bound, true, &[][..]),
            (true, true, Off, true, &[]),
            (true, false, Bound, false, &[Tray, Notifications]),
            (true, true, Taken, true, &[Shortcut]),
            (false, false, Unsupported, false, &[Bus, Shortcut]),
        ] {
            assert_eq!(lacking(bus, tray, hotkey, notifications), expected);
        }
    }

    #[test]
    fn each_is_told_once_whatever_comes_later() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("screen");
        let told = |missing: &[Missing]| Told::within(Some(&place)).news(missing.to_vec());
        assert_eq!(told(&[Missing::Tray]), [Missing::Tray]);
        assert_eq!(told(&[Missing::Tray]), []);
        let both = [Missing::Tray, Missing::Notifications];
        assert_eq!(told(&both), [Missing::Notifications]);
        assert_eq!(told(&both), []);
        // Where nothing can be remembered it is told each time, and nothing else is lost.
        fs::remove_dir_all(&place).unwrap();
        fs::write(&place, "no folder").unwrap();
        assert_eq!(told(&both), both);
        assert_eq!(Told::within(None).news(both.to_vec()), both);
    }
}
