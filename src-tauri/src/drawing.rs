//! The remedy for a window that stays blank: on some Linux machines the web view's way of drawing
//! (DMABUF) shows nothing. Where a page that is looked at has not been painted for a while, or its
//! process dies before it ever was, the program starts once more with that way off, and remembers.
//!
//! Pure but for the one file at the end. It never loops: a start with the way off is never repeated,
//! and where it did not help either, that is remembered and not tried again.

use std::path::{Path, PathBuf};
use std::{fs, io};

use chat_core::wire::Drawing;
use serde::{Deserialize, Serialize};

/// For how many looks, one a second, a page may be looked at without being painted.
const PATIENCE: u32 = 15;
/// So many deaths before the first painting are one cause.
const DEATHS: u32 = 2;

/// What is remembered between two starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Remembered {
    /// Drawn without it since a window stayed blank.
    Without,
    /// Without it the window stayed blank, too: it is not the cause here.
    NoHelp,
}

/// Whether the program has to start once more before anything is opened: the variable counts only
/// from the start.
pub(crate) fn starts_without(remembered: Option<Remembered>, is_set: bool) -> bool {
    remembered == Some(Remembered::Without) && !is_set
}

/// How the windows are drawn, for the settings: what was remembered at the start, what is now.
pub(crate) fn told(at_start: Option<Remembered>, now: Option<Remembered>, is_set: bool) -> Drawing {
    let by_us = is_set && at_start == Some(Remembered::Without);
    match now {
        Some(Remembered::NoHelp) => Drawing::NoHelp,
        Some(Remembered::Without) if by_us => Drawing::Without,
        None if by_us => Drawing::UsualNext,
        Some(Remembered::Without) | None if is_set => Drawing::WithoutByEnvironment,
        Some(Remembered::Without) | None => Drawing::Usual,
    }
}

/// What is to be done about a blank window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cure {
    /// Remember, and start once more without it.
    StartWithout,
    /// Remember that it does not help; nothing else can be done from here.
    GiveUp,
    /// It was given up before, or the person's own surroundings say how it is drawn.
    Nothing,
}

/// The window stayed blank.
pub(crate) fn cure(remembered: Option<Remembered>, is_set: bool) -> Cure {
    match (remembered, is_set) {
        (None | Some(Remembered::Without), false) => Cure::StartWithout,
        (Some(Remembered::Without), true) => Cure::GiveUp,
        (Some(Remembered::NoHelp), _) | (None, true) => Cure::Nothing,
    }
}

/// The look at one window, from when it is shown until it is painted.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    looks: u32,
    deaths: u32,
    over: bool,
}

impl Watch {
    /// It has been painted: whatever happens later has another cause.
    pub(crate) fn painted(&mut self) {
        self.over = true;
    }

    /// Whether there is nothing more to wait for.
    pub(crate) fn is_over(&self) -> bool {
        self.over
    }

    /// One second more. Only those count in which a person looks at it: what is hidden, minimised or
    /// behind others is not painted by any web view. True once, when it has been blank too long.
    pub(crate) fn look(&mut self, is_seen: bool) -> bool {
        if self.over {
            return false;
        }
        self.looks = if is_seen { self.looks + 1 } else { 0 };
        self.ends(self.looks >= PATIENCE)
    }

    /// Its process died. True once, when that is too often before it was ever painted.
    pub(crate) fn died(&mut self) -> bool {
        if self.over {
            return false;
        }
        self.deaths += 1;
        self.ends(self.deaths >= DEATHS)
    }

    fn ends(&mut self, blank: bool) -> bool {
        self.over |= blank;
        blank
    }
}

/// The file in the folder of what is remembered of the screen.
#[derive(Debug, Clone)]
pub(crate) struct Memory(PathBuf);

impl Memory {
    /// In this folder, which need not be there.
    pub(crate) fn within(folder: &Path) -> Self {
        Self(folder.join("drawing.json"))
    }

    /// What is remembered; nothing where the file says nothing that is known.
    pub(crate) fn read(&self) -> Option<Remembered> {
        serde_json::from_str(&fs::read_to_string(&self.0).ok()?).ok()
    }

