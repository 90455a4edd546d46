//! Addresses of this program that the system hands over: each becomes a text that the main window
//! shows before anything is done with it. Must not know what an address may say: `deep_link` does.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chat_core::deep_link::{self, Brought};
use chat_core::wire::Wanted;
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::wanted;

/// How many addresses are looked at within [`WITHIN_MS`]: a person follows a few, a web page that
/// means ill opens hundreds.
const MOST: usize = 5;
const WITHIN_MS: u64 = 10_000;

/// When addresses were opened, the last ones.
#[derive(Debug, Default)]
pub(crate) struct Opened(Mutex<VecDeque<u64>>);

impl Opened {
    /// Counts one more; whether it is to be looked at.
    fn count(&self, now_ms: u64) -> bool {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.retain(|at| now_ms.saturating_sub(*at) < WITHIN_MS);
        let fits = opened.len() < MOST;
        if fits {
            opened.push_back(now_ms);
        }
        fits
    }
}

/// An address was opened.
pub(crate) fn opened(app: &AppHandle, address: &str) {
    if !app.state::<Opened>().count(app.state::<Shell>().age_ms()) {
        tracing::warn!("too many links within ten seconds: one was not looked at");
        return;
    }
    let wanted = match deep_link::read(address) {
        Ok(Brought { text, hidden }) => Wanted::Preview { text, hidden },
        Err(refused) => {
            tracing::warn!("a link was not taken: {refused}");
            Wanted::BadLink
        }
    };
    wanted::show(app, wanted);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_links_at_once_a_few_are_looked_at_and_later_others_again() {
        let opened = Opened::default();
        let at_once = (0..50).filter(|_| opened.count(1_000)).count();
        assert_eq!(at_once, MOST);
        assert!(!opened.count(1_000 + WITHIN_MS - 1));
        assert!(opened.count(1_000 + WITHIN_MS));
    }
}
