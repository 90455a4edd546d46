//! Where a question stands: the conversation before it, the connection and model it goes to, and
//! the rows that it becomes.

use super::asking::{Ask, Onto};
use super::attaching::Put;
use super::question::no_question;
use super::resolve::Ready;
use super::settings::Known;
use super::{Engine, face_keeps_demo, new_id};
use crate::live::Face;
use crate::store::{Conversation, NewTurn, Question, StoredMessage, StoredTurn};
use chat_core::connection::Builtin;
use chat_core::failure::Failure;
use chat_core::fallback::Target;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::title::title_of;

/// Where a question stands: its conversation so far.
pub(super) struct Ground {
    pub(super) conversation: Option<ConversationId>,
    pub(super) path: Vec<StoredMessage>,
    pub(super) last: Option<StoredTurn>,
}

impl Ground {
    /// The last turn, whose connection and model count where none is named.
    pub(super) fn sticky(&self, face: Face) -> Option<&StoredTurn> {
        let last = self.last.as_ref();
        last.filter(|last| face_keeps_demo(face) || last.connection != Builtin::Demo.name())
    }
}

impl Engine {
    pub(super) async fn ground(&self, ask: &Ask) -> Result<Ground, Failure> {
        let store = match &ask.onto {
            Onto::Nothing => {
                return Ok(Ground {
                    conversation: None,
                    path: Vec::new(),
                    last: None,
                });
            }
            Onto::Conversation(_) | Onto::Message(_) | Onto::Again(_) => {
                self.store_to_read().await?
            }
        };
        let mut path = match &ask.onto {
            Onto::Nothing => Vec::new(),
            Onto::Conversation(id) => store.path(id).await.map_err(|error| error.failure())?,
            Onto::Message(id) | Onto::Again(id) => {
                store.path_to(id).await.map_err(|error| error.failure())?
            }
        };
        let conversation = match &ask.onto {
            Onto::Conversation(id) => Some(id.clone()),
            Onto::Nothing | Onto::Message(_) | Onto::Again(_) => path
                .last()
                .map(|stored| stored.message.conversation.clone()),
        };
        let turn = path.iter().rev().find_map(|stored| stored.turn.clone());
        let last = match turn {
            Some(turn) => store.turn(&turn).await.map_err(|error| error.failure())?,
            None => None,
        };
        if let Onto::Again(_) = &ask.onto {
            path.pop();
        }
        Ok(Ground {
            conversation,
            path,
            last,
        })
    }

    /// Connection and model: named, else the conversation's last, else the usual choice.
    pub(super) async fn choose(
        &self,
        face: Face,
        ask: &Ask,
        ground: &Ground,
        known: &Known,
    ) -> Result<(Ready, String), Failure> {
        let sticky = ground.sticky(face);
        let named = ask
            .connection
            .as_deref()
            .or(sticky.map(|last| last.connection.as_str()));
        let ready = self.resolve(named, known).await?;
        let same = sticky.filter(|last| last.connection == ready.connection.name());
        let asked = ask
            .model
            .as_deref()
            .or(same.map(|last| last.model.as_str()));
        let model = self.resolve_model(asked, &ready, known).await?;
        Ok((ready, model))
    }

    pub(super) fn new_turn(
        &self,
        ask: &Ask,
        put: &Put,
        ground: &Ground,
        target: &Target,
    ) -> Result<NewTurn, Failure> {
        let message = || MessageId::parse(&new_id()).map_err(|_| super::internal());
        let system = match &ask.system {
            Some(text) => Some((message()?, text.clone())),
            None => None,
        };
        // Without saving, what goes on elsewhere begins here: the store is a fresh one in memory.
        let goes_on = ground.conversation.clone().filter(|_| ask.save);
        let conversation = match goes_on {
            Some(id) => Conversation::GoOn { id, system },
            None => Conversation::Start {
                id: ConversationId::parse(&new_id()).map_err(|_| super::internal())?,
                title: title_of(&ask.text),
                system,
            },
        };
        let Put { text, media } = put.clone();
        let question = match (&ask.onto, ask.save) {
            (Onto::Again(_), true) => {
                let question = ground.path.last().ok_or_else(no_question)?;
                Question::Existing(question.message.id.clone())
            }
            (Onto::Message(parent), true) => Question::New {
                id: message()?,
                parent: Some(parent.clone()),
                text,
            },
            (Onto::Nothing | Onto::Conversation(_), _)
            | (Onto::Again(_) | Onto::Message(_), false) => Question::New {
                id: message()?,
                parent: None,
                text,
            },
        };
        Ok(NewTurn {
            turn: ask.turn.clone(),
            owner: self.owner_id(),
            at_ms: self.inner.config.clock.now_ms(),
            conversation,
            question,
            // What goes nowhere on disk is not copied into memory either.
            attachments: if ask.save { media } else { Vec::new() },
            answer: message()?,
            connection: target.connection.clone(),
            model: target.model.clone(),
            max_tokens: ask.max_tokens,
            temperature: ask.temperature,
        })
    }
}
