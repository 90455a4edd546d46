//! While the keyboard is frozen: what is done next until quick-ask has it. Pure.
//!
//! The X server keeps every key that is typed from the press on. They go to whoever has the focus
//! when it lets go, so it lets go once that is quick-ask, and in any case after a while: a keyboard
//! that is dead is worse than letters in the wrong place.

use std::time::Duration;

/// The keyboard is given back by then, whatever happened.
pub(super) const AT_MOST: Duration = Duration::from_millis(1_500);
/// How long the focus may be away from a window that took it, before the window manager is asked for
/// it. Asking comes second: some managers move the focus twice then, and a key that is typed meanwhile
/// is lost.
const TAKEN: Duration = Duration::from_millis(150);
/// How long the focus must have stayed: it may be given in two steps.
const SETTLED: Duration = Duration::from_millis(10);

/// What is seen of the window now. All times are counted from the press.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) now: Duration,
    /// Only a window that is on screen can have the focus.
    pub(super) viewable: bool,
    /// Since when it has the focus without a break.
    pub(super) focused: Option<Duration>,
    /// When the focus was taken.
    pub(super) took: Option<Duration>,
    /// Whether the window manager was asked for it.
    pub(super) asked: bool,
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing yet.
    Wait,
    /// The focus is taken.
    Take,
    /// The window manager is asked to give it.
    Ask,
    /// The keyboard is given back.
    Release,
}

pub(super) fn next(seen: Seen) -> Step {
    let since = |when: Duration, least: Duration| seen.now >= when + least;
    if seen.now >= AT_MOST {
        return Step::Release;
    }
    match (seen.viewable, seen.focused, seen.took) {
        (true, Some(focused), _) if since(focused, SETTLED) => Step::Release,
        (true, None, None) => Step::Take,
        (true, None, Some(took)) if !seen.asked && since(took, TAKEN) => Step::Ask,
        (true | false, _, _) => Step::Wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyboard_is_given_back_with_the_focus_or_when_the_time_is_over() {
        let ms = |ms: u64| Duration::from_millis(ms);
        let at =
            |now: u64, viewable: bool, focused: Option<u64>, took: Option<u64>, asked: bool| Seen {
                now: ms(now),
                viewable,
                focused: focused.map(ms),
                took: took.map(ms),
                asked,
            };
        for (seen, step) in [
            (at(5, false, None, None, false), Step::Wait),
            (at(10, true, None, None, false), Step::Take),
            (at(12, true, None, Some(10), false), Step::Wait),
            (at(20, true, Some(12), Some(10), false), Step::Wait),
            (at(22, true, Some(12), Some(10), false), Step::Release),
            (at(159, true, None, Some(10), false), Step::Wait),
            (at(160, true, None, Some(10), false), Step::Ask),
            (at(300, true, None, Some(10), true), Step::Wait),
            (at(300, true, Some(285), Some(10), true), Step::Release),
            // A window that is being hidden may have it for a moment longer.
            (at(40, false, Some(1), None, false), Step::Wait),
            (at(1_500, false, None, None, false), Step::Release),
        ] {
            assert_eq!(next(seen), step, "{seen:?}");
        }
    }
}
