//! The response cache's rules: what makes two requests the same, which answers may be kept, and
//! for how long.
//!
//! Never keyed by a prompt alone and never shared between keys. Knows no store and no clock.

mod key;

pub use key::{CacheKey, Credentials, Sent, key};

use crate::dialect::Citation;
use crate::ids::TurnId;
use crate::usage::{Cost, Usage};
use crate::wire::FinishReason;

/// How long an answer is kept where nothing is set, in seconds: an hour, as in the integration
/// guide.
pub const DEFAULT_TTL_SECONDS: u32 = 3_600;

/// The longest time that can be set, in seconds: 30 days.
pub const MAX_TTL_SECONDS: u32 = 30 * 86_400;

/// The largest answer that is kept, in bytes of text.
pub const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// The most answers that are kept; the oldest goes first.
pub const MAX_ANSWERS: usize = 1_000;

/// The most bytes of text that are kept in all.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// How far in the future an answer may have been kept: clocks are set right by a little.
const TOLERATED_MS: i64 = 60_000;

/// How long answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ttl {
    seconds: u32,
}

impl Ttl {
    /// A time to live; none for 0, which is off. More than [`MAX_TTL_SECONDS`] counts as that.
    pub fn seconds(seconds: u32) -> Option<Self> {
        (seconds > 0).then_some(Self {
            seconds: seconds.min(MAX_TTL_SECONDS),
        })
    }

    /// The moments at which an answer may have been kept to be given now, in milliseconds since
    /// 1970: from the first to the last, both included. One from well in the future was kept
    /// before the clock was set back; its age is unknown, so it is over.
    pub fn window_at(self, now_ms: i64) -> (i64, i64) {
        let ttl_ms = i64::from(self.seconds) * 1_000;
        (
            now_ms.saturating_sub(ttl_ms).saturating_add(1),
            now_ms.saturating_add(TOLERATED_MS),
        )
    }

    /// Whether an answer may be given now.
    pub fn is_fresh_at(self, kept_at_ms: i64, now_ms: i64) -> bool {
        let (first, last) = self.window_at(now_ms);
        (first..=last).contains(&kept_at_ms)
    }
}

/// An answer as it is kept, with its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedAnswer {
    /// When it was kept, milliseconds since 1970.
    pub kept_at_ms: i64,
    /// The turn that bought it.
    pub turn: TurnId,
    /// The answer.
    pub text: String,
    /// The model's reasoning.
    pub reasoning: String,
    /// What it refers to.
    pub citations: Vec<Citation>,
    /// The model that served, else the one asked.
    pub model: String,
    /// The provider that served, where known.
    pub provider: Option<String>,
    /// Tokens, where reported.
    pub usage: Option<Usage>,
    /// What it cost: what each time that it is given saves.
    pub cost: Option<Cost>,
    /// The gateway's id of it.
    pub generation_id: Option<String>,
}

impl CachedAnswer {
    /// Its size as the bounds count it.
    pub fn bytes(&self) -> usize {
        let citations = self.citations.iter().map(|c| c.url.len() + c.title.len());
        self.text.len() + self.reasoning.len() + citations.sum::<usize>()
    }
}

/// What an answer had beside its text that decides whether it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Why it ended; none for an error.
    pub finish: Option<FinishReason>,
    /// Whether it called a tool.
    pub tool_call: bool,
    /// Whether it held a picture; those are not kept, and half an answer is none.
    pub picture: bool,
}

/// Whether an answer may be kept: finished by the model itself, with words, and small enough.
pub fn may_keep(ending: Ending, answer: &CachedAnswer) -> bool {
    let whole = match ending.finish {
        Some(FinishReason::Stop) => !ending.tool_call && !ending.picture,
        Some(
            FinishReason::Length
            | FinishReason::ContentFilter
            | FinishReason::ToolCalls
            | FinishReason::Cancelled,
        )
        | None => false,
    };
    whole && !answer.text.is_empty() && answer.bytes() <= MAX_ANSWER_BYTES
}

/// How old an answer is, as a person reads it: `just now`, `12 min ago`, `3 h ago`, `2 days ago`.
pub fn age_words(kept_at_ms: i64, now_ms: i64) -> String {
    let minutes = now_ms.saturating_sub(kept_at_ms).max(0) / 60_000;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1_440 => format!("{} h ago", minutes / 60),
        1_440..2_880 => "1 day ago".to_owned(),
        _ => format!("{} days ago", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> CachedAnswer {
        CachedAnswer {
            kept_at_ms: 0,
            turn: TurnId::parse("t").unwrap(),
            text: text.to_owned(),
            reasoning: String::new(),
            citations: Vec::new(),
            model: "m".to_owned(),
            provider: None,
            usage: None,
            cost: None,
            generation_id: None,
        }
    }

    const WHOLE: Ending = Ending {
        finish: Some(FinishReason::Stop),
        tool_call: false,
        picture: false,
    };

    #[test]
    fn only_what_the_model_finished_is_kept() {
        assert!(may_keep(WHOLE, &answer("4")));
        for finish in FinishReason::ALL.map(Some).into_iter().chain([None]) {
            let kept = may_keep(Ending { finish, ..WHOLE }, &answer("4"));
            assert_eq!(kept, finish == Some(FinishReason::Stop), "{finish:?}");
        }
        let tool_call = Ending {
            tool_call: true,
            ..WHOLE
        };
        let picture = Ending {
            picture: true,
            ..WHOLE
        };
        assert!(!may_keep(tool_call, &answer("4")));
        assert!(!may_keep(picture, &answer("4")));
        assert!(!may_keep(WHOLE, &answer("")));
    }

    #[test]
    fn an_answer_that_is_too_large_is_not_kept() {
        let mut largest = answer(&"x".repeat(MAX_ANSWER_BYTES));
        assert!(may_keep(WHOLE, &largest));
        largest.reasoning.push('x');
        assert!(!may_keep(WHOLE, &largest));
        let mut cited = answer(&"x".repeat(MAX_ANSWER_BYTES));
        cited.citations.push(Citation {
            url: "u".to_owned(),
            title: String::new(),
        });
        assert!(!may_keep(WHOLE, &cited));
    }

    #[test]
    fn an_answer_is_fresh_for_its_time_and_not_from_the_future() {
        let hour = Ttl::seconds(DEFAULT_TTL_SECONDS).unwrap();
        let now = 10_000_000;
        for (kept, fresh) in [
            (now, true),
            (now - 3_599_999, true),
            (now - 3_600_000, false),
            (now + 60_000, true),
            (now + 60_001, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(hour.is_fresh_at(kept, now), fresh, "{kept}");
        }
        assert_eq!(Ttl::seconds(0), None);
        assert_eq!(Ttl::seconds(u32::MAX), Ttl::seconds(MAX_TTL_SECONDS));
    }

    #[test]
    fn ages_are_told_in_whole_units() {
        for (ms, words) in [
            (-5, "just now"),
            (59_999, "just now"),
            (60_000, "1 min ago"),
            (12 * 60_000 + 1, "12 min ago"),
            (3_599_999, "59 min ago"),
            (3_600_000, "1 h ago"),
            (86_399_999, "23 h ago"),
            (86_400_000, "1 day ago"),
            (5 * 86_400_000, "5 days ago"),
        ] {
            assert_eq!(age_words(1_000, 1_000 + ms), words);
        }
    }
}
