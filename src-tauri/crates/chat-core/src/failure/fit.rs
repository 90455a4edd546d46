//! How much was sent and how much fits, out of an error that says the context is too long: from
//! fields where there are any, else from the sentences that providers are known to write.

use serde_json::Value;

/// What was sent and what fits, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// What was sent, with what was asked for where that counts too.
    pub(super) sent: u64,
    /// What fits.
    pub(super) limit: u64,
}

/// Words right before the limit.
const BEFORE_LIMIT: [&str; 10] = [
    "maximum context length is",
    "context length is only",
    "context length of only",
    "maximum prompt length is",
    "tokens allowed (",
    "available context size (",
    "context length (",
    "cannot exceed",
    "must be <=",
    "model with",
];

/// Words right before what was sent; the first that is there counts.
const BEFORE_SENT: [&str; 13] = [
    "for a total of at least",
    "your messages resulted in",
    "you requested about",
    "you requested",
    "you passed",
    "input token count (",
    "request (",
    "the input (",
    "request contains",
    "prompt contains",
    "received",
    "keep the first",
    "given:",
];

impl Fit {
    /// Only what makes sense: what was sent is more than what fits.
    fn new(sent: u64, limit: u64) -> Option<Self> {
        (sent > limit && limit > 0).then_some(Self { sent, limit })
    }

    /// Fields of llama.cpp.
    pub(super) fn of_fields(object: &Value) -> Option<Self> {
        let number = |key: &str| object.get(key).and_then(Value::as_u64);
        Self::new(number("n_prompt_tokens")?, number("n_ctx")?)
    }

    /// A sentence, in lower case.
    pub(super) fn in_words(lower: &str) -> Option<Self> {
        Self::as_comparison(lower).or_else(|| {
            let limit = BEFORE_LIMIT
                .iter()
                .find_map(|words| number_after(lower, words))?;
            let apart = output_and_input(lower).and_then(|sent| Self::new(sent, limit));
            apart.or_else(|| {
                BEFORE_SENT
                    .iter()
                    .filter_map(|words| number_after(lower, words))
                    .find_map(|sent| Self::new(sent, limit))
            })
        })
    }

    /// `210000 tokens > 200000 maximum`, `188240 + 21333 > 200000`.
    fn as_comparison(lower: &str) -> Option<Self> {
        let (left, right) = lower.split_once(" > ")?;
        let left = left.rsplit(':').next()?;
        let sent = left
            .split('+')
            .map(|part| first_number(part.trim_start()))
            .try_fold(0_u64, |sum, part| Some(sum.saturating_add(part?)))?;
        Self::new(sent, first_number(right)?)
    }
}

/// vLLM: "you requested 100 output tokens and your prompt contains at least 40861 input tokens".
fn output_and_input(lower: &str) -> Option<u64> {
    let output = number_after(lower, "you requested")?;
    let input = number_after(lower, "your prompt contains at least")?;
    lower
        .contains("output tokens and your prompt")
        .then(|| output.saturating_add(input))
}

/// The number that follows these words.
fn number_after(lower: &str, words: &str) -> Option<u64> {
    let (_, after) = lower.split_once(words)?;
    first_number(after.trim_start())
}

/// The number that a text begins with; commas may part its thousands.
fn first_number(text: &str) -> Option<u64> {
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// A number with its thousands parted by commas: `210,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_the_sentences_of_providers() {
        for (text, fit) in [
            (
                "prompt is too long: 210000 tokens > 200000 maximum",
                Some((210_000, 200_000)),
            ),
            (
                "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease it",
                Some((209_573, 200_000)),
            ),
            (
                "This model's maximum context length is 8192 tokens. However, you requested 10000 tokens (9000 in the messages, 1000 in the completion).",
                Some((10_000, 8_192)),
            ),
            (
                "This model's maximum context length is 128000 tokens. However, your messages resulted in 130,172 tokens.",
                Some((130_172, 128_000)),
            ),
            (
                "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (139000 of text input, 1000 in the output).",
                Some((140_000, 131_072)),
            ),
            (
                "This model's maximum context length is 40960 tokens. However, you requested 100 output tokens and your prompt contains at least 40861 input tokens",
                Some((40_961, 40_960)),
            ),
            (
                "You passed 10000 input tokens and requested 100 output tokens. However, the model's context length is only 8192 tokens",
                Some((10_000, 8_192)),
            ),
            (
                "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                Some((1_200_000, 1_048_576)),
            ),
            (
                "request (9000 tokens) exceeds the available context size (4096 tokens), try increasing it",
                Some((9_000, 4_096)),
            ),
            (
                "The input (9000 tokens) is longer than the model's context length (4096 tokens).",
                Some((9_000, 4_096)),
            ),
            (
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
                Some((537_812, 131_072)),
            ),
            (
                "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
                Some((40_000, 32_768)),
            ),
            (
                "too many tokens: total number of tokens cannot exceed 4081 - received 5000",
                Some((5_000, 4_081)),
            ),
            (
                "Trying to keep the first 6444 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens",
                Some((6_444, 4_096)),
            ),
            (
                "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 100 `max_new_tokens`",
                Some((5_000, 4_096)),
            ),
            // What does not make sense is not told.
            (
                "This model's maximum context length is 8192 tokens. However, you requested 100 tokens",
                None,
            ),
            ("This model's maximum context length is 8192 tokens.", None),
            ("a > b", None),
            ("3 > 0", None),
            ("", None),
            ("99999999999999999999999 > 1", None),
        ] {
            let read = Fit::in_words(&text.to_lowercase());
            assert_eq!(read.map(|fit| (fit.sent, fit.limit)), fit, "{text}");
        }
    }

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (210_000, "210,000"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
