//! Importing an archive: read on one thread, stored in small transactions. Killed in the middle it
//! leaves what came so far; doing it again adds the rest.

use super::{Engine, internal};
use crate::archive_file::{self, ArchiveError, Item, Reached};
use crate::store::{Merged, Merging, Seen, Skipped, Store};
use chat_core::archive::{Archived, Found, LeftOut};
use chat_core::failure::Failure;
use chat_core::ids::ConversationId;
use chat_core::wire::{Event, HistoryImport, ImportProgress, LeftOutView, SkippedRow};
use std::path::PathBuf;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How much is stored in one transaction: conversations, and bytes of their text.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// How many that were left out are named.
const MAX_NAMED: usize = 1_000;

/// How an archive is imported.
#[derive(Debug, Clone, Default)]
pub struct ImportHow {
    /// Only tells what would be done.
    pub dry_run: bool,
    /// Also what was deleted here comes back.
    pub with_deleted: bool,
    /// Stops it between two transactions.
    pub stop: CancellationToken,
}

/// Conversations that are stored together, and what came between them.
#[derive(Default)]
struct Batch {
    /// With their numbers in the archive.
    conversations: Vec<(u64, Archived)>,
    left_out: Vec<LeftOut>,
    skipped: Vec<SkippedRow>,
    bytes: usize,
    reached: Reached,
}

impl Engine {
    /// Imports an archive: a zip or JSON, of `ChatGPT`, Claude or Gatehouse itself. `progress` is
    /// told after every transaction.
    ///
    /// # Errors
    /// One sentence where the archive cannot be read at all, or the history not be written; what
    /// was stored before stays, and importing again goes on from there.
    pub async fn import_history(
        &self,
        path: PathBuf,
        how: ImportHow,
        progress: impl Fn(ImportProgress),
    ) -> Result<HistoryImport, Failure> {
        let store = if how.dry_run {
            self.store_to_read().await?
        } else {
            self.store().await?
        };
        let (give, mut batches) = mpsc::channel(1);
        let stop = how.stop.clone();
        let from = path.clone();
        let reading = tokio::task::spawn_blocking(move || read(&from, &give, &stop));
        let mut sums = Sums {
            told: HistoryImport {
                dry_run: how.dry_run,
                ..HistoryImport::default()
            },
            seen: Seen::default(),
            last: None,
        };
        while let Some(batch) = batches.recv().await {
            let (bytes, total_bytes) = batch.reached;
            sums.take(&store, &how, batch).await?;
            progress(ImportProgress {
                bytes,
                total_bytes,
                conversations: sums.told.found,
            });
            if how.stop.is_cancelled() {
                break;
            }
        }
        // The reader finds nobody to give to, and ends.
        drop(batches);
        let whole = reading.await.map_err(|_| internal())?;
        sums.told.whole = whole.map_err(|error| error.failure(&path))?;
        if sums.told.added + sums.told.updated > 0 && !how.dry_run {
            self.tell(&Event::ConversationChanged { conversation: None });
        }
        Ok(sums.told)
    }
}

/// Reads the archive and gives batches; false from the other side ends it.
fn read(
    path: &std::path::Path,
    give: &mpsc::Sender<Batch>,
    stop: &CancellationToken,
) -> Result<bool, ArchiveError> {
    let mut batch = Batch::default();
    let mut number = 0;
    let whole = archive_file::each(path, &mut |item, reached| {
        number += 1;
        batch.add(number, item);
        batch.reached = reached;
        if batch.conversations.len() + batch.skipped.len() >= BATCH || batch.bytes >= BATCH_BYTES {
            return give.blocking_send(std::mem::take(&mut batch)).is_ok() && !stop.is_cancelled();
        }
        !stop.is_cancelled()
    })?;
    // Where nobody takes it, the import has been stopped.
    let _ = give.blocking_send(batch);
    Ok(whole)
}

impl Batch {
    fn add(&mut self, number: u64, item: Item) {
        let skip = |title, reason| SkippedRow {
            number,
            title,
            reason,
        };
        match item {
            Item::Found(found, bytes) => {
                let Found {
                    conversation,
                    left_out,
                    ..
                } = *found;
                self.bytes += bytes;
                self.left_out.push(left_out);
                self.conversations.push((number, conversation));
            }
            Item::Unread(title, why) => self.skipped.push(skip(title, why.to_string())),
        }
    }
}

/// The report as it grows.
struct Sums {
    told: HistoryImport,
    seen: Seen,
    /// The conversation before, of which this may be the next part.
    last: Option<ConversationId>,
}

impl Sums {
    async fn take(&mut self, store: &Store, how: &ImportHow, batch: Batch) -> Result<(), Failure> {
        let merging = Merging {
            with_deleted: how.with_deleted,
        };
        for skipped in batch.skipped {
            self.told.found += 1;
            self.skip(skipped);
        }
        let (numbers, conversations): (Vec<_>, Vec<_>) = batch
            .conversations
            .into_iter()
            .map(|(number, archived)| {
                let name = (number, archived.id.clone(), archived.title.clone());
                (name, archived)
            })
            .unzip();
        let outcomes = if how.dry_run {
            let seen = std::mem::take(&mut self.seen);
            let trial = store.merge_trial(conversations, merging, seen).await;
            let (outcomes, seen) = trial.map_err(|error| error.failure())?;
            self.seen = seen;
            outcomes
        } else {
            let done = store.merge(conversations, merging).await;
            done.map_err(|error| error.failure())?
        };
        for (((number, id, title), outcome), left_out) in
            numbers.into_iter().zip(outcomes).zip(batch.left_out)
        {
            self.count(number, id, title, outcome, left_out);
        }
        Ok(())
    }

    fn count(
        &mut self,
        number: u64,
        id: ConversationId,
        title: String,
        outcome: Merged,
        left_out: LeftOut,
    ) {
        let goes_on = self.last.as_ref() == Some(&id);
        self.last = Some(id);
        let told = &mut self.told;
        // The next part of a conversation is no other one.
        let one = u64::from(!goes_on);
        told.found += one;
        match outcome {
            Merged::Added { messages } => {
                told.added += one;
                told.messages += messages;
            }
            Merged::Updated {
                added, differing, ..
            } => {
                told.updated += one;
                told.messages += added;
                told.differing += differing;
            }
            Merged::Unchanged { differing } => {
                told.unchanged += one;
                told.differing += differing;
            }
            // Said of its first part.
            Merged::Skipped(Skipped::Deleted) if goes_on => return,
            Merged::Skipped(why) => {
                told.deleted += u64::from(why == Skipped::Deleted);
                return self.skip(SkippedRow {
                    number,
                    title: Some(title),
                    reason: why.to_string(),
                });
            }
        }
        let all = &mut told.left_out;
        let sum = LeftOut {
            hidden: all.hidden,
            tools: all.tools,
            files: all.files,
            unreadable: all.unreadable,
            characters: all.characters,
        }
        .plus(left_out);
        *all = LeftOutView {
            hidden: sum.hidden,
            tools: sum.tools,
            files: sum.files,
            unreadable: sum.unreadable,
            characters: sum.characters,
        };
    }

    fn skip(&mut self, row: SkippedRow) {
        self.told.skipped += 1;
        if self.told.skipped_rows.len() < MAX_NAMED {
            self.told.skipped_rows.push(row);
        }
    }
}
