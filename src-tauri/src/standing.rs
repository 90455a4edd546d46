//! Each window's size and place: kept when they change, given back when it opens. What may be given
//! back is decided in `geometry`.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tauri::{AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewWindow};

use crate::geometry::{Rect, Screen, Standing, Wanted};
use crate::windows;

/// A window that is dragged tells of every pixel; one that was maximised tells of it a moment later.
const SETTLED: Duration = Duration::from_millis(500);
/// Of how many screens a window's place is kept.
const SCREENS: usize = 8;

/// Where the windows stood, the last screen first. Without a folder nothing outlives the program.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    folder: Option<PathBuf>,
    stood: Mutex<HashMap<String, Vec<Standing>>>,
    /// Windows that are looked at once they stand still.
    moving: Mutex<HashSet<String>>,
}

impl Standings {
    /// Kept in this folder, which need not be there.
    pub(crate) fn within(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            ..Self::default()
        }
    }

    fn of(&self, label: &str) -> Vec<Standing> {
        let mut stood = self.stood();
        stood
            .entry(label.to_owned())
            .or_insert_with(|| self.read(label))
            .clone()
    }

    fn keep(&self, label: &str, standing: Standing) {
        let before = self.of(label);
        let here = standing.screen.whole;
        let others = before
            .iter()
            .filter(|one| one.screen.whole != here)
            .cloned();
        let now: Vec<Standing> = std::iter::once(standing)
            .chain(others)
            .take(SCREENS)
            .collect();
        if now != before {
            self.write(label, &now);
            self.stood().insert(label.to_owned(), now);
        }
    }

    fn path(&self, label: &str) -> Option<PathBuf> {
        let folder = self.folder.as_ref()?;
        Some(folder.join(format!("window-{label}.json")))
    }

    fn read(&self, label: &str) -> Vec<Standing> {
        let Some(path) = self.path(label) else {
            return Vec::new();
        };
        let text = fs::read_to_string(path).unwrap_or_default();
        text.lines().filter_map(Standing::from_json).collect()
    }

    fn write(&self, label: &str, all: &[Standing]) {
        let Some(path) = self.path(label) else {
            return;
        };
        let lines: Vec<String> = all.iter().map(Standing::to_json).collect();
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, lines.join("\n")));
        if let Err(error) = written {
            tracing::debug!(kind = ?error.kind(), label, "a window's place is not kept");
        }
    }

    fn stood(&self) -> MutexGuard<'_, HashMap<String, Vec<Standing>>> {
        self.stood.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moving(&self) -> MutexGuard<'_, HashSet<String>> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives a window back how it stood last, before it is shown.
pub(crate) fn restore(window: &WebviewWindow) {
    let stood = window.state::<Standings>().of(window.label());
    let Some(wanted) = stood
        .first()
        .and_then(|last| last.restored(&screens(window)))
    else {
        return;
    };
    apply(window, wanted);
    if wanted.maximized {
        windows::noted("maximise", window.maximize());
    }
}

/// Gives a window back how it stood on this very screen; whether that is known.
pub(crate) fn restore_on(window: &WebviewWindow, monitor: &Monitor) -> bool {
    let here = screen(monitor);
    let stood = window.state::<Standings>().of(window.label());
    let wanted = stood
        .iter()
        .filter_map(|one| one.restored(std::slice::from_ref(&here)))
        .find(|wanted| wanted.corner.is_some());
    wanted.inspect(|wanted| apply(window, *wanted)).is_some()
}

fn apply(window: &WebviewWindow, wanted: Wanted) {
    let (width, height) = wanted.size;
    windows::noted("size", window.set_size(PhysicalSize::new(width, height)));
    if let Some((x, y)) = wanted.corner {
        windows::noted("place", window.set_position(PhysicalPosition::new(x, y)));
    }
}

