//! A conversation of `ChatGPT`'s export: `mapping` is a tree of nodes, `current_node` the one shown
//! last. The format is not documented; what is not known of it is left out and counted.

mod content;

use super::found::{Found, LeftOut, Source, Unread};
use super::growing::{About, Piece, Said, grow};
use super::lenient::{Raw, flag, list, object, seconds_ms, text, words};
use crate::message::{MessageState, Role};
use content::Shown;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Conversation<'a> {
    #[serde(borrow, default)]
    title: Raw<'a>,
    #[serde(borrow, default)]
    create_time: Raw<'a>,
    #[serde(borrow, default)]
    update_time: Raw<'a>,
    #[serde(borrow, default)]
    mapping: Raw<'a>,
    #[serde(borrow, default)]
    current_node: Raw<'a>,
    #[serde(borrow, default, rename = "conversation_id")]
    key: Raw<'a>,
    #[serde(borrow, default)]
    id: Raw<'a>,
    #[serde(borrow, default)]
    is_archived: Raw<'a>,
    #[serde(borrow, default)]
    is_starred: Raw<'a>,
    #[serde(borrow, default)]
    default_model_slug: Raw<'a>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    parent: Raw<'a>,
    #[serde(borrow, default)]
    children: Raw<'a>,
    #[serde(borrow, default)]
    message: Raw<'a>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    author: Raw<'a>,
    #[serde(borrow, default)]
    create_time: Raw<'a>,
    #[serde(borrow, default)]
    content: Raw<'a>,
    #[serde(borrow, default)]
    status: Raw<'a>,
    #[serde(borrow, default)]
    metadata: Raw<'a>,
    #[serde(borrow, default)]
    recipient: Raw<'a>,
}

#[derive(Deserialize)]
struct Author<'a> {
    #[serde(borrow, default)]
    role: Raw<'a>,
    #[serde(borrow, default)]
    name: Raw<'a>,
}

#[derive(Deserialize, Default)]
struct Metadata<'a> {
    #[serde(borrow, default)]
    model_slug: Raw<'a>,
    #[serde(borrow, default)]
    attachments: Raw<'a>,
    #[serde(borrow, default)]
    is_visually_hidden_from_conversation: Raw<'a>,
    #[serde(borrow, default)]
    finish_details: Raw<'a>,
}

#[derive(Deserialize)]
struct FinishDetails<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Raw<'a>,
}

#[derive(Deserialize)]
struct Attachment<'a> {
    #[serde(borrow, default)]
    name: Raw<'a>,
}

/// Who wrote a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    User,
    Assistant,
    /// A tool of this kind.
    Tool(Tool),
}

/// Tools whose output is shown in the conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    Python,
    Pictures,
    Other,
}

/// Reads one conversation.
pub(super) fn read(json: &[u8]) -> Result<Found, Unread> {
    let conversation: Conversation<'_> =
        serde_json::from_slice(json).map_err(|_| Unread::Unknown)?;
    let nodes: BTreeMap<String, &serde_json::value::RawValue> =
        object(conversation.mapping).ok_or(Unread::Unknown)?;
    let default_model = words(conversation.default_model_slug);
    let mut left_out = LeftOut::default();
    let mut pieces = Vec::with_capacity(nodes.len());
    for (key, raw) in nodes {
        let Some(entry) = object::<Entry<'_>>(Some(raw)) else {
            left_out.unreadable += 1;
            continue;
        };
        let message = object::<Message<'_>>(entry.message);
        if message.is_none() && entry.message.is_some() {
            left_out.unreadable += 1;
        }
        let children = list(entry.children).into_iter().map(Some);
        pieces.push(Piece {
            key,
            parent: text(entry.parent),
            children: children.filter_map(text).collect(),
            at_ms: message.as_ref().and_then(|m| seconds_ms(m.create_time)),
            said: message.and_then(|m| said(&m, default_model.as_ref(), &mut left_out)),
        });
    }
    let about = About {
        source: Source::ChatGpt,
        key: words(conversation.key).or_else(|| words(conversation.id)),
        title: words(conversation.title),
        created_at_ms: seconds_ms(conversation.create_time),
        updated_at_ms: seconds_ms(conversation.update_time),
        archived: flag(conversation.is_archived),
        pinned: flag(conversation.is_starred),
        current: text(conversation.current_node),
    };
    grow(about, pieces, left_out)
}

fn said(message: &Message<'_>, model: Option<&String>, left_out: &mut LeftOut) -> Option<Said> {
    let metadata: Metadata<'_> = object(message.metadata).unwrap_or_default();
    let Some(writer) = writer(message.author) else {
        // The program's own instructions; most of them are empty.
        left_out.hidden += 1;
        return None;
    };
    if flag(metadata.is_visually_hidden_from_conversation) {
        left_out.hidden += 1;
        return None;
    }
    let recipient = text(message.recipient).unwrap_or_else(|| "all".to_owned());
    let Shown {
        text: mut shown,
        reasoning,
        pictures,
    } = content::shown(message.content, writer, &recipient, left_out)?;
    let names: Vec<_> = list(metadata.attachments)
        .into_iter()
        .map(|raw| object::<Attachment<'_>>(Some(raw)).and_then(|file| words(file.name)))
        .collect();
    // Pictures stand in both lists; where they have names these are better.
    let notes = if names.is_empty() {
        pictures
    } else {
        names
            .iter()
            .map(|name| content::file_note(name.as_deref()))
            .collect()
    };
    for note in notes {
        left_out.files += 1;
        if !shown.is_empty() {
            shown.push_str("\n\n");
        }
        shown.push_str(&note);
    }
    if shown.is_empty() && reasoning.is_empty() {
        return None;
    }
    let role = match writer {
        Writer::User => Role::User,
        Writer::Assistant | Writer::Tool(_) => Role::Assistant,
    };
    Some(Said {
        role,
        state: state(message, &metadata, role),
        text: shown,
        reasoning,
        model: (role == Role::Assistant)
            .then(|| words(metadata.model_slug).or_else(|| model.cloned()))
            .flatten(),
    })
}

fn writer(author: Raw<'_>) -> Option<Writer> {
    let author: Author<'_> = object(author)?;
    match text(author.role)?.as_str() {
        "user" => Some(Writer::User),
        "assistant" => Some(Writer::Assistant),
        "tool" => {
            let name = text(author.name).unwrap_or_default();
            let tool = if name.starts_with("python") {
                Tool::Python
            } else if name.starts_with("dalle") || name.starts_with("t2uay3k") {
                Tool::Pictures
            } else {
                Tool::Other
            };
            Some(Writer::Tool(tool))
        }
        _ => None,
    }
}

fn state(message: &Message<'_>, metadata: &Metadata<'_>, role: Role) -> MessageState {
    if role != Role::Assistant {
        return MessageState::Done;
    }
    let details: Option<FinishDetails<'_>> = object(metadata.finish_details);
    let ended = details.and_then(|details| text(details.kind));
    if ended.as_deref() == Some("interrupted") {
        return MessageState::Cancelled;
    }
    match text(message.status).as_deref() {
        Some("in_progress") => MessageState::Interrupted,
        Some(_) | None => MessageState::Done,
    }
}
