//! What faces ask: questions, repeats, continuations, and the guide's entry points.

use super::attaching::AskedFile;
use super::{Engine, new_id};
use crate::driver::TurnEvent;
use crate::live::Face;
use crate::store::DraftPlace;
use chat_core::failure::Failure;
use chat_core::fallback::Alternative;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::request::{AnswerSchema, Reasoning};
use chat_core::turn::Outcome;
use chat_core::wire::{
    AnswerAgain, BeginWith, ChatReply, EditMessage, SendMessage, StartedTurn, TurnOptions,
};
use futures::StreamExt;
use futures::stream::BoxStream;

/// How many turns that were stopped while they began are remembered.
const MAX_STOPPED: usize = 256;

/// The limits of the guide's entry points, in tokens.
const GUIDE_CHAT_TOKENS: u32 = 1_000;
const GUIDE_ASK_TOKENS: u32 = 500;
/// What Continue asks.
const CONTINUE: &str = "Continue exactly where you stopped.";

/// What a question goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onto {
    /// A new conversation.
    Nothing,
    /// The end of a conversation's chosen path.
    Conversation(ConversationId),
    /// A message of a conversation.
    Message(MessageId),
    /// The same question again: the answer becomes a sibling of this one.
    Again(MessageId),
    /// In the place of a question that was asked: the new one becomes a sibling of it, and takes
    /// its pictures and documents along.
    Instead(MessageId),
}

/// A question with everything that may be said with it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Made by the asker; the same id never asks twice.
    pub turn: TurnId,
    /// What it goes on from.
    pub onto: Onto,
    /// The question; ignored when it is asked again.
    pub text: String,
    /// Files that go with it; ignored when it is asked again, with those that it has.
    pub files: Vec<AskedFile>,
    /// The connection named, if any.
    pub connection: Option<String>,
    /// The model named, if any.
    pub model: Option<String>,
    /// Instructions; they replace the conversation's.
    pub system: Option<String>,
    /// The answer's limit in tokens.
    pub max_tokens: Option<u32>,
    /// How many of the oldest turns are not sent; they stay in the conversation.
    pub leave_out: u32,
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Texts at which the answer ends.
    pub stop: Vec<String>,
    /// Seed of the sampling.
    pub seed: Option<i64>,
    /// How much to think.
    pub reasoning: Option<Reasoning>,
    /// The shape of the answer.
    pub schema: Option<AnswerSchema>,
    /// What is asked instead, in order; none leaves it to the setting.
    pub fallback: Option<Vec<Alternative>>,
    /// Whether to ask for a stream.
    pub stream: bool,
    /// Whether anything is stored.
    pub save: bool,
    /// Whether a conversation that it begins is kept in memory alone.
    pub temporary: bool,
    /// The preset that it names.
    pub preset: Option<String>,
    /// What a conversation that it begins is set up with.
    pub begin: Option<BeginWith>,
    /// The draft that it was; it is gone once the question is stored.
    pub draft: Option<DraftPlace>,
    /// Whether a kept answer may be given, and this one be kept.
    pub cache: bool,
    /// Whether anything may be waited for: a place in our own pace, a repeat.
    pub wait: bool,
}

impl Ask {
    /// Whether the conversation is kept on disk.
    pub(super) fn is_kept(&self) -> bool {
        self.save && !self.temporary
    }

    /// A plain question that starts a conversation.
    pub fn new(turn: TurnId, text: impl Into<String>) -> Self {
        Self {
            turn,
            onto: Onto::Nothing,
            text: text.into(),
            files: Vec::new(),
            connection: None,
            model: None,
            system: None,
            max_tokens: None,
            leave_out: 0,
            temperature: None,
            stop: Vec::new(),
            seed: None,
            reasoning: None,
            schema: None,
            fallback: None,
            stream: true,
            save: true,
            temporary: false,
            preset: None,
            begin: None,
            draft: None,
            cache: true,
            wait: true,
        }
    }
}

/// A turn that began.
pub struct Asked {
    /// Its ids.
    pub started: StartedTurn,
    /// What it shows, to its end; none when the turn had been asked before.
    pub events: Option<BoxStream<'static, TurnEvent>>,
    /// Things to tell beside the answer, such as limits that hold for this process alone.
    pub notes: Vec<String>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked")
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// `send_message` of a window.
    pub async fn send_message(
        &self,
        face: Face,
        params: SendMessage,
    ) -> Result<StartedTurn, Failure> {
        let SendMessage {
            turn_id,
            conversation,
            text,
            model,
            connection,
            max_tokens,
            leave_out,
            files: ids,
            options,
            temporary,
            preset,
            begin,
        } = params;
        let draft = Some(super::drafts::place(face, conversation.clone()));
        let onto = conversation.map_or(Onto::Nothing, Onto::Conversation);
        let ask = Ask {
            onto,
            connection,
            model,
            max_tokens,
            leave_out,
            temporary,
            preset: preset.filter(|name| !name.is_empty()),
            begin,
            draft,
            ..Ask::new(turn_id, text)
        };
        let files = match self.files_to_send(face, &ids) {
            Ok(files) => files,
            // A repeated command finds them gone.
            Err(failure) => {
                return self.asked_before(&ask).await?.ok_or(failure);
            }
        };
        let ask = with_options(Ask { files, ..ask }, options)?;
        let started = self.ask(face, ask).await?.started;
        for id in &ids {
            self.remove_file(face, id);
        }
        Ok(started)
    }

