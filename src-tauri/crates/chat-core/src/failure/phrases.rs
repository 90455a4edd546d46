//! The last resort for telling failures apart: words that providers are known to write, each only
//! for the statuses that leave the question open.

use super::Code;

/// Words of a message, and what they mean.
struct Phrase {
    /// Statuses for which they count; 200 stands for every 2xx.
    on: &'static [u16],
    /// Without this one the others do not count; often empty.
    with: &'static str,
    /// One of these must be there.
    any: &'static [&'static str],
    /// When they do not count all the same.
    unless: Unless,
    code: Code,
}

/// Words of a used-up quota that are also said of a mere pace do not count of one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unless {
    /// They always count.
    Never,
    /// The server said when to come back.
    Hinted,
    /// It did, or a type names a pace.
    Paced,
}

const fn phrase(on: &'static [u16], any: &'static [&'static str], code: Code) -> Phrase {
    Phrase {
        on,
        with: "",
        any,
        unless: Unless::Never,
        code,
    }
}

/// The first that fits counts.
const PHRASES: &[Phrase] = &[
    // Bedrock says "too many tokens" of a pace.
    phrase(
        &[200],
        &["please wait before trying again"],
        Code::RateLimited,
    ),
    phrase(
        &[200, 400, 413, 422, 500],
        &[
            "context length",
            "context_length",
            "maximum context",
            "context window",
            "context size",
            "context limit",
            "maximum prompt length",
            "maximum number of tokens",
            "prompt is too long",
            "prompt too long",
            "input is too long",
            "too many tokens",
            "`max_new_tokens` must be",
        ],
        Code::ContextTooLong,
    ),
    // More than a minute's whole allowance: no wait makes it fit.
    phrase(&[200, 429], &["request too large for"], Code::TooLarge),
    phrase(
        &[400, 403],
        &[
            "api key not valid",
            "invalid api key",
            "incorrect api key",
            "api key expired",
            "api key was reported as leaked",
            "unregistered callers",
        ],
        Code::KeyRejected,
    ),
    phrase(
        &[400],
        &["not a valid model", "invalid model name", "invalid model:"],
        Code::ModelNotFound,
    ),
    Phrase {
        with: "model",
        ..phrase(
            &[200, 404],
            &[
                "not found",
                "not exist",
                "no such model",
                "unknown model",
                "no models loaded",
            ],
            Code::ModelNotFound,
        )
    },
    phrase(&[404], &["data policy"], Code::Forbidden),
    // Anthropic says only "model: " and its name.
    phrase(
        &[404],
        &["no endpoints found for", "model: "],
        Code::ModelNotFound,
    ),
    phrase(
        &[200, 400, 403],
        &[
            "credit balance is too low",
            "purchase credits",
            "enable billing",
        ],
        Code::PaymentRequired,
    ),
    phrase(
        &[403],
        &[
            "credit card",
            "payment method",
            "add credit",
            "insufficient credit",
        ],
        Code::PaymentRequired,
    ),
    phrase(
        &[400, 403],
        &["api usage limits", "key limit exceeded"],
        Code::QuotaExhausted,
    ),
    phrase(
        &[200, 429],
        &[
            "insufficient balance",
            "spending limit",
            "used all available credits",
            // A quota of nothing is the plan's, not the minute's.
            "limit: 0,",
        ],
        Code::QuotaExhausted,
    ),
    Phrase {
        unless: Unless::Hinted,
        ..phrase(&[200, 429], &["per day", "per-day"], Code::QuotaExhausted)
    },
    Phrase {
        unless: Unless::Paced,
        ..phrase(
            &[200, 429],
            &["exceeded your current quota"],
            Code::QuotaExhausted,
        )
    },
    phrase(&[401], &["not allowed to access model"], Code::Forbidden),
    phrase(
        &[400],
        &[
            "location is not supported",
            "organization has been disabled",
        ],
        Code::Forbidden,
    ),
    phrase(
        &[200, 400, 403],
        &[
            "flagged as potentially violating",
            "input was flagged",
            "blocked by content filtering",
            "content management policy",
        ],
        Code::Refused,
    ),
    phrase(&[200], &["overloaded"], Code::Overloaded),
    // LM Studio answers so to any path that it does not know.
    phrase(
        &[200],
        &["unexpected endpoint or method"],
        Code::BadResponse,
    ),
];

/// What the words of a message mean, in lower case. `hinted`: the server said when to come back;
/// `paced`: a type names a pace.
pub(super) fn code_of(lower: &str, status: u16, hinted: bool, paced: bool) -> Option<Code> {
    let status = if (200..300).contains(&status) {
        200
    } else {
        status
    };
    let void = |unless| match unless {
        Unless::Never => false,
        Unless::Hinted => hinted,
        Unless::Paced => hinted || paced,
    };
    PHRASES
        .iter()
        .find(|phrase| {
            phrase.on.contains(&status)
                && !void(phrase.unless)
                && lower.contains(phrase.with)
                && phrase.any.iter().any(|words| lower.contains(words))
        })
        .map(|phrase| phrase.code)
}
