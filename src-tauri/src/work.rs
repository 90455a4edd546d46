//! Long work on the history: one piece at a time, which can be stopped. Must not know what is done.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use chat_core::failure::{Code, Failure};
use tokio_util::sync::CancellationToken;

/// What is being done, and the archive that was looked at last.
#[derive(Debug, Default)]
pub(crate) struct Work {
    now: Mutex<Option<CancellationToken>>,
    archive: Mutex<Option<PathBuf>>,
}

/// A piece of work that has begun; dropped, it is over.
#[derive(Debug)]
pub(crate) struct Begun<'a> {
    work: &'a Work,
    /// Cancelled when the person stops it.
    pub(crate) stop: CancellationToken,
}

impl Work {
    /// Begins a piece of work.
    ///
    /// # Errors
    /// Where another one is not over: its dialog may stand behind the window.
    pub(crate) fn begin(&self) -> Result<Begun<'_>, Failure> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if now.is_some() {
            return Err(Failure::new(
                Code::ConfigInvalid,
                "An export, an import or another long piece of work is not over yet.",
            )
            .with_action("Wait for it, or stop it. Its dialog may be behind this window."));
        }
        let stop = CancellationToken::new();
        *now = Some(stop.clone());
        drop(now);
        Ok(Begun { work: self, stop })
    }

    /// Stops what is being done; whether there was anything.
    pub(crate) fn stop(&self) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().is_some_and(|stop| {
            stop.cancel();
            true
        })
    }

    /// Remembers the archive that was looked at, for when it is imported.
    pub(crate) fn remember(&self, archive: PathBuf) {
        *self.archive.lock().unwrap_or_else(PoisonError::into_inner) = Some(archive);
    }

    /// The archive that was looked at; it is forgotten.
    pub(crate) fn take_archive(&self) -> Option<PathBuf> {
        self.archive
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        *self.work.now.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_piece_of_work_at_a_time_and_it_can_be_stopped() {
        let work = Work::default();
        assert!(!work.stop(), "there is nothing to stop");
        let begun = work.begin().unwrap();
        assert_eq!(work.begin().unwrap_err().code, Code::ConfigInvalid);
        assert!(!begun.stop.is_cancelled());
        assert!(work.stop());
        assert!(begun.stop.is_cancelled());
        drop(begun);
        assert!(!work.stop());
        assert!(!work.begin().unwrap().stop.is_cancelled());
    }
}
