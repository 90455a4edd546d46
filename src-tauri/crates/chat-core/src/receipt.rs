//! What an answer's receipt holds beside usage, cost and times: where it came from. It is stored
//! as JSON with the turn; a field that a later version adds does not disturb an earlier one.

use crate::dialect::{Citation, Credential};
use crate::turn::Outcome;
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
pub struct CitationView {
    /// Its address; shown as text, never fetched.
    pub url: String,
    /// Its title; empty where none was given.
    pub title: String,
}

impl From<&Citation> for CitationView {
    fn from(citation: &Citation) -> Self {
        let Citation { url, title } = citation.clone();
        Self { url, title }
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

    #[test]
    fn a_receipt_reads_back_and_an_empty_one_is_none() {
        let receipt = Receipt {
            cached_at_ms: Some(5),
            saved_usd: Some("0.01".to_owned()),
            credential: Some(PaidBy::OwnKey),
            citations: vec![CitationView {
                url: "https://rain.example".to_owned(),
                title: String::new(),
            }],
            left_out: 2,
            notes: vec!["Trying a/b (gateway): it failed.".to_owned()],
        };
        let json = receipt.to_json().unwrap();
        assert_eq!(Receipt::from_json(Some(&json)), receipt);
        assert_eq!(Receipt::default().to_json(), None);
        for odd in [None, Some("{"), Some(r#"{"new":1}"#)] {
            assert_eq!(Receipt::from_json(odd), Receipt::default(), "{odd:?}");
        }
    }
}
