//! What a query asks of conversations, as the set of those that are so.

use super::super::error::Fault;
use super::super::row;
use chat_core::ids::ConversationId;
use chat_core::search::{Filter, Flag, Query, candidates, fold};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// The conversations that a query is confined to.
pub(super) struct Scope {
    /// None where it asks nothing of them.
    allowed: Option<HashMap<i64, ConversationId>>,
    /// Those that must not be it.
    excluded: Vec<HashMap<i64, ConversationId>>,
}

impl Scope {
    /// Looks up what a query asks for.
    pub(super) fn of(db: &Connection, query: &Query) -> Result<Self, Fault> {
        let mut scope = Self {
            allowed: None,
            excluded: Vec::new(),
        };
        for condition in &query.conditions {
            if !condition.filter.is_of_conversation() {
                continue;
            }
            let those = those(db, &condition.filter)?;
            if condition.not {
                scope.excluded.push(those);
            } else {
                scope.allowed = Some(match scope.allowed.take() {
                    None => those,
                    Some(mut allowed) => {
                        allowed.retain(|seq, _| those.contains_key(seq));
                        allowed
                    }
                });
            }
        }
        Ok(scope)
    }

    pub(super) fn has(&self, conversation: i64) -> bool {
        self.allowed
            .as_ref()
            .is_none_or(|allowed| allowed.contains_key(&conversation))
            && !self
                .excluded
                .iter()
                .any(|those| those.contains_key(&conversation))
    }

    /// The ids of those that it is confined to, where they are few enough to ask the index.
    pub(super) fn ids(&self) -> Option<Vec<ConversationId>> {
        let allowed = self.allowed.as_ref()?;
        (allowed.len() <= candidates::MAX_ALTERNATIVES).then(|| allowed.values().cloned().collect())
    }
}

fn those(db: &Connection, filter: &Filter) -> Result<HashMap<i64, ConversationId>, Fault> {
    match filter {
        // One whose id is just this is it; no character of an id comes after `~`.
        Filter::In(start) => {
            let whole = select(db, "id = ?1", Some(start.as_str()))?;
            if whole.is_empty() {
                select(db, "id >= ?1 AND id < ?1 || '~'", Some(start.as_str()))
            } else {
                Ok(whole)
            }
        }
        Filter::Is(Flag::Pinned) => select(db, "pinned = 1", None),
        Filter::Is(Flag::Archived) => select(db, "archived = 1", None),
        Filter::Is(Flag::Unread) => select(db, "unread = 1", None),
        Filter::Folder(folder) => named(
            db,
            "SELECT DISTINCT folder FROM conversations WHERE folder IS NOT NULL",
            "folder = ?1",
            folder,
        ),
        Filter::Tag(tag) => named(
            db,
            "SELECT DISTINCT tag FROM tags",
            "seq IN (SELECT conversation FROM tags WHERE tag = ?1)",
            tag,
        ),
        Filter::Model(_)
        | Filter::Role(_)
        | Filter::Before(_)
        | Filter::After(_)
        | Filter::HasCode
        | Filter::HasFile => Ok(HashMap::new()),
    }
}

/// Those whose folder or tag is the same once it is folded.
fn named(
    db: &Connection,
    names: &str,
    condition: &str,
    folded: &str,
) -> Result<HashMap<i64, ConversationId>, Fault> {
    let names: Vec<String> = db
        .prepare_cached(names)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut those = HashMap::new();
    for name in names.iter().filter(|name| fold(name) == folded) {
        those.extend(select(db, condition, Some(name))?);
    }
    Ok(those)
}

fn select(
    db: &Connection,
    condition: &str,
    value: Option<&str>,
) -> Result<HashMap<i64, ConversationId>, Fault> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT seq, id FROM conversations WHERE {condition}"
    ))?;
    let read =
        |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row::read(row, "id", ConversationId::parse)?));
    let those = match value {
        Some(value) => statement.query_map(params![value], read)?.collect(),
        None => statement.query_map([], read)?.collect::<Result<_, _>>(),
    }?;
    Ok(those)
}
