//! How much a model shall think, in the shapes that its generation takes.

use crate::request::{Effort, Reasoning};
use serde::Serialize;

/// The smallest budget that the API takes, and what is left for the answer where there is room.
const LEAST: u32 = 1024;

/// The request's `thinking`.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Thinking {
    Disabled,
    Adaptive {
        #[serde(skip_serializing_if = "Option::is_none")]
        display: Option<&'static str>,
    },
    Enabled {
        budget_tokens: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        display: Option<&'static str>,
    },
}

/// `thinking`, and `output_config.effort`, for an answer of at most `max_tokens`.
///
/// A budget counts towards the answer's limit and is kept below it; where not even the smallest
/// fits, nothing is said of thinking. A budget is a limit and never becomes an effort, though
/// the newest models refuse budgets: their refusal says what they take.
pub(super) fn of(
    reasoning: Option<Reasoning>,
    model: &str,
    max_tokens: u32,
) -> (Option<Thinking>, Option<&'static str>) {
    let by_budget = thinks_by_budget(model);
    // The newest models leave the text of their thinking out unless asked; older ones always
    // give it.
    let display = (!by_budget).then_some("summarized");
    let enabled = |budget| {
        fitting(budget, max_tokens).map(|budget_tokens| Thinking::Enabled {
            budget_tokens,
            display,
        })
    };
    match reasoning {
        None => (None, None),
        Some(Reasoning::Off | Reasoning::Budget(0)) => (Some(Thinking::Disabled), None),
        Some(Reasoning::Budget(tokens)) => (enabled(tokens), None),
        Some(Reasoning::Effort(effort)) if by_budget => (enabled(share(effort, max_tokens)), None),
        Some(Reasoning::Effort(effort)) => {
            (Some(Thinking::Adaptive { display }), Some(word(effort)))
        }
    }
}

/// The nearest budget that the API takes; none where not even the smallest fits.
fn fitting(budget: u32, max_tokens: u32) -> Option<u32> {
    (max_tokens > LEAST).then(|| budget.min(max_tokens.saturating_sub(LEAST)).max(LEAST))
}

/// The API has no step below `low`.
fn word(effort: Effort) -> &'static str {
    match effort {
        Effort::Minimal | Effort::Low => "low",
        Effort::Medium => "medium",
        Effort::High => "high",
        Effort::Max => "max",
    }
}

/// The part of the limit that a step may take where only budgets are known: what Vercel's gateway
/// documents for its own `reasoning.effort`.
fn share(effort: Effort, max_tokens: u32) -> u32 {
    let percent = match effort {
        Effort::Minimal => 10,
        Effort::Low => 20,
        Effort::Medium => 50,
        Effort::High => 80,
        Effort::Max => 95,
    };
    u32::try_from(u64::from(max_tokens) * percent / 100).unwrap_or(u32::MAX)
}

/// Whether a model knows budgets but no adaptive thinking: Claude before 4.6, in the spelling of
/// the provider (`claude-sonnet-4-5-20250929`) or of gateways (`anthropic/claude-sonnet-4.5`).
fn thinks_by_budget(model: &str) -> bool {
    let Some((_, name)) = model.rsplit_once("claude-") else {
        return false;
    };
    // A version is short; eight digits are a date.
    let mut numbers = name
        .split(['-', '.', '@', ':'])
        .filter(|part| part.len() <= 2)
        .filter_map(|part| part.parse::<u8>().ok());
    let major = numbers.next();
    let minor = numbers.next().unwrap_or(0);
    major.is_some_and(|major| (major, minor) < (4, 6))
}

#[cfg(test)]
mod tests {
    use super::{fitting, thinks_by_budget};

    #[test]
    fn a_budget_fits_below_the_limit() {
        for (budget, max_tokens, fits) in [
            (2000, 4096, Some(2000)),
            (1, 4096, Some(1024)),
            (4096, 4096, Some(3072)),
            (u32::MAX, 64_000, Some(62_976)),
            (5000, 2048, Some(1024)),
            (5000, 1025, Some(1024)),
            (5000, 1024, None),
            (5000, 0, None),
            (u32::MAX, u32::MAX, Some(u32::MAX - 1024)),
        ] {
            assert_eq!(
                fitting(budget, max_tokens),
                fits,
                "{budget} of {max_tokens}"
            );
        }
    }

    #[test]
    fn generations_are_told_apart_by_name() {
        for (model, by_budget) in [
            ("claude-3-7-sonnet-20250219", true),
            ("claude-sonnet-4-20250514", true),
            ("claude-opus-4-1-20250805", true),
            ("claude-sonnet-4-5", true),
            ("anthropic/claude-sonnet-4.5", true),
            ("anthropic.claude-opus-4-5-v1:0", true),
            ("claude-haiku-4-5@20251001", true),
            ("claude-sonnet-4-6", false),
            ("anthropic/claude-opus-4.6", false),
            ("claude-opus-5", false),
            ("claude-sonnet-5-5", false),
            ("claude-mythos-preview", false),
            ("xai/grok-4.5", false),
            ("claude", false),
            ("", false),
        ] {
            assert_eq!(thinks_by_budget(model), by_budget, "{model}");
        }
    }
}
