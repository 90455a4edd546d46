//! Searches of each kind, made of what stands in the history.

use crate::sample::{self, MODELS, Numbers};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Word,
    TwoWords,
    Phrase,
    Substring,
    HanTwo,
    HanOne,
    ShortPrefix,
    ShortSubstring,
    Code,
    Model,
    Role,
    Dates,
    HasCode,
    InConversation,
    Without,
    Absent,
}

pub(crate) const KINDS: &[Kind] = &[
    Kind::Word,
    Kind::TwoWords,
    Kind::Phrase,
    Kind::Substring,
    Kind::HanTwo,
    Kind::HanOne,
    Kind::ShortPrefix,
    Kind::ShortSubstring,
    Kind::Code,
    Kind::Model,
    Kind::Role,
    Kind::Dates,
    Kind::HasCode,
    Kind::InConversation,
    Kind::Without,
    Kind::Absent,
];

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Word => "one word",
            Self::TwoWords => "two words",
            Self::Phrase => "phrase of 2 to 4 words",
            Self::Substring => "substring of 3 to 8 characters",
            Self::HanTwo => "2 Han characters",
            Self::HanOne => "1 Han character",
            Self::ShortPrefix => "prefix of 1 or 2 characters",
            Self::ShortSubstring => "substring of 1 or 2 characters",
            Self::Code => "code: foo::bar, --flag, a.b",
            Self::Model => "word and model:",
            Self::Role => "word and role:",
            Self::Dates => "word, after: and before:",
            Self::HasCode => "word and has:code",
            Self::InConversation => "word and in:",
            Self::Without => "word without another",
            Self::Absent => "what is nowhere",
        }
    }

    pub(crate) fn goal_ms(self) -> f64 {
        match self {
            Self::Word | Self::TwoWords | Self::Phrase | Self::Substring => 2.0,
            Self::HanTwo => 5.0,
            Self::HanOne
            | Self::ShortPrefix
            | Self::ShortSubstring
            | Self::Code
            | Self::Model
            | Self::Role
            | Self::Dates
            | Self::HasCode
            | Self::InConversation
            | Self::Without
            | Self::Absent => 50.0,
        }
    }
}

/// Frequent words, of which ranking has most to do.
pub(crate) fn common() -> Vec<String> {
    [
        "the", "of", "and", "to", "a", "in", "is", "you", "that", "it",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// So many searches of a kind.
pub(crate) fn of(kind: Kind, messages: usize, many: usize) -> Vec<String> {
    let mut numbers = Numbers(kind as u64 + 77);
    let texts: Vec<(usize, String, i64)> = sample::history(1, messages.min(20_000))
        .map(|sample| (sample.conversation, sample.text, sample.created_at_ms))
        .collect();
    let mut asks = Vec::new();
    while asks.len() < many {
        let (conversation, text, at) = &texts[numbers.below(texts.len())];
        asks.extend(ask(kind, &mut numbers, *conversation, text, *at));
    }
    asks
}

fn ask(
    kind: Kind,
    numbers: &mut Numbers,
    conversation: usize,
    text: &str,
    at: i64,
) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.is_ascii())
        .collect();
    let at_word = numbers.below(words.len());
    let word = words.get(at_word).copied();
    let han: Vec<char> = text.chars().filter(|c| ('一'..='鿿').contains(c)).collect();
    let part = |from: usize, many: usize| {
        let word: String = word?.chars().skip(from).take(many).collect();
        (word.len() == many).then_some(word)
    };
    let day = chat_core::calendar::Day::at;
    match kind {
        Kind::Word => word.map(str::to_owned),
        Kind::TwoWords => {
            let other = words.get(numbers.below(words.len()))?;
            Some(format!("{} {other}", word?))
        }
        Kind::Phrase => {
            let many = 2 + numbers.below(3);
            let phrase: Vec<&str> = text.split(' ').skip(at_word).take(many).collect();
            let phrase = phrase.join(" ");
            let fits = phrase.matches(' ').count() + 1 >= 2 && !phrase.contains(['"', '“', '”']);
            fits.then(|| format!("\"{phrase}\""))
        }
        Kind::Substring => {
            let many = 3 + numbers.below(6);
            part(numbers.below(4), many).map(|part| format!("*{part}*"))
        }
        Kind::HanTwo => {
            let from = numbers.below(han.len());
            let two = han.get(from..from + 2)?;
            Some(two.iter().collect())
        }
        Kind::HanOne => han.get(numbers.below(han.len())).map(char::to_string),
        Kind::ShortPrefix => part(0, 1 + numbers.below(2)).map(|part| format!("{part}*")),
        Kind::ShortSubstring => {
            part(numbers.below(4), 1 + numbers.below(2)).map(|part| format!("*{part}*"))
        }
        Kind::Code => {
            let code = text.split_whitespace().find(|word| {
                word.contains("::") || word.starts_with("--") || word.contains("()")
            })?;
            Some(code.to_owned())
        }
        Kind::Model => Some(format!(
            "{} model:{}",
            word?,
            &MODELS[numbers.below(MODELS.len())][..9]
        )),
        Kind::Role => Some(format!(
            "{} role:{}",
            word?,
            numbers.pick(&["user", "assistant"])
        )),
        Kind::Dates => Some(format!(
            "{} after:{} before:{}",
            word?,
            day(at - 86_400_000 * 30),
            day(at + 86_400_000 * 30)
        )),
        Kind::HasCode => Some(format!("{} has:code", word?)),
        Kind::InConversation => Some(format!("{} in:c{conversation}", word?)),
        Kind::Without => {
            let other = words.get(numbers.below(words.len()))?;
            (word? != *other).then(|| format!("{} -{other}", word.unwrap_or_default()))
        }
        Kind::Absent => Some(match numbers.below(4) {
            0 => format!("\"{} {} zqx\"", word?, words.first()?),
            1 => format!("{}qzx", word?),
            2 => format!("*{}zq*", part(0, 2)?),
            _ => format!(
                "\"{} {}\"",
                numbers.pick(&["the", "of", "that", "you"]),
                numbers.pick(&["the", "is", "a", "of"])
            ),
        }),
    }
}