    /// `edit_message`: another question in the place of one that was asked.
    pub async fn edit_message(
        &self,
        face: Face,
        params: EditMessage,
    ) -> Result<StartedTurn, Failure> {
        let EditMessage {
            turn_id,
            message,
            text,
            model,
            max_tokens,
            leave_out,
            options,
            preset,
        } = params;
        let again = AnswerAgain {
            turn_id,
            message,
            model,
            max_tokens,
            leave_out,
            options,
            preset,
        };
        self.ask_onto(face, Onto::Instead, &text, again).await
    }

    /// `retry_turn`: the same question, a sibling answer.
    pub async fn retry_turn(
        &self,
        face: Face,
        params: AnswerAgain,
    ) -> Result<StartedTurn, Failure> {
        self.ask_onto(face, Onto::Again, "", params).await
    }

    /// `continue_turn`: asks the model to go on from an answer that was cut off.
    pub async fn continue_turn(
        &self,
        face: Face,
        params: AnswerAgain,
    ) -> Result<StartedTurn, Failure> {
        self.ask_onto(face, Onto::Message, CONTINUE, params).await
    }

    /// Asks at a message that is there.
    async fn ask_onto(
        &self,
        face: Face,
        onto: fn(MessageId) -> Onto,
        text: &str,
        params: AnswerAgain,
    ) -> Result<StartedTurn, Failure> {
        let AnswerAgain {
            turn_id,
            message,
            model,
            max_tokens,
            leave_out,
            options,
            preset,
        } = params;
        let onto = onto(message);
        let draft = match &onto {
            Onto::Instead(message) => Some(DraftPlace::Edit(message.clone())),
            Onto::Nothing | Onto::Conversation(_) | Onto::Message(_) | Onto::Again(_) => None,
        };
        let ask = Ask {
            onto,
            draft,
            model,
            max_tokens,
            leave_out,
            preset: preset.filter(|name| !name.is_empty()),
            ..Ask::new(turn_id, text)
        };
        let ask = with_options(ask, options)?;
        Ok(self.ask(face, ask).await?.started)
    }

    /// The guide's `/api/chat`: one message, one reply of at most 1,000 tokens.
    pub async fn chat(&self, message: String) -> Result<ChatReply, Failure> {
        Ok(ChatReply {
            reply: self.whole_answer(message, GUIDE_CHAT_TOKENS).await?,
        })
    }

    /// The guide's server action `askClaude`: at most 500 tokens.
    pub async fn ask_claude(&self, question: String) -> Result<String, Failure> {
        self.whole_answer(question, GUIDE_ASK_TOKENS).await
    }

    async fn whole_answer(&self, text: String, max_tokens: u32) -> Result<String, Failure> {
        let turn = TurnId::parse(&new_id()).map_err(|_| super::internal())?;
        let ask = Ask {
            max_tokens: Some(max_tokens),
            stream: false,
            ..Ask::new(turn, text)
        };
        let asked = self.ask(Face::Chat, ask).await?;
        let mut answer = String::new();
        let mut events = asked.events.ok_or_else(super::internal)?;
        while let Some(event) = events.next().await {
            match event {
                TurnEvent::Text(text) => answer.push_str(&text),
                TurnEvent::Ended(outcome) => return ended(&outcome, answer),
                TurnEvent::Reasoning(_)
                | TurnEvent::ToolCall { .. }
                | TurnEvent::Waiting { .. }
                | TurnEvent::Note(_) => {}
            }
        }
        Err(super::internal())
    }

    /// Starts a turn. What can be known to be wrong is said here, before anything is stored or
    /// sent; the same turn id gives the first call's ids again and asks nothing.
    pub async fn ask(&self, face: Face, ask: Ask) -> Result<Asked, Failure> {
        let turn = ask.turn.clone();
        // The same command twice at once: both run, the store's unique id lets one begin, and Stop
        // must reach it whichever it is.
        let stop = self.starting().entry(turn.clone()).or_default().clone();
        let asked = self.start(face, ask, stop.clone()).await;
        let mut starting = self.starting();
        if stop.is_cancelled() {
            // It stays stopped for the same command, should that come once more.
            if starting.len() > MAX_STOPPED {
                starting.retain(|_, stop| !stop.is_cancelled());
            }
        } else {
            starting.remove(&turn);
        }
        drop(starting);
        asked
    }
}

/// What a window asks of the model beside the question.
fn with_options(ask: Ask, options: TurnOptions) -> Result<Ask, Failure> {
    let TurnOptions {
        temperature,
        seed,
        stop,
        reasoning,
    } = options;
    let reasoning = reasoning.as_deref().map(Reasoning::parse).transpose()?;
    Ok(Ask {
        temperature,
        stop,
        seed,
        reasoning,
        ..ask
    })
}

fn ended(outcome: &Outcome, answer: String) -> Result<String, Failure> {
    match &outcome.failure {
        Some(failure) => Err(failure.clone()),
        None => Ok(answer),
    }
}