    /// Remembers it, or forgets.
    pub(crate) fn keep(&self, remembered: Option<Remembered>) -> io::Result<()> {
        let Some(remembered) = remembered else {
            return match fs::remove_file(&self.0) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            };
        };
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.0, serde_json::to_string(&remembered)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays starts of a machine until nothing more happens: whether it is painted with and without
    /// the usual way. Gives how often it started and what is remembered.
    fn played(usual: bool, without: bool, set_by_person: bool) -> (u32, Option<Remembered>) {
        let (mut remembered, mut is_set, mut starts) = (None, set_by_person, 1);
        loop {
            assert!(starts < 10, "it loops");
            if starts_without(remembered, is_set) {
                (is_set, starts) = (true, starts + 1);
                continue;
            }
            let painted = if is_set { without } else { usual };
            if painted {
                return (starts, remembered);
            }
            match cure(remembered, is_set) {
                Cure::StartWithout => {
                    remembered = Some(Remembered::Without);
                    (is_set, starts) = (true, starts + 1);
                }
                Cure::GiveUp => return (starts, Some(Remembered::NoHelp)),
                Cure::Nothing => return (starts, remembered),
            }
        }
    }

    #[test]
    fn a_blank_window_is_cured_by_one_more_start_and_nothing_ever_loops() {
        use Remembered::{NoHelp, Without};
        for (usual, without, by_person, ended) in [
            (true, true, false, (1, None)),
            (false, true, false, (2, Some(Without))),
            (false, false, false, (2, Some(NoHelp))),
            (false, true, true, (1, None)),
            (false, false, true, (1, None)),
        ] {
            assert_eq!(played(usual, without, by_person), ended);
        }
    }

    #[test]
    fn what_did_not_help_is_not_tried_at_the_next_start() {
        assert!(!starts_without(Some(Remembered::NoHelp), false));
        assert_eq!(cure(Some(Remembered::NoHelp), false), Cure::Nothing);
        assert!(starts_without(Some(Remembered::Without), false));
        assert!(!starts_without(Some(Remembered::Without), true));
    }

    #[test]
    fn how_it_is_drawn_is_told_and_whose_wish_it_was() {
        use Remembered::{NoHelp, Without};
        for (at_start, now, is_set, drawn) in [
            (None, None, false, Drawing::Usual),
            (Some(Without), Some(Without), true, Drawing::Without),
            (Some(Without), None, true, Drawing::UsualNext),
            (None, None, true, Drawing::WithoutByEnvironment),
            (Some(Without), Some(NoHelp), true, Drawing::NoHelp),
            (Some(NoHelp), Some(NoHelp), false, Drawing::NoHelp),
            (Some(NoHelp), None, false, Drawing::Usual),
        ] {
            assert_eq!(told(at_start, now, is_set), drawn, "{at_start:?} {now:?}");
        }
    }

    #[test]
    fn only_a_window_that_is_looked_at_counts_as_blank() {
        let mut watch = Watch::default();
        assert!((0..PATIENCE - 1).all(|_| !watch.look(true)));
        assert!(!watch.look(false), "somebody went to another window");
        assert!((0..PATIENCE - 1).all(|_| !watch.look(true)));
        assert!(watch.look(true));
        assert!(watch.is_over() && !watch.look(true), "it is told once");
        let mut hidden = Watch::default();
        assert!((0..1_000).all(|_| !hidden.look(false)));
    }

    #[test]
    fn a_page_that_was_painted_once_is_never_taken_for_blank() {
        let mut watch = Watch::default();
        watch.painted();
        assert!((0..100).all(|_| !watch.look(true) && !watch.died()));
        let mut dying = Watch::default();
        assert!(!dying.died());
        assert!(dying.died(), "it dies before it is ever painted");
        assert!(!dying.died());
    }

    #[test]
    fn what_is_remembered_is_read_again_and_can_be_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::within(&folder.path().join("new"));
        assert_eq!(memory.read(), None);
        memory.keep(None).unwrap();
        for remembered in [Remembered::Without, Remembered::NoHelp] {
            memory.keep(Some(remembered)).unwrap();
            assert_eq!(memory.read(), Some(remembered));
        }
        fs::write(&memory.0, "{\"later\":1}").unwrap();
        assert_eq!(memory.read(), None);
        memory.keep(None).unwrap();
        assert!(!memory.0.exists());
    }
}
