//! A history as people have one, made from a seed: the same on every machine, however long.
//!
//! Lengths from a word to pages, about 420 bytes on average; a tenth of the conversations in
//! Chinese, others with accents, code in many answers, several models, a few years.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sample needs no exact shares"
)]

mod words;

use words::{CODE, COMMON, HAN, OTHER, SYLLABLES};

/// Numbers from a seed (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Small ones much more often than large ones, as words in a language: about as likely as
    /// one over it.
    pub(crate) fn rank(&mut self, end: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        (((end as f64 + 1.0).ln() * share).exp() as usize).saturating_sub(1)
    }
}

/// A message of the sample.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) conversation: usize,
    pub(crate) role: &'static str,
    pub(crate) model: Option<&'static str>,
    pub(crate) created_at_ms: i64,
    pub(crate) text: String,
}

pub(crate) const MODELS: [&str; 5] = [
    "anthropic/claude-sonnet-4.5",
    "openai/gpt-5-mini",
    "google/gemini-2.5-flash",
    "openai/gpt-4o",
    "meta/llama-4-maverick",
];

/// The first moment of the sample, in milliseconds since 1970: the beginning of 2023.
pub(crate) const BEGIN_MS: i64 = 1_672_531_200_000;
/// The time from one question to the next, on average: 500,000 of them are about four years.
const BETWEEN_MS: usize = 240_000;

/// A history of so many messages, question and answer in turn, oldest first.
pub(crate) fn history(seed: u64, messages: usize) -> impl Iterator<Item = Sample> {
    let mut numbers = Numbers(seed);
    let mut at_ms = BEGIN_MS;
    let (mut conversation, mut left, mut han) = (0, 0, false);
    (0..messages).map(move |n| {
        let answer = n % 2 == 1;
        if !answer {
            if left == 0 {
                conversation += 1;
                left = 1 + numbers.rank(60);
                han = numbers.one_in(10);
            }
            left -= 1;
            at_ms += i64::try_from(numbers.below(BETWEEN_MS * 2)).unwrap_or(0);
        }
        // Both sides write; answers write more.
        let length = if answer { 52 } else { 14 };
        Sample {
            conversation,
            role: if answer { "assistant" } else { "user" },
            model: answer.then(|| MODELS[numbers.rank(MODELS.len())]),
            created_at_ms: at_ms,
            text: text(&mut numbers, length, han),
        }
    })
}

fn text(numbers: &mut Numbers, length: usize, han: bool) -> String {
    // A few are much longer than the others.
    let words = 1 + numbers.rank(length * 10).min(length * 5) + numbers.below(length);
    let mut text = String::new();
    for n in 0..words {
        match numbers.below(60) {
            0 => text.push_str(".\n\n"),
            1..=4 => text.push_str(", "),
            5 if !han && n > 0 => text.push_str(&code(numbers)),
            _ if han => text.push_str(&phrase(numbers)),
            _ if n > 0 => text.push(' '),
            _ => {}
        }
        if han {
            continue;
        }
        text.push_str(&word(numbers));
    }
    if numbers.one_in(6) {
        text.push_str("\n\n```rust\n");
        for _ in 0..=numbers.below(4) {
            text.push_str(&code(numbers));
            text.push('\n');
        }
        text.push_str("```\n");
    }
    text
}

/// A word: mostly a common one, else one of fifty thousand made of syllables.
pub(crate) fn word(numbers: &mut Numbers) -> String {
    match numbers.below(40) {
        0..=23 => COMMON[numbers.rank(COMMON.len())].to_owned(),
        24 => numbers.pick(OTHER).to_owned(),
        25 => {
            let word = made(numbers);
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
        26 => numbers.below(3_000).to_string(),
        _ => made(numbers),
    }
}

fn made(numbers: &mut Numbers) -> String {
    let mut which = Numbers(numbers.rank(50_000) as u64);
    let syllables = 1 + which.below(3) + which.below(2);
    (0..syllables).map(|_| which.pick(SYLLABLES)).collect()
}

/// A symbol or a flag.
pub(crate) fn code(numbers: &mut Numbers) -> String {
    let (a, b) = (made(numbers), numbers.pick(CODE));
    match numbers.below(7) {
        0 => format!(" {a}::{b}"),
        1 => format!(" --{a}"),
        2 => format!(" {a}_{b}()"),
        3 => format!(" {a}.{b}"),
        4 => format!(" let {a} = {b}({});", numbers.below(100)),
        5 => format!(" `{a}-{b}`"),
        _ => format!(" https://{a}.example/{b}"),
    }
}

fn phrase(numbers: &mut Numbers) -> String {
    let han: Vec<char> = HAN.chars().collect();
    let characters = 1 + numbers.below(5);
    (0..characters)
        .map(|_| han[numbers.rank(han.len())])
        .collect()
}
