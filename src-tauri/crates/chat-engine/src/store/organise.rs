//! What a person does to a conversation in the list: its title, pin, archive, folder, tags, its own
//! connection, model and instructions. Each change is one small transaction.

use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_TREE};
use super::records::ConversationRow;
use super::transaction::{immediate, without_sync};
use super::{Store, grow, read, row, search};
use chat_core::ids::{ConversationId, MessageId};
use chat_core::preset::Asking;
use chat_core::title::title_of;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Which conversations a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Those in the archive, in place of the others.
    pub archived: bool,
    /// Only those in this folder, in the archive or not.
    pub folder: Option<String>,
    /// Only those with this tag, in the archive or not.
    pub tag: Option<String>,
}

/// What becomes of a field that may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// It stays as it is.
    #[default]
    Same,
    /// It is empty.
    Empty,
    /// It is this.
    Is(T),
}

impl<T> Field<T> {
    fn or<'a>(&'a self, before: Option<&'a T>) -> Option<&'a T> {
        match self {
            Self::Same => before,
            Self::Empty => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// What is changed of a conversation; what is none stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// The title; an empty one goes back to the cut of the first question.
    pub title: Option<String>,
    /// Whether it stands before the others.
    pub pinned: Option<bool>,
    /// Whether it is out of the usual list.
    pub archived: Option<bool>,
    /// Whether it counts as unread.
    pub unread: Option<bool>,
    /// The folder that it is in.
    pub folder: Field<String>,
    /// Tags that it gets.
    pub tag: Vec<String>,
    /// Tags that it loses.
    pub untag: Vec<String>,
    /// The connection of its next questions; empty, its last answer's is taken.
    pub connection: Field<String>,
    /// The model of its next questions; empty, its last answer's is taken.
    pub model: Field<String>,
    /// The instructions in force, with the id of their row.
    pub instructions: Field<(MessageId, String)>,
    /// What its next questions are asked with beside all that.
    pub asking: Option<Asking>,
    /// Now, in milliseconds since 1970.
    pub at_ms: i64,
}

/// The usual list after a place in it: time, id, how many. Pinned ones stand before it. Without such
/// a place nothing is left out, not even what an imported file dates at the last moment there is.
pub(super) const LIST: &str = "conversations
    WHERE deleted_at_ms IS NULL AND archived = 0 AND pinned = 0
      AND (updated_at_ms, seq) < (?1, coalesce(
          (SELECT seq FROM conversations WHERE id = ?2), 9223372036854775807))
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?3";
/// The pinned ones.
pub(super) const PINNED: &str = "conversations
    WHERE pinned = 1 AND deleted_at_ms IS NULL AND archived = 0
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?1";
/// The archive.
pub(super) const ARCHIVE: &str = "conversations
    WHERE archived = 1 AND deleted_at_ms IS NULL
      AND (updated_at_ms, seq) < (?1, coalesce(
          (SELECT seq FROM conversations WHERE id = ?2), 9223372036854775807))
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?3";
/// What is in a folder.
pub(super) const FOLDER: &str = "conversations
    WHERE folder = ?4 AND deleted_at_ms IS NULL
      AND (updated_at_ms, seq) < (?1, coalesce(
          (SELECT seq FROM conversations WHERE id = ?2), 9223372036854775807))
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?3";
/// What has a tag, and is in a folder if one is named. A tag's conversations are sorted as they are
/// read: there are as many as a person tagged.
const TAGGED: &str = "conversations
    WHERE seq IN (SELECT conversation FROM tags WHERE tag = ?5) AND deleted_at_ms IS NULL
      AND (?4 IS NULL OR folder = ?4)
      AND (updated_at_ms, seq) < (?1, coalesce(
          (SELECT seq FROM conversations WHERE id = ?2), 9223372036854775807))
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?3";
/// The list of a file that knows none of this.
const OLD_LIST: &str = "conversations
    WHERE (updated_at_ms, seq) < (?1, coalesce(
          (SELECT seq FROM conversations WHERE id = ?2), 9223372036854775807))
    ORDER BY updated_at_ms DESC, seq DESC LIMIT ?3";
/// Those whose id is this or begins so. No character of an id comes after `~`.
pub(super) const LIKE: &str = "conversations
    WHERE id >= ?1 AND id < ?1 || '~' AND (deleted_at_ms IS NOT NULL) = ?3
    ORDER BY id LIMIT ?2";
/// The same in a file that knows no deleting.
const OLD_LIKE: &str = "conversations WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT ?2";
/// The conversation that changed last.
pub(super) const LAST: &str = "conversations WHERE deleted_at_ms IS NULL
    ORDER BY updated_at_ms DESC, seq DESC LIMIT 1";

/// How many pinned conversations a list shows.
const MOST_PINNED: u32 = 200;

impl Store {
    /// The newest conversations that a list shows, or those after a place in it, an update time
    /// with the id that had it. The first page of the usual list begins with the pinned ones, which
    /// its later pages leave out; `limit` is for the others.
    ///
    /// # Errors
    /// None of its own.
    pub async fn conversations(
        &self,
        shown: Shown,
        before: Option<(i64, ConversationId)>,
        limit: u32,
    ) -> Result<Vec<ConversationRow>, StoreError> {
        self.read(move |db| list(db, &shown, before.as_ref(), limit))
            .await
    }

    /// The conversation that changed last.
    ///
    /// # Errors
    /// None of its own.
    pub async fn last_conversation(&self) -> Result<Option<ConversationId>, StoreError> {
        self.read(|db| {
            let from = if migrate::version(db)? < WITH_TREE {
                "conversations ORDER BY updated_at_ms DESC, seq DESC LIMIT 1"
            } else {
                LAST
            };
            let columns = row::columns(db)?;
            let last = db
                .prepare_cached(&format!("SELECT {columns} FROM {from}"))?
                .query_row([], row::conversation)
                .optional()?;
            Ok(last.map(|row| row.id))
        })
        .await
    }

    /// At most `limit` conversations whose id begins so, in the order of their ids: one whose id is
    /// just this is the first. Those that were deleted, or the others.
    ///
    /// # Errors
    /// None of its own.
    pub async fn conversations_like(
        &self,
        beginning: String,
        deleted: bool,
        limit: u32,
    ) -> Result<Vec<ConversationRow>, StoreError> {
        self.read(move |db| like(db, &beginning, deleted, limit))
            .await
    }

    /// The instructions in force in a conversation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn instructions(&self, id: &ConversationId) -> Result<Option<String>, StoreError> {
        let id = id.clone();
        self.read(move |db| {
            let (seq, _) = read::head_of(db, &id)?;
            Ok(read::system(db, seq)?.map(|stored| stored.message.text))
        })
        .await
    }

    /// Changes a conversation and gives its row as it is then. A change to what is already so
    /// counts as none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn change(
        &self,
        id: &ConversationId,
        change: Change,
    ) -> Result<ConversationRow, StoreError> {
        let id = id.clone();
        self.write(move |db| {
            let tx = immediate(db)?;
            let before = read::conversation(&tx, &id)?;
            let (seq, _) = read::head_of(&tx, &id)?;
            let instructed = apply(&tx, seq, &before, &change)?;
            let mut after = read::conversation(&tx, &id)?;
            if instructed || after != before {
                revise(&tx, seq)?;
                after.revision = after.revision.saturating_add(1);
                tx.commit()?;
            }
            Ok(after)
        })
        .await
    }

