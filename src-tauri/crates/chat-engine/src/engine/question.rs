//! What a question must be, and what is sent of the conversation before it. Pure.

use super::asking::{Ask, Onto};
use crate::store::StoredMessage;
use chat_core::failure::{Code, Failure};
use chat_core::ids::MessageId;
use chat_core::message::Role;
use chat_core::request::{RequestMessage, check_stop};

/// Largest question, in bytes (DESIGN §5.2).
const MAX_QUESTION_BYTES: usize = 16 * 1024 * 1024;
/// What can be said to be wrong with a question by looking at it.
pub(super) fn check_question(ask: &Ask) -> Result<(), Failure> {
    if matches!(ask.onto, Onto::Again(_)) {
        return Ok(());
    }
    if ask.text.trim().is_empty() {
        return Err(Failure::new(Code::ConfigInvalid, "The question is empty.")
            .with_action("Type a question."));
    }
    if ask.text.len() > MAX_QUESTION_BYTES {
        return Err(Failure::new(
            Code::TooLarge,
            "The question is over 16 MiB; nothing was sent.",
        )
        .with_action("Send a shorter one."));
    }
    if ask.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
        return Err(Failure::new(
            Code::ConfigInvalid,
            "The temperature is not between 0 and 2.",
        )
        .with_action("Give a number from 0 to 2."));
    }
    if ask.max_tokens == Some(0) {
        return Err(Failure::new(
            Code::ConfigInvalid,
            "An answer of 0 tokens cannot be asked for.",
        )
        .with_action("Give a limit of at least 1, or none."));
    }
    check_stop(&ask.stop)
}

/// A message of what is sent whose files have to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Which one.
    pub(super) at: usize,
    /// The question that has them.
    pub(super) question: MessageId,
    /// Their size in bytes.
    pub(super) bytes: u64,
}

/// What is sent: instructions, the path without questions that got no text, the question; none
/// where the last one of the path is asked again.
pub(super) fn messages(
    path: &[StoredMessage],
    system: Option<&str>,
    question: Option<RequestMessage>,
) -> (Vec<RequestMessage>, Vec<Wanted>) {
    let message = |role, text: &str| RequestMessage::text(role, text);
    let mut sent: Vec<RequestMessage> = system
        .map(|text| message(Role::System, text))
        .into_iter()
        .collect();
    let mut wanted = Vec::new();
    for stored in spoken(path, question.is_none()) {
        let said = &stored.message;
        if said.role == Role::User && !stored.files.is_empty() {
            wanted.push(Wanted {
                at: sent.len(),
                question: said.id.clone(),
                bytes: stored.files.iter().map(|file| file.bytes).sum(),
            });
        }
        sent.push(message(said.role, &said.text));
    }
    sent.extend(question);
    (sent, wanted)
}

/// The messages of a path that are sent: answers with text, and the questions that got one, with
/// the last question too where it is the one that is asked.
pub(super) fn spoken(
    path: &[StoredMessage],
    asks_last: bool,
) -> impl Iterator<Item = &StoredMessage> {
    let mut rest = path
        .iter()
        .filter(|stored| stored.message.role != Role::System)
        .peekable();
    std::iter::from_fn(move || {
        loop {
            let stored = rest.next()?;
            let said = &stored.message;
            let is_sent = match said.role {
                Role::System => false,
                Role::Assistant => !said.text.is_empty(),
                Role::User => match rest.peek() {
                    Some(next) => {
                        next.message.role == Role::Assistant && !next.message.text.is_empty()
                    }
                    None => asks_last,
                },
            };
            if is_sent {
                return Some(stored);
            }
        }
    })
}

/// The instructions of a conversation: the last ones given.
pub(super) fn system_of(path: &[StoredMessage]) -> Option<String> {
    path.iter()
        .rev()
        .find(|stored| stored.message.role == Role::System)
        .map(|stored| stored.message.text.clone())
}

/// Stopped before anything was stored or sent.
pub(super) fn stopped_before() -> Failure {
    Failure::new(Code::Interrupted, "Stopped before anything was sent.")
        .with_action("Send it again.")
}

/// An answer that cannot be asked for again.
pub(super) fn no_question() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "That answer has no question to ask again.",
    )
    .with_action("Type the question.")
}
