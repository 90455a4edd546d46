//! What an answer's receipt holds beside usage, cost and times: where it came from. It is stored
//! as JSON with the turn; a field that a later version adds does not disturb an earlier one.

use crate::dialect::{Citation, Credential};
use crate::link::Link;
use crate::turn::Outcome;
use crate::visible;
use serde::{Deserialize, Serialize};

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Receipt {
    /// When the answer was kept, milliseconds since 1970, if it came from the response cache.
    #[ts(type = "number | null")]
    pub cached_at_ms: Option<i64>,
    /// What the cache saved, an exact decimal in US dollars.
    pub saved_usd: Option<String>,
    /// Whose credential paid, where told.
    pub credential: Option<PaidBy>,
    /// What the answer refers to.
    pub citations: Vec<CitationView>,
    /// How many of the oldest turns were left out of what was sent; they stay in the conversation.
    pub left_out: u32,
    /// What was said of asking otherwise than asked for: another model, a parameter left out.
    pub notes: Vec<String>,
    /// How long the model reasoned where that was shown, in milliseconds.
    #[ts(type = "number | null")]
    pub reasoning_ms: Option<u64>,
    /// The tools that the model wanted; none of them was run.
    pub tool_calls: Vec<ToolCallView>,
}

/// Whose credential paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PaidBy {
    /// The person's own provider key.
    OwnKey,
    /// The gateway's, billed as its credit.
    Gateway,
}

impl From<Credential> for PaidBy {
    fn from(credential: Credential) -> Self {
        match credential {
            Credential::OwnKey => Self::OwnKey,
            Credential::Gateway => Self::Gateway,
        }
    }
}

/// A source that an answer names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(from = "KeptCitation")]
pub struct CitationView {
    /// Its address as it came; shown as text, never fetched.
    pub url: String,
    /// Its title; empty where none was given.
    pub title: String,
    /// The address as a link opens it; none where it may not be one.
    pub href: Option<String>,
    /// Where the link leads, where its title does not say so.
    pub host: Option<String>,
}

/// A source as it is stored: what follows from its address is worked out anew, so that nothing
/// stored decides what may be opened.
#[derive(Deserialize)]
struct KeptCitation {
    url: String,
    title: String,
}

impl From<KeptCitation> for CitationView {
    fn from(KeptCitation { url, title }: KeptCitation) -> Self {
        let link = Link::parse(&url);
        Self {
            host: link.as_ref().and_then(|link| link.host_beside(&title)),
            href: link.map(|link| link.href().to_owned()),
            url,
            title,
        }
    }
}

impl From<&Citation> for CitationView {
    fn from(citation: &Citation) -> Self {
        let Citation { url, title } = citation.clone();
        // Where it is stored, exported and shown alike: an address that hides nothing is the same.
        let (url, title) = (visible::visible(&url).into_owned(), visible::name(&title));
        Self::from(KeptCitation { url, title })
    }
}

/// Longest arguments of a tool call that are kept for reading, in bytes.
const MAX_ARGUMENTS: usize = 16 * 1024;

/// A tool that a model wanted. It is shown and never run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ToolCallView {
    /// The provider's id of the call.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// What it was to be called with: JSON as text, not always well-formed.
    pub arguments: String,
    /// Whether the arguments are longer than what is told here.
    pub cut: bool,
}

impl ToolCallView {
    /// A call as it is kept: names on one line, arguments cut, nothing hidden in either.
    pub fn new(id: &str, name: &str, arguments: &str) -> Self {
        let kept = arguments.floor_char_boundary(MAX_ARGUMENTS);
        Self {
            id: visible::name(id),
            name: visible::name(name),
            arguments: visible::visible(arguments.get(..kept).unwrap_or_default()).into_owned(),
            cut: kept < arguments.len(),
        }
    }
}

impl Receipt {
    /// The receipt of a turn that ended.
    pub fn of(outcome: &Outcome) -> Self {
        Self {
            cached_at_ms: outcome.cached.map(|kept| kept.kept_at_ms),
            saved_usd: outcome
                .cached
                .and_then(|kept| kept.saved)
                .map(|cost| cost.usd.to_string()),
            credential: outcome.credential.map(PaidBy::from),
            citations: outcome.citations.iter().map(CitationView::from).collect(),
            left_out: outcome.left_out,
            notes: outcome.notes.clone(),
            reasoning_ms: outcome.reasoning_ms,
            tool_calls: outcome.tool_calls.clone(),
        }
    }

    /// As it is stored; none where there is nothing to tell.
    pub fn to_json(&self) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        serde_json::to_string(self).ok()
    }

    /// The inverse of [`Receipt::to_json`]. What cannot be read tells nothing.
    pub fn from_json(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(url: &str, title: &str) -> CitationView {
        let (url, title) = (url.to_owned(), title.to_owned());
        CitationView::from(&Citation { url, title })
    }

    #[test]
    fn a_source_is_a_link_only_where_its_address_may_be_one() {
        let rain = citation("https://Rain.example/a", "Rain");
        assert_eq!(rain.href.as_deref(), Some("https://rain.example/a"));
        assert_eq!(rain.host.as_deref(), Some("rain.example"));
        assert_eq!(citation("https://rain.example", "rain.example").host, None);
        for url in ["javascript:alert(1)", "file:///etc/passwd", "rain", ""] {
            let view = citation(url, "Rain");
            assert_eq!((view.href, view.host), (None, None), "{url}");
            assert_eq!(view.url, url);
        }
        // What was stored says nothing of what may be opened.
        let stored = r#"{"url":"file:///x","title":"","href":"file:///x","host":"x"}"#;
        let read: CitationView = serde_json::from_str(stored).unwrap();
        assert_eq!((read.href, read.host), (None, None));
    }

    #[test]
    fn a_tool_call_is_kept_within_bounds_and_hides_nothing() {
        let long = ToolCallView::new("c", "t\nool\u{202e}", &"\u{e9}".repeat(20_000));
        assert_eq!((long.name.as_str(), long.cut), ("t ool", true));
        assert!(long.arguments.len() <= MAX_ARGUMENTS);
        let odd = ToolCallView::new("", "", "{\"a\":\"\u{200b}\"}");
        assert_eq!(odd.arguments, "{\"a\":\"⟨U+200B⟩\"}");
        assert!(!odd.cut);
    }

    #[test]
    fn a_receipt_reads_back_and_an_empty_one_is_none() {
        let receipt = Receipt {
            cached_at_ms: Some(5),
            saved_usd: Some("0.01".to_owned()),
            credential: Some(PaidBy::OwnKey),
            citations: vec![citation("https://rain.example", "Rain")],
            left_out: 2,
            notes: vec!["Trying a/b (gateway): it failed.".to_owned()],
            reasoning_ms: Some(12_000),
            tool_calls: vec![ToolCallView::new("call_1", "weather", r#"{"city":"Oslo"}"#)],
        };
        let json = receipt.to_json().unwrap();
        assert_eq!(Receipt::from_json(Some(&json)), receipt);
        assert_eq!(Receipt::default().to_json(), None);
        for odd in [None, Some("{"), Some(r#"{"new":1}"#)] {
            assert_eq!(Receipt::from_json(odd), Receipt::default(), "{odd:?}");
        }
    }
}
