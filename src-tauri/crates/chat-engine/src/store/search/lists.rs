//! About how long the lists of the index are, so that short ones are asked for.
//!
//! FTS5 keeps in `search_idx`, for each part of the index, on which page the first term of each
//! page stands; pages that the list of one term fills have no row (`fts5_index.c`, "%_idx").

use super::super::error::Fault;
use chat_core::search::candidates::Lists;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use std::cell::RefCell;

/// The index as it is at one moment. What cannot be read counts as short: asking the index for it
/// tells why.
pub(super) struct IndexLists<'a> {
    parts: Vec<i64>,
    pages: RefCell<CachedStatement<'a>>,
    texts: RefCell<CachedStatement<'a>>,
}

impl<'a> IndexLists<'a> {
    pub(super) fn of(db: &'a Connection) -> Result<Self, Fault> {
        let mut statement = db.prepare_cached(
            "SELECT segid FROM search_idx WHERE segid > ?1 ORDER BY segid LIMIT 1",
        )?;
        let mut parts = Vec::new();
        let mut last = i64::MIN;
        while let Some(part) = statement.query_row([last], |row| row.get(0)).optional()? {
            parts.push(part);
            last = part;
        }
        // From the page where the list of a term begins to the one that begins with another's.
        let pages = db.prepare_cached(
            "SELECT (SELECT pgno >> 1 FROM search_idx WHERE segid = ?1 AND term > ?2
                     ORDER BY term LIMIT 1)
                  - (SELECT pgno >> 1 FROM search_idx WHERE segid = ?1 AND term <= ?2
                     ORDER BY term DESC LIMIT 1)",
        )?;
        let texts = db.prepare_cached(
            "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT ?2)",
        )?;
        Ok(Self {
            parts,
            pages: RefCell::new(pages),
            texts: RefCell::new(texts),
        })
    }
}

impl Lists for IndexLists<'_> {
    fn pages(&self, token: &str) -> u32 {
        // Terms of the main index have this before them.
        let term = [b"0", token.as_bytes()].concat();
        let mut statement = self.pages.borrow_mut();
        let pages = self.parts.iter().map(|part| {
            let apart = statement.query_row(params![part, term], |row| row.get(0));
            let apart: i64 = apart.ok().flatten().unwrap_or(1);
            u32::try_from(apart - 1).unwrap_or(0)
        });
        pages.fold(0, u32::saturating_add)
    }

    fn texts(&self, token: &str, most: u32) -> u32 {
        let quoted = format!("\"{}\"", token.replace('"', "\"\""));
        let counted = self
            .texts
            .borrow_mut()
            .query_row(params![quoted, most], |row| row.get(0));
        counted.unwrap_or(0)
    }
}
