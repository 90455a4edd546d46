//! What a person does to conversations in the list, and which of several answers they go on with.

use super::{Engine, new_id};
use crate::store::{Change, Field, Label};
use chat_core::connection::{check_any_name, check_model};
use chat_core::failure::{Code, Failure};
use chat_core::ids::{ConversationId, MessageId};
use chat_core::label::{MAX_TAGS, label};
use chat_core::preset::{Asking, check_instructions};
use chat_core::title::given_title;
use chat_core::wire::{
    ConversationChange, ConversationView, Event, InstructionsFrom, LabelView, Labels,
    OpenConversation, Preset,
};

impl Engine {
    /// Gives a conversation a title; an empty one goes back to the cut of its first question.
    pub async fn rename_conversation(
        &self,
        id: ConversationId,
        title: &str,
    ) -> Result<ConversationView, Failure> {
        let change = Change {
            title: Some(given_title(title).unwrap_or_default()),
            ..self.no_change()
        };
        self.change(id, change).await
    }

    /// Changes what a person set for a conversation.
    pub async fn set_conversation(
        &self,
        id: ConversationId,
        change: ConversationChange,
    ) -> Result<ConversationView, Failure> {
        let preset = match change.preset.as_deref() {
            Some(name) if !name.is_empty() => Some(self.preset(name).await?),
            Some(_) | None => None,
        };
        let home = self.home_to_change(&id).await?;
        let row = home.store.conversation(&id).await;
        let row = row.map_err(|error| error.failure())?;
        let asking = &row.asking;
        let change = self.checked(with_preset(change, preset.as_ref(), asking), asking)?;
        if !change.tag.is_empty() {
            let added = change.tag.iter().filter(|tag| !row.tags.contains(tag));
            if row.tags.len() + added.count() > MAX_TAGS {
                return Err(Failure::new(
                    Code::ConfigInvalid,
                    format!("A conversation has at most {MAX_TAGS} tags."),
                )
                .with_action("Remove one first."));
            }
        }
        self.change(id, change).await
    }

    /// Which folders and tags there are, by name.
    pub async fn labels(&self) -> Result<Labels, Failure> {
        let labels = self.store_to_read().await?.labels().await;
        let (folders, tags) = labels.map_err(|error| error.failure())?;
        let view = |label: Label| LabelView {
            name: label.name,
            conversations: label.conversations,
        };
        Ok(Labels {
            folders: folders.into_iter().map(view).collect(),
            tags: tags.into_iter().map(view).collect(),
        })
    }

    /// The instructions of a conversation's own; none where those in force come from elsewhere.
    pub async fn own_instructions(&self, id: &ConversationId) -> Result<Option<String>, Failure> {
        let home = self.home_of(id).await?;
        let row = home.store.conversation(id).await;
        let row = row.map_err(|error| error.failure())?;
        match row.asking.instructions_from {
            InstructionsFrom::Own => {
                let text = home.store.instructions(id).await;
                text.map_err(|error| error.failure())
            }
            InstructionsFrom::Preset | InstructionsFrom::Default => Ok(None),
        }
    }

    /// The person has seen a conversation.
    pub async fn mark_read(&self, id: ConversationId) -> Result<(), Failure> {
        let home = self.home_to_change(&id).await?;
        let changed = home.store.mark(&id, false).await;
        if changed.map_err(|error| error.failure())? && !home.temporary {
            self.conversation_changed(&home.store, &id).await;
        }
        Ok(())
    }

    /// Makes the conversation go on with this message in place of those beside it, and opens it
    /// around there.
    pub async fn choose_variant(&self, message: MessageId) -> Result<OpenConversation, Failure> {
        let home = self.home_with(&message).await?;
        let store = if home.temporary {
            home.store
        } else {
            self.store().await?
        };
        let id = store.choose_variant(&message).await;
        let id = id.map_err(|error| error.failure())?;
        if !home.temporary {
            self.conversation_changed(&store, &id).await;
        }
        self.open_at(message).await
    }

