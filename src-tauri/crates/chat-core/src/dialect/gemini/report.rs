//! What a chunk tells about the answer rather than in it: model, provider, id, usage. Each is
//! reported when first told and when it changes.

use super::usage;
use crate::dialect::{DialectEvent, Upstream, UpstreamKind};
use crate::usage::Usage;
use serde_json::Value;

/// Longest name of a model, or id, that is taken from the wire, in bytes.
const MAX_NAME: usize = 256;

/// What was told so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    model: Option<String>,
    provider: Option<String>,
    id: Option<String>,
    usage: Option<Usage>,
}

impl Report {
    /// The model that serves, if told.
    pub(super) fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// Reads a chunk's own fields.
    pub(super) fn read(&mut self, chunk: &Value, upstream: &Upstream, out: &mut Vec<DialectEvent>) {
        if let Some(model) = name(chunk.get("modelVersion")) {
            changed(&mut self.model, model, out, DialectEvent::Model);
        }
        // The wire names no provider: a direct connection is its own.
        let own = match upstream.kind {
            UpstreamKind::Direct => upstream.provider.clone(),
            UpstreamKind::Gateway | UpstreamKind::Local => None,
        };
        if let Some(provider) = own {
            changed(&mut self.provider, provider, out, DialectEvent::Provider);
        }
        if let Some(id) = name(chunk.get("responseId")) {
            changed(&mut self.id, id, out, DialectEvent::GenerationId);
        }
        if let Some(usage) = chunk.get("usageMetadata").and_then(usage::read) {
            changed(&mut self.usage, usage, out, DialectEvent::Usage);
        }
    }
}

/// A name from the wire: not empty, not absurdly long, without control characters.
fn name(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty() && text.len() <= MAX_NAME && !text.chars().any(char::is_control))
        .then(|| text.to_owned())
}

/// Keeps a value and reports it if it is news.
fn changed<T: Clone + PartialEq>(
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
