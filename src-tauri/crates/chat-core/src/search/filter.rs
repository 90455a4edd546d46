//! Filters: what a query may ask of a message beside its text.

use super::fold::fold;
use super::hit::Subject;
use crate::calendar::Day;
use crate::ids::ConversationId;
use crate::message::Role;
use serde::{Deserialize, Serialize};

/// Whose text was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum SearchRole {
    /// Instructions of a conversation.
    System,
    /// A question.
    User,
    /// An answer.
    Assistant,
    /// The title that a conversation was given.
    Title,
}

impl SearchRole {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::System, Self::User, Self::Assistant, Self::Title];

    /// The name that is typed and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Title => "title",
        }
    }
}

impl From<Role> for SearchRole {
    fn from(role: Role) -> Self {
        match role {
            Role::System => Self::System,
            Role::User => Self::User,
            Role::Assistant => Self::Assistant,
        }
    }
}

/// A mark that a person sets on a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Kept at the top.
    Pinned,
    /// Put away.
    Archived,
    /// With an answer that was not looked at.
    Unread,
}

/// One thing that is asked of a message or its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Its model's id contains this, folded.
    Model(String),
    /// Who wrote it.
    Role(SearchRole),
    /// It was written before this moment, in milliseconds since 1970.
    Before(i64),
    /// It was written at this moment or later.
    After(i64),
    /// It has a fenced code block.
    HasCode,
    /// Files go with it, or pictures came in it.
    HasFile,
    /// Its conversation has this tag; both folded.
    Tag(String),
    /// Its conversation is in this folder; both folded.
    Folder(String),
    /// Its conversation is marked so.
    Is(Flag),
    /// It is in the conversation with this id, or else in one whose id begins so.
    In(ConversationId),
}

impl Filter {
    /// Whether it asks something of the conversation, which only the store can tell.
    pub fn is_of_conversation(&self) -> bool {
        match self {
            Self::Tag(_) | Self::Folder(_) | Self::Is(_) | Self::In(_) => true,
            Self::Model(_)
            | Self::Role(_)
            | Self::Before(_)
            | Self::After(_)
            | Self::HasCode
            | Self::HasFile => false,
        }
    }
}

/// A filter, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is asked.
    pub filter: Filter,
    /// Whether it must not hold.
    pub not: bool,
}

impl Condition {
    /// Whether a message or title is as asked. What is asked of its conversation counts as met
    /// here.
    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let holds = match &self.filter {
            Filter::Model(part) => subject
                .model
                .is_some_and(|model| fold(model).contains(part)),
            Filter::Role(role) => subject.role == *role,
            Filter::Before(ms) => subject.created_at_ms < *ms,
            Filter::After(ms) => subject.created_at_ms >= *ms,
            Filter::HasCode => super::has_code(subject.text),
            Filter::HasFile => subject.has_file,
            Filter::Tag(_) | Filter::Folder(_) | Filter::Is(_) | Filter::In(_) => return true,
        };
        holds != self.not
    }
}

/// What a term of the form `key:value` is.
pub(super) enum Reading {
    /// A filter.
    Filter(Filter),
    /// The key of a filter with a value that it does not take: what it takes is said.
    BadValue(&'static str),
    /// No filter has this key.
    Unknown,
}

const DATE: &str = "a date such as 2026, 2026-11 or 2026-11-30, in UTC";

/// Reads a filter.
pub(super) fn read(key: &str, value: &str) -> Reading {
    let folded = || Some(fold(value)).filter(|text| !text.is_empty());
    let (filter, takes) = match key.to_ascii_lowercase().as_str() {
        "model" => (folded().map(Filter::Model), "a part of a model's name"),
        "role" => (
            folded()
                .and_then(|name| {
                    let mut roles = SearchRole::ALL.into_iter();
                    roles.find(|role| role.as_str() == name)
                })
                .map(Filter::Role),
            "user, assistant, system or title",
        ),
        "before" => (start_of(value).map(Filter::Before), DATE),
        "after" => (start_of(value).map(Filter::After), DATE),
        "has" => (
            match folded().as_deref() {
                Some("code") => Some(Filter::HasCode),
                Some("file") => Some(Filter::HasFile),
                Some(_) | None => None,
            },
            "code or file",
        ),
        "is" => (
            match folded().as_deref() {
                Some("pinned") => Some(Filter::Is(Flag::Pinned)),
                Some("archived") => Some(Filter::Is(Flag::Archived)),
                Some("unread") => Some(Filter::Is(Flag::Unread)),
                Some(_) | None => None,
            },
            "pinned, archived or unread",
        ),
        "tag" => (folded().map(Filter::Tag), "a tag"),
        "folder" => (folded().map(Filter::Folder), "a folder"),
        "in" => (
            ConversationId::parse(value).ok().map(Filter::In),
            "the id of a conversation, or its beginning",
        ),
        _ => return Reading::Unknown,
    };
    filter.map_or(Reading::BadValue(takes), Reading::Filter)
}

/// The first millisecond, in UTC, of a year, a month or a day.
fn start_of(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let whole = match text.len() {
        4 => (number(4)?, 1, 1),
        7 => (number(4)?, number(2)?, 1),
        10 => (number(4)?, number(2)?, number(2)?),
        _ => return None,
    };
    let day = Day::of(whole.0, whole.1, whole.2)?;
    // The thirtieth of February is no day.
    (Day::at(day.start_ms()) == day).then(|| day.start_ms())
}
