//! A conversation read a page at a time: by key, up by `parent` and down by `chosen`, so that a page
//! costs the same in a long chat as in a short one.

use super::Store;
use super::error::{Fault, StoreError};
use super::migrate::{self, WITH_TREE};
use super::path::{self, Variants};
use super::read;
use super::records::StoredMessage;
use chat_core::ids::{ConversationId, MessageId};
use rusqlite::{Connection, OptionalExtension, params};

/// A part of a path, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The messages, each with its place among its siblings. Where nothing comes before them, the
    /// instructions in force lead them, and count for nothing below.
    pub messages: Vec<(StoredMessage, Variants)>,
    /// How many messages come before the first one.
    pub position: u32,
    /// How many messages the path has, as far as it goes on by what was chosen.
    pub total: u32,
    /// Whether more come after the last one.
    pub later: bool,
    /// Whether this is the chosen path.
    pub chosen: bool,
}

/// Which part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The beginning of the chosen path.
    Start,
    /// The end of the chosen path.
    End,
    /// What comes right before a message.
    Before(MessageId),
    /// What comes right after a message.
    After(MessageId),
    /// What is around a message, with it.
    Around(MessageId),
}

/// The nearest `?2` messages on the way up from `?1`, that one included, instructions left out.
pub(super) const UPWARDS: &str = "
    WITH RECURSIVE up (seq, n) AS (
        SELECT ?1, 1 WHERE ?1 IS NOT NULL
        UNION ALL
        SELECT m.parent, up.n + 1 FROM up JOIN messages m ON m.seq = up.seq
        WHERE up.n < ?2 AND m.parent < m.seq)
    SELECT up.seq FROM up JOIN messages m ON m.seq = up.seq WHERE m.role <> 'system'
    ORDER BY up.n";

/// The nearest `?2` messages on the way down from `?1`, that one left out, to the head `?3` where
/// that is on the way. A child is newer than its parent; asking for it ends even a circle in a
/// doctored file.
pub(super) const DOWNWARDS: &str = "
    WITH RECURSIVE down (seq, n) AS (
        SELECT ?1, 0
        UNION ALL
        SELECT coalesce(m.chosen, (SELECT max(c.seq) FROM messages c
                                   WHERE c.conversation = m.conversation AND c.parent = m.seq))
                   AS child,
               down.n + 1
        FROM down JOIN messages m ON m.seq = down.seq
        WHERE down.n < ?2 AND down.seq IS NOT ?3 AND child > m.seq)
    SELECT seq FROM down WHERE n > 0 ORDER BY n";

impl Store {
    /// A part of a conversation's path with at most `limit` messages.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a conversation, or a message in it, that is not there.
    pub async fn page(
        &self,
        conversation: &ConversationId,
        place: Place,
        limit: u32,
    ) -> Result<Page, StoreError> {
        let id = conversation.clone();
        self.read(move |db| page(db, &id, &place, limit)).await
    }

    /// The conversation that a message belongs to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn conversation_of(&self, message: &MessageId) -> Result<ConversationId, StoreError> {
        let message = message.clone();
        self.read(move |db| Ok(read::message(db, &message)?.message.conversation))
            .await
    }
}

fn page(
    db: &mut Connection,
    id: &ConversationId,
    place: &Place,
    limit: u32,
) -> Result<Page, Fault> {
    let tx = db.transaction()?;
    let (conversation, head) = read::head_of(&tx, id)?;
    let find = |message: &MessageId| -> Result<i64, Fault> {
        tx.prepare_cached("SELECT seq FROM messages WHERE id = ?1 AND conversation = ?2")?
            .query_row(params![message.as_str(), conversation], |row| row.get(0))
            .optional()?
            .ok_or(Fault::NotFound("message"))
    };
    let has_tree = migrate::version(&tx)? >= WITH_TREE;
    let seqs = match place {
        Place::Start => start(&tx, head, limit, has_tree)?,
        Place::End => up(&tx, head, limit)?,
        Place::Before(message) => {
            let above = up(&tx, Some(find(message)?), limit.saturating_add(1))?;
            above.into_iter().skip(1).collect()
        }
        Place::After(message) if has_tree => {
            let mut below = down(&tx, find(message)?, head, limit)?;
            below.reverse();
            below
        }
        Place::After(_) => Vec::new(),
        Place::Around(message) => {
            let message = find(message)?;
            let above = up(&tx, Some(message), limit / 2 + 1)?;
            if above.is_empty() {
                // Instructions are on no path: they lead it.
                start(&tx, head, limit, has_tree)?
            } else {
                let mut seqs = if has_tree {
                    let room =
                        u32::try_from(above.len()).map_or(0, |used| limit.saturating_sub(used));
                    down(&tx, message, head, room)?
                } else {
                    Vec::new()
                };
                seqs.reverse();
                seqs.extend(above);
                seqs
            }
        }
    };
    tell(&tx, conversation, head, &seqs, has_tree)
}

