//! Everything that this person has here: where it lies, how much it is, and its end.

use super::{CLOSE_WITHIN, Engine, internal};
use crate::autostart::Autostart;
use crate::io_words;
use crate::owner;
use crate::paths::{LOGS, Paths};
use crate::store::{Everywhere, Store};
use crate::wipe::Wiped;
use chat_core::connection::{Address, Connection, place};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{DataKind, DataPlace, DataView, Event, EverythingDeleted};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

impl Engine {
    /// What is kept on this machine, where, and how much it is.
    pub async fn data(&self, paths: &Paths) -> Result<DataView, Failure> {
        let amounts = match self.store_to_read().await {
            Ok(store) => store.amounts().await.ok(),
            Err(_) => None,
        };
        let paths = paths.clone();
        let places = tokio::task::spawn_blocking(move || places(&paths)).await;
        Ok(DataView {
            places: places.map_err(|_| internal())?,
            keys: self.inner.keys.source(),
            conversations: amounts.map(|(conversations, _)| conversations),
            messages: amounts.map(|(_, messages)| messages),
        })
    }

    /// Deletes everything of this person's: keys, conversations, drafts, journal, kept answers,
    /// ledger, settings, presets, copies, logs, the start with the session. Running answers are stopped first. What a window
    /// itself holds open stays to it: its log is emptied, its web view's files are its own to clear.
    /// Afterwards the engine is as one that was never used.
    ///
    /// # Errors
    /// Where another program uses the folder, or the keyring refuses: then nothing was deleted.
    pub async fn delete_everything(&self, paths: &Paths) -> Result<EverythingDeleted, Failure> {
        if paths.data != self.inner.config.data_dir {
            return Err(internal());
        }
        self.check_alone().await?;
        let accounts = self.accounts().await;
        let keys = match self.inner.keys.remove_all(accounts).await {
            Ok(keys) => keys,
            Err(error) => return Err(untouched(error.failure())),
        };
        let amounts = match self.store_to_read().await {
            Ok(store) => store.amounts().await.ok(),
            Err(_) => None,
        };
        self.stop_everything().await;
        let windowed = self.inner.windowed.load(Ordering::Acquire);
        let wiped = self.wipe_all(paths.clone(), windowed).await?;
        if windowed {
            // This begins a new history; a command line leaves nothing.
            self.tell(&Event::ConversationChanged { conversation: None });
            self.keys_changed().await;
        }
        Ok(EverythingDeleted {
            conversations: amounts.map(|(conversations, _)| conversations),
            files: wiped.files,
            bytes: wiped.bytes,
            keys,
            left: wiped
                .left
                .into_iter()
                .map(|(path, kind)| {
                    format!("{} ({})", path.display(), io_words::said(&kind.into()))
                })
                .collect(),
        })
    }

    /// Another program would go on writing, and be startled.
    async fn check_alone(&self) -> Result<(), Failure> {
        let own = self.inner.disk.get().map(|disk| disk.name.clone());
        let folder = self.inner.config.data_dir.clone();
        let others = move || owner::has_others(&folder, own.as_deref());
        if tokio::task::spawn_blocking(others)
            .await
            .map_err(|_| internal())?
        {
            return Err(Failure::new(
                Code::ConfigInvalid,
                "Another Gatehouse program is running; nothing was deleted.",
            )
            .with_action("Close its window, or wait for its command to end, then try again."));
        }
        Ok(())
    }

    /// The accounts of the keyring that are known, each at the address in effect.
    async fn accounts(&self) -> Vec<String> {
        let facts = self.facts(&self.known().await);
        let all = facts.connections();
        let keyed = all.iter().filter(|one| Connection::needs_key(one));
        keyed
            .filter_map(|connection| match place(connection, &facts) {
                Ok(Address::At(base)) => Some(connection.account(&base)),
                Ok(Address::OwnDemo) | Err(_) => None,
            })
            .collect()
    }

