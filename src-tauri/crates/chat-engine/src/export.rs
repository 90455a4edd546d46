//! Conversations for people: one text file of Markdown, or one page of HTML that needs nothing else.
//!
//! Pure: what is said comes as it is stored, what is shown of it is decided here. The lossless form
//! is [`chat_core::archive`]'s.

mod html;
mod markdown;

use crate::store::StoredMessage;
use chat_core::ids::MessageId;
use chat_core::message::{MessageState, Role};
use std::collections::HashMap;

/// What conversations are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text as it is stored, under headings.
    Markdown,
    /// One page.
    Html,
    /// Everything that is stored, to be read again.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Json];

    /// Its name on the command line, which is also the ending of its files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The inverse of [`Format::as_str`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// A conversation to be written.
pub(crate) struct Written<'a> {
    pub(crate) title: &'a str,
    pub(crate) created_at_ms: i64,
    /// The chosen path, or every message.
    pub(crate) messages: &'a [StoredMessage],
    /// Whether these are all, so that siblings must be told apart.
    pub(crate) is_tree: bool,
}

/// What stands in front of the first conversation.
pub(crate) fn begin(format: Format) -> &'static str {
    match format {
        Format::Html => html::BEGIN,
        Format::Markdown | Format::Json => "",
    }
}

/// A conversation; `first` is the first of the file.
pub(crate) fn conversation(format: Format, written: &Written<'_>, first: bool) -> String {
    match format {
        Format::Html => html::conversation(written),
        Format::Markdown | Format::Json => markdown::conversation(written, first),
    }
}

/// What stands behind the last one.
pub(crate) fn end(format: Format) -> &'static str {
    match format {
        Format::Html => html::END,
        Format::Markdown | Format::Json => "",
    }
}

/// Who said it, for a heading.
fn speaker(stored: &StoredMessage) -> String {
    match stored.message.role {
        Role::System => "Instructions".to_owned(),
        Role::User => "You".to_owned(),
        Role::Assistant => match &stored.message.model {
            Some(model) => format!("Answer of {model}"),
            None => "Answer".to_owned(),
        },
    }
}

/// What became of an answer, where that must be told.
fn broke(state: MessageState) -> Option<&'static str> {
    match state {
        MessageState::Done => None,
        MessageState::Pending | MessageState::Streaming => Some("being written"),
        MessageState::Cancelled => Some("stopped"),
        MessageState::Failed => Some("failed"),
        MessageState::Interrupted => Some("broken off"),
    }
}

/// Where each message stands, where siblings must be told apart.
fn places<'a>(written: &Written<'a>) -> HashMap<&'a MessageId, usize> {
    let all = (1..).zip(written.messages).filter(|_| written.is_tree);
    all.map(|(n, stored)| (&stored.message.id, n)).collect()
}

/// A message's number in the tree, and that of the one that it follows.
fn place(places: &HashMap<&MessageId, usize>, stored: &StoredMessage) -> Option<String> {
    let n = places.get(&stored.message.id)?;
    let parent = stored.message.parent.as_ref();
    Some(match parent.and_then(|parent| places.get(parent)) {
        Some(parent) => format!("{n}, follows {parent}"),
        None => n.to_string(),
    })
}

#[cfg(test)]
mod tests;
