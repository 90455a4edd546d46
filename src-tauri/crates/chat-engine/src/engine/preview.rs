//! The next message before it is sent: hint, estimate, and whether it still fits. Nothing is sent
//! for it, and the person is asked nothing.

use super::Engine;
use super::accounts::UNKNOWN_OUTPUT;
use super::asking::{Ask, Onto};
use super::listing::Listing;
use super::question::{messages, spoken, system_of};
use crate::live::Face;
use crate::store::{KeptFile, StoredMessage};
use chat_core::attachment::{Attached, MAX_TOGETHER, with_texts};
use chat_core::catalogue::{Catalogue, Model, larger};
use chat_core::context::{fewest, leave_out};
use chat_core::estimate::{self, Vocabulary};
use chat_core::failure::Failure;
use chat_core::message::Role;
use chat_core::request::{ChatRequest, Media, RequestMessage};
use chat_core::visible::count_hidden;
use chat_core::wire::{
    CostEstimate, FileEstimate, PreviewTurn, TokenEstimate, TooLong, TurnPreview,
};
use std::borrow::Cow;

/// What the estimate is made from, once all of it is at hand.
struct Draft {
    path: Vec<StoredMessage>,
    text: String,
    /// Its files, each by its id.
    files: Vec<(String, Attached)>,
    model: Option<String>,
    system: Option<String>,
    max_tokens: Option<u32>,
    leave_out: u32,
    listing: Listing,
    list: Option<Cow<'static, Catalogue>>,
    now_ms: i64,
}

impl Engine {
    /// What the message would be if it were sent now.
    pub async fn preview_turn(
        &self,
        face: Face,
        params: PreviewTurn,
    ) -> Result<TurnPreview, Failure> {
        let PreviewTurn {
            conversation,
            text,
            model,
            connection,
            max_tokens,
            leave_out,
            files,
            preset,
            begin,
        } = params;
        let onto = conversation.map_or(Onto::Nothing, Onto::Conversation);
        let ask = Ask {
            onto,
            model,
            connection,
            max_tokens,
            preset: preset.filter(|name| !name.is_empty()),
            begin,
            ..Ask::new(super::new_turn_id(), "")
        };
        let known = self.known().await;
        let mut ground = self.ground(&ask).await?;
        let (ask, _) = self.completed(ask, &mut ground, &known).await?;
        let sticky = ground.sticky(face);
        let named = ground.connection(ask.connection.as_deref(), sticky);
        let (connection, base) = self.peek(named, &known).await?;
        let asked = ground.model(ask.model.as_deref(), connection.name(), sticky);
        let chosen = self
            .peek_model(asked, &connection, base.as_ref(), &known)
            .await;
        let is_named = ask.model.is_some() || known.settings.default_model.is_some();
        let (listing, list) = match (&chosen, &base) {
            (Some(model), Some(base)) => (
                self.listing(&connection, base, model, is_named).await,
                self.list_at_hand(&connection, base).await,
            ),
            (_, _) => (Listing::default(), None),
        };
        let system = ask.system.or_else(|| system_of(&ground.path));
        let draft = Draft {
            path: ground.path,
            text,
            files: self.staged_parts(face, &files),
            model: chosen,
            system: system.filter(|text| !text.is_empty()),
            max_tokens: ask.max_tokens,
            leave_out,
            listing,
            list,
            now_ms: self.inner.config.clock.now_ms(),
        };
        // Counting a long conversation takes milliseconds that other turns should not wait for.
        tokio::task::spawn_blocking(move || draft.preview())
            .await
            .map_err(|_| super::internal())
    }
}

