//! Conversations on disk, and what is counted of requests: an SQLite database in the data folder,
//! or one in memory.
//!
//! One thread owns the connection that writes, another the one that reads; the async side only
//! hands them jobs, so the runtime never waits for a disk. Time and ids come from the caller.
//! Several processes may use one folder at the same time. Nothing here knows networks or windows.

mod again;
pub mod backup;
mod budget;
mod cache;
mod catalogues;
mod drafts;
mod erase;
mod error;
mod everywhere;
mod files;
mod grow;
mod journal;
mod kept;
mod labels;
mod ledger;
mod limiter;
mod merge;
mod migrate;
mod open;
mod organise;
mod pages;
mod path;
mod presets;
mod questions;
mod read;
mod records;
pub mod restore;
mod row;
pub mod salvage;
mod schema;
mod search;
mod searching;
mod settings;
#[cfg(test)]
mod tests;
mod transaction;
mod turns;
mod usage;
mod whole;
mod worker;

pub use budget::Reservation;
pub use drafts::{Draft, DraftFile, DraftPlace};
pub use error::StoreError;
pub(crate) use everywhere::Everywhere;
pub use files::KeptFile;
pub(crate) use journal::Kept as KeptAnswer;
pub use labels::Label;
pub use ledger::{EntryNumber, Settlement};
pub use limiter::{Paced, StartAsk, Ticket};
pub use merge::{Merged, Merging, Seen, Skipped};
pub use organise::{Change, Field, Shown};
pub use pages::{Page, Place};
pub use path::Variants;
pub use presets::{Shelf, Shelved};
pub use questions::Asked as AskedQuestion;
pub use records::{
    Begun, Conversation, ConversationRow, EndTurn, NewTurn, Piece, Question, Served, StoredMessage,
    StoredTurn,
};
pub use searching::{Found, Hit, IndexState, Mark, Search, Spot};

use chat_core::dialect::Picture;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::request::Media;
use error::Fault;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use worker::Worker;

/// What stands in a path's place for a store in memory.
const MEMORY: &str = ":memory:";

/// A handle on the store; cheap to clone, and every clone is the same store. Writes are done in
/// the order in which they were handed over, and are done even if the caller stops waiting.
#[derive(Clone, Debug)]
pub struct Store {
    path: Arc<Path>,
    /// None where only reading is possible.
    writer: Option<Worker>,
    reader: Worker,
    /// The file that was opened, where it can be told from another one of its name.
    place: Option<Arc<open::Place>>,
    uncopied: Option<Arc<StoreError>>,
    /// The schema, where it is a newer program's: then some of it cannot be read.
    newer: Option<u32>,
    /// Whether SQLite met damage in the file since it was opened.
    damaged: Arc<AtomicBool>,
}

