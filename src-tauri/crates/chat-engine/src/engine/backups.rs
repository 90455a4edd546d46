//! When the history is copied, and how a copy is merged back.

use super::{Engine, internal};
use crate::io_words;
use crate::store::backup::{self, Occasion};
use crate::store::restore::Source;
use crate::store::{Merged, Merging, Seen, Skipped, Store, StoreError};
use chat_core::archive::Archived;
use chat_core::failure::{Code, Failure};
use chat_core::retention::{Copy, is_due};
use chat_core::wire::{BackupView, Event, RestoreView};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A window is drawn and used before its history is copied.
const FIRST_LOOK: Duration = Duration::from_secs(20);
/// How often a window that stays open looks whether a copy is due.
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// How many conversations are looked up at a time.
const PAGE: u32 = 64;
/// How many refusals are named.
const NAMED: usize = 100;

/// What is restored from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backup {
    /// The newest automatic copy that was not made by a restore; the newest of all where all were.
    Latest,
    /// An automatic copy by its name.
    Named(String),
    /// Any file.
    File(PathBuf),
}

/// How it is restored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restoring {
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Also bring back what was deleted here.
    pub with_deleted: bool,
}

impl Engine {
    /// Copies the history into the folder of automatic copies, now.
    pub async fn back_up(&self) -> Result<BackupView, Failure> {
        let made = self.take_copy(Occasion::Asked).await?;
        let name = name_of(&made);
        self.backups()
            .into_iter()
            .find(|copy| copy.name == name)
            .ok_or_else(internal)
    }

    /// Copies the history to a file that is not there yet, and gives its size in bytes; none where
    /// it was stopped, which leaves nothing.
    pub async fn back_up_to(
        &self,
        file: PathBuf,
        stop: CancellationToken,
    ) -> Result<Option<u64>, Failure> {
        let store = self.store_to_read().await?;
        tokio::task::spawn_blocking(move || store.copy_to(&file, &stop))
            .await
            .map_err(|_| internal())?
            .map_err(|error| error.failure())
    }

    /// The automatic copies, the newest first.
    pub fn backups(&self) -> Vec<BackupView> {
        let now_ms = self.inner.config.clock.now_ms();
        let copies = backup::newest_first(&self.inner.config.data_dir, now_ms);
        copies.into_iter().map(view).collect()
    }

    /// Merges a copy into the history: what is missing comes in, presets and templates too, nothing
    /// newer is overwritten, and settings stay. A copy of the history as it was is made first.
    pub async fn restore(
        &self,
        from: Backup,
        restoring: Restoring,
    ) -> Result<RestoreView, Failure> {
        let data = self.inner.config.data_dir.clone();
        let file = self.file_of(from)?;
        let store = self.store().await?;
        let mut report = RestoreView {
            from: file.display().to_string(),
            ..RestoreView::default()
        };
        let opening = move || Source::open(&file, &data).map_err(|error| unusable(&file, &error));
        let mut source = tokio::task::spawn_blocking(opening)
            .await
            .map_err(|_| internal())??;
        if !restoring.dry_run {
            report.copy = Some(name_of(&self.take_copy(Occasion::Restore).await?));
            let taken = store.take_shelved(&mut source).await;
            taken.map_err(|error| error.failure())?;
        }
        merge_all(source, &store, restoring, &mut report).await?;
        if !restoring.dry_run {
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        Ok(report)
    }

    fn file_of(&self, from: Backup) -> Result<PathBuf, Failure> {
        let data = &self.inner.config.data_dir;
        let known = backup::newest_first(data, self.inner.config.clock.now_ms());
        let name = match from {
            Backup::File(file) => return Ok(file),
            Backup::Latest => latest(&known).map(|copy| copy.name.clone()),
            Backup::Named(name) => known
                .into_iter()
                .find(|copy| copy.name == name)
                .map(|copy| copy.name),
        };
        let name = name.ok_or_else(no_backup)?;
        Ok(backup::folder(data).join(name))
    }

    async fn take_copy(&self, occasion: Occasion) -> Result<PathBuf, Failure> {
        let store = self.store().await?;
        let data = self.inner.config.data_dir.clone();
        let now_ms = self.inner.config.clock.now_ms();
        let from = store.clone();
        let copy = tokio::task::spawn_blocking(move || from.back_up(&data, occasion, now_ms))
            .await
            .map_err(|_| internal())?
            .map_err(|error| error.failure())?;
        // What was erased while it was made may be in it.
        if store.doubt_backups(now_ms).await.is_ok() {
            self.sweep(&store).await;
        }
        Ok(copy)
    }

    /// Copies once a day, as long as the program runs. A copy that cannot be made is tried again
    /// at the next look.
    pub(super) async fn copy_daily(&self) {
        let mut wait = FIRST_LOOK;
        loop {
            tokio::select! {
                () = self.inner.closing.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
            wait = LOOK_EVERY;
            let copies = backup::copies(&self.inner.config.data_dir);
            let is_used = self.inner.disk.get().is_some();
            if is_used
                && is_due(&copies, self.inner.config.clock.now_ms())
                && let Err(failure) = self.take_copy(Occasion::Daily).await
            {
                tracing::warn!(code = failure.code.as_str(), "the history was not copied");
            }
        }
    }
}

/// Puts every conversation of a source in, part by part.
pub(super) async fn merge_all(
    source: Source,
    store: &Store,
    restoring: Restoring,
    report: &mut RestoreView,
) -> Result<(), Failure> {
    let merging = Merging {
        with_deleted: restoring.with_deleted,
    };
    let mut source = source;
    let (mut after, mut seen) = (0, Seen::default());
    loop {
        let (back, page) = reading(source, move |source| source.conversations(after, PAGE)).await?;
        source = back;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after = *last;
        for (_, id) in page {
            let mut part_after = Some(0);
            let mut whole = Total::default();
            while let Some(after) = part_after {
                let wanted = id.clone();
                let (back, (archived, next)) =
                    reading(source, move |source| source.part(&wanted, after)).await?;
                (source, part_after) = (back, next);
                let (merged, now_seen) = put(store, archived, restoring, merging, seen).await?;
                seen = now_seen;
                // A part that was refused ends its conversation.
                if !whole.add(merged) {
                    break;
                }
            }
            whole.tell(id.as_str(), report);
        }
    }
}

async fn put(
    store: &Store,
    archived: Archived,
    restoring: Restoring,
    merging: Merging,
    seen: Seen,
) -> Result<(Option<Merged>, Seen), Failure> {
    let batch = vec![archived];
    let (merged, seen) = if restoring.dry_run {
        let tried = store.merge_trial(batch, merging, seen).await;
        tried.map_err(|error| error.failure())?
    } else {
        let merged = store.merge(batch, merging).await;
        (merged.map_err(|error| error.failure())?, seen)
    };
    Ok((merged.into_iter().next(), seen))
}

/// Reads from a source where waiting is allowed.
async fn reading<T: Send + 'static>(
    mut source: Source,
    read: impl FnOnce(&mut Source) -> Result<T, StoreError> + Send + 'static,
) -> Result<(Source, T), Failure> {
    tokio::task::spawn_blocking(move || {
        let found = read(&mut source).map_err(|error| error.failure())?;
        Ok((source, found))
    })
    .await
    .map_err(|_| internal())?
}

/// What became of a conversation in all its parts.
#[derive(Debug, Default)]
struct Total {
    added: bool,
    changed: bool,
    messages: u64,
    skipped: Option<Skipped>,
}

impl Total {
    /// Whether it goes on.
    fn add(&mut self, merged: Option<Merged>) -> bool {
        match merged {
            Some(Merged::Added { messages }) => {
                self.added = true;
                self.messages += messages;
            }
            Some(Merged::Updated { added, .. }) => {
                self.changed = true;
                self.messages += added;
            }
            Some(Merged::Unchanged { .. }) | None => {}
            Some(Merged::Skipped(why)) => {
                self.skipped = Some(why);
                return false;
            }
        }
        true
    }

