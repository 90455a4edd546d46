//! A damaged history, once the person has chosen: set aside, read as far as it goes, and completed
//! from the newest copy.

use super::backups::{Restoring, merge_all};
use super::{Engine, internal};
use crate::io_words;
use crate::store::restore::Source;
use crate::store::salvage::{self, Found};
use crate::store::{Merging, Store, StoreError, backup};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{Event, RestoreView, SalvageView};
use std::path::{Path, PathBuf};

impl Engine {
    /// Sets a damaged history aside, begins a new one, and brings over what can be read, what the
    /// newest copy has beside that, and what was asked meanwhile. Nothing is deleted.
    pub async fn salvage(&self) -> Result<SalvageView, Failure> {
        let data = self.inner.config.data_dir.clone();
        let meanwhile = self.check_damaged().await?;
        let now_ms = self.inner.config.clock.now_ms();
        // Nothing else opens it in between. It is read before it is moved: where there is no room
        // for what was read, all stays as it was.
        let opening = self.inner.disk.hold().await;
        let folder = data.clone();
        let (aside, source, found) = blocking(move || {
            let (source, found) = salvage::read(&backup::history(&folder), &folder)?;
            let aside = salvage::set_aside(&folder, now_ms)?;
            Ok((aside, source, found))
        })
        .await?;
        if let Some(disk) = self.inner.disk.take() {
            disk.let_go();
        }
        drop(opening);
        let put = async {
            let mut view = self.put_in(source, &found, &aside).await?;
            let store = self.store().await?;
            view.copy = self.complete(&store, data).await?;
            if let Some(memory) = meanwhile {
                keep(&memory, &store).await?;
            }
            Ok(view)
        };
        let view = put.await.map_err(|failure| half_way(failure, &aside))?;
        self.tell(&Event::ConversationChanged { conversation: None });
        Ok(view)
    }

    /// The same of a file that was set aside before, or of any other. One of which nothing can be
    /// read is a failure: nothing has changed then.
    pub async fn salvage_file(&self, file: PathBuf) -> Result<SalvageView, Failure> {
        if let Err(error) = io_words::plain_file(&file) {
            let why = io_words::said(&error);
            let said = format!("{} cannot be read ({why}).", file.display());
            return Err(Failure::new(Code::ConfigInvalid, said).with_action("Name another file."));
        }
        let (from, folder) = (file.clone(), self.inner.config.data_dir.clone());
        // The data folder is there once the store is.
        self.store().await?;
        let (source, found) = blocking(move || salvage::read(&from, &folder)).await?;
        if is_nothing(&found) {
            return Err(unreadable(&file));
        }
        let view = self.put_in(source, &found, &file).await?;
        self.tell(&Event::ConversationChanged { conversation: None });
        Ok(view)
    }

    async fn put_in(
        &self,
        mut source: Source,
        found: &Found,
        aside: &Path,
    ) -> Result<SalvageView, Failure> {
        let store = self.store().await?;
        let entries = store.take_over(&mut source).await;
        let mut view = SalvageView {
            aside: aside.display().to_string(),
            read: RestoreView {
                from: aside.display().to_string(),
                ..RestoreView::default()
            },
            copy: None,
            entries: entries.map_err(|error| error.failure())?,
            missing: missing(found),
        };
        merge_all(source, &store, Restoring::default(), &mut view.read).await?;
        Ok(view)
    }

    /// Only what is damaged is set aside. Gives the store in memory, if one took its place.
    async fn check_damaged(&self) -> Result<Option<Store>, Failure> {
        match self.inner.disk.get() {
            Some(disk) if disk.instead_of.is_some() => return Ok(Some(disk.store.clone())),
            Some(disk) if disk.store.is_damaged() => return Ok(None),
            Some(_) | None => {}
        }
        let folder = self.inner.config.data_dir.clone();
        let whole = tokio::task::spawn_blocking(move || Store::open(&folder))
            .await
            .map_err(|_| internal())?;
        match whole {
            Err(StoreError::Damaged { .. }) => Ok(None),
            Err(error) => Err(error.failure()),
            Ok(store) => {
                let complaints = store.integrity().await;
                store.close().await;
                match complaints {
                    Ok(complaints) if complaints.is_empty() => Err(nothing_wrong()),
                    Ok(_) | Err(StoreError::Damaged { .. }) => Ok(None),
                    Err(error) => Err(error.failure()),
                }
            }
        }
    }

    /// What the newest copy that is whole has beside what was read.
    async fn complete(&self, store: &Store, data: PathBuf) -> Result<Option<RestoreView>, Failure> {
        let now_ms = self.inner.config.clock.now_ms();
        for copy in backup::files(&data, now_ms) {
            let (file, folder) = (copy.clone(), data.clone());
            let Ok(mut source) = blocking(move || Source::open(&file, &folder)).await else {
                continue;
            };
            let mut view = RestoreView {
                from: copy.display().to_string(),
                ..RestoreView::default()
            };
            store
                .take_over(&mut source)
                .await
                .map_err(|error| error.failure())?;
            merge_all(source, store, Restoring::default(), &mut view).await?;
            return Ok(Some(view));
        }
        Ok(None)
    }
}

/// What was asked while there was only a store in memory.
async fn keep(memory: &Store, store: &Store) -> Result<(), Failure> {
    let failure = |error: StoreError| error.failure();
    let mut after = 0;
    loop {
        let page = memory.conversation_ids(after, 64).await.map_err(failure)?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after = *last;
        for (_, id) in page {
            let mut part = Some(0);
            while let Some(from) = part {
                let (archived, next) = memory.whole(&id, from).await.map_err(failure)?;
                let merging = Merging::default();
                store
                    .merge(vec![archived], merging)
                    .await
                    .map_err(failure)?;
                part = next;
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| internal())?
        .map_err(|error| error.failure())
}

fn missing(found: &Found) -> Vec<String> {
    if is_nothing(found) {
        return vec!["Nothing of it could be read.".to_owned()];
    }
    found
        .iter()
        .filter(|(_, rows)| rows.gaps > 0 || rows.odd > 0)
        .map(|(table, rows)| {
            let of_gaps =
                (rows.gaps > 0).then(|| format!("places that could not be: {}", rows.gaps));
            let of_odd = (rows.odd > 0).then(|| format!("rows that made no sense: {}", rows.odd));
            let read = Some(format!("{table}: {} rows were read", rows.kept));
            let said: Vec<String> = [read, of_gaps, of_odd].into_iter().flatten().collect();
            said.join("; ")
        })
        .collect()
}

fn is_nothing(found: &Found) -> bool {
    found.values().all(|rows| rows.kept == 0)
}

fn unreadable(file: &Path) -> Failure {
    let said = format!(
        "Nothing of {} could be read; it stays as it is.",
        file.display()
    );
    Failure::new(Code::ConfigInvalid, said)
        .with_action("Name another file, or restore a copy.")
        .with_command("Name another file, or see the copies: gatehouse history backups")
}

/// The damaged file is aside already; what was not put in can be tried again from there.
fn half_way(failure: Failure, aside: &Path) -> Failure {
    let aside = aside.display();
    let message = format!(
        "{} Not everything that was read is in yet.",
        failure.message
    );
    Failure { message, ..failure }
        .with_action(format!("Free some space and salvage {aside} again."))
        .with_command(format!(
            "Free some space, then: gatehouse history salvage {aside}"
        ))
}

fn nothing_wrong() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "The history is not damaged; it stays as it is.",
    )
    .with_action("To bring something back, restore a copy.")
    .with_command("To bring something back: gatehouse history restore latest")
}
