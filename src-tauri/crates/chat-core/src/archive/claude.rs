//! A conversation of Claude's export: `chat_messages` in their order, newer ones with the message
//! that each follows. The format is not documented; what is not known of it is left out and counted.

use super::found::{Found, LeftOut, Source, Unread};
use super::growing::{About, Piece, Said, grow};
use super::lenient::{Raw, flag, list, moment_ms, object, text, words};
use crate::attachment::{code, fenced, language_of};
use crate::message::{MessageState, Role};
use serde::Deserialize;

#[derive(Deserialize)]
struct Conversation<'a> {
    #[serde(borrow, default)]
    uuid: Raw<'a>,
    #[serde(borrow, default)]
    name: Raw<'a>,
    #[serde(borrow, default)]
    created_at: Raw<'a>,
    #[serde(borrow, default)]
    updated_at: Raw<'a>,
    #[serde(borrow, default)]
    model: Raw<'a>,
    #[serde(borrow, default)]
    is_starred: Raw<'a>,
    #[serde(borrow, default)]
    current_leaf_message_uuid: Raw<'a>,
    #[serde(borrow, default)]
    chat_messages: Raw<'a>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    uuid: Raw<'a>,
    #[serde(borrow, default)]
    parent_message_uuid: Raw<'a>,
    #[serde(borrow, default)]
    sender: Raw<'a>,
    #[serde(borrow, default)]
    text: Raw<'a>,
    #[serde(borrow, default)]
    content: Raw<'a>,
    #[serde(borrow, default)]
    created_at: Raw<'a>,
    #[serde(borrow, default)]
    model: Raw<'a>,
    #[serde(borrow, default)]
    attachments: Raw<'a>,
    #[serde(borrow, default)]
    files: Raw<'a>,
    #[serde(borrow, default)]
    files_v2: Raw<'a>,
}

#[derive(Deserialize)]
struct Block<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Raw<'a>,
    #[serde(borrow, default)]
    text: Raw<'a>,
    #[serde(borrow, default)]
    thinking: Raw<'a>,
    #[serde(borrow, default)]
    name: Raw<'a>,
    #[serde(borrow, default)]
    input: Raw<'a>,
}

/// What a tool was asked: an artifact to write, or code to run.
#[derive(Deserialize)]
struct Input<'a> {
    #[serde(borrow, default)]
    title: Raw<'a>,
    #[serde(borrow, default)]
    language: Raw<'a>,
    #[serde(borrow, default)]
    content: Raw<'a>,
    #[serde(borrow, default)]
    code: Raw<'a>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    file_name: Raw<'a>,
    #[serde(borrow, default)]
    extracted_content: Raw<'a>,
}

/// Reads one conversation.
pub(super) fn read(json: &[u8]) -> Result<Found, Unread> {
    let conversation: Conversation<'_> =
        serde_json::from_slice(json).map_err(|_| Unread::Unknown)?;
    let model = words(conversation.model);
    let mut left_out = LeftOut::default();
    let mut pieces: Vec<Piece> = Vec::new();
    for (n, raw) in list(conversation.chat_messages).into_iter().enumerate() {
        let Some(message) = object::<Message<'_>>(Some(raw)) else {
            left_out.unreadable += 1;
            continue;
        };
        // Older exports are a line: each follows the one before.
        let before = pieces.last().map(|piece| piece.key.clone());
        pieces.push(Piece {
            key: words(message.uuid).unwrap_or_else(|| format!("message {n}")),
            parent: words(message.parent_message_uuid).or(before),
            children: Vec::new(),
            at_ms: moment_ms(message.created_at),
            said: said(&message, model.as_ref(), &mut left_out),
        });
    }
    let about = About {
        source: Source::Claude,
        key: words(conversation.uuid),
        title: words(conversation.name),
        created_at_ms: moment_ms(conversation.created_at),
        updated_at_ms: moment_ms(conversation.updated_at),
        archived: false,
        pinned: flag(conversation.is_starred),
        current: text(conversation.current_leaf_message_uuid),
    };
    grow(about, pieces, left_out)
}

fn said(message: &Message<'_>, model: Option<&String>, left_out: &mut LeftOut) -> Option<Said> {
    let role = match text(message.sender).as_deref() {
        Some("human") => Role::User,
        Some("assistant") => Role::Assistant,
        Some(_) | None => {
            left_out.unreadable += 1;
            return None;
        }
    };
    let (mut parts, mut reasoning) = (Vec::new(), Vec::new());
    // Files stand before the words about them, as in questions asked here.
    for raw in list(message.attachments) {
        let file = object::<File<'_>>(Some(raw));
        let name = file.as_ref().and_then(|file| words(file.file_name));
        match file.and_then(|file| words(file.extracted_content)) {
            Some(content) => {
                let name = name.unwrap_or_default();
                parts.push(fenced(&name, language_of(&name), &content));
            }
            None => parts.push(not_here(name.as_deref(), left_out)),
        }
    }
    let said_before = parts.len();
    for raw in list(message.content) {
        let Some(block) = object::<Block<'_>>(Some(raw)) else {
            left_out.unreadable += 1;
            continue;
        };
        match text(block.kind).unwrap_or_default().as_str() {
            "text" => parts.extend(words(block.text)),
            "thinking" => reasoning.extend(words(block.thinking)),
            "tool_use" => match written(&block) {
                Some(written) => parts.push(written),
                None => left_out.tools += 1,
            },
            "tool_result" => left_out.tools += 1,
            // Kinds that came later; some carry text.
            _ => match words(block.text) {
                Some(text) => parts.push(text),
                None => left_out.tools += 1,
            },
        }
    }
    if parts.len() == said_before {
        parts.extend(words(message.text));
    }
    let mut files = list(message.files);
    if files.is_empty() {
        files = list(message.files_v2);
    }
    for raw in files {
        let name = object::<File<'_>>(Some(raw)).and_then(|file| words(file.file_name));
        parts.push(not_here(name.as_deref(), left_out));
    }
    if parts.is_empty() && reasoning.is_empty() {
        return None;
    }
    Some(Said {
        role,
        state: MessageState::Done,
        text: parts.join("\n\n"),
        reasoning: reasoning.join("\n\n"),
        model: (role == Role::Assistant)
            .then(|| words(message.model).or_else(|| model.cloned()))
            .flatten(),
    })
}

/// What stands for a file that the archive only names.
fn not_here(name: Option<&str>, left_out: &mut LeftOut) -> String {
    left_out.files += 1;
    let name = crate::attachment::file_name(name.unwrap_or_default());
    format!("[File: {name}; not in the archive]")
}

/// An artifact or a program, which is what the person asked for.
fn written(block: &Block<'_>) -> Option<String> {
    let input: Input<'_> = object(block.input)?;
    let title = words(input.title);
    match text(block.name)?.as_str() {
        "artifacts" => {
            let content = words(input.content)?;
            let language = words(input.language).unwrap_or_default();
            Some(match title {
                Some(title) => fenced(&title, &language, &content),
                None => code(&language, &content),
            })
        }
        "repl" | "analysis_tool" => Some(code("javascript", &words(input.code)?)),
        _ => None,
    }
}
