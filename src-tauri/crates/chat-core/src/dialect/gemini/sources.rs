//! What an answer rests on: pages of a search that grounds it, and works that it quotes. Chunks
//! repeat them; each is told once.

use crate::dialect::{Citation, DialectEvent};
use serde_json::Value;
use std::collections::BTreeSet;

/// More sources than this are not told: nobody reads them.
const MAX_SOURCES: usize = 256;
/// Longest address, in bytes; those of grounding are redirections of some hundred.
const MAX_URL: usize = 4096;
/// Longest title, in bytes.
const MAX_TITLE: usize = 1024;

/// The sources of an answer so far.
#[derive(Debug, Default)]
pub(super) struct Sources {
    urls: BTreeSet<String>,
}

impl Sources {
    /// Tells the sources of a candidate that are new.
    pub(super) fn read(&mut self, candidate: &Value, out: &mut Vec<DialectEvent>) {
        let list = |holder: &str, key: &str| {
            let list = candidate.get(holder).and_then(|holder| holder.get(key));
            list.and_then(Value::as_array).into_iter().flatten()
        };
        for chunk in list("groundingMetadata", "groundingChunks") {
            for kind in ["web", "retrievedContext", "maps"] {
                if let Some(source) = chunk.get(kind) {
                    self.tell(source, out);
                }
            }
        }
        // The older name, and that of Vertex.
        for source in
            list("citationMetadata", "citationSources").chain(list("citationMetadata", "citations"))
        {
            self.tell(source, out);
        }
    }

    fn tell(&mut self, source: &Value, out: &mut Vec<DialectEvent>) {
        let text = |key: &str, most: usize| {
            let text = source.get(key)?.as_str()?.trim();
            (!text.is_empty() && text.len() <= most && !text.chars().any(char::is_control))
                .then(|| text.to_owned())
        };
        let Some(url) = text("uri", MAX_URL) else {
            return;
        };
        if self.urls.len() < MAX_SOURCES && self.urls.insert(url.clone()) {
            out.push(DialectEvent::Citation(Citation {
                url,
                title: text("title", MAX_TITLE).unwrap_or_default(),
            }));
        }
    }
}
