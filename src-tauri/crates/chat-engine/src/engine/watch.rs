//! Notices what other processes store, so that an open window shows it within a second.

use super::Engine;
use super::settings::Known;
use chat_core::wire::Event;
use std::time::Duration;

/// How often the store is asked whether another process wrote, while a window is open.
const LOOK_EVERY: Duration = Duration::from_millis(700);
/// No number that SQLite gives: it counts from 1.
const UNKNOWN: i64 = 0;

impl Engine {
    /// Starts looking, once. What others store from now on is told; call it before the first look
    /// at the conversations, so that nothing falls in between.
    pub(super) async fn watch(&self) {
        if self
            .inner
            .watching
            .swap(true, std::sync::atomic::Ordering::AcqRel)
        {
            return;
        }
        // Before the version is read: what changes in between is told.
        let known = match self.inner.disk.get() {
            Some(_) => tokio::time::timeout(LOOK_EVERY, self.read_known()).await,
            None => Ok(Err(super::internal())),
        };
        let known = known.ok().and_then(Result::ok);
        let seen = match self.inner.disk.get() {
            // Where another program holds the file, the first answer counts as a change.
            Some(disk) => {
                let version = disk.store.data_version();
                tokio::time::timeout(LOOK_EVERY, version)
                    .await
                    .map_or(Some(UNKNOWN), Result::ok)
            }
            None => None,
        };
        let engine = self.clone();
        self.inner
            .around
            .spawn(async move { engine.look(seen, known).await });
        let engine = self.clone();
        self.inner
            .around
            .spawn(async move { engine.keep_erasing().await });
        let engine = self.clone();
        self.inner
            .around
            .spawn(async move { engine.copy_daily().await });
    }

    /// Tells windows of settings and connections that are not what was known.
    async fn tell_settings(&self, known: &mut Option<Known>) {
        // What cannot be read now is told at the next change that can.
        let Ok(now) = self.read_known().await else {
            return;
        };
        if known.as_ref() == Some(&now) {
            return;
        }
        *known = Some(now);
        self.tell(&Event::SettingsChanged);
        // Where the next question goes may be another place now.
        self.tell_keys().await;
    }

    async fn look(&self, mut seen: Option<i64>, mut known: Option<Known>) {
        loop {
            tokio::select! {
                () = self.inner.closing.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            if !self.inner.around.outbox.has_views() {
                // Nobody goes to and fro, and what others delete meanwhile is not noticed.
                self.drawings().forget();
                continue;
            }
            if self.inner.disk.get().is_none() {
                continue;
            }
            // One that was moved away is made anew here, so that it is told within a second.
            let Ok(disk) = self.disk().await else {
                continue;
            };
            let Ok(version) = disk.store.data_version().await else {
                continue;
            };
            if seen.is_some_and(|seen| seen != version) {
                // Answers of a process that died in the meantime are marked before they are shown.
                let _ = self.interrupt_dead(&disk.store).await;
                // It may have been a deletion.
                self.drawings().forget();
                self.tell(&Event::ConversationChanged { conversation: None });
                self.tell_settings(&mut known).await;
            }
            seen = Some(version);
        }
    }
}