/// Reads the messages of a page, given from the last to the first.
fn tell(
    db: &Connection,
    conversation: i64,
    head: Option<i64>,
    seqs: &[i64],
    has_tree: bool,
) -> Result<Page, Fault> {
    let (Some(last), Some(first)) = (seqs.first(), seqs.last()) else {
        let total = head.map_or(Ok(0), |head| {
            depth(db, head, has_tree).map(|depth| depth.saturating_add(1))
        })?;
        return Ok(Page {
            messages: Vec::new(),
            position: 0,
            total,
            later: false,
            chosen: true,
        });
    };
    let position = depth(db, *first, has_tree)?;
    let chosen = is_chosen(db, head, *last)?;
    let end = match head {
        Some(head) if chosen => head,
        Some(_) | None if has_tree => path::leaf_below(db, *last)?,
        Some(_) | None => *last,
    };
    let mut messages = Vec::with_capacity(seqs.len() + 1);
    for seq in seqs.iter().rev() {
        let stored = read::one(db, *seq)?;
        messages.push((stored, path::variants(db, *seq)?));
    }
    if position == 0 {
        lead(db, conversation, &mut messages)?;
    }
    Ok(Page {
        messages,
        position,
        total: depth(db, end, has_tree)?.saturating_add(1),
        later: end != *last,
        chosen,
    })
}

/// The beginning of the chosen path, from its last message to its first.
fn start(
    db: &Connection,
    head: Option<i64>,
    limit: u32,
    has_tree: bool,
) -> Result<Vec<i64>, Fault> {
    if !has_tree {
        // An older file that can only be read goes no way but up.
        return up(db, head, u32::MAX);
    }
    // Only rows' numbers, and none of the messages but those of the page.
    let root = up(db, head, u32::MAX)?.pop();
    let mut seqs = match root {
        Some(root) => down(db, root, head, limit.saturating_sub(1))?,
        None => Vec::new(),
    };
    seqs.reverse();
    seqs.extend(root);
    Ok(seqs)
}

/// Puts the instructions in force in front.
fn lead(
    db: &Connection,
    conversation: i64,
    messages: &mut Vec<(StoredMessage, Variants)>,
) -> Result<(), Fault> {
    let Some(system) = read::system(db, conversation)? else {
        return Ok(());
    };
    if let Some((first, _)) = messages.first_mut() {
        first.message.parent = Some(system.message.id.clone());
    }
    let alone = Variants {
        index: 1,
        count: 1,
        previous: None,
        next: None,
    };
    messages.insert(0, (system, alone));
    Ok(())
}

/// From a message up, that one first.
fn up(db: &Connection, from: Option<i64>, limit: u32) -> Result<Vec<i64>, Fault> {
    let seqs = db
        .prepare_cached(UPWARDS)?
        .query_map(params![from, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(seqs)
}

/// What comes after a message, the nearest first.
fn down(db: &Connection, from: i64, head: Option<i64>, limit: u32) -> Result<Vec<i64>, Fault> {
    let seqs = db
        .prepare_cached(DOWNWARDS)?
        .query_map(params![from, limit, head], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(seqs)
}

/// How many messages come before one on its path.
fn depth(db: &Connection, message: i64, has_tree: bool) -> Result<u32, Fault> {
    if has_tree {
        let depth = db
            .prepare_cached("SELECT depth FROM messages WHERE seq = ?1")?
            .query_row([message], |row| row.get(0))?;
        return Ok(depth);
    }
    let above = up(db, Some(message), u32::MAX)?.len();
    Ok(u32::try_from(above.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// Whether the way up from the head comes through a message. Ids only grow downwards, so it ends
/// at the latest where it passes that message by.
fn is_chosen(db: &Connection, head: Option<i64>, message: i64) -> Result<bool, Fault> {
    let on_path = db
        .prepare_cached(
            "WITH RECURSIVE up (seq) AS (
                 SELECT ?1
                 UNION ALL
                 SELECT m.parent FROM up JOIN messages m ON m.seq = up.seq
                 WHERE up.seq > ?2 AND m.parent < m.seq)
             SELECT EXISTS (SELECT 1 FROM up WHERE seq = ?2)",
        )?
        .query_row(params![head, message], |row| row.get(0))?;
    Ok(on_path)
}
