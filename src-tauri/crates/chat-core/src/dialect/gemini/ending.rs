//! What a `finishReason` says of the answer's end.

use crate::wire::FinishReason;

/// How a candidate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It goes on: the value that the wire writes for "not yet".
    Open,
    /// It ended so.
    Ended(FinishReason),
    /// The model wrote something that Gemini could not use, and Gemini gave up.
    Failed,
}

/// Reads a reason (GATEWAY §3.4, and those that Google's SDK and pages name beside).
///
/// A tool call that Gemini itself rejects is an error and no end: the answer stops in the middle of
/// nothing, and to call it finished would show an empty answer as a whole one. `OTHER`, `NO_IMAGE`
/// and what is not known read as stop (DESIGN §5.2).
pub(super) fn read(reason: &str) -> Ending {
    let reason = reason.trim().to_ascii_uppercase();
    match reason.as_str() {
        "" | "NULL" | "FINISH_REASON_UNSPECIFIED" => Ending::Open,
        // CONTINUATION: the cap of one request was reached with more to say.
        "MAX_TOKENS" | "CONTINUATION" => Ending::Ended(FinishReason::Length),
        "SAFETY" | "RECITATION" | "LANGUAGE" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII"
        | "MODEL_ARMOR" => Ending::Ended(FinishReason::ContentFilter),
        "UNEXPECTED_TOOL_CALL" | "TOO_MANY_TOOL_CALLS" => Ending::Failed,
        _ if reason.starts_with("IMAGE_") => Ending::Ended(FinishReason::ContentFilter),
        // MALFORMED_FUNCTION_CALL, MALFORMED_RESPONSE.
        _ if reason.starts_with("MALFORMED_") => Ending::Failed,
        _ => Ending::Ended(FinishReason::Stop),
    }
}

/// Why a prompt was not answered at all, from `promptFeedback`: the server's words, else its
/// reason. None where nothing was blocked.
pub(super) fn block(feedback: &serde_json::Value) -> Option<&str> {
    let text = |key: &str| {
        let text = feedback.get(key)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    };
    let reason = text("blockReason").filter(|reason| !reason.ends_with("REASON_UNSPECIFIED"))?;
    Some(text("blockReasonMessage").unwrap_or(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use FinishReason::{ContentFilter, Length, Stop};

    #[test]
    fn every_known_reason_is_read() {
        for (reasons, ending) in [
            ("STOP OTHER NO_IMAGE stop GALAXY", Ending::Ended(Stop)),
            ("MAX_TOKENS CONTINUATION", Ending::Ended(Length)),
            (
                "SAFETY RECITATION LANGUAGE BLOCKLIST PROHIBITED_CONTENT SPII MODEL_ARMOR \
                 IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT IMAGE_RECITATION IMAGE_OTHER",
                Ending::Ended(ContentFilter),
            ),
            (
                "MALFORMED_FUNCTION_CALL MALFORMED_RESPONSE UNEXPECTED_TOOL_CALL \
                 TOO_MANY_TOOL_CALLS",
                Ending::Failed,
            ),
            ("FINISH_REASON_UNSPECIFIED null", Ending::Open),
        ] {
            for reason in reasons.split_whitespace() {
                assert_eq!(read(reason), ending, "{reason}");
            }
        }
        assert_eq!(read(" "), Ending::Open);
    }
}