    fn tell(self, id: &str, report: &mut RestoreView) {
        report.messages += self.messages;
        match self.skipped {
            Some(Skipped::Deleted) => report.deleted += 1,
            Some(why) => {
                report.refused += 1;
                if report.why.len() < NAMED {
                    report.why.push(format!("{id} was left out: {why}."));
                }
            }
            None if self.added => report.added += 1,
            None if self.changed => report.updated += 1,
            None => report.unchanged += 1,
        }
    }
}

/// A restore that did not bring what was hoped for is tried again: then it must not read what the
/// first try kept of the history as it was. Newest first in, one out.
fn latest(copies: &[Copy]) -> Option<&Copy> {
    let is_other = |copy: &&Copy| !backup::is_of_restore(&copy.name);
    copies.iter().find(is_other).or_else(|| copies.first())
}

fn view(copy: Copy) -> BackupView {
    BackupView {
        name: copy.name,
        at_ms: copy.at_ms,
        bytes: copy.bytes,
    }
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Why nothing can be taken from a file.
fn unusable(file: &Path, error: &StoreError) -> Failure {
    let said = |sentence: String| {
        Failure::new(Code::ConfigInvalid, sentence)
            .with_action("Choose another copy.")
            .with_command(
                "Choose another copy: gatehouse history backups lists the automatic ones.",
            )
    };
    let name = file.display();
    match error {
        StoreError::Damaged { .. } => said(format!(
            "{name} is damaged or is no copy of a history; nothing was taken from it."
        ))
        .with_command("Choose another copy; for an export there is gatehouse history import."),
        StoreError::NewerDatabase { .. } => said(format!(
            "{name} was made by a newer version of Gatehouse; nothing was taken from it."
        )),
        StoreError::Io { path, source } if path == file => said(format!(
            "{name} cannot be read ({}).",
            io_words::said(source)
        )),
        StoreError::ReadOnly { path } if path == file => {
            said(format!("{name} cannot be read (that is not allowed)."))
        }
        StoreError::Moved { .. }
        | StoreError::ReadOnly { .. }
        | StoreError::Full { .. }
        | StoreError::Busy { .. }
        | StoreError::Io { .. }
        | StoreError::NotFound(_)
        | StoreError::Ended
        | StoreError::Gone
        | StoreError::Sql { .. } => error.failure(),
    }
}

fn no_backup() -> Failure {
    Failure::new(Code::ConfigInvalid, "There is no such copy of the history.")
        .with_action("Choose one from the list of copies, or make one.")
        .with_command("Name a file, or make a copy: gatehouse history backup")
}
