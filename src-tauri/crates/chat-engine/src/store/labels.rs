//! Which folders and tags there are. A folder is there as long as a conversation is in it, and so is a
//! tag.

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_TREE};
use rusqlite::Connection;

/// A folder or a tag, with how many conversations a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// How many conversations have it. The archive does not count, and neither does what was deleted.
    pub conversations: u32,
}

/// How many conversations each folder has.
pub(super) const FOLDERS: &str = "conversations
    WHERE folder IS NOT NULL AND deleted_at_ms IS NULL AND archived = 0 GROUP BY folder LIMIT ?1";
/// How many conversations each tag has.
pub(super) const TAGS: &str = "tags CROSS JOIN conversations ON seq = tags.conversation
    WHERE deleted_at_ms IS NULL AND archived = 0 GROUP BY tag LIMIT ?1";

/// The most of each that are told.
const MOST: u32 = 1_000;

impl Store {
    /// The folders and the tags, each by name.
    ///
    /// # Errors
    /// None of its own.
    pub async fn labels(&self) -> Result<(Vec<Label>, Vec<Label>), StoreError> {
        self.read(|db| {
            if migrate::version(db)? < WITH_TREE {
                return Ok((Vec::new(), Vec::new()));
            }
            Ok((count(db, "folder", FOLDERS)?, count(db, "tag", TAGS)?))
        })
        .await
    }
}

fn count(db: &Connection, column: &str, from: &str) -> Result<Vec<Label>, Fault> {
    let sql = format!("SELECT {column} AS name, count(*) AS conversations FROM {from}");
    let mut statement = db.prepare_cached(&sql)?;
    let labels = statement.query_map([MOST], |row| {
        Ok(Label {
            name: row.get("name")?,
            conversations: row.get("conversations")?,
        })
    })?;
    Ok(labels.collect::<Result<_, _>>()?)
}
