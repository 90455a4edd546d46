//! What of an archived conversation is missing here: reads only.

use super::{Merged, Merging, Seen, Skipped};
use crate::store::error::Fault;
use crate::store::files;
use crate::store::row::{self, Odd};
use chat_core::archive::{Archived, Node, check};
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::{MessageState, Role};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{HashMap, HashSet};

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// The conversation's row, if it is here.
    pub(super) row: Option<Here>,
    /// Messages that are here, by their ids.
    pub(super) known: HashMap<MessageId, i64>,
    /// Which of the messages are missing, in their order.
    pub(super) add: Vec<usize>,
    /// Which of the answers here broke off and are whole in the archive.
    pub(super) complete: Vec<usize>,
    /// What is lost here, as of a damaged history, and whole in the archive.
    pub(super) lost: Lost,
    /// How many of the messages here become whole.
    completed: u64,
    /// How many of the messages are here with another text.
    differing: u64,
    /// Whether the archive's fields of the conversation are taken.
    pub(super) fields: bool,
    /// Whether the archive's path is taken.
    pub(super) path: bool,
    /// Whether it was deleted for good and comes back.
    pub(super) was_erased: bool,
}

/// What is never taken away from a message or conversation, so that it can only be lost.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// Which of the messages are here without their files.
    pub(super) files: Vec<usize>,
    /// Which of the turns are of answers that are here without any.
    pub(super) turns: HashSet<usize>,
    /// Whether the tags are missing, at the same revision.
    pub(super) tags: bool,
}

/// A conversation that is here.
#[derive(Debug)]
pub(super) struct Here {
    pub(super) seq: i64,
    revision: i64,
    updated_at_ms: i64,
    head: Option<i64>,
    pub(super) is_deleted: bool,
}

/// A message that is here.
struct Stored {
    seq: i64,
    conversation: i64,
    role: Role,
    state: MessageState,
}

impl Plan {
    /// Compares an archived conversation with what is here.
    pub(super) fn make(
        db: &Connection,
        archived: &Archived,
        seen: &Seen,
        merging: Merging,
    ) -> Result<Result<Self, Skipped>, Fault> {
        let row = here(db, &archived.id)?;
        let was_erased = is_erased(db, &archived.id)?;
        let is_deleted = was_erased || row.as_ref().is_some_and(|row| row.is_deleted);
        if is_deleted && !merging.with_deleted {
            return Ok(Err(Skipped::Deleted));
        }
        let stored = stored(db, archived)?;
        let place = row.as_ref().map(|row| row.seq);
        if let Some((id, _)) = stored
            .iter()
            .find(|(_, stored)| Some(stored.conversation) != place)
        {
            return Ok(Err(Skipped::Taken(id.to_string())));
        }
        let known = |id: &MessageId| {
            let here = stored.get(id).map(|stored| stored.role);
            here.or_else(|| seen.roles.get(id).copied())
        };
        if let Err(wrong) = check(archived, known) {
            return Ok(Err(wrong.into()));
        }
        let mut lost = Lost::default();
        if let Some(turn) = taken_turn(db, archived, &stored, &mut lost.turns)? {
            return Ok(Err(Skipped::Taken(turn)));
        }
        let (mut add, mut complete, mut differing) = (Vec::new(), Vec::new(), 0);
        for (n, node) in archived.messages.iter().enumerate() {
            match stored.get(&node.id) {
                None => add.push(n),
                Some(here) if completes(db, node, here)? => complete.push(n),
                Some(here) if differs(db, node, here)? => differing += 1,
                Some(here) if lacks_files(db, node, here)? => lost.files.push(n),
                Some(_) => {}
            }
        }
        let seen_before = seen.conversation.as_ref() == Some(&archived.id);
        let (fields, path) = match &row {
            None => (!seen_before, true),
            Some(row) => (
                !archived.more && row.is_older(archived),
                !archived.more && goes_on(db, row, archived, &stored)?,
            ),
        };
        lost.tags = match &row {
            Some(row) if !fields && !archived.more => lacks_tags(db, row, archived)?,
            Some(_) | None => false,
        };
        let completed = completed(archived, &complete, &lost);
        Ok(Ok(Self {
            row,
            known: stored
                .into_iter()
                .map(|(id, here)| (id, here.seq))
                .collect(),
            add,
            complete,
            lost,
            completed,
            differing,
            fields,
            path,
            was_erased,
        }))
    }