    /// Marks a conversation as read or unread, which is nothing that a person changed of it.
    /// Whether it was otherwise before.
    ///
    /// # Errors
    /// None of its own: one that is gone has no mark.
    pub async fn mark(&self, id: &ConversationId, unread: bool) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |db| {
            without_sync(db, |db| {
                let changed = db
                    .prepare_cached(
                        "UPDATE conversations SET unread = ?2
                         WHERE id = ?1 AND unread <> ?2 AND deleted_at_ms IS NULL",
                    )?
                    .execute(params![id.as_str(), unread])?;
                Ok(changed > 0)
            })
        })
        .await
    }
}

/// Counts a change that a person made.
pub(super) fn revise(tx: &Transaction<'_>, conversation: i64) -> Result<(), Fault> {
    // At the end of the numbers it stays: a file from elsewhere may say any.
    tx.prepare_cached(
        "UPDATE conversations SET revision = revision + 1 WHERE seq = ?1 AND revision < ?2",
    )?
    .execute([conversation, i64::MAX])?;
    Ok(())
}

fn list(
    db: &Connection,
    shown: &Shown,
    before: Option<&(i64, ConversationId)>,
    limit: u32,
) -> Result<Vec<ConversationRow>, Fault> {
    let (at, id) = match before {
        Some((at, id)) => (*at, id.as_str()),
        None => (i64::MAX, ""),
    };
    let columns = row::columns(db)?;
    let usual = *shown == Shown::default();
    let is_old = migrate::version(db)? < WITH_TREE;
    let mut rows = Vec::new();
    if usual && before.is_none() && !is_old {
        rows = db
            .prepare_cached(&format!("SELECT {columns} FROM {PINNED}"))?
            .query_map([MOST_PINNED], row::conversation)?
            .collect::<Result<Vec<_>, _>>()?;
    }
    let (folder, tag) = (shown.folder.as_deref(), shown.tag.as_deref());
    let from = match (folder, tag) {
        _ if is_old && usual => OLD_LIST,
        _ if is_old => return Ok(rows),
        (_, Some(_)) => TAGGED,
        (Some(_), None) => FOLDER,
        (None, None) if shown.archived => ARCHIVE,
        (None, None) => LIST,
    };
    let mut statement = db.prepare_cached(&format!("SELECT {columns} FROM {from}"))?;
    let values = params![at, id, limit, folder, tag];
    // Not every list names a folder or a tag.
    let used = statement.parameter_count();
    let found = statement
        .query_map(values.get(..used).unwrap_or(values), row::conversation)?
        .collect::<Result<Vec<_>, _>>()?;
    rows.extend(found);
    Ok(rows)
}

