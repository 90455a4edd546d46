//! Compares the index with what it is made of.
//!
//! The index keeps no text, so both sides are summed up: what each text must be found by, and what
//! the index has. The sums are those of hashes, so that they agree only if both sides do, in
//! whatever order they are read; they are kept for groups of documents, so that it can be said how
//! much is wrong.

use super::super::error::Fault;
use super::super::migrate::{self, WITH_SEARCH};
use super::{Indexed, title_tokens};
use crate::store::row;
use chat_core::ids::ConversationId;
use rusqlite::Connection;
use std::hash::{DefaultHasher, Hash, Hasher};

const GROUPS: usize = 4_096;

/// What a comparison of the index with the history gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexState {
    /// Messages and titles in the index.
    pub documents: u64,
    /// Messages and titles that are not in it and should be.
    pub missing: u64,
    /// Documents that the index should not have.
    pub surplus: u64,
    /// Of 4,096 groups of documents those for which the index has something else than their texts.
    pub wrong_groups: u64,
    /// Not indexed yet, at most.
    pub left: u64,
    /// Bytes of the texts in the index.
    pub text_bytes: u64,
    /// Bytes on disk of the index and its tables.
    pub index_bytes: u64,
}

impl IndexState {
    /// Whether the index is as it should be.
    pub fn is_sound(&self) -> bool {
        self.missing == 0 && self.surplus == 0 && self.wrong_groups == 0
    }
}

/// Compares all of it. Takes as long as reading both.
pub(in super::super) fn compare(db: &mut Connection) -> Result<IndexState, Fault> {
    let tx = db.transaction()?;
    let mut state = IndexState {
        left: super::backlog::left(&tx)?,
        ..IndexState::default()
    };
    if migrate::version(&tx)? < WITH_SEARCH {
        return Ok(state);
    }
    let mut sums = vec![0_u64; GROUPS];
    messages(&tx, &mut state, &mut sums)?;
    titles(&tx, &mut state, &mut sums)?;
    in_index(&tx, &mut sums)?;
    state.wrong_groups = count(sums.iter().filter(|sum| **sum != 0).count());
    state.surplus += tx.query_row(
        "SELECT count(*) FROM documents d
         WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.seq = d.message)
           AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.seq = d.conversation)",
        [],
        |row| row::amount(row, "count(*)").map(Option::unwrap_or_default),
    )?;
    state.index_bytes = tx.query_row(
        "SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat WHERE aggregate = TRUE AND name IN
            ('search_data', 'search_idx', 'search_config', 'documents', 'indexed_models',
             'sqlite_autoindex_documents_1', 'sqlite_autoindex_documents_2')",
        [],
        |row| row::amount(row, "bytes").map(Option::unwrap_or_default),
    )?;
    Ok(state)
}

fn messages(db: &Connection, state: &mut IndexState, sums: &mut [u64]) -> Result<(), Fault> {
    let columns = Indexed::COLUMNS;
    let mut statement = db.prepare(&format!(
        "SELECT {columns}, d.doc, d.has_file AS indexed_file,
                m.seq <= (SELECT messages_left FROM index_state) AS waits
         FROM messages m JOIN conversations c ON c.seq = m.conversation
             LEFT JOIN documents d ON d.message = m.seq"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut message = Indexed::of_row(row)?;
        let doc: Option<i64> = row.get("doc")?;
        match (doc, message.is_worth_finding()) {
            (Some(doc), true) => {
                message.has_file = row.get("indexed_file")?;
                state.documents += 1;
                state.text_bytes += count(message.text.len());
                put(sums, doc, &message.tokens());
            }
            (Some(_), false) => state.surplus += 1,
            (None, true) if !row.get::<_, bool>("waits")? => state.missing += 1,
            (None, _) => {}
        }
    }
    Ok(())
}

fn titles(db: &Connection, state: &mut IndexState, sums: &mut [u64]) -> Result<(), Fault> {
    let mut statement = db.prepare(
        "SELECT c.id, c.title, c.created_at_ms, c.titled, d.doc, d.title AS indexed,
                c.seq <= (SELECT titles_left FROM index_state) AS waits
         FROM conversations c LEFT JOIN documents d ON d.conversation = c.seq
         WHERE c.titled = 1 OR d.doc IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let title: String = row.get("title")?;
        let indexed: Option<String> = row.get("indexed")?;
        let doc: Option<i64> = row.get("doc")?;
        match doc {
            Some(doc) if row.get("titled")? && indexed.as_ref() == Some(&title) => {
                let id = row::read(row, "id", ConversationId::parse)?;
                state.documents += 1;
                state.text_bytes += count(title.len());
                put(
                    sums,
                    doc,
                    &title_tokens(&title, row.get("created_at_ms")?, &id),
                );
            }
            Some(_) => state.surplus += 1,
            None if !row.get::<_, bool>("waits")? => state.missing += 1,
            None => {}
        }
    }
    Ok(())
}

/// Adds what a text must be found by.
fn put(sums: &mut [u64], doc: i64, tokens: &str) {
    for token in tokens.split(' ') {
        if let Some(sum) = sums.get_mut(group(doc)) {
            *sum = sum.wrapping_add(hash(token, doc));
        }
    }
}

/// Takes away what the index has.
fn in_index(db: &Connection, sums: &mut [u64]) -> Result<(), Fault> {
    // Beside the database, in memory: also where the file is read only.
    db.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.index_rows USING fts5vocab (main, search, instance)",
    )?;
    let mut statement = db.prepare("SELECT term, doc FROM temp.index_rows")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let doc: i64 = row.get(1)?;
        let term = row.get_ref(0)?.as_bytes().map_err(wrong_type)?;
        if let (Ok(term), Some(sum)) = (std::str::from_utf8(term), sums.get_mut(group(doc))) {
            *sum = sum.wrapping_sub(hash(term, doc));
        }
    }
    Ok(())
}

fn group(doc: i64) -> usize {
    usize::try_from(doc).unwrap_or(0) % GROUPS
}

fn hash(token: &str, doc: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (doc, token).hash(&mut hasher);
    hasher.finish()
}

fn count(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn wrong_type(error: rusqlite::types::FromSqlError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}