/// A window was moved or resized: how it stands is kept once it stands still.
pub(crate) fn moved(app: &AppHandle, label: &str) {
    if !app.state::<Standings>().moving().insert(label.to_owned()) {
        return;
    }
    let (app, label) = (app.clone(), label.to_owned());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SETTLED).await;
        app.state::<Standings>().moving().remove(&label);
        keep(&app, &label);
    });
}

/// Keeps how a window stands now, if it can be seen.
pub(crate) fn keep(app: &AppHandle, label: &str) {
    let Some(window) = app.get_webview_window(label) else {
        return;
    };
    let standings = app.state::<Standings>();
    if let Some(standing) = standing_of(&window, standings.of(label).first()) {
        standings.keep(label, standing);
    }
}

/// How a window stands; none where it cannot be seen, or the system does not tell.
fn standing_of(window: &WebviewWindow, before: Option<&Standing>) -> Option<Standing> {
    let is_seen = window.is_visible().ok()? && !window.is_minimized().ok()?;
    if !is_seen || window.is_fullscreen().ok()? {
        return None;
    }
    let (corner, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
    let place = Rect {
        x: corner.x,
        y: corner.y,
        width: size.width,
        height: size.height,
    };
    let monitor = window.current_monitor().ok()??;
    let maximized = window.is_maximized().ok()?;
    Some(Standing::now(before, place, maximized, screen(&monitor)))
}

/// The screens, the first one first.
fn screens(window: &WebviewWindow) -> Vec<Screen> {
    let first = window.primary_monitor().ok().flatten();
    let all = window.available_monitors().unwrap_or_default();
    let first = first.or_else(|| all.first().cloned());
    first.iter().chain(&all).map(screen).collect()
}

fn screen(monitor: &Monitor) -> Screen {
    let (at, size, free) = (monitor.position(), monitor.size(), monitor.work_area());
    Screen {
        name: monitor.name().cloned(),
        whole: Rect {
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
        },
        free: Rect {
            x: free.position.x,
            y: free.position.y,
            width: free.size.width,
            height: free.size.height,
        },
        scale: monitor.scale_factor(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stood(x: i32, screen_x: i32) -> Standing {
        let whole = Rect {
            x: screen_x,
            y: 0,
            width: 1920,
            height: 1080,
        };
        Standing {
            place: Rect {
                x,
                y: 10,
                width: 900,
                height: 700,
            },
            maximized: false,
            screen: Screen {
                name: None,
                whole,
                free: whole,
                scale: 1.0,
            },
        }
    }

    #[test]
    fn each_window_has_its_places_one_a_screen_the_last_one_first() {
        let folder = tempfile::tempdir().unwrap();
        let within = || Standings::within(Some(folder.path().join("screen")));
        let standings = within();
        assert!(standings.of("main").is_empty());
        standings.keep("main", stood(1, 0));
        standings.keep("main", stood(2, 1920));
        standings.keep("main", stood(3, 0));
        standings.keep("quick", stood(9, 0));
        let next = within();
        assert_eq!(next.of("main"), [stood(3, 0), stood(2, 1920)]);
        assert_eq!(next.of("quick"), [stood(9, 0)]);
        for screen in 0..20 {
            next.keep("main", stood(0, screen * 1920));
        }
        assert_eq!(next.of("main").len(), SCREENS);
    }

    #[test]
    fn a_file_that_breaks_off_at_any_byte_gives_what_of_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let within = || Standings::within(Some(folder.path().to_owned()));
        let standings = within();
        standings.keep("main", stood(2, 1920));
        standings.keep("main", stood(3, 0));
        let path = standings.path("main").unwrap();
        let whole = fs::read(&path).unwrap();
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap();
        for end in 0..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let kept = if end < first {
                vec![]
            } else {
                vec![stood(3, 0)]
            };
            assert_eq!(within().of("main"), kept, "cut at byte {end}");
        }
        Standings::within(None).keep("main", stood(3, 0));
    }
}