    /// Keeps an interrupted answer as far as it came: from now on it counts as stopped.
    pub async fn keep_answer(&self, message: MessageId) -> Result<(), Failure> {
        let home = self.home_with(&message).await?;
        let store = if home.temporary {
            home.store
        } else {
            self.store().await?
        };
        let id = store.keep_interrupted(&message).await;
        let id = id.map_err(|error| error.failure())?;
        if !home.temporary {
            self.conversation_changed(&store, &id).await;
        }
        Ok(())
    }

    async fn change(
        &self,
        id: ConversationId,
        change: Change,
    ) -> Result<ConversationView, Failure> {
        let home = self.home_to_change(&id).await?;
        let row = home.store.change(&id, change).await;
        let row = row.map_err(|error| error.failure())?;
        let view = super::history::row_view(row, home.temporary);
        if !home.temporary {
            self.tell(&Event::ConversationChanged {
                conversation: Some(view.clone()),
            });
        }
        Ok(view)
    }

    fn no_change(&self) -> Change {
        Change {
            at_ms: self.inner.config.clock.now_ms(),
            ..Change::default()
        }
    }

    fn checked(&self, change: ConversationChange, asking: &Asking) -> Result<Change, Failure> {
        let ConversationChange {
            pinned,
            archived,
            unread,
            folder,
            tag,
            untag,
            connection,
            model,
            instructions,
            preset,
            parameters,
            no_default_instructions,
        } = change;
        let names = |tags: Vec<String>| -> Result<Vec<String>, Failure> {
            tags.iter().map(|tag| label("tag", tag)).collect()
        };
        if let Some(name) = connection.as_deref().filter(|name| !name.is_empty()) {
            check_any_name(name)?;
        }
        check_model(model.as_deref().unwrap_or_default())?;
        check_instructions(instructions.as_deref().unwrap_or_default())?;
        let mut now = asking.clone();
        match preset {
            None => {}
            Some(name) => now.preset = Some(name).filter(|name| !name.is_empty()),
        }
        if let Some(parameters) = parameters {
            parameters.check()?;
            now.parameters = parameters;
        }
        now.no_default_instructions =
            no_default_instructions.unwrap_or(now.no_default_instructions);
        let gone = match now.instructions_from {
            InstructionsFrom::Own => false,
            InstructionsFrom::Preset => now.preset != asking.preset,
            InstructionsFrom::Default => now.no_default_instructions,
        };
        // What came from elsewhere goes with it.
        let instructions = instructions.or_else(|| gone.then(String::new));
        if instructions.is_some() {
            now.instructions_from = InstructionsFrom::Own;
        }
        let instructions = match filled(instructions) {
            Field::Same => Field::Same,
            Field::Empty => Field::Empty,
            Field::Is(text) => {
                let id = MessageId::parse(&new_id()).map_err(|_| super::internal())?;
                Field::Is((id, text))
            }
        };
        Ok(Change {
            title: None,
            pinned,
            archived,
            unread,
            folder: match filled(folder) {
                Field::Is(name) => Field::Is(label("folder", &name)?),
                other @ (Field::Same | Field::Empty) => other,
            },
            tag: names(tag)?,
            untag: names(untag)?,
            connection: filled(connection),
            model: filled(model),
            instructions,
            asking: (now != *asking).then_some(now),
            ..self.no_change()
        })
    }
}

/// What a preset says takes the place of what was chosen for the conversation before. Its
/// instructions are put in force by the next question.
fn with_preset(
    change: ConversationChange,
    preset: Option<&Preset>,
    asking: &Asking,
) -> ConversationChange {
    let Some(preset) = preset else {
        return change;
    };
    let none = |said: bool| said.then(String::new);
    let leads = preset.connection.is_some();
    let parameters = change.parameters.or_else(|| {
        let mut own = asking.parameters.clone();
        own.give_way_to(&preset.parameters);
        Some(own)
    });
    ConversationChange {
        connection: change.connection.or_else(|| none(leads)),
        model: change
            .model
            .or_else(|| none(leads || preset.model.is_some())),
        instructions: change
            .instructions
            .or_else(|| none(preset.instructions.is_some())),
        parameters,
        ..change
    }
}

/// An empty text takes away what was there.
fn filled(text: Option<String>) -> Field<String> {
    match text {
        None => Field::Same,
        Some(text) if text.trim().is_empty() => Field::Empty,
        Some(text) => Field::Is(text),
    }
}