    async fn stop_everything(&self) {
        for stop in self.starting().values() {
            stop.cancel();
        }
        let turns = || self.inner.around.outbox.turns();
        for live in turns() {
            live.stop.cancel();
        }
        let ended = async {
            while !turns().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // One that does not end has no store to write to.
        let _ = tokio::time::timeout(CLOSE_WITHIN, ended).await;
        self.inner.around.unsaved.forget();
        self.inner
            .staged
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.forget_temporary();
        let volatile = &self.inner.volatile;
        volatile
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    async fn wipe_all(&self, paths: Paths, windowed: bool) -> Result<Wiped, Failure> {
        // Nothing is opened in between.
        let opening = self.inner.disk.hold().await;
        if let Some(disk) = self.inner.disk.take() {
            let _ = tokio::time::timeout(CLOSE_WITHIN, disk.store.close()).await;
            disk.let_go();
        }
        let wiping = move || wipe(&paths, windowed);
        let wiped = tokio::task::spawn_blocking(wiping).await;
        drop(opening);
        self.drawings().forget();
        wiped.map_err(|_| internal())
    }
}

fn untouched(failure: Failure) -> Failure {
    Failure {
        message: format!("{} Nothing was deleted.", failure.message),
        ..failure
    }
}

/// What there is of ours, by names of ours: the folder may be one that others use, too.
fn places(paths: &Paths) -> Vec<DataPlace> {
    let Everywhere {
        history,
        aside,
        copies,
        unfinished: _,
    } = Store::everywhere(&paths.data);
    let logs: Vec<PathBuf> = LOGS.iter().map(|name| paths.log.join(name)).collect();
    let first = |files: &[PathBuf]| files.first().cloned().unwrap_or_default();
    let mut places = vec![
        told(DataKind::History, &first(&history), &history),
        told(DataKind::Backups, &paths.data.join("backups"), &copies),
        told(DataKind::Logs, &paths.log, &logs),
        told(DataKind::WebView, &paths.web(), &[paths.web()]),
    ];
    if !aside.is_empty() {
        places.push(told(DataKind::SetAside, &first(&aside), &aside));
    }
    places
}

fn told(what: DataKind, path: &Path, files: &[PathBuf]) -> DataPlace {
    let (mut count, mut bytes) = (0_u32, 0_u64);
    for file in files {
        measure(file, &mut count, &mut bytes);
    }
    DataPlace {
        what,
        path: path.display().to_string(),
        bytes,
        files: count,
    }
}

fn measure(path: &Path, files: &mut u32, bytes: &mut u64) {
    let Ok(about) = fs::symlink_metadata(path) else {
        return;
    };
    if about.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            measure(&entry.path(), files, bytes);
        }
        return;
    }
    *files = files.saturating_add(1);
    *bytes = bytes.saturating_add(about.len());
}

fn wipe(paths: &Paths, windowed: bool) -> Wiped {
    let mut wiped = Wiped::default();
    let Everywhere {
        history,
        aside,
        copies,
        unfinished,
    } = Store::everywhere(&paths.data);
    for file in history.iter().chain(&aside).chain(&copies) {
        wiped.file(file);
    }
    for path in &unfinished {
        wiped.folder(path);
    }
    for name in LOGS {
        let log = paths.log.join(name);
        if windowed {
            wiped.emptied(&log);
        } else {
            wiped.file(&log);
        }
    }
    for file in owner::files(&paths.data) {
        wiped.file(&file);
    }
    if let Some(entry) = Autostart::of(paths) {
        wiped.done(Path::new(&entry.place()), entry.remove());
    }
    wiped.folder(&paths.screen());
    if !windowed {
        wiped.folder(&paths.web());
        wiped.folder(&paths.tray());
    }
    // Folders that hold something else stay.
    let empty = [
        paths.data.join("backups"),
        paths.data.join("owners"),
        paths.log.clone(),
        paths.data.clone(),
    ];
    for folder in empty {
        fs::remove_dir(folder).ok();
    }
    wiped
}
