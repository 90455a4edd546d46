//! One request of a turn, as it is stored, shown and told to the page.

use crate::failure::Code;
use crate::turn::Outcome;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One request of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    /// Its status; none where no response came.
    pub status: Option<u16>,
    /// Why it failed; none if it did not, or was stopped.
    pub code: Option<Code>,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub ms: u64,
    /// The connection it went to; none for answers of earlier versions.
    #[serde(default)]
    pub connection: Option<String>,
    /// The model asked of it; none for answers of earlier versions.
    #[serde(default)]
    pub model: Option<String>,
}

impl AttemptView {
    /// The requests of a turn that ended.
    pub fn all(outcome: &Outcome) -> Vec<Self> {
        let row = |attempt: &crate::turn::Attempt| {
            let target = outcome.targets.get(attempt.target);
            Self {
                status: attempt.status,
                code: attempt.code,
                ms: attempt.ms,
                connection: target.map(|target| target.connection.clone()),
                model: target.map(|target| target.model.clone()),
            }
        };
        outcome.attempts.iter().map(row).collect()
    }

    /// As they are stored with a turn, and shown by the command line.
    pub fn to_json(rows: &[Self]) -> String {
        serde_json::to_string(rows).unwrap_or_default()
    }

    /// The inverse of [`AttemptView::to_json`]. What cannot be read tells nothing.
    pub fn from_json(text: Option<&str>) -> Vec<Self> {
        text.and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_of_earlier_versions_are_read() {
        let json = r#"[{"status":503,"code":"overloaded","ms":7}]"#;
        let rows = AttemptView::from_json(Some(json));
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].code, rows[0].model.clone()),
            (Some(Code::Overloaded), None)
        );
        assert_eq!(
            AttemptView::from_json(Some(&AttemptView::to_json(&rows))),
            rows
        );
        for odd in [None, Some("{"), Some(r#"[{"status":"x"}]"#)] {
            assert_eq!(AttemptView::from_json(odd), []);
        }
    }
}
