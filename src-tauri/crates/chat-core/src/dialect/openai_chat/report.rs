//! What a frame tells about the answer rather than in it: model, provider, id, whose credential,
//! usage, cost. Each is reported when first told and when it changes.

use super::usage;
use crate::dialect::{Credential, DialectEvent, Upstream, UpstreamKind};
use crate::money::Usd;
use crate::usage::Usage;
use serde_json::Value;

/// Longest name of a model or provider, or id, that is taken from the wire, in bytes.
const MAX_NAME: usize = 256;

/// What was told so far.
#[derive(Debug, Default)]
pub(in crate::dialect) struct Report {
    model: Option<String>,
    provider: Option<String>,
    /// Whether the gateway's routing record named the provider: nothing outranks it.
    routed: bool,
    generation: Option<String>,
    credential: Option<Credential>,
    usage: Option<Usage>,
    cost: Option<Usd>,
}

impl Report {
    /// The model that serves, if told.
    pub(in crate::dialect) fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// Whether a frame that tells no more than this would report nothing.
    pub(super) fn has_told(
        &self,
        id: Option<&str>,
        model: Option<&str>,
        upstream: &Upstream,
    ) -> bool {
        let own = match upstream.kind {
            UpstreamKind::Direct => upstream.provider.as_ref(),
            UpstreamKind::Gateway | UpstreamKind::Local => None,
        };
        (model.is_none() || model == self.model())
            && (id.is_none() || self.generation.is_some())
            && (own.is_none() || own == self.provider.as_ref())
    }

    /// Reads a frame's own fields.
    pub(in crate::dialect) fn read(
        &mut self,
        frame: &Value,
        upstream: &Upstream,
        out: &mut Vec<DialectEvent>,
    ) {
        let metadata = gateway_metadata(frame);
        if let Some(model) = name(frame.get("model")) {
            changed(&mut self.model, model, out, DialectEvent::Model);
        }
        self.provider(frame, metadata, upstream, out);
        let told = metadata
            .and_then(|metadata| name(metadata.get("generationId")))
            .or_else(|| name(frame.get("generationId")));
        // The frame's id stands in until the gateway's own is told.
        let id = told.or_else(|| name(frame.get("id")).filter(|_| self.generation.is_none()));
        if let Some(id) = id {
            changed(&mut self.generation, id, out, DialectEvent::GenerationId);
        }
        if let Some(credential) = usage::credential(frame.get("usage"), metadata) {
            let event = DialectEvent::Credential;
            changed(&mut self.credential, credential, out, event);
        }
        if let Some(usage) = frame.get("usage").and_then(usage::read) {
            changed(&mut self.usage, usage, out, DialectEvent::Usage);
        }
        if let Some(cost) = usage::cost(frame, metadata) {
            changed(&mut self.cost, cost, out, DialectEvent::Cost);
        }
    }

    fn provider(
        &mut self,
        frame: &Value,
        metadata: Option<&Value>,
        upstream: &Upstream,
        out: &mut Vec<DialectEvent>,
    ) {
        let routed = metadata
            .and_then(|metadata| metadata.get("routing"))
            .and_then(|routing| name(routing.get("finalProvider")));
        let told = match (upstream.kind, &upstream.provider) {
            (UpstreamKind::Direct, Some(own)) => Some(own.clone()),
            _ if routed.is_some() => {
                self.routed = true;
                routed
            }
            _ if self.routed => None,
            _ => name(frame.get("provider")),
        };
        if let Some(provider) = told {
            changed(&mut self.provider, provider, out, DialectEvent::Provider);
        }
    }
}

/// `provider_metadata.gateway`, wherever in the frame it stands.
fn gateway_metadata(frame: &Value) -> Option<&Value> {
    let choice = frame.get("choices").and_then(|choices| choices.get(0));
    let holders = [
        choice.and_then(|choice| choice.get("delta")),
        choice.and_then(|choice| choice.get("message")),
        choice,
        Some(frame),
    ];
    holders.into_iter().flatten().find_map(|holder| {
        ["provider_metadata", "providerMetadata"]
            .into_iter()
            .find_map(|key| holder.get(key)?.get("gateway"))
    })
}

/// A name from the wire: not empty, not absurdly long, without control characters.
pub(in crate::dialect) fn name(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty() && text.len() <= MAX_NAME && !text.chars().any(char::is_control))
        .then(|| text.to_owned())
}

/// Keeps a value and reports it if it is news.
pub(in crate::dialect) fn changed<T: Clone + PartialEq>(
    known: &mut Option<T>,
    value: T,
    out: &mut Vec<DialectEvent>,
    event: impl FnOnce(T) -> DialectEvent,
) {
    if known.as_ref() != Some(&value) {
        *known = Some(value.clone());
        out.push(event(value));
    }
}
