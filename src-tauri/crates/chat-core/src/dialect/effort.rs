//! How much to think, in the one word that servers of `OpenAI`'s protocols take, and which of its
//! models know which word.
//!
//! Gateways take [`Reasoning`] as it is and are not asked here.

use super::{Upstream, UpstreamKind};
use crate::request::{Effort, Reasoning};

/// Budgets in tokens from which the low, the middle and the high step are nearest. Servers that
/// translate the other way think for about 1,000, 2,000 to 8,000 and 16,000 tokens or more.
const LOW_FROM: u32 = 1_024;
const MEDIUM_FROM: u32 = 4_096;
const HIGH_FROM: u32 = 16_384;

/// A model of `OpenAI` itself, as far as its parameters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// o1, o3, o4-mini, …
    O,
    /// gpt-5 and later, with the two numbers of its version.
    Gpt(u32, u32),
    /// Models that do not reason, and whatever else goes by a name of its own.
    Other,
}

/// The family of a model id without its provider.
pub(crate) fn family(model: &str) -> Family {
    match (model.strip_prefix("gpt-"), model.strip_prefix('o')) {
        (Some(rest), _) => {
            let (major, rest) = leading_number(rest);
            let minor = rest
                .strip_prefix('.')
                .and_then(|rest| leading_number(rest).0);
            match major {
                Some(major) if major >= 5 => Family::Gpt(major, minor.unwrap_or(0)),
                Some(_) | None => Family::Other,
            }
        }
        (None, Some(rest)) if leading_number(rest).0.is_some() => Family::O,
        (None, Some(_) | None) => Family::Other,
    }
}

fn leading_number(text: &str) -> (Option<u32>, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or_default();
    (digits.parse().ok(), rest)
}

/// Whether `OpenAI` itself is asked.
pub(crate) fn is_openai(upstream: &Upstream) -> bool {
    upstream.kind == UpstreamKind::Direct && upstream.provider.as_deref() == Some("openai")
}

/// The word of `reasoning_effort` or `reasoning.effort` for a server that is no gateway, nearest
/// to what is wanted; none where the model does not reason anyway.
///
/// `OpenAI`'s reference has the words none, minimal, low, medium, high and xhigh: o-models know
/// low to high, gpt-5 minimal to high, gpt-5.1 none and low to high, later ones xhigh, too.
/// Other servers agree on none, low, medium and high.
pub(crate) fn effort_word(
    reasoning: Reasoning,
    model: &str,
    upstream: &Upstream,
) -> Option<&'static str> {
    let known = is_openai(upstream);
    let family = if known { family(model) } else { Family::Other };
    let effort = match reasoning {
        Reasoning::Off | Reasoning::Budget(0) => {
            return match family {
                Family::O => Some("low"),
                Family::Gpt(5, 0) => Some("minimal"),
                Family::Gpt(..) => Some("none"),
                Family::Other => (!known).then_some("none"),
            };
        }
        Reasoning::Effort(effort) => effort,
        Reasoning::Budget(tokens) => match tokens {
            HIGH_FROM.. => Effort::High,
            MEDIUM_FROM.. => Effort::Medium,
            LOW_FROM.. => Effort::Low,
            _ => Effort::Minimal,
        },
    };
    Some(match effort {
        Effort::Minimal if family == Family::Gpt(5, 0) => "minimal",
        Effort::Minimal | Effort::Low => "low",
        Effort::Medium => "medium",
        Effort::Max if matches!(family, Family::Gpt(major, minor) if (major, minor) >= (5, 2)) => {
            "xhigh"
        }
        Effort::High | Effort::Max => "high",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::AuthKind;

    #[test]
    fn families_are_told_by_the_number_that_leads() {
        for (model, expected) in [
            ("o1", Family::O),
            ("o4-mini", Family::O),
            ("omni", Family::Other),
            ("gpt-5", Family::Gpt(5, 0)),
            ("gpt-5-mini", Family::Gpt(5, 0)),
            ("gpt-5.1", Family::Gpt(5, 1)),
            ("gpt-5.1-codex", Family::Gpt(5, 1)),
            ("gpt-10.12-mini", Family::Gpt(10, 12)),
            ("gpt-4o", Family::Other),
            ("gpt-4.1-mini", Family::Other),
            ("gpt-oss-120b", Family::Other),
            ("gpt-99999999999", Family::Other),
            ("gpt-", Family::Other),
            ("", Family::Other),
        ] {
            assert_eq!(family(model), expected, "{model}");
        }
    }

    #[test]
    fn each_model_gets_a_word_that_it_knows() {
        use Effort::{High, Low, Max, Medium, Minimal};
        let wanted = [
            Reasoning::Off,
            Reasoning::Effort(Minimal),
            Reasoning::Effort(Low),
            Reasoning::Effort(Medium),
            Reasoning::Effort(High),
            Reasoning::Effort(Max),
        ];
        for (provider, model, expected) in [
            ("openai", "o3", "low low low medium high high"),
            (
                "openai",
                "gpt-5-mini",
                "minimal minimal low medium high high",
            ),
            ("openai", "gpt-5.1", "none low low medium high high"),
            ("openai", "gpt-5.2", "none low low medium high xhigh"),
            ("openai", "gpt-6.1", "none low low medium high xhigh"),
            ("openai", "gpt-4o", "- low low medium high high"),
            ("groq", "gpt-5", "none low low medium high high"),
            ("", "qwen3:8b", "none low low medium high high"),
        ] {
            let upstream = upstream(provider);
            let words: Vec<&str> = wanted
                .map(|wanted| effort_word(wanted, model, &upstream).unwrap_or("-"))
                .into();
            assert_eq!(words.join(" "), expected, "{model}");
        }
    }

    #[test]
    fn a_budget_becomes_the_nearest_step() {
        for (tokens, expected) in [
            (0, "minimal"),
            (1, "minimal"),
            (1_023, "minimal"),
            (1_024, "low"),
            (4_095, "low"),
            (4_096, "medium"),
            (16_383, "medium"),
            (16_384, "high"),
            (u32::MAX, "high"),
        ] {
            let word = effort_word(Reasoning::Budget(tokens), "gpt-5", &upstream("openai"));
            assert_eq!(word, Some(expected), "{tokens}");
        }
    }

    fn upstream(provider: &str) -> Upstream {
        Upstream {
            kind: if provider.is_empty() {
                UpstreamKind::Local
            } else {
                UpstreamKind::Direct
            },
            host: "ai.example".to_owned(),
            auth: AuthKind::ApiKey,
            provider: Some(provider.to_owned()),
        }
    }
}
