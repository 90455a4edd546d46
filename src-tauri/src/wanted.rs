//! What others ask of the main window: it is shown, and what is wanted is kept until its page takes
//! it, also where the page is not there yet or is being loaded again. Must not know how the page
//! shows it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chat_core::wire::Wanted;
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::windows;

/// How many wishes may wait; of more the oldest goes.
const MOST: usize = 8;

/// What waits for the main window's page.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<VecDeque<Wanted>>);

impl Waiting {
    /// Adds a wish. The same one twice in a row is one.
    fn add(&self, wanted: Wanted) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.back() == Some(&wanted) {
            return;
        }
        if waiting.len() >= MOST {
            waiting.pop_front();
        }
        waiting.push_back(wanted);
    }

    /// The oldest wish; it is gone then.
    pub(crate) fn take(&self) -> Option<Wanted> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front()
    }
}

/// Brings the main window to the front, and has its page show this.
pub(crate) fn show(app: &AppHandle, wanted: Wanted) {
    tell(app, wanted);
    windows::show_main(app);
}

/// Has the main window's page tell this, wherever the window is.
pub(crate) fn tell(app: &AppHandle, wanted: Wanted) {
    app.state::<Waiting>().add(wanted);
    app.state::<Shell>().call(windows::MAIN);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(section: &str) -> Wanted {
        Wanted::Settings {
            section: Some(section.to_owned()),
        }
    }

    #[test]
    fn what_is_wanted_is_taken_in_order_and_once() {
        let waiting = Waiting::default();
        for wanted in [Wanted::NewChat, Wanted::NewChat, settings("data")] {
            waiting.add(wanted);
        }
        assert_eq!(waiting.take(), Some(Wanted::NewChat));
        assert_eq!(waiting.take(), Some(settings("data")));
        assert_eq!(waiting.take(), None);
    }

    #[test]
    fn no_more_waits_than_a_few_and_the_newest_stay() {
        let waiting = Waiting::default();
        for number in 0..100 {
            waiting.add(settings(&number.to_string()));
        }
        assert_eq!(waiting.take(), Some(settings("92")));
        assert_eq!(std::iter::from_fn(|| waiting.take()).count(), MOST - 1);
    }
}
