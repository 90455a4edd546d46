//! What is shown of a hit: its conversation, and the lines around it.

use super::super::error::Fault;
use super::super::row;
use super::find::Found;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::Role;
use chat_core::search::{Place, Query, SearchRole, Snippet, snippet};
use rusqlite::{Connection, OptionalExtension};

/// A message or title that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its place in the order.
    pub place: Place,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The title of that.
    pub title: String,
    /// Whether that was put away.
    pub archived: bool,
    /// The message; of a title the first one of its conversation, if it has any.
    pub message: Option<MessageId>,
    /// Who wrote it.
    pub role: SearchRole,
    /// The model of an answer.
    pub model: Option<String>,
    /// The lines around it.
    pub snippet: Snippet,
    /// Where it is in its text.
    pub spot: Spot,
}

/// The exact place of a match in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// What matches, as it stands in the text.
    pub text: String,
    /// How often that stands before it.
    pub nth: usize,
    /// Where it begins and ends, in UTF-16 units as the page counts.
    pub utf16: (usize, usize),
}

/// Reads what is shown of hits. One that was deleted meanwhile is left out.
pub(in super::super) fn of(
    db: &mut Connection,
    query: &Query,
    found: &[Found],
) -> Result<Vec<Hit>, Fault> {
    let tx = db.transaction()?;
    let mut statement = tx.prepare_cached(
        "SELECT coalesce(m.text, c.title) AS text, m.role, m.model, c.id AS conversation_id,
                c.title, c.archived,
                coalesce(m.id, (SELECT f.id FROM messages f WHERE f.conversation = c.seq
                                ORDER BY f.seq LIMIT 1)) AS message_id
         FROM documents d LEFT JOIN messages m ON m.seq = d.message
             JOIN conversations c ON c.seq = coalesce(m.conversation, d.conversation)
         WHERE d.doc = ?1 AND c.deleted_at_ms IS NULL",
    )?;
    let mut hits = Vec::with_capacity(found.len());
    for found in found {
        let hit = statement
            .query_row([found.doc], |row| {
                let text = row.get_ref("text")?.as_str()?;
                let snippet = snippet(text, query);
                Ok(Hit {
                    place: found.place,
                    conversation: row::read(row, "conversation_id", ConversationId::parse)?,
                    title: row.get("title")?,
                    archived: row.get("archived")?,
                    message: row::read_some(row, "message_id", MessageId::parse)?,
                    role: row::read_some(row, "role", |name| Role::parse(name).ok_or(row::Odd))?
                        .map_or(SearchRole::Title, SearchRole::from),
                    model: row.get("model")?,
                    spot: spot(text, &snippet),
                    snippet,
                })
            })
            .optional()?;
        hits.extend(hit);
    }
    Ok(hits)
}

fn spot(text: &str, snippet: &Snippet) -> Spot {
    let (Some(before), Some(here)) = (
        text.get(..snippet.place.start),
        text.get(snippet.place.clone()),
    ) else {
        return Spot::default();
    };
    if here.is_empty() {
        return Spot::default();
    }
    let start = before.encode_utf16().count();
    Spot {
        text: here.to_owned(),
        nth: before.matches(here).count(),
        utf16: (start, start + here.encode_utf16().count()),
    }
}
