//! Where a question stands: the conversation before it, the connection and model it goes to, and
//! the rows that it becomes.

use super::asking::{Ask, Onto};
use super::attaching::Put;
use super::question::no_question;
use super::resolve::Ready;
use super::settings::Known;
use super::temporary::Home;
use super::{Engine, face_keeps_demo, new_id};
use crate::live::Face;
use crate::store::{Conversation, NewTurn, Question, StoredMessage, StoredTurn};
use chat_core::connection::Builtin;
use chat_core::failure::Failure;
use chat_core::fallback::Target;
use chat_core::ids::{ConversationId, MessageId};
use chat_core::message::Role;
use chat_core::preset::Asking;
use chat_core::title::title_of;

/// Where a question stands: its conversation so far.
#[derive(Default)]
pub(super) struct Ground {
    pub(super) conversation: Option<ConversationId>,
    pub(super) path: Vec<StoredMessage>,
    pub(super) last: Option<StoredTurn>,
    /// The connection and the model that were chosen for the conversation.
    pub(super) own: (Option<String>, Option<String>),
    /// What its questions are asked with beside, as it is to be kept.
    pub(super) asking: Asking,
    /// The same as it is stored.
    pub(super) asked_with: Asking,
    /// Where it is; none where it is not begun.
    pub(super) home: Option<Home>,
}

impl Ground {
    /// The last turn, whose connection and model count where none is named.
    pub(super) fn sticky(&self, face: Face) -> Option<&StoredTurn> {
        let last = self.last.as_ref();
        last.filter(|last| face_keeps_demo(face) || last.connection != Builtin::Demo.name())
    }
}

impl Ground {
    /// The connection that a question names, if any: its own, the conversation's, or the last one.
    pub(super) fn connection<'a>(
        &'a self,
        asked: Option<&'a str>,
        sticky: Option<&'a StoredTurn>,
    ) -> Option<&'a str> {
        asked
            .or(self.own.0.as_deref())
            .or(sticky.map(|last| last.connection.as_str()))
    }

    /// The model that a question names, on the connection that it goes to.
    pub(super) fn model<'a>(
        &'a self,
        asked: Option<&'a str>,
        connection: &str,
        sticky: Option<&'a StoredTurn>,
    ) -> Option<&'a str> {
        let own = self.own.1.as_deref();
        let fits = self.own.0.as_deref().is_none_or(|own| own == connection);
        let same = sticky.filter(|last| last.connection == connection);
        asked
            .or(own.filter(|_| fits))
            .or(same.map(|last| last.model.as_str()))
    }
}

impl Engine {
    pub(super) async fn ground(&self, ask: &Ask) -> Result<Ground, Failure> {
        let home = match &ask.onto {
            Onto::Nothing => return Ok(Ground::default()),
            Onto::Conversation(id) => self.home_of(id).await?,
            Onto::Message(id) | Onto::Again(id) | Onto::Instead(id) => self.home_with(id).await?,
        };
        let store = &home.store;
        let path = match &ask.onto {
            Onto::Nothing => Ok(Vec::new()),
            Onto::Conversation(id) => store.path(id).await,
            Onto::Message(id) | Onto::Again(id) | Onto::Instead(id) => store.path_to(id).await,
        };
        let mut path = path.map_err(|error| error.failure())?;
        let conversation = match &ask.onto {
            Onto::Conversation(id) => Some(id.clone()),
            Onto::Nothing | Onto::Message(_) | Onto::Again(_) | Onto::Instead(_) => path
                .last()
                .map(|stored| stored.message.conversation.clone()),
        };
        let (own, asking) = match &conversation {
            Some(id) => {
                let row = store.conversation(id).await;
                let row = row.map_err(|error| error.failure())?;
                ((row.connection, row.model), row.asking)
            }
            None => ((None, None), Asking::default()),
        };
        let turn = path.iter().rev().find_map(|stored| stored.turn.clone());
        let last = match turn {
            Some(turn) => store.turn(&turn).await.map_err(|error| error.failure())?,
            None => None,
        };
        match &ask.onto {
            Onto::Again(_) => {
                path.pop();
            }
            Onto::Instead(_) => {
                let replaced = path.pop();
                if replaced.is_none_or(|stored| stored.message.role != Role::User) {
                    return Err(no_question());
                }
            }
            Onto::Nothing | Onto::Conversation(_) | Onto::Message(_) => {}
        }
        Ok(Ground {
            conversation,
            path,
            last,
            own,
            asked_with: asking.clone(),
            asking,
            home: Some(home),
        })
    }

    /// Connection and model: named, else chosen for the conversation, else its last, else the usual
    /// choice.
    pub(super) async fn choose(
        &self,
        face: Face,
        ask: &Ask,
        ground: &Ground,
        known: &Known,
    ) -> Result<(Ready, String), Failure> {
        let sticky = ground.sticky(face);
        let named = ground.connection(ask.connection.as_deref(), sticky);
        let ready = self.resolve(named, known).await?;
        let name = ready.connection.name();
        let asked = ground.model(ask.model.as_deref(), name, sticky);
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
            (Onto::Instead(of), true) => Question::Instead {
                id: message()?,
                of: of.clone(),
                text,
            },
            (Onto::Nothing | Onto::Conversation(_), _)
            | (Onto::Again(_) | Onto::Message(_) | Onto::Instead(_), false) => Question::New {
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
            draft: ask.draft.clone().filter(|_| ask.save),
            asking: (ground.asking != ground.asked_with).then(|| ground.asking.clone()),
        })
    }
}