impl Store {
    /// Opens the database of a data folder, and makes both if they are missing: the folder for
    /// its owner alone (0700), the file too (0600). Does not return before the disk has answered:
    /// call it where waiting is allowed.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] and [`StoreError::Damaged`] leave the file untouched;
    /// after [`StoreError::ReadOnly`], [`Store::open_read_only`] may still show the history.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let opened = open::file(folder)?;
        let path = open::database(folder);
        let place = open::Place::of(&path).map(Arc::new);
        let start = |name, connection, renew: worker::Renew, farewell| {
            Worker::start(name, connection, Some(renew), farewell)
                .map_err(|error| StoreError::from_io(&path, error))
        };
        let again = path.clone();
        let write_again: worker::Renew = Box::new(move || open::writer_again(&again));
        let again = path.clone();
        let read_again: worker::Renew = Box::new(move || open::reader(&again));
        Ok(Self {
            writer: Some(start(
                "store-write",
                opened.writer,
                write_again,
                move_log_into_file,
            )?),
            reader: start("store-read", opened.reader, read_again, |_| ())?,
            path: path.into(),
            place,
            uncopied: opened.uncopied.map(Arc::new),
            newer: None,
            damaged: Arc::default(),
        })
    }

    /// Opens what is there for reading, a newer program's too, as far as this one understands it;
    /// writes fail with [`StoreError::ReadOnly`], or [`StoreError::NewerDatabase`].
    ///
    /// # Errors
    /// [`StoreError::Io`] where there is no database.
    pub fn open_read_only(folder: &Path) -> Result<Self, StoreError> {
        let path = open::database(folder);
        let (connection, found) = open::read_only(folder)?;
        let reader = Worker::start("store-read", connection, None, |_| ())
            .map_err(|error| StoreError::from_io(&path, error))?;
        Ok(Self {
            writer: None,
            reader,
            path: path.into(),
            place: None,
            uncopied: None,
            newer: (found > migrate::known()).then_some(found),
            damaged: Arc::default(),
        })
    }

    /// A store that lives as long as its last handle and never touches a disk.
    ///
    /// # Errors
    /// Only when the system refuses memory or a thread.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(MEMORY);
        let connection = open::memory().map_err(|fault| StoreError::from_fault(&path, fault))?;
        let worker = Worker::start("store-memory", connection, None, |_| ())
            .map_err(|error| StoreError::from_io(&path, error))?;
        Ok(Self {
            writer: Some(worker.clone()),
            reader: worker,
            path: path.into(),
            place: None,
            uncopied: None,
            newer: None,
            damaged: Arc::default(),
        })
    }

    /// Stores question, answer and turn in one transaction and moves the chosen path there. When
    /// it returns, the disk has them. A turn that is already stored is given back as it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a conversation, question or parent that does not exist.
    pub async fn begin_turn(&self, turn: NewTurn) -> Result<Begun, StoreError> {
        self.write(move |db| turns::begin(db, &turn)).await
    }

    /// Appends to an answer that has not ended.
    ///
    /// # Errors
    /// [`StoreError::Ended`], [`StoreError::NotFound`].
    pub async fn checkpoint(&self, answer: &MessageId, piece: Piece) -> Result<(), StoreError> {
        let answer = answer.clone();
        self.write(move |db| turns::checkpoint(db, &answer, &piece))
            .await
    }

    /// Stores how an answer ended, joined and synced, in one transaction. After an error nothing
    /// of it is stored and it may be tried again.
    ///
    /// # Errors
    /// [`StoreError::Ended`] also where `state` is an open one; [`StoreError::NotFound`].
    pub async fn end_turn(&self, end: EndTurn) -> Result<(), StoreError> {
        self.write(move |db| turns::end(db, &end)).await
    }

    /// Marks the open answers of dead processes as interrupted, with the text that they had
    /// stored, and tells which. `is_alive` gets an owner's name; it runs while the write lock is
    /// held, so it must be quick.
    ///
    /// # Errors
    /// None of its own.
    pub async fn interrupt_dead(
        &self,
        is_alive: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Vec<MessageId>, StoreError> {
        self.write(move |db| turns::interrupt_dead(db, is_alive))
            .await
    }

    /// One row of the list.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn conversation(&self, id: &ConversationId) -> Result<ConversationRow, StoreError> {
        let id = id.clone();
        self.read(move |db| read::conversation(db, &id)).await
    }

    /// The chosen path, oldest first: the system message in force, if there is one, then question
    /// and answer in turn. Open answers have the text stored so far.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn path(&self, id: &ConversationId) -> Result<Vec<StoredMessage>, StoreError> {
        let id = id.clone();
        self.read(move |db| read::path(db, &id)).await
    }

    /// The same from any message upwards, that message included.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn path_to(&self, message: &MessageId) -> Result<Vec<StoredMessage>, StoreError> {
        let message = message.clone();
        self.read(move |db| read::path_to(db, &message)).await
    }

    /// Every message of a conversation, in the order in which they were stored.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn tree(&self, id: &ConversationId) -> Result<Vec<StoredMessage>, StoreError> {
        let id = id.clone();
        self.read(move |db| read::tree(db, &id)).await
    }

    /// One message.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn message(&self, id: &MessageId) -> Result<StoredMessage, StoreError> {
        let id = id.clone();
        self.read(move |db| read::message(db, &id)).await
    }

    /// The pictures and documents that go with a question, in their order.
    ///
    /// # Errors
    /// None of its own.
    pub async fn media(&self, question: &MessageId) -> Result<Vec<Media>, StoreError> {
        let question = question.clone();
        self.read(move |db| files::media(db, &question)).await
    }

    /// The pictures in an answer that has ended, in their order.
    ///
    /// # Errors
    /// None of its own.
    pub async fn pictures(&self, answer: &MessageId) -> Result<Vec<Picture>, StoreError> {
        let answer = answer.clone();
        self.read(move |db| files::pictures(db, &answer)).await
    }

    /// The bytes of one of a message's files, counted from 0, if there is one.
    ///
    /// # Errors
    /// None of its own.
    pub async fn file_bytes(
        &self,
        message: &MessageId,
        index: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let message = message.clone();
        self.read(move |db| files::bytes(db, &message, index)).await
    }

    /// A turn, if it is stored.
    ///
    /// # Errors
    /// None of its own.
    pub async fn turn(&self, id: &TurnId) -> Result<Option<StoredTurn>, StoreError> {
        let id = id.clone();
        self.read(move |db| read::turn(db, &id)).await
    }

    /// Every setting that was set.
    ///
    /// # Errors
    /// None of its own.
    pub async fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.read(|db| settings::all(db)).await
    }

    /// Sets one; none removes it.
    ///
    /// # Errors
    /// None of its own.
    pub async fn set_setting(&self, key: String, value: Option<String>) -> Result<(), StoreError> {
        self.write(move |db| settings::set(db, &key, value.as_deref()))
            .await
    }

    /// A number that changes when another process writes to the database, and stays through this
    /// store's own writes: SQLite counts the commits of other connections, and only the writing
    /// connection sees its own as its own. In memory it never changes.
    ///
    /// # Errors
    /// None of its own.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        let version = |db: &Connection| -> Result<i64, Fault> {
            Ok(db.pragma_query_value(None, "data_version", |row| row.get(0))?)
        };
        if self.writer.is_some() {
            self.write(move |db| version(db)).await
        } else {
            self.read(move |db| version(db)).await
        }
    }

    /// What SQLite's own checks of the whole file complain about; empty when all is well. Takes
    /// as long as reading the file.
    ///
    /// # Errors
    /// None of its own.
    pub async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.read(|db| read::integrity(db)).await
    }

    /// Does what waits, moves the log into the file and ends the threads. Every later call, on
    /// any handle, gives [`StoreError::Gone`].
    pub async fn close(&self) {
        self.reader.close().await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    /// Whether the file turned out to be damaged while it was used.
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// The error of a damaged file.
    pub(crate) fn damage(&self) -> StoreError {
        StoreError::Damaged {
            path: self.path.to_path_buf(),
        }
    }

    /// Whether it lives in memory alone.
    pub fn is_temporary(&self) -> bool {
        self.path.as_os_str() == MEMORY
    }

    /// Why there is no copy of the file as it was before its schema was brought up to date, where
    /// there should be one.
    pub fn uncopied(&self) -> Option<&StoreError> {
        self.uncopied.as_deref()
    }

    /// Whether the file that was opened is no longer where it was: deleted, moved or replaced.
    /// What would be written to it nobody would find.
    pub fn has_moved(&self) -> bool {
        let place = self.place.as_ref();
        place.is_some_and(|place| open::Place::of(&self.path).as_ref() != Some(place))
    }

    async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.writer {
            None if self.newer.is_some() => Err(self.made_by_newer(self.newer.unwrap_or_default())),
            _ if self.has_moved() => Err(StoreError::Moved {
                path: self.path.to_path_buf(),
            }),
            Some(writer) => self.on(writer, job).await,
            None => Err(StoreError::ReadOnly {
                path: self.path.to_path_buf(),
            }),
        }
    }

    async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.on(&self.reader, job).await
    }

    fn made_by_newer(&self, found: u32) -> StoreError {
        StoreError::NewerDatabase {
            found,
            known: migrate::known(),
            path: self.path.to_path_buf(),
        }
    }

    async fn on<T: Send + 'static>(
        &self,
        worker: &Worker,
        job: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        match worker.run(job).await {
            Ok(done) => done.map_err(|fault| match (self.newer, fault) {
                (Some(found), Fault::Sql(_)) => self.made_by_newer(found),
                (_, fault) => {
                    if fault.is_damage() {
                        self.damaged.store(true, Ordering::Release);
                    }
                    StoreError::from_fault(&self.path, fault)
                }
            }),
            Err(worker::Gone) => Err(StoreError::Gone),
        }
    }
}

/// A tidy end. Where it fails, the log stays, and the next start reads it.
fn move_log_into_file(connection: &Connection) {
    let moved: rusqlite::Result<i64> =
        connection.query_row("PRAGMA wal_checkpoint (TRUNCATE)", [], |row| row.get(0));
    if let Err(error) = moved {
        tracing::warn!(code = ?error.sqlite_error_code(), "the history's log stays for the next start");
    }
}
