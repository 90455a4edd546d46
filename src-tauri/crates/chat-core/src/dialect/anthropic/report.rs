//! What an event tells about the answer rather than in it: model, provider, id, usage, cost and
//! whose credential paid. Each is reported when first told and when it changes.

use crate::dialect::openai_chat::report::{changed, name};
use crate::dialect::openai_chat::usage::{MAX_TOKENS, cost, count};
use crate::dialect::{Credential, DialectEvent, Upstream, UpstreamKind};
use crate::money::Usd;
use crate::usage::Usage;
use serde_json::Value;

/// Counts as the wire tells them, some in the first event and some in the last.
#[derive(Debug, Default)]
struct Counts {
    input: Option<u64>,
    cache_write: Option<u64>,
    cache_read: Option<u64>,
    output: Option<u64>,
    thinking: Option<u64>,
}

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    model: Option<String>,
    provider: Option<String>,
    generation: Option<String>,
    counts: Counts,
    usage: Option<Usage>,
    cost: Option<Usd>,
    credential: Option<Credential>,
}

impl Report {
    /// The model that serves, if told.
    pub(super) fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// Reads an event, or a whole message.
    pub(super) fn read(&mut self, frame: &Value, upstream: &Upstream, out: &mut Vec<DialectEvent>) {
        let message = frame.get("message").filter(|value| value.is_object());
        let delta = frame.get("delta").filter(|value| value.is_object());
        let holders = || [message, Some(frame)].into_iter().flatten();
        let metadata = [delta, message, Some(frame)]
            .into_iter()
            .flatten()
            .find_map(gateway_metadata);
        let routing = metadata.and_then(|metadata| metadata.get("routing"));

        if let Some(model) = holders().find_map(|holder| name(holder.get("model"))) {
            changed(&mut self.model, model, out, DialectEvent::Model);
        }
        let provider = match (upstream.kind, &upstream.provider) {
            (UpstreamKind::Direct, Some(own)) => Some(own.clone()),
            // Routers name it on the message; the gateway's routing record outranks that.
            (UpstreamKind::Direct | UpstreamKind::Gateway | UpstreamKind::Local, _) => routing
                .and_then(|routing| name(routing.get("finalProvider")))
                .or_else(|| {
                    holders()
                        .find_map(|holder| name(holder.get("provider")))
                        .filter(|_| self.provider.is_none())
                }),
        };
        if let Some(provider) = provider {
            changed(&mut self.provider, provider, out, DialectEvent::Provider);
        }
        // The message's own id stands in until the gateway's is told.
        let id = metadata
            .and_then(|metadata| name(metadata.get("generationId")))
            .or_else(|| {
                holders()
                    .find_map(|holder| name(holder.get("id")))
                    .filter(|_| self.generation.is_none())
            });
        if let Some(id) = id {
            changed(&mut self.generation, id, out, DialectEvent::GenerationId);
        }
        for usage in holders().filter_map(|holder| holder.get("usage")) {
            self.counts.add(usage);
        }
        if let Some(usage) = self.counts.total() {
            changed(&mut self.usage, usage, out, DialectEvent::Usage);
        }
        if let Some(cost) = cost(frame, metadata) {
            changed(&mut self.cost, cost, out, DialectEvent::Cost);
        }
        if let Some(credential) = routing.and_then(credential) {
            changed(
                &mut self.credential,
                credential,
                out,
                DialectEvent::Credential,
            );
        }
    }
}

impl Counts {
    /// Counts are cumulative, so that a later one replaces an earlier one; but gateways fill fields
    /// that they do not know with zeros (vercel/ai#17326), and those say nothing.
    fn add(&mut self, usage: &Value) {
        let details = usage.get("output_tokens_details");
        for (known, told) in [
            (&mut self.input, usage.get("input_tokens")),
            (
                &mut self.cache_write,
                usage.get("cache_creation_input_tokens"),
            ),
            (&mut self.cache_read, usage.get("cache_read_input_tokens")),
            (&mut self.output, usage.get("output_tokens")),
            (
                &mut self.thinking,
                details.and_then(|details| details.get("thinking_tokens")),
            ),
        ] {
            if let Some(count) = told.and_then(count)
                && (count > 0 || known.is_none())
            {
                *known = Some(count);
            }
        }
    }

    /// The one shape; none while all that was told is zeros.
    fn total(&self) -> Option<Usage> {
        // Only here is what came from the cache, or went into it, not part of the input.
        let input = [self.input, self.cache_write, self.cache_read]
            .into_iter()
            .flatten()
            .fold(0, u64::saturating_add)
            .min(MAX_TOKENS);
        let output = self.output.unwrap_or(0);
        (input > 0 || output > 0).then(|| Usage {
            input_tokens: input,
            output_tokens: output,
            reasoning_tokens: self.thinking,
            cached_input_tokens: self.cache_read,
            total_tokens: input.saturating_add(output),
        })
    }
}

fn gateway_metadata(holder: &Value) -> Option<&Value> {
    ["provider_metadata", "providerMetadata"]
        .into_iter()
        .find_map(|key| holder.get(key)?.get("gateway"))
}

/// Whose credential the attempt used that succeeded last (GATEWAY §1.5).
fn credential(routing: &Value) -> Option<Credential> {
    let served = routing
        .get("modelAttempts")?
        .as_array()?
        .iter()
        .filter_map(|model| model.get("providerAttempts")?.as_array())
        .flatten()
        .rfind(|attempt| attempt.get("success").and_then(Value::as_bool) == Some(true))?;
    match served.get("credentialType")?.as_str()? {
        "byok" => Some(Credential::OwnKey),
        "system" => Some(Credential::Gateway),
        _ => None,
    }
}