fn like(
    db: &Connection,
    beginning: &str,
    deleted: bool,
    limit: u32,
) -> Result<Vec<ConversationRow>, Fault> {
    let is_old = migrate::version(db)? < WITH_TREE;
    if is_old && deleted {
        return Ok(Vec::new());
    }
    let (columns, from) = (row::columns(db)?, if is_old { OLD_LIKE } else { LIKE });
    let mut statement = db.prepare_cached(&format!("SELECT {columns} FROM {from}"))?;
    let values = params![beginning, limit, deleted];
    let used = statement.parameter_count();
    let rows = statement
        .query_map(values.get(..used).unwrap_or(values), row::conversation)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Writes what is changed; whether the instructions were.
fn apply(
    tx: &Transaction<'_>,
    seq: i64,
    before: &ConversationRow,
    change: &Change,
) -> Result<bool, Fault> {
    if let Some(title) = &change.title {
        entitle(tx, seq, title)?;
    }
    let folder = change.folder.or(before.folder.as_ref());
    let connection = change.connection.or(before.connection.as_ref());
    let model = change.model.or(before.model.as_ref());
    tx.prepare_cached(
        "UPDATE conversations SET pinned = ?2, archived = ?3, unread = ?4, folder = ?5,
             connection = ?6, model = ?7 WHERE seq = ?1",
    )?
    .execute(params![
        seq,
        change.pinned.unwrap_or(before.pinned),
        change.archived.unwrap_or(before.archived),
        change.unread.unwrap_or(before.unread),
        folder,
        connection,
        model,
    ])?;
    if let Some(asking) = &change.asking {
        ask_with(tx, seq, asking)?;
    }
    for tag in &change.untag {
        tx.prepare_cached("DELETE FROM tags WHERE conversation = ?1 AND tag = ?2")?
            .execute(params![seq, tag])?;
    }
    for tag in &change.tag {
        tx.prepare_cached(
            "INSERT INTO tags (conversation, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![seq, tag])?;
    }
    match &change.instructions {
        Field::Same => Ok(false),
        Field::Empty => instruct(tx, seq, None, change.at_ms),
        Field::Is(instructions) => instruct(tx, seq, Some(instructions), change.at_ms),
    }
}

/// Writes what a conversation's questions are asked with.
pub(super) fn ask_with(tx: &Transaction<'_>, seq: i64, asking: &Asking) -> Result<(), Fault> {
    tx.prepare_cached("UPDATE conversations SET asking = ?2 WHERE seq = ?1")?
        .execute(params![seq, asking.to_json()])?;
    Ok(())
}

/// Gives a title, or takes the given one back.
fn entitle(tx: &Transaction<'_>, seq: i64, title: &str) -> Result<(), Fault> {
    if title.is_empty() {
        let first: Option<String> = tx
            .prepare_cached(
                "SELECT text FROM messages WHERE seq = (
                     SELECT min(seq) FROM messages WHERE conversation = ?1 AND role = 'user')",
            )?
            .query_row([seq], |row| row.get(0))
            .optional()?;
        search::drop_title(tx, seq)?;
        tx.prepare_cached("UPDATE conversations SET title = ?2, titled = 0 WHERE seq = ?1")?
            .execute(params![seq, title_of(&first.unwrap_or_default())])?;
        return Ok(());
    }
    tx.prepare_cached("UPDATE conversations SET title = ?2, titled = 1 WHERE seq = ?1")?
        .execute(params![seq, title])?;
    search::put_title(tx, seq)
}

/// Puts other instructions in force, or none; whether that changed anything.
fn instruct(
    tx: &Transaction<'_>,
    seq: i64,
    instructions: Option<&(MessageId, String)>,
    at_ms: i64,
) -> Result<bool, Fault> {
    let in_force = || -> Result<Option<i64>, Fault> {
        Ok(tx
            .prepare_cached("SELECT system FROM conversations WHERE seq = ?1")?
            .query_row([seq], |row| row.get(0))?)
    };
    let before = in_force()?;
    match instructions {
        Some(given) => grow::instruct(tx, seq, given, at_ms)?,
        None => {
            tx.prepare_cached("UPDATE conversations SET system = NULL WHERE seq = ?1")?
                .execute([seq])?;
        }
    }
    Ok(in_force()? != before)
}
