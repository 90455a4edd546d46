//! Asks the index, and looks at each candidate's text: what is found is exact.
//!
//! A search goes on in steps, so that none keeps the connection for long; between them nothing is
//! held open. The index has its candidates nearly in the order of time; what is found is given in just
//! that order, so it waits until nothing newer can come.

use super::super::error::Fault;
use super::super::migrate::{self, WITH_SEARCH};
use super::super::row;
use super::documents;
use super::lists::IndexLists;
use super::scope::Scope;
use chat_core::message::Role;
use chat_core::search::candidates::{self, Candidates, Known};
use chat_core::search::{Filter, Place, Query, SearchRole, Subject, fold, score};
use rusqlite::{Connection, OptionalExtension, Statement, Transaction, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much one step looks at: candidates, and KB of their texts.
const STEP: usize = 2_000;

/// A search under way, newest first.
#[derive(Clone, Debug)]
pub struct Search {
    query: Arc<Query>,
    /// Only what comes after this is given.
    after: Option<Place>,
    /// Candidates up to this number are still to be looked at.
    upto: i64,
    /// Found, and not given yet.
    waiting: BTreeMap<Place, i64>,
    /// Every candidate was looked at.
    exhausted: bool,
    ranked: bool,
    looked_at: usize,
}

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its place in the order.
    pub place: Place,
    /// Its number in the index.
    pub doc: i64,
    /// How well it fits, where that was asked.
    pub score: f64,
}

/// Where a later search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The last place that was given; none where nothing was found so far.
    pub after: Option<Place>,
    /// Candidates up to this number are still to be looked at.
    pub upto: i64,
}

impl Search {
    /// A search from the newest on, or from where another one ended.
    pub fn new(query: Arc<Query>, from: Option<Mark>) -> Self {
        Self {
            after: from.and_then(|mark| mark.after),
            upto: from.map_or(i64::MAX, |mark| mark.upto),
            waiting: BTreeMap::new(),
            exhausted: query.is_empty(),
            ranked: false,
            looked_at: 0,
            query,
        }
    }

    /// The same, with how well each hit fits.
    pub fn ranked(query: Arc<Query>) -> Self {
        Self {
            ranked: true,
            ..Self::new(query, None)
        }
    }

    /// Whether everything was found and given.
    pub fn is_over(&self) -> bool {
        self.exhausted && self.waiting.is_empty()
    }

    /// Whether something was found that cannot be given before more is looked at.
    pub fn is_waiting(&self) -> bool {
        !self.exhausted && !self.waiting.is_empty()
    }

    /// How many candidates were looked at.
    pub fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Where another search goes on after this one; none where it is over.
    pub fn mark(&self) -> Option<Mark> {
        let highest = self.waiting.values().max().copied();
        (!self.is_over()).then_some(Mark {
            after: self.after,
            upto: highest.unwrap_or(i64::MIN).max(self.upto),
        })
    }

    /// Takes from what waits all that nothing newer can come before, at most so many.
    fn give(&mut self, written_before: Option<i64>, found: &mut Vec<Found>, want: usize) {
        while found.len() < want
            && let Some(newest) = self.waiting.last_entry()
            && written_before.is_none_or(|ms| newest.key().created_at_ms >= ms)
        {
            let (place, doc) = newest.remove_entry();
            self.after = Some(place);
            found.push(Found {
                place,
                doc,
                score: 0.0,
            });
        }
    }
}

/// Looks on, until `want` are found or the step is done.
pub(in super::super) fn step(
    db: &mut Connection,
    mut search: Search,
    want: usize,
) -> Result<(Search, Vec<Found>), Fault> {
    let mut found = Vec::new();
    if search.exhausted {
        search.give(None, &mut found, want);
        return Ok((search, found));
    }
    let tx = db.transaction()?;
    if migrate::version(&tx)? < WITH_SEARCH {
        search.exhausted = true;
        return Ok((search, found));
    }
    let scope = Scope::of(&tx, &search.query)?;
    let models = models(&tx, &search.query)?;
    let ids = scope.ids();
    let known = Known {
        models: &models,
        conversations: ids.as_deref(),
    };
    let (from, upto) = bounds(&tx, &search)?;
    match candidates::of(&search.query, &known, &IndexLists::of(&tx)?) {
        Candidates::Nothing => search.exhausted = true,
        Candidates::All => {
            let mut statement = tx.prepare_cached(
                "SELECT doc FROM documents WHERE doc BETWEEN ?1 AND ?2 ORDER BY doc DESC",
            )?;
            let rows = statement.query(params![from, upto])?;
            look(&tx, &mut search, &scope, rows, &mut found, want)?;
        }
        Candidates::Matching(expression) => {
            let mut statement = tx.prepare_cached(
                "SELECT rowid FROM search WHERE search MATCH ?3 AND rowid BETWEEN ?1 AND ?2
                 ORDER BY rowid DESC",
            )?;
            let rows = statement.query(params![from, upto, expression])?;
            look(&tx, &mut search, &scope, rows, &mut found, want)?;
        }
    }
    if search.exhausted {
        search.give(None, &mut found, want);
    }
    Ok((search, found))
}

