//! A connection's catalogue: `GET /v1/models`, only when asked for.

use super::Engine;
use super::resolve::Ready;
use crate::transport::{MAX_CATALOGUE_BYTES, MAX_ERROR_BODY_BYTES, Request, Response};
use chat_core::base_url::BaseUrl;
use chat_core::catalogue::{self, Catalogue, Next, Shipped, shipped, shipped_on};
use chat_core::connection::{Builtin, Connection, Kind};
use chat_core::failure::{Code, Failure, Reply, classify};
use chat_core::wire::ModelView;
use std::time::Duration;

/// How long the head of the list may take.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// Most pages of a list that are asked for.
const MAX_PAGES: usize = 10;

/// A connection's models, and where the list comes from.
#[derive(Debug, Clone)]
pub struct ModelList {
    /// The models.
    pub models: Vec<ModelView>,
    /// Where the list comes from.
    pub source: ListSource,
}

/// Where a list of models comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListSource {
    /// From the connection, just now.
    Live,
    /// Saved when it was fetched, milliseconds since 1970.
    Saved(i64),
    /// Shipped with the program, of this day.
    Shipped(&'static str),
}

impl Engine {
    /// The language models that a connection offers, in its own order.
    pub async fn list_models(&self, connection: Option<String>) -> Result<Vec<ModelView>, Failure> {
        Ok(self.models(connection, true).await?.models)
    }

    /// The same; without `refresh` the saved list, else the shipped one, and only where there is
    /// neither the connection is asked.
    pub async fn models(
        &self,
        connection: Option<String>,
        refresh: bool,
    ) -> Result<ModelList, Failure> {
        let known = self.known().await;
        let ready = match self.resolve(connection.as_deref(), &known).await {
            Ok(ready) => ready,
            // What is shipped can be looked at without a key.
            Err(failure) if !refresh => {
                let facts = self.facts(&known);
                let named = connection.and_then(|name| facts.connection(&name));
                let shipped = named.as_ref().and_then(|named| {
                    Some(ModelList {
                        models: views(shipped_for(named)?, named.name()),
                        source: ListSource::Shipped(shipped_on()),
                    })
                });
                return shipped.ok_or(failure);
            }
            Err(failure) => return Err(failure),
        };
        let ready = self.renewed(ready).await;
        let name = ready.connection.name();
        if !refresh {
            if let Some((catalogue, at_ms)) =
                self.saved_catalogue(&ready.connection, &ready.base).await
            {
                return Ok(ModelList {
                    models: views(&catalogue, name),
                    source: ListSource::Saved(at_ms),
                });
            }
            if let Some(catalogue) = shipped_for(&ready.connection) {
                return Ok(ModelList {
                    models: views(catalogue, name),
                    source: ListSource::Shipped(shipped_on()),
                });
            }
        }
        Ok(ModelList {
            models: views(&self.catalogue(&ready).await?, name),
            source: ListSource::Live,
        })
    }

    pub(super) async fn saved_catalogue(
        &self,
        connection: &Connection,
        base: &BaseUrl,
    ) -> Option<(Catalogue, i64)> {
        let store = self.store_to_read().await.ok()?;
        let (json, at_ms) = store
            .saved_catalogue(connection.name().to_owned(), base.to_string())
            .await
            .ok()??;
        Some((Catalogue::from_json(&json).ok()?, at_ms))
    }

    async fn save_catalogue(&self, ready: &Ready, catalogue: &Catalogue) {
        let Ok(store) = self.store().await else {
            return;
        };
        let saved = store
            .save_catalogue(
                ready.connection.name().to_owned(),
                ready.base.to_string(),
                catalogue.to_json(),
                self.inner.config.clock.now_ms(),
            )
            .await;
        if saved.is_err() {
            tracing::warn!("the list of models could not be saved");
        }
    }

    pub(super) async fn first_model(&self, ready: &Ready) -> Result<String, Failure> {
        let unnamed = || {
            Failure::new(
                Code::ConfigInvalid,
                format!("{} lists no model.", ready.upstream.host),
            )
            .with_action("Name the model with -m, or load one in the server.")
        };
        let models = match self.catalogue(ready).await {
            Err(failure) if failure.status == Some(404) => return Err(unnamed()),
            other => other?,
        };
        models
            .models()
            .first()
            .map(|model| model.id.clone())
            .ok_or_else(unnamed)
    }

    /// Asks the connection for its list, page by page, and saves it.
    pub(super) async fn catalogue(&self, ready: &Ready) -> Result<Catalogue, Failure> {
        let mut all = Catalogue::default();
        let mut next: Option<Next> = None;
        for _ in 0..MAX_PAGES {
            let mut url = ready.base.models();
            if let Some(Next { name, value }) = &next {
                url.query_pairs_mut().append_pair(name, value);
            }
            let response = self.get(ready.request(url, None), ready).await?;
            let body = response.read_small(MAX_CATALOGUE_BYTES).await;
            if !body.whole {
                return Err(too_large(&ready.upstream.host));
            }
            let page = catalogue::parse(&body.bytes)
                .map_err(|_| chat_core::failure::not_an_answer(&ready.upstream))?;
            all.append(page.catalogue);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        if let (Kind::Direct { .. }, Some(known)) =
            (ready.connection.kind(), shipped_for(&ready.connection))
        {
            all.complete_with(known);
        }
        self.save_catalogue(ready, &all).await;
        Ok(all)
    }

    /// A GET whose answer is a 2xx status, or the failure that it means.
    pub(super) async fn get(&self, request: Request, ready: &Ready) -> Result<Response, Failure> {
        self.get_for("", request, ready).await
    }

    /// The same for any request that concerns a model, which the failure then names.
    pub(super) async fn get_for(
        &self,
        model: &str,
        request: Request,
        ready: &Ready,
    ) -> Result<Response, Failure> {
        let sent = self.inner.around.transport.send(request);
        let Ok(response) = tokio::time::timeout(HEAD_WITHIN, sent).await else {
            return Err(chat_core::failure::idle_timeout(
                &ready.upstream,
                30_000,
                None,
                false,
            ));
        };
        let response = response?;
        if (200..300).contains(&response.status) {
            return Ok(response);
        }
        let status = response.status;
        let headers = response.headers.clone();
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let body = response.read_small(MAX_ERROR_BODY_BYTES).await;
        let failure = classify(
            &Reply {
                status,
                header: &header,
                body: &body.bytes,
                now_ms: self.inner.config.clock.now_ms(),
                model,
            },
            &ready.upstream,
        );
        Err(ready.masked(failure))
    }
}

fn views(catalogue: &Catalogue, connection: &str) -> Vec<ModelView> {
    let models = catalogue.models().iter();
    models.map(|model| model.view(connection)).collect()
}

/// The list that is shipped for a connection.
pub(super) fn shipped_for(connection: &Connection) -> Option<&'static Catalogue> {
    let list = match connection.builtin()? {
        Builtin::Gateway => Shipped::Gateway,
        Builtin::OpenAi | Builtin::OpenAiResponses => Shipped::OpenAi,
        Builtin::Anthropic => Shipped::Anthropic,
        Builtin::Gemini => Shipped::Gemini,
        Builtin::Local | Builtin::Demo => return None,
    };
    Some(shipped(list))
}

fn too_large(host: &str) -> Failure {
    Failure::new(
        Code::BadResponse,
        format!("The model list of {host} is too large or broke off."),
    )
    .with_action("Type the model's id instead.")
}
