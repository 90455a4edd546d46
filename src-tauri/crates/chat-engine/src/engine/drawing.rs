//! Answers as the page shows them, drawn once while they are held.

use super::Engine;
use chat_core::blocks::Drawn;
use chat_core::message::{Message, Role};
use chat_render::{Drawings, Since, draw};
use std::sync::{MutexGuard, PoisonError};

impl Engine {
    /// What a message is shown as: nothing for questions, they are shown as they were typed.
    /// Without `since` it is looked for, and held, nowhere.
    pub(super) fn drawn(&self, message: &Message, since: Option<Since>) -> Drawn {
        match message.role {
            Role::User | Role::System => return Drawn::default(),
            Role::Assistant => {}
        }
        let text = &message.text;
        // One that still grows is another text each time.
        let Some(since) = since.filter(|_| !message.state.is_open()) else {
            return draw(text);
        };
        if let Some(drawn) = self.drawings().of(text) {
            return drawn;
        }
        let drawn = draw(text);
        self.drawings().keep(text, &drawn, since);
        drawn
    }

    pub(super) fn drawings(&self) -> MutexGuard<'_, Drawings> {
        self.inner
            .drawings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
