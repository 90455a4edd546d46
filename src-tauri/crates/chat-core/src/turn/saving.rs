//! When what came of an answer goes to disk: soon, one save at a time, and once a second so that it
//! survives a loss of power, also where nothing more comes.

use super::{Effect, SAVE_AFTER_MS, SYNC_EVERY_MS, Turn};

impl Turn {
    pub(super) fn save_deadline(&self) -> Option<u64> {
        if self.saving {
            return None;
        }
        let new = self
            .unsaved_since
            .map(|since| since.saturating_add(SAVE_AFTER_MS));
        let saved = self
            .unsynced
            .then(|| self.synced_at.saturating_add(SYNC_EVERY_MS));
        new.into_iter().chain(saved).min()
    }

    pub(super) fn save_if_due(&mut self, at: u64, effects: &mut Vec<Effect>) {
        if self.save_deadline().is_none_or(|due| at < due) {
            return;
        }
        let sync = at.saturating_sub(self.synced_at) >= SYNC_EVERY_MS;
        if sync {
            self.synced_at = at;
        }
        self.unsynced = !sync;
        self.saving = true;
        self.unsaved_since = None;
        effects.push(Effect::Save { sync });
    }
}
