//! The last layer: whether an answer streams.

use super::key::Asked;
use crate::answer::Answer;
use crate::engine::resolve::Ready;
use crate::engine::settings::Known;
use crate::engine::{Engine, internal};
use crate::transport::{OwnKey, Request};
use chat_core::dialect::{DialectEvent, Verdict};
use chat_core::failure::{Failure, name_nearest};
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::turn::What;
use futures::StreamExt;
use secrecy::ExposeSecret;

impl Engine {
    /// A streamed answer of a token or so. It is no turn: neither stored nor counted.
    pub(super) async fn tiny_answer(
        &self,
        ready: &Ready,
        known: &Known,
        asked: &Asked,
    ) -> Result<(String, ()), Failure> {
        // Asked as a question is, also with the person's own provider keys.
        let keys = self.provider_keys(ready, known).await?;
        let streamed = self.stream_once(ready, &keys, asked.model.clone()).await;
        streamed.map_err(|failure| {
            let masked = keys.iter().fold(failure, |failure, own| {
                failure.without_key(own.secret.expose_secret())
            });
            name_nearest(masked, asked.nearest.as_deref())
        })
    }

    async fn stream_once(
        &self,
        ready: &Ready,
        keys: &[OwnKey],
        model: String,
    ) -> Result<(String, ()), Failure> {
        let request = ChatRequest {
            max_tokens: Some(16),
            ..ChatRequest::new(model, vec![RequestMessage::text(Role::User, "Hi")])
        };
        let dialect = ready.connection.dialect();
        let body = dialect.encode(&request, &ready.upstream);
        let url = ready.base.chat(&request.model, true);
        let sent = Request {
            provider_keys: keys.to_vec(),
            ..ready.request(url, Some(body))
        };
        let mut response = self.get_for(&request.model, sent, ready).await?;
        let mut answer = Answer::new(dialect, ready.upstream.clone());
        let mut news = Vec::new();
        let mut whole = true;
        while let Some(chunk) = response.body.next().await {
            let Ok(chunk) = chunk else {
                whole = false;
                break;
            };
            answer.push(&chunk, &mut news);
            if news.iter().any(ends_reading) {
                break;
            }
        }
        answer.finish(whole, &mut news);
        for what in news {
            match what {
                What::Decoded(DialectEvent::Failed(failure)) | What::Broke(failure) => {
                    return Err(failure);
                }
                What::Ended(Verdict::Finished(_)) => {
                    return Ok(("an answer streams".to_owned(), ()));
                }
                What::Ended(Verdict::Refused(why)) => {
                    return Err(chat_core::failure::refused(&ready.upstream, &why));
                }
                What::Ended(Verdict::BrokenOff) => {
                    return Err(chat_core::failure::interrupted(&ready.upstream, false));
                }
                What::Ended(Verdict::NotAnAnswer) => {
                    return Err(chat_core::failure::not_an_answer(&ready.upstream));
                }
                What::Start
                | What::Admitted
                | What::HeldBack { .. }
                | What::Opened { .. }
                | What::Decoded(_)
                | What::Data
                | What::Finishing
                | What::Failed(_)
                | What::Tick
                | What::Stop
                | What::Saved
                | What::SaveFailed(_)
                | What::Renewed
                | What::NotRenewed(_)
                | What::Prepared { .. }
                | What::NotPrepared(_) => {}
            }
        }
        Err(internal())
    }
}

fn ends_reading(what: &What) -> bool {
    matches!(
        what,
        What::Broke(_) | What::Decoded(DialectEvent::Done | DialectEvent::Failed(_))
    )
}
