//! A conversation by what a person typed of its id: all of it, or as much as no other begins with.

use super::Engine;
use crate::store::{ConversationRow, StoreError};
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;

/// With less a slip of the finger would name something.
const FEWEST: usize = 4;
/// How many are named where several begin so.
const NAMED: usize = 5;

impl Engine {
    /// The conversation that was meant.
    ///
    /// # Errors
    /// [`Code::ConfigInvalid`] where there is none, or where several begin so: those are named.
    pub async fn typed_conversation(&self, typed: &str) -> Result<ConversationId, Failure> {
        self.one_of(typed, false, "conversation").await
    }

    /// The deleted conversation that was meant.
    ///
    /// # Errors
    /// As above.
    pub async fn typed_deleted(&self, typed: &str) -> Result<ConversationId, Failure> {
        self.one_of(typed, true, "deleted conversation").await
    }

    /// The same for what is told to be missing where there is none.
    pub(super) async fn one_of(
        &self,
        typed: &str,
        deleted: bool,
        what: &'static str,
    ) -> Result<ConversationId, Failure> {
        let typed =
            ConversationId::parse(typed).map_err(|_| StoreError::NotFound(what).failure())?;
        let store = self.store_to_read().await?;
        let limit = u32::try_from(NAMED + 1).unwrap_or(u32::MAX);
        let beginning = typed.as_str().to_owned();
        let found = store.conversations_like(beginning, deleted, limit).await;
        let found = found.map_err(|error| error.failure())?;
        match found.as_slice() {
            [first, ..] if first.id == typed => Ok(typed),
            [] => Err(none(what, &typed)),
            _ if typed.as_str().len() < FEWEST => Err(too_short()),
            [only] => Ok(only.id.clone()),
            several => Err(ambiguous(&typed, several)),
        }
    }
}

fn none(what: &'static str, typed: &ConversationId) -> Failure {
    let message = format!("There is no {what} {typed}.");
    Failure {
        message,
        ..StoreError::NotFound(what).failure()
    }
}

fn too_short() -> Failure {
    let said = format!("An id is typed whole, or its first {FEWEST} characters and more.");
    Failure::new(Code::ConfigInvalid, said).with_action("Type more of it.")
}

fn ambiguous(typed: &ConversationId, several: &[ConversationRow]) -> Failure {
    let named = several.iter().take(NAMED);
    let mut named: Vec<String> = named
        .map(|row| format!("{} (“{}”)", row.id, row.title))
        .collect();
    if several.len() > NAMED {
        named.push("and more".to_owned());
    }
    let said = format!(
        "Several conversations have an id that begins with {typed}: {}.",
        named.join(", ")
    );
    Failure::new(Code::ConfigInvalid, said).with_action("Type more of the one that you mean.")
}