/// What is looked at of a candidate.
const CANDIDATE: &str = "SELECT coalesce(m.text, c.title), m.role, m.model, d.has_file,
        d.created_at_ms, coalesce(d.message, d.conversation), c.seq
    FROM documents d LEFT JOIN messages m ON m.seq = d.message
        JOIN conversations c ON c.seq = coalesce(m.conversation, d.conversation)
    WHERE d.doc = ?1 AND c.deleted_at_ms IS NULL";

fn look(
    tx: &Transaction<'_>,
    search: &mut Search,
    scope: &Scope,
    mut rows: rusqlite::Rows<'_>,
    found: &mut Vec<Found>,
    want: usize,
) -> Result<(), Fault> {
    let mut work = 0;
    let mut candidate = tx.prepare_cached(CANDIDATE)?;
    while let Some(row) = rows.next()? {
        let doc: i64 = row.get(0)?;
        search.upto = doc;
        if !search.ranked {
            search.give(Some(documents::written_before(doc)), found, want);
        }
        if found.len() >= want || work >= STEP {
            return Ok(());
        }
        let (hit, read) = examine(&mut candidate, search, scope, doc)?;
        work += 1 + read / 1_024;
        search.looked_at += 1;
        let Some((place, score)) = hit else { continue };
        if search.ranked {
            found.push(Found { place, doc, score });
        } else if search.after.is_none_or(|after| place < after) {
            search.waiting.insert(place, doc);
        }
    }
    search.exhausted = true;
    Ok(())
}

/// Whether a candidate is what was looked for, and how many bytes were read to see it.
fn examine(
    candidate: &mut Statement<'_>,
    search: &Search,
    scope: &Scope,
    doc: i64,
) -> Result<(Option<(Place, f64)>, usize), Fault> {
    let seen = candidate
        .query_row([doc], |row| {
            // By number, as this is done thousands of times.
            if !scope.has(row.get(6)?) {
                return Ok((None, 0));
            }
            let text = row.get_ref(0)?.as_str()?;
            let role = match row.get_ref(1)?.as_str_or_null()? {
                Some(name) => Role::parse(name).ok_or_else(|| row::odd(row::Odd))?.into(),
                None => SearchRole::Title,
            };
            let subject = Subject {
                text,
                role,
                model: row.get_ref(2)?.as_str_or_null()?,
                has_file: row.get(3)?,
                created_at_ms: row.get(4)?,
            };
            let place = Place {
                created_at_ms: subject.created_at_ms,
                title: role == SearchRole::Title,
                seq: row.get(5)?,
            };
            let score = if search.ranked {
                let folded = fold(text);
                let finds = search.query.conditions_hold(&subject) && search.query.is_in(&folded);
                finds.then(|| score(&search.query, &folded))
            } else {
                search.query.finds(&subject).then_some(0.0)
            };
            Ok((score.map(|score| (place, score)), text.len()))
        })
        .optional()?;
    Ok(seen.unwrap_or((None, 0)))
}

/// Every model that answered, if the query asks for one.
fn models(db: &Connection, query: &Query) -> Result<Vec<String>, Fault> {
    let asks = query
        .conditions
        .iter()
        .any(|condition| matches!(condition.filter, Filter::Model(_)));
    if !asks {
        return Ok(Vec::new());
    }
    let models = db
        .prepare_cached("SELECT model FROM indexed_models")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(models)
}

/// The least and the highest number that may be found, by what is asked of the time.
fn bounds(db: &Connection, search: &Search) -> Result<(i64, i64), Fault> {
    let (mut from, mut upto) = (0, search.upto);
    for condition in &search.query.conditions {
        match (&condition.filter, condition.not) {
            (Filter::Before(ms), false) | (Filter::After(ms), true) => {
                upto = upto.min(documents::highest_before(db, *ms)?);
            }
            (Filter::After(ms), false) | (Filter::Before(ms), true) => {
                from = from.max(documents::slot(*ms));
            }
            (
                Filter::Model(_)
                | Filter::Role(_)
                | Filter::HasCode
                | Filter::HasFile
                | Filter::Tag(_)
                | Filter::Folder(_)
                | Filter::Is(_)
                | Filter::In(_),
                _,
            ) => {}
        }
    }
    Ok((from, upto))
}