impl Draft {
    fn preview(self) -> TurnPreview {
        let question = question(&self.text, &self.files);
        let hidden = count_hidden(&question.text);
        let (mut sent, wanted) = messages(&self.path, self.system.as_deref(), Some(question));
        let mut room = MAX_TOGETHER;
        for wanted in wanted {
            let asked = self
                .path
                .iter()
                .find(|stored| stored.message.id == wanted.question);
            if let (Some(message), Some(asked)) = (sent.get_mut(wanted.at), asked) {
                let files = asked.files.iter();
                message.media = files.map(|file| stand_in(file, &mut room)).collect();
            }
        }
        let turns: Vec<_> = spoken(&self.path, false)
            .filter(|stored| stored.message.role == Role::User)
            .map(|stored| stored.message.id.clone())
            .collect();
        let whole = ChatRequest {
            max_tokens: self.max_tokens,
            ..ChatRequest::new(self.model.clone().unwrap_or_default(), sent)
        };
        let mut request = whole.clone();
        let left_out = leave_out(&mut request.messages, self.leave_out);
        let tokens = estimate::request(&request);
        let listed = self.listing.model.as_ref();
        let window = listed.and_then(|model| model.context_window);
        let too_long = window
            .filter(|window| *window > 0 && tokens.likely > *window)
            .map(|window| TooLong {
                sure: tokens.low > window,
                leave_out: fewest(&whole, window).filter(|turns| *turns > left_out),
                larger: self.list.as_ref().and_then(|list| {
                    let model = larger(&whole.model, tokens.likely, list, self.now_ms)?;
                    Some(model.to_owned())
                }),
            });
        let files = self.files.iter();
        let files = files.map(|(id, file)| one_file(id, file, &whole.model, listed));
        TurnPreview {
            files: files.collect(),
            cost: listed.and_then(|model| cost(model, tokens, self.max_tokens)),
            model: self.model,
            hint: self.listing.hint,
            tokens: TokenEstimate::from(tokens),
            context_window: window,
            earlier: u32::try_from(turns.len()).unwrap_or(u32::MAX),
            left_out,
            kept_from: usize::try_from(left_out)
                .ok()
                .and_then(|left_out| turns.into_iter().nth(left_out)),
            too_long,
            hidden: u32::try_from(hidden).unwrap_or(u32::MAX),
        }
    }
}

/// The question as it would be sent, with its files.
fn question(text: &str, files: &[(String, Attached)]) -> RequestMessage {
    let (mut texts, mut media) = (Vec::new(), Vec::new());
    for (_, file) in files {
        match file {
            Attached::Text(text) => texts.push(text.clone()),
            Attached::Media(one) => media.push(one.clone()),
        }
    }
    RequestMessage {
        media,
        ..RequestMessage::text(Role::User, with_texts(&texts, text))
    }
}

/// What one file takes of the whole.
fn one_file(id: &str, file: &Attached, model: &str, listed: Option<&Model>) -> FileEstimate {
    let tokens = match file {
        Attached::Text(text) => {
            let sent = with_texts(std::slice::from_ref(text), "");
            estimate::tokens_of(&sent, Vocabulary::of(model))
        }
        Attached::Media(media) => estimate::media(media, model),
    };
    let price = listed.and_then(|model| model.price.as_ref());
    FileEstimate {
        id: id.to_owned(),
        tokens: tokens.into(),
        usd: price
            .and_then(|price| price.of_input(tokens.likely))
            .map(|usd| usd.to_string()),
    }
}

/// Of the same kind and, where that counts, as long as a file that is kept: an estimate looks at
/// nothing else. Longer ones than there is room for could not be sent either.
fn stand_in(file: &KeptFile, room: &mut usize) -> Media {
    let length = if file.kind.is_image() {
        0
    } else {
        usize::try_from(file.bytes)
            .map_or(*room, |bytes| bytes.div_ceil(3).saturating_mul(4))
            .min(*room)
    };
    *room -= length;
    Media {
        name: String::new(),
        kind: file.kind,
        base64: "0".repeat(length).into(),
    }
}

fn cost(model: &Model, tokens: estimate::Interval, limit: Option<u32>) -> Option<CostEstimate> {
    let tokens = match model.context_window {
        Some(window) => tokens.at_most(window),
        None => tokens,
    };
    let output_limit = limit
        .map(u64::from)
        .or(model.max_output)
        .or(model.context_window)
        .unwrap_or(UNKNOWN_OUTPUT);
    let (least, most) = model.price.as_ref()?.before_sending(tokens, output_limit)?;
    Some(CostEstimate {
        least_usd: least.to_string(),
        most_usd: most.to_string(),
        output_limit,
    })
}
