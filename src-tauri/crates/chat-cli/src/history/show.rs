//! `gatehouse history show`: a conversation, written a page at a time.

use super::pictures::{self, Saved};
use crate::output::{self, Closed, for_terminal, one_line};
use crate::report::{Ended, PictureRow};
use chat_core::failure::Failure;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::{Message, MessageState, Role};
use chat_engine::Engine;
use chat_engine::store::{KeptFile, StoredMessage};
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MessageRow<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    role: Role,
    text: &'a str,
    reasoning: &'a str,
    state: MessageState,
    model: Option<&'a str>,
    created_at_ms: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<PictureRow>,
}

/// What goes with a question. Texts are part of the question itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttachmentRow<'a> {
    name: &'a str,
    media_type: &'static str,
    bytes: u64,
}

/// Writes the chosen path, or with `tree` every message.
pub(super) async fn run(
    engine: &Engine,
    id: &ConversationId,
    tree: bool,
    save_pictures: Option<PathBuf>,
    json: bool,
) -> Result<Ended, Failure> {
    let conversation = engine.conversation(id).await?;
    // All of them are written before a word is printed: what fails is then the whole result.
    let saved = match save_pictures {
        Some(folder) => all_pictures(engine, id, tree, &folder).await?,
        None => Saved::new(),
    };
    let mut page = first(engine, id, tree).await?;
    if begin(id, &conversation.title, json).is_err() {
        return Ok(Ended::Closed);
    }
    let mut is_first = true;
    loop {
        let (messages, more) = page;
        // Of a page of the chosen path the others are not at hand.
        let versions = if tree {
            versions(&messages)
        } else {
            HashMap::new()
        };
        for stored in &messages {
            let printed = if json {
                print_json(stored, &saved, is_first)
            } else {
                print(stored, &saved, versions.get(&stored.message.id))
            };
            if printed.is_err() {
                return Ok(Ended::Closed);
            }
            is_first = false;
        }
        match messages.last() {
            Some(last) if more => {
                let last = last.message.id.clone();
                page = engine.path_part(id, Some(last)).await?;
            }
            Some(_) | None => break,
        }
    }
    Ok(if json { output::text("]}\n") } else { Ok(()) }.into())
}

async fn all_pictures(
    engine: &Engine,
    id: &ConversationId,
    tree: bool,
    folder: &Path,
) -> Result<Saved, Failure> {
    let mut saved = Saved::new();
    let mut page = first(engine, id, tree).await?;
    loop {
        let (messages, more) = page;
        saved.extend(pictures::save(engine, &messages, folder.to_owned()).await?);
        let last = messages.last().filter(|_| more);
        let Some(last) = last.map(|stored| stored.message.id.clone()) else {
            return Ok(saved);
        };
        page = engine.path_part(id, Some(last)).await?;
    }
}

async fn first(
    engine: &Engine,
    id: &ConversationId,
    tree: bool,
) -> Result<(Vec<StoredMessage>, bool), Failure> {
    if tree {
        return Ok((engine.messages(id, true).await?.1, false));
    }
    engine.path_part(id, None).await
}

fn begin(id: &ConversationId, title: &str, json: bool) -> Result<(), Closed> {
    if !json {
        return output::text(&format!("{}\n", one_line(title)));
    }
    let (id, title) = (output::to_json(&id)?, output::to_json(&title)?);
    output::text(&format!("{{\"id\":{id},\"title\":{title},\"messages\":["))
}

fn print_json(stored: &StoredMessage, saved: &Saved, is_first: bool) -> Result<(), Closed> {
    let row = output::to_json(&row(stored, saved))?;
    let between = if is_first { "" } else { "," };
    output::text(&format!("{between}{row}"))
}

/// Which of how many versions a message is, where there are several.
type Versions = HashMap<MessageId, (usize, usize)>;

fn versions(tree: &[StoredMessage]) -> Versions {
    let mut beside: HashMap<_, Vec<&MessageId>> = HashMap::new();
    for stored in tree {
        let Message {
            id, parent, role, ..
        } = &stored.message;
        beside.entry((parent, role)).or_default().push(id);
    }
    let several = beside.into_values().filter(|ids| ids.len() > 1);
    let numbered = several.flat_map(|ids| {
        let many = ids.len();
        let one = move |(n, id): (usize, &MessageId)| (id.clone(), (n + 1, many));
        ids.into_iter().enumerate().map(one)
    });
    numbered.collect()
}

fn print(
    stored: &StoredMessage,
    saved: &Saved,
    version: Option<&(usize, usize)>,
) -> Result<(), Closed> {
    let message = &stored.message;
    let version = version.map_or_else(String::new, |(n, of)| format!(" ‹{n}/{of}›"));
    let name = match message.role {
        Role::System => "Instructions".to_owned(),
        Role::User => "You".to_owned(),
        Role::Assistant => message.model.clone().unwrap_or_else(|| "Answer".to_owned()),
    };
    let state = match message.state {
        MessageState::Done => String::new(),
        other @ (MessageState::Pending
        | MessageState::Streaming
        | MessageState::Cancelled
        | MessageState::Failed
        | MessageState::Interrupted) => format!(" ({})", other.as_str()),
    };
    output::text(&format!(
        "\n{}{version}{state}:\n{}\n",
        for_terminal(&name),
        for_terminal(&message.text)
    ))?;
    let files = saved.get(&message.id);
    for (n, file) in stored.files.iter().enumerate() {
        let kept = files.and_then(|files| files.get(n));
        let name = kept.map_or_else(|| called(file), String::as_str);
        output::text(&format!("[{}]\n", for_terminal(name)))?;
    }
    Ok(())
}

fn row<'a>(stored: &'a StoredMessage, saved: &Saved) -> MessageRow<'a> {
    let message = &stored.message;
    let mut files = saved.get(&message.id).into_iter().flatten();
    MessageRow {
        id: message.id.as_str(),
        parent: message.parent.as_ref().map(MessageId::as_str),
        role: message.role,
        text: &message.text,
        reasoning: &message.reasoning,
        state: message.state,
        model: message.model.as_deref(),
        created_at_ms: message.created_at_ms,
        attachments: files_of(stored, Role::User, |file| AttachmentRow {
            name: &file.name,
            media_type: file.kind.media_type(),
            bytes: file.bytes,
        }),
        pictures: files_of(stored, Role::Assistant, |file| PictureRow {
            media_type: file.kind.media_type(),
            bytes: file.bytes,
            file: files.next().cloned(),
        }),
    }
}

fn files_of<'a, T>(
    stored: &'a StoredMessage,
    role: Role,
    row: impl FnMut(&'a KeptFile) -> T,
) -> Vec<T> {
    let files = stored.files.iter();
    files
        .filter(|_| stored.message.role == role)
        .map(row)
        .collect()
}

fn called(file: &KeptFile) -> &str {
    if file.name.is_empty() {
        file.kind.media_type()
    } else {
        &file.name
    }
}
