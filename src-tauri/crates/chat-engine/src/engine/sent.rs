//! What was sent for an answer: the request that the journal keeps with it, or why it keeps none.

use super::Engine;
use crate::journal::{self, Asked, Limits, Recorded};
use crate::store::{KeptAnswer, Store, StoreError};
use chat_core::failure::{Code, Failure};
use chat_core::ids::MessageId;
use chat_core::secret_text::{holds_known, mask_known};
use chat_core::settings::from_rows;
use chat_core::wire::{NotKept, SentRequest, WhatWasSent};
use secrecy::{ExposeSecret, SecretString};

const ELSEWHERE: WhatWasSent = WhatWasSent::NotKept {
    why: NotKept::Elsewhere,
};

impl Engine {
    /// What was sent for an answer.
    ///
    /// # Errors
    /// Where there is no such message, or what is kept cannot be read.
    pub async fn what_was_sent(&self, message: MessageId) -> Result<WhatWasSent, Failure> {
        let store = self.home_with(&message).await?.store;
        match store.kept_answer(message.to_string()).await {
            Ok(kept) => self.sent_of(kept, &store).await,
            Err(StoreError::NotFound(what)) => {
                let is_answer = store.is_answer(&message).await;
                if is_answer.map_err(|error| error.failure())? {
                    return Ok(ELSEWHERE);
                }
                Err(StoreError::NotFound(what).failure())
            }
            Err(error) => Err(error.failure()),
        }
    }

    /// The same for what was typed: the id of a turn, of an answer, or of a conversation, which means
    /// its last answer; of the latter the beginning will do.
    ///
    /// # Errors
    /// As above.
    pub async fn what_was_sent_for(&self, typed: String) -> Result<WhatWasSent, Failure> {
        let store = self.store_to_read().await?;
        match store.kept_answer(typed.clone()).await {
            Ok(kept) => self.sent_of(kept, &store).await,
            Err(StoreError::NotFound(what)) => {
                if let Ok(message) = MessageId::parse(&typed)
                    && matches!(store.is_answer(&message).await, Ok(true))
                {
                    return Ok(ELSEWHERE);
                }
                let whole = self.one_of(&typed, false, what).await?;
                match store.kept_answer(whole.into()).await {
                    Ok(kept) => self.sent_of(kept, &store).await,
                    Err(StoreError::NotFound(_)) => Ok(ELSEWHERE),
                    Err(error) => Err(error.failure()),
                }
            }
            Err(error) => Err(error.failure()),
        }
    }

    async fn sent_of(&self, kept: KeptAnswer, store: &Store) -> Result<WhatWasSent, Failure> {
        let Some(recorded) = &kept.recorded else {
            let rows = store.settings().await.map_err(|error| error.failure())?;
            let is_on = Limits::of(&from_rows(&rows)).is_some();
            let why = why_not(&kept, is_on);
            return Ok(WhatWasSent::NotKept { why });
        };
        let asked = journal::asked(recorded).ok_or_else(damaged)?;
        let secrets = self.inner.config.environment.secrets();
        let request = Box::new(request(recorded, asked, kept.attempts, &secrets));
        Ok(WhatWasSent::Kept { request })
    }
}

fn why_not(kept: &KeptAnswer, is_on: bool) -> NotKept {
    match (kept.elsewhere, kept.ended, kept.attempts, is_on) {
        (true, _, _, _) => NotKept::Elsewhere,
        (false, false, _, _) => NotKept::Running,
        (false, true, 0, _) => NotKept::NothingSent,
        (false, true, _, false) => NotKept::Off,
        (false, true, _, true) => NotKept::Gone,
    }
}

/// What a face may see. No key of this request is in what is kept; another one of this process could
/// be, where a person wrote it into a question.
fn request(
    recorded: &Recorded,
    asked: Asked,
    attempts: usize,
    secrets: &[SecretString],
) -> SentRequest {
    let body = asked.body.map(|body| body.get().to_owned());
    let mut masked = false;
    let hide = |text: String| {
        secrets.iter().fold(text, |text, secret| {
            let secret = secret.expose_secret();
            if holds_known(&text, secret) {
                masked = true;
                mask_known(&text, secret)
            } else {
                text
            }
        })
    };
    let body = body.map(hide);
    SentRequest {
        url: asked.url,
        headers: asked.headers,
        body,
        body_bytes: asked.body_bytes,
        own_keys: asked.own_keys,
        masked,
        attempt: recorded.attempt,
        attempts: u32::try_from(attempts)
            .unwrap_or(u32::MAX)
            .max(recorded.attempt),
        at_ms: recorded.at_ms,
    }
}

fn damaged() -> Failure {
    Failure::new(
        Code::Storage,
        "What was sent for that answer is kept, but damaged.",
    )
    .with_action("Look at another answer; the question itself is in the history.")
}
