//! A connection's catalogue: `GET /v1/models`, only when asked for.

use super::Engine;
use super::resolve::Ready;
use crate::transport::{MAX_CATALOGUE_BYTES, MAX_ERROR_BODY_BYTES, Request, Response};
use chat_core::failure::{Code, Failure, Reply, classify};
use chat_core::money::Usd;
use chat_core::wire::ModelView;
use serde::Deserialize;
use std::time::Duration;

/// Most models that are taken from a list.
const MAX_MODELS: usize = 2_000;
/// Longest model id that is taken, in bytes.
const MAX_MODEL_BYTES: usize = 256;
/// How long the head of the list may take.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct List {
    data: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    context_window: Option<u64>,
    #[serde(default)]
    max_tokens: Option<u64>,
    #[serde(default)]
    pricing: Option<Pricing>,
}

#[derive(Deserialize)]
struct Pricing {
    #[serde(default)]
    input: Option<String>,
    #[serde(default)]
    output: Option<String>,
}

impl Engine {
    /// The language models that a connection offers, in its own order.
    pub async fn list_models(&self, connection: Option<String>) -> Result<Vec<ModelView>, Failure> {
        let known = self.known().await;
        let ready = self.resolve(connection.as_deref(), &known).await?;
        self.catalogue(&ready).await
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
            .into_iter()
            .next()
            .map(|model| model.id)
            .ok_or_else(unnamed)
    }

    async fn catalogue(&self, ready: &Ready) -> Result<Vec<ModelView>, Failure> {
        let request = ready.request(ready.base.models(), None);
        let response = self.get(request, ready).await?;
        let body = response.read_small(MAX_CATALOGUE_BYTES).await;
        if !body.whole {
            return Err(too_large(&ready.upstream.host));
        }
        let list: List = serde_json::from_slice(&body.bytes)
            .map_err(|_| chat_core::failure::not_an_answer(&ready.upstream))?;
        Ok(list
            .data
            .into_iter()
            .filter_map(|row| view(row, ready))
            .take(MAX_MODELS)
            .collect())
    }

    /// A GET whose answer is a 2xx status, or the failure that it means.
    pub(super) async fn get(&self, request: Request, ready: &Ready) -> Result<Response, Failure> {
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
                model: "",
            },
            &ready.upstream,
        );
        Err(ready.masked(failure))
    }
}

fn view(row: serde_json::Value, ready: &Ready) -> Option<ModelView> {
    let row: Row = serde_json::from_value(row).ok()?;
    let clean =
        (1..=MAX_MODEL_BYTES).contains(&row.id.len()) && !row.id.chars().any(char::is_control);
    let speaks = row.kind.as_deref().is_none_or(|kind| kind == "language");
    let million = |price: Option<String>| {
        Some(
            Usd::parse(&price?)
                .ok()?
                .checked_mul(1_000_000)?
                .to_string(),
        )
    };
    let (input, output) = row.pricing.map_or((None, None), |p| (p.input, p.output));
    (clean && speaks).then(|| ModelView {
        id: row.id,
        connection: ready.connection.name().to_owned(),
        context_window: row.context_window,
        max_output: row.max_tokens,
        input_usd_per_million: million(input),
        output_usd_per_million: million(output),
    })
}

fn too_large(host: &str) -> Failure {
    Failure::new(
        Code::BadResponse,
        format!("The model list of {host} is too large or broke off."),
    )
    .with_action("Type the model's id instead.")
}
