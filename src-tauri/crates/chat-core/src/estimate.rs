//! How many tokens a request has, before it is sent: an interval, from counting kinds of characters.
//!
//! No tokenizer is shipped. Providers' vocabularies differ by up to two for the same text, so each
//! family has weights of its own, fitted by `xtask/scripts/token-calibration.py`; the interval holds
//! every piece of text that was tried there. It is no promise: text unlike any of it may fall out.

mod features;
mod media;
mod weights;

use crate::catalogue::Name;
use crate::request::{ChatRequest, Media};
use features::features;
use weights::Weights;

/// Numbers of tokens between which the true one is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval {
    /// Hardly fewer.
    pub low: u64,
    /// The best single guess.
    pub likely: u64,
    /// Hardly more. A budget and a context window are checked against this.
    pub high: u64,
}

impl Interval {
    /// The sum of two.
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_add(other.low),
            likely: self.likely.saturating_add(other.likely),
            high: self.high.saturating_add(other.high),
        }
    }

    /// The same, no number above `limit`: what passes the model's context window is refused, not
    /// billed.
    pub fn at_most(self, limit: u64) -> Self {
        Self {
            low: self.low.min(limit),
            likely: self.likely.min(limit),
            high: self.high.min(limit),
        }
    }

    fn times(self, count: u64) -> Self {
        Self {
            low: self.low.saturating_mul(count),
            likely: self.likely.saturating_mul(count),
            high: self.high.saturating_mul(count),
        }
    }

    /// What holds both.
    fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            likely: u64::midpoint(self.likely, other.likely),
            high: self.high.max(other.high),
        }
    }
}

/// Families of models that cut text in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// `OpenAI` since GPT-4o (`o200k`).
    Gpt,
    /// Anthropic up to Claude 4.6.
    Claude3,
    /// Anthropic from Claude 4.7 on, half as many again.
    Claude,
    /// Google since Gemini 2.
    Gemini,
    /// Any other: an interval that holds all of the above.
    Other,
}

impl Vocabulary {
    /// The vocabulary of a model by its id, in a gateway's spelling or a provider's own.
    pub fn of(model: &str) -> Self {
        let name = Name::of(model);
        let series = |word: &str| name.family.iter().any(|part| part == word);
        let since = |version: &[u32]| name.version.as_slice() >= version;
        if series("claude") {
            match name.version.is_empty() {
                true => Self::Other,
                false if since(&[4, 7]) => Self::Claude,
                false => Self::Claude3,
            }
        } else if series("gemini") && since(&[2]) {
            Self::Gemini
        } else if series("gpt") && (since(&[4, 1]) || name.key.ends_with("4o") || series("oss"))
            || series("o") && since(&[1])
            || series("chatgpt")
        {
            Self::Gpt
        } else {
            Self::Other
        }
    }
}

/// Tokens of a text, whatever the model.
pub fn tokens(text: &str) -> Interval {
    tokens_of(text, Vocabulary::Other)
}

/// Tokens of a text for models of that family. Takes time linear in the text's length.
pub fn tokens_of(text: &str, vocabulary: Vocabulary) -> Interval {
    if text.is_empty() {
        return Interval::default();
    }
    let counted = features(text);
    let by = |weights: &Weights| weights.tokens(&counted);
    match vocabulary {
        Vocabulary::Gpt => by(&weights::GPT),
        Vocabulary::Claude3 => by(&weights::CLAUDE_3),
        Vocabulary::Claude => by(&weights::CLAUDE),
        Vocabulary::Gemini => by(&weights::GEMINI),
        Vocabulary::Other => {
            let gpt_like = by(&weights::GPT).hull(by(&weights::GEMINI));
            let claude_like = by(&weights::CLAUDE_3).hull(by(&weights::CLAUDE));
            Interval {
                // Models of other makers are nearer to these two than to Claude.
                likely: gpt_like.likely,
                ..gpt_like.hull(claude_like)
            }
        }
    }
}

/// Around each message: role, start and end marks. Gemini counts none.
const PER_MESSAGE: Interval = Interval {
    low: 0,
    likely: 4,
    high: 8,
};
/// Around the whole: the start of the answer, and what servers put before all.
const PER_REQUEST: Interval = Interval {
    low: 0,
    likely: 4,
    high: 24,
};
/// What a provider says to a model so that it keeps to a schema, beside the schema.
const PER_SCHEMA: Interval = Interval {
    low: 0,
    likely: 60,
    high: 600,
};

/// Tokens of a picture or a document.
pub fn media(file: &Media, model: &str) -> Interval {
    media::tokens(file, model)
}

/// Input tokens of a request: its texts, media and schema, and what stands around them.
pub fn request(request: &ChatRequest) -> Interval {
    let vocabulary = Vocabulary::of(&request.model);
    let count = u64::try_from(request.messages.len()).unwrap_or(u64::MAX);
    let mut sum = PER_REQUEST.plus(PER_MESSAGE.times(count));
    for message in &request.messages {
        sum = sum.plus(tokens_of(&message.text, vocabulary));
        for file in &message.media {
            sum = sum.plus(media::tokens(file, &request.model));
        }
    }
    if let Some(schema) = &request.schema {
        let text = schema.schema.to_string();
        sum = sum.plus(PER_SCHEMA).plus(tokens_of(&text, vocabulary));
    }
    sum
}
