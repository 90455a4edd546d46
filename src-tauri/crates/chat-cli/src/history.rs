//! `gatehouse history`: the conversations of this person, from the same store as the window's.

mod backups;
mod pictures;
mod search;

use crate::args::{HistoryArgs, HistoryVerb};
use crate::output::{self, Closed, for_terminal};
use crate::report::{Ended, PictureRow};
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::message::{MessageState, Role};
use chat_core::wire::ConversationView;
use chat_engine::store::{KeptFile, StoredMessage};
use chat_engine::{CONVERSATIONS_PAGE, Engine, Restoring};
use pictures::Saved;
use serde::Serialize;

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

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    messages: Vec<MessageRow<'a>>,
}

pub(crate) async fn run(engine: &Engine, args: HistoryArgs, json: bool) -> Result<Ended, Failure> {
    match args.verb {
        HistoryVerb::List => {
            let rows = all(engine).await?;
            Ok(print_list(&rows, json).into())
        }
        HistoryVerb::Search {
            query,
            relevance,
            limit,
        } => search::find(engine, query, relevance, limit, json).await,
        HistoryVerb::Check => search::check(engine, json).await,
        HistoryVerb::Rebuild => search::rebuild(engine, json).await,
        HistoryVerb::Show {
            id,
            tree,
            save_pictures,
        } => {
            let id = ConversationId::parse(&id).map_err(|_| {
                Failure::new(Code::ConfigInvalid, "There is no such conversation.")
                    .with_action("See gatehouse history list.")
            })?;
            let (conversation, messages) = engine.messages(&id, tree).await?;
            let saved = match save_pictures {
                Some(folder) => pictures::save(engine, &messages, folder).await?,
                None => Saved::new(),
            };
            Ok(print_messages(&conversation, &messages, &saved, json).into())
        }
        HistoryVerb::Backup { file } => backups::backup(engine, file, json).await,
        HistoryVerb::Restore {
            from,
            dry_run,
            with_deleted,
        } => {
            let restoring = Restoring {
                dry_run,
                with_deleted,
            };
            backups::restore(engine, &from, restoring, json).await
        }
    }
}

async fn all(engine: &Engine) -> Result<Vec<ConversationView>, Failure> {
    let mut rows = engine.list_conversations(None).await?;
    let mut page = rows.len();
    while page == usize::try_from(CONVERSATIONS_PAGE).unwrap_or(usize::MAX) {
        let last = rows.last().map(|row| row.id.clone());
        let more = engine.list_conversations(last).await?;
        page = more.len();
        rows.extend(more);
    }
    Ok(rows)
}

fn print_list(rows: &[ConversationView], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&rows);
    }
    for row in rows {
        output::text(&format!("{}  {}\n", row.id, for_terminal(&row.title)))?;
    }
    Ok(())
}

fn print_messages(
    conversation: &ConversationView,
    messages: &[StoredMessage],
    saved: &Saved,
    json: bool,
) -> Result<(), Closed> {
    if json {
        return output::json(&Shown {
            id: conversation.id.as_str(),
            title: &conversation.title,
            messages: messages.iter().map(|stored| row(stored, saved)).collect(),
        });
    }
    output::text(&format!("{}\n", for_terminal(&conversation.title)))?;
    for stored in messages {
        let message = &stored.message;
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
            "\n{}{state}:\n{}\n",
            for_terminal(&name),
            for_terminal(&message.text)
        ))?;
        let files = saved.get(&message.id);
        for (n, file) in stored.files.iter().enumerate() {
            let kept = files.and_then(|files| files.get(n));
            let name = kept.map_or_else(|| called(file), String::as_str);
            output::text(&format!("[{}]\n", for_terminal(name)))?;
        }
    }
    Ok(())
}

fn row<'a>(stored: &'a StoredMessage, saved: &Saved) -> MessageRow<'a> {
    let message = &stored.message;
    let mut files = saved.get(&message.id).into_iter().flatten();
    MessageRow {
        id: message.id.as_str(),
        parent: message
            .parent
            .as_ref()
            .map(chat_core::ids::MessageId::as_str),
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