    /// What a person is told of it.
    pub(super) fn outcome(&self) -> Merged {
        let count = |list: &[usize]| u64::try_from(list.len()).unwrap_or(u64::MAX);
        let Some(row) = &self.row else {
            return Merged::Added {
                messages: count(&self.add),
            };
        };
        let fields = self.fields || self.path || row.is_deleted || self.lost.tags;
        if self.add.is_empty() && self.completed == 0 && !fields {
            return Merged::Unchanged {
                differing: self.differing,
            };
        }
        Merged::Updated {
            added: count(&self.add),
            completed: self.completed,
            differing: self.differing,
            fields,
        }
    }
}

impl Here {
    fn is_older(&self, archived: &Archived) -> bool {
        (self.revision, self.updated_at_ms) < (archived.revision, archived.updated_at_ms)
    }
}

fn here(db: &Connection, id: &ConversationId) -> Result<Option<Here>, Fault> {
    let here = db
        .prepare_cached(
            "SELECT seq, revision, updated_at_ms, head, deleted_at_ms IS NOT NULL
             FROM conversations WHERE id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            Ok(Here {
                seq: row.get(0)?,
                revision: row.get(1)?,
                updated_at_ms: row.get(2)?,
                head: row.get(3)?,
                is_deleted: row.get(4)?,
            })
        })
        .optional()?;
    Ok(here)
}

fn is_erased(db: &Connection, id: &ConversationId) -> Result<bool, Fault> {
    let found = db
        .prepare_cached("SELECT 1 FROM erased WHERE id = ?1")?
        .exists([id.as_str()])?;
    Ok(found)
}

/// The messages that the archive names and that are here, in whatever conversation.
fn stored(db: &Connection, archived: &Archived) -> Result<HashMap<MessageId, Stored>, Fault> {
    let of_messages = archived
        .messages
        .iter()
        .flat_map(|node| [Some(&node.id), node.parent.as_ref()]);
    let of_turns = archived
        .turns
        .iter()
        .flat_map(|turn| [Some(&turn.question), Some(&turn.answer)]);
    let others = [archived.head.as_ref(), archived.system.as_ref()];
    let named: HashSet<&MessageId> = of_messages
        .chain(of_turns)
        .chain(others)
        .flatten()
        .collect();
    let mut statement =
        db.prepare_cached("SELECT seq, conversation, role, state FROM messages WHERE id = ?1")?;
    let mut stored = HashMap::new();
    for id in named {
        let found = statement
            .query_row([id.as_str()], |row| {
                Ok(Stored {
                    seq: row.get(0)?,
                    conversation: row.get(1)?,
                    role: row::read(row, "role", |name| Role::parse(name).ok_or(Odd))?,
                    state: row::read(row, "state", |name| MessageState::parse(name).ok_or(Odd))?,
                })
            })
            .optional()?;
        if let Some(found) = found {
            stored.insert(id.clone(), found);
        }
    }
    Ok(stored)
}

/// A turn whose id belongs to another answer here. Tells also which answers here have lost theirs.
fn taken_turn(
    db: &Connection,
    archived: &Archived,
    stored: &HashMap<MessageId, Stored>,
    lost: &mut HashSet<usize>,
) -> Result<Option<String>, Fault> {
    let mut statement = db.prepare_cached("SELECT answer FROM turns WHERE id = ?1")?;
    let mut of_answer = db.prepare_cached("SELECT 1 FROM turns WHERE answer = ?1")?;
    for (n, turn) in archived.turns.iter().enumerate() {
        let answer: Option<i64> = statement
            .query_row([turn.id.as_str()], |row| row.get(0))
            .optional()?;
        let expected = stored.get(&turn.answer).map(|here| here.seq);
        if answer.is_some() && answer != expected {
            return Ok(Some(turn.id.to_string()));
        }
        if let (None, Some(here)) = (answer, expected)
            && !of_answer.exists([here])?
        {
            lost.insert(n);
        }
    }
    Ok(None)
}

