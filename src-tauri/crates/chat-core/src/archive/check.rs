//! What must be true of an archived conversation before anything of it is stored.

use super::{Archived, ArchivedFile, ArchivedTurn, Node};
use crate::ids::MessageId;
use crate::message::Role;
use crate::money::Usd;
use crate::request::MediaKind;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{HashMap, HashSet};

/// Why an archived conversation cannot be stored. Each reads on from "…was left out: ".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Two messages or turns have one id.
    #[error("the id {0} stands there twice")]
    Twice(String),
    /// A message follows one that is not there, or comes later, or is itself.
    #[error("message {0} follows one that does not come before it")]
    NoParent(MessageId),
    /// The head, the system message or a turn names a message that is not there.
    #[error("it names a message that is not there: {0}")]
    NoMessage(MessageId),
    /// A message has a role that does not fit its place.
    #[error("message {0} has a role that does not fit its place")]
    Role(MessageId),
    /// A file that cannot be kept.
    #[error("a file of message {0} cannot be read")]
    File(MessageId),
    /// An amount or count that cannot be.
    #[error("its {0} cannot be")]
    Number(&'static str),
}

/// Holds what can be told without the store. `known` says whether a message that is not in this
/// part is stored in the conversation already, and with which role.
pub fn check(archived: &Archived, known: impl Fn(&MessageId) -> Option<Role>) -> Result<(), Wrong> {
    if archived.revision < 0 {
        return Err(Wrong::Number("revision"));
    }
    let mut roles: HashMap<&MessageId, Role> = HashMap::with_capacity(archived.messages.len());
    let role_of = |roles: &HashMap<&MessageId, Role>, id: &MessageId| {
        roles.get(id).copied().or_else(|| known(id))
    };
    for node in &archived.messages {
        if let Some(parent) = &node.parent
            && role_of(&roles, parent).is_none()
        {
            return Err(Wrong::NoParent(node.id.clone()));
        }
        message(node)?;
        if roles.insert(&node.id, node.role).is_some() {
            return Err(Wrong::Twice(node.id.to_string()));
        }
    }
    let find = |id: &MessageId, fits: fn(Role) -> bool| match role_of(&roles, id) {
        None => Err(Wrong::NoMessage(id.clone())),
        Some(role) if fits(role) => Ok(()),
        Some(_) => Err(Wrong::Role(id.clone())),
    };
    if let Some(head) = &archived.head {
        find(head, |role| role != Role::System)?;
    }
    if let Some(system) = &archived.system {
        find(system, |role| role == Role::System)?;
    }
    let (mut ids, mut answers) = (HashSet::new(), HashSet::new());
    for turn in &archived.turns {
        find(&turn.question, |role| role == Role::User)?;
        find(&turn.answer, |role| role == Role::Assistant)?;
        if !ids.insert(&turn.id) {
            return Err(Wrong::Twice(turn.id.to_string()));
        }
        if !answers.insert(&turn.answer) {
            return Err(Wrong::Twice(turn.answer.to_string()));
        }
        numbers(turn)?;
    }
    Ok(())
}

fn message(node: &Node) -> Result<(), Wrong> {
    let fits = match node.role {
        Role::System => node.parent.is_none() && node.files.is_empty(),
        Role::User | Role::Assistant => true,
    };
    if !fits {
        return Err(Wrong::Role(node.id.clone()));
    }
    if node.files.iter().all(|file| can_be_kept(file, node.role)) {
        Ok(())
    } else {
        Err(Wrong::File(node.id.clone()))
    }
}

fn can_be_kept(file: &ArchivedFile, role: Role) -> bool {
    let named = match role {
        Role::System => return false,
        Role::User => !file.name.is_empty(),
        Role::Assistant => file.name.is_empty(),
    };
    named && MediaKind::parse(&file.kind).is_some() && STANDARD.decode(&file.base64).is_ok()
}

fn numbers(turn: &ArchivedTurn) -> Result<(), Wrong> {
    let counts = [
        turn.input_tokens,
        turn.output_tokens,
        turn.reasoning_tokens,
        turn.cached_input_tokens,
        turn.total_tokens,
        turn.first_token_ms,
        turn.total_ms,
    ];
    if counts.iter().flatten().any(|count| *count < 0) {
        return Err(Wrong::Number("number of tokens or time"));
    }
    match &turn.cost_usd {
        Some(cost) if Usd::parse(cost).is_err() => Err(Wrong::Number("cost")),
        Some(_) | None => Ok(()),
    }
}
