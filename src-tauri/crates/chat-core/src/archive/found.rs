//! One element of an archive, whoever wrote it: which program it came from is told by its content.

use super::lenient::{Raw, words};
use super::{Archived, chatgpt, claude, tidy};
use serde::Deserialize;

/// The program whose archive it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Gatehouse's own lossless form.
    Gatehouse,
    /// `ChatGPT`'s export.
    ChatGpt,
    /// Claude's export.
    Claude,
}

/// What an archive holds that a conversation has no place for, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Messages that the program never showed, such as its own instructions.
    pub hidden: u64,
    /// What tools were asked and said, where it is not shown as text.
    pub tools: u64,
    /// Files that the archive only names; each is named in the text.
    pub files: u64,
    /// Messages that cannot be read.
    pub unreadable: u64,
    /// Characters that were no text, such as half of a pair.
    pub characters: u64,
}

impl LeftOut {
    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.saturating_add(other.hidden),
            tools: self.tools.saturating_add(other.tools),
            files: self.files.saturating_add(other.files),
            unreadable: self.unreadable.saturating_add(other.unreadable),
            characters: self.characters.saturating_add(other.characters),
        }
    }
}

/// A conversation that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Whose archive it is.
    pub source: Source,
    /// The conversation.
    pub conversation: Archived,
    /// What of it has no place here.
    pub left_out: LeftOut,
}

/// Why an element of an archive is no conversation. Each reads on from "…was left out: ".
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It is no JSON.
    #[error("it cannot be read, from its character {0} on")]
    Json(usize),
    /// It is JSON, but no conversation of a program that is known.
    #[error("it is no conversation of ChatGPT, Claude or Gatehouse")]
    Unknown,
    /// It is one of ours that is not as it should be.
    #[error("it is not as Gatehouse writes it: {0}")]
    NotOurs(serde_json::Error),
    /// It breaks off; so many bytes of it and behind it were passed over.
    #[error("it breaks off, and {0} bytes up to the next conversation or the end were passed over")]
    Broken(u64),
    /// So many bytes stand between two conversations.
    #[error("it is no part of a conversation, and {0} bytes were passed over")]
    Between(u64),
    /// It is larger than what is read at once, by its bytes.
    #[error("it is larger than 256 MB ({} MB)", .0 / 1_000_000)]
    TooLarge(u64),
    /// Nobody says anything in it.
    #[error("it has no messages")]
    Empty,
}

/// What tells the programs' conversations apart.
#[derive(Deserialize)]
struct Probe<'a> {
    #[serde(borrow, default)]
    mapping: Raw<'a>,
    #[serde(borrow, default)]
    chat_messages: Raw<'a>,
    #[serde(borrow, default)]
    messages: Raw<'a>,
    #[serde(borrow, default)]
    title: Raw<'a>,
    #[serde(borrow, default)]
    name: Raw<'a>,
}

/// Reads an element that [`super::clean`] has gone over. With an error comes the title, as far as
/// it can be told.
pub fn read(json: &[u8]) -> Result<Found, (Option<String>, Unread)> {
    let probe: Probe<'_> = match serde_json::from_slice(json) {
        Ok(probe) => probe,
        Err(error) if error.is_data() => return Err((None, Unread::Unknown)),
        Err(error) => return Err((title_in(json), Unread::Json(place(json, &error)))),
    };
    let title = words(probe.title).or_else(|| words(probe.name));
    let found = if probe.mapping.is_some() {
        chatgpt::read(json)
    } else if probe.chat_messages.is_some() {
        claude::read(json)
    } else if probe.messages.is_some() {
        ours(json)
    } else {
        Err(Unread::Unknown)
    };
    found.map_err(|why| (title.map(|title| tidy::one_line(&title)), why))
}

fn ours(json: &[u8]) -> Result<Found, Unread> {
    Ok(Found {
        source: Source::Gatehouse,
        conversation: serde_json::from_slice(json).map_err(Unread::NotOurs)?,
        left_out: LeftOut::default(),
    })
}

/// Where in its text an element breaks, in bytes.
pub(super) fn place(json: &[u8], error: &serde_json::Error) -> usize {
    let before: usize = json
        .split(|byte| *byte == b'\n')
        .take(error.line().saturating_sub(1))
        .map(|line| line.len() + 1)
        .sum();
    before + error.column()
}

/// The title in front of what broke, so that a person knows which conversation it is.
pub(super) fn title_in(json: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(json.get(..json.len().min(4_096)).unwrap_or_default());
    let names = ["\"title\":", "\"name\":"];
    let rest = names
        .iter()
        .find_map(|name| Some(head.split_once(name)?.1))?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    let title = values.next()?.ok()?;
    Some(tidy::one_line(&title))
}