/// How many messages are completed, in whatever way.
fn completed(archived: &Archived, complete: &[usize], lost: &Lost) -> u64 {
    let nodes = complete.iter().chain(&lost.files);
    let ids = nodes.filter_map(|n| archived.messages.get(*n).map(|node| &node.id));
    let turns = lost.turns.iter().filter_map(|n| archived.turns.get(*n));
    let all: HashSet<&MessageId> = ids.chain(turns.map(|turn| &turn.answer)).collect();
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

/// Whether a message that has files in the archive has none here.
fn lacks_files(db: &Connection, node: &Node, here: &Stored) -> Result<bool, Fault> {
    if node.files.is_empty() || node.role != here.role || here.state.is_open() {
        return Ok(false);
    }
    Ok(files::of_message(db, here.seq, here.role)?.is_empty())
}

/// Whether a conversation has none of its tags. Each change of them makes a new revision.
fn lacks_tags(db: &Connection, here: &Here, archived: &Archived) -> Result<bool, Fault> {
    if archived.tags.is_empty() || here.revision != archived.revision {
        return Ok(false);
    }
    let any = db
        .prepare_cached("SELECT 1 FROM tags WHERE conversation = ?1")?
        .exists([here.seq])?;
    Ok(!any)
}

/// Whether a message of the archive is more of the same answer, which broke off here. One that a
/// process still writes is left to it.
fn completes(db: &Connection, node: &Node, here: &Stored) -> Result<bool, Fault> {
    if node.role != here.role || here.state != MessageState::Interrupted {
        return Ok(false);
    }
    match node.state {
        MessageState::Done | MessageState::Cancelled | MessageState::Failed => Ok(true),
        MessageState::Pending | MessageState::Streaming | MessageState::Interrupted => {
            let text: String = db
                .prepare_cached("SELECT text FROM messages WHERE seq = ?1")?
                .query_row([here.seq], |row| row.get(0))?;
            Ok(node.text.len() > text.len() && node.text.starts_with(&text))
        }
    }
}

/// Whether a message that is here says something else in the archive, and not only an earlier part
/// of the same.
fn differs(db: &Connection, node: &Node, here: &Stored) -> Result<bool, Fault> {
    if here.state.is_open() {
        return Ok(false);
    }
    let text: String = db
        .prepare_cached("SELECT text FROM messages WHERE seq = ?1")?
        .query_row([here.seq], |row| row.get(0))?;
    Ok(!text.starts_with(&node.text))
}

/// Whether the archive's path goes on from the one here, or is the later choice. It never leads
/// away from later messages.
fn goes_on(
    db: &Connection,
    here: &Here,
    archived: &Archived,
    stored: &HashMap<MessageId, Stored>,
) -> Result<bool, Fault> {
    let Some(head) = &archived.head else {
        return Ok(false);
    };
    let Some(current) = here.head else {
        return Ok(true);
    };
    let theirs = (archived.updated_at_ms, archived.revision);
    if theirs <= (here.updated_at_ms, here.revision) {
        return Ok(false);
    }
    let Some(head) = stored.get(head) else {
        return Ok(true);
    };
    // A head that is here already, at or above the one here, is an earlier state of this path.
    let is_above = db
        .prepare_cached(
            "WITH RECURSIVE up (seq) AS (
                 SELECT ?1
                 UNION
                 SELECT m.parent FROM up JOIN messages m ON m.seq = up.seq
                 WHERE m.parent IS NOT NULL AND m.seq > ?2)
             SELECT 1 FROM up WHERE seq = ?2",
        )?
        .exists([current, head.seq])?;
    Ok(!is_above)
}
