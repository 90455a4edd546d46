//! What a message or title is found by in the index.
//!
//! Of its folded text: every run of one, two and three characters without a space in it; of its
//! words a short name of each, its first one, two and three characters, and a short name of each
//! pair of neighbours. Beside these what filters ask for. Only pieces of three characters stand
//! there as they are. Part of what is on disk: a change here needs a rebuilt index.

use super::filter::SearchRole;
use super::fold::fold;
use super::hash::{hash, name};
use super::hit::Subject;
use super::script::is_word;
use crate::ids::ConversationId;
use std::fmt::Write as _;

/// Marks before tokens that are no piece of text. They are control characters, which a folded text
/// has none of, and outside ASCII, so that they never part a token.
const WORD: char = '\u{81}';
const START: char = '\u{82}';
const PAIR: char = '\u{83}';
const FACT: char = '\u{84}';

/// How many bits name a word. Words that share a name give candidates too many, so there are about
/// as many names as words in a large history.
const WORD_BITS: u32 = 20;
/// How many bits name a pair. Fewer than there are pairs: each name is a row of the index.
const PAIR_BITS: u32 = 17;
const MODEL_BITS: u32 = 20;
const CONVERSATION_BITS: u32 = 25;

/// The longest piece of text in a token, in characters.
pub(super) const GRAM: usize = 3;

/// The tokens of a message or title, each once, with single spaces between.
pub fn of(subject: &Subject<'_>, conversation: &ConversationId) -> String {
    let folded = fold(subject.text);
    let mut sets = Sets::default();
    for chunk in folded.split(' ') {
        let mut before = [0_u64; GRAM - 1];
        for c in chunk.chars() {
            let c = u64::from(c);
            let [first, second] = before;
            sets.grams.put(c);
            if second != 0 {
                sets.grams.put(second << 21 | c);
            }
            if first != 0 {
                sets.grams.put(first << 42 | second << 21 | c);
            }
            before = [second, c];
        }
    }
    let mut left = None;
    for word in words(&folded) {
        sets.words.put(word_bits(word));
        let mut begun = 0;
        for c in word.chars().take(GRAM) {
            begun = begun << 21 | u64::from(c);
            sets.starts.put(begun);
        }
        if let Some(left) = left {
            sets.pairs.put(pair_bits(left, word));
        }
        left = Some(word);
    }
    let mut out = sets.written();
    put(&mut out, &role(subject.role));
    put(&mut out, &in_conversation(conversation));
    if let Some(model) = subject.model {
        put(&mut out, &by_model(model));
    }
    if super::has_code(subject.text) {
        put(&mut out, &code());
    }
    if subject.has_file {
        put(&mut out, &file());
    }
    out
}

/// The words of a folded text that have borders.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
}

fn word_bits(word: &str) -> u64 {
    hash(&[word]) & ((1 << WORD_BITS) - 1)
}

fn pair_bits(left: &str, right: &str) -> u64 {
    hash(&[left, right]) & ((1 << PAIR_BITS) - 1)
}

fn named(mark: char, bits: u64, width: u32) -> String {
    let mut token = String::from(mark);
    name(bits, width, &mut token);
    token
}

/// The token of a whole word.
pub(super) fn word(word: &str) -> String {
    named(WORD, word_bits(word), WORD_BITS)
}

/// The token of two words that follow each other.
pub(super) fn pair(left: &str, right: &str) -> String {
    named(PAIR, pair_bits(left, right), PAIR_BITS)
}

/// The token of a word's first characters, at most three.
pub(super) fn start(characters: &str) -> String {
    format!("{START}{characters}")
}

/// The token of what has this role.
pub(super) fn role(role: SearchRole) -> String {
    let letter = match role {
        SearchRole::System => 's',
        SearchRole::User => 'u',
        SearchRole::Assistant => 'a',
        SearchRole::Title => 't',
    };
    format!("{FACT}r{letter}")
}

/// The token of what has code.
pub(super) fn code() -> String {
    format!("{FACT}c")
}

/// The token of what has files.
pub(super) fn file() -> String {
    format!("{FACT}f")
}

/// The token of answers of a model.
pub(super) fn by_model(model: &str) -> String {
    let mut token = format!("{FACT}m");
    name(hash(&[model]), MODEL_BITS, &mut token);
    token
}

/// The token of what is in a conversation.
pub(super) fn in_conversation(id: &ConversationId) -> String {
    let mut token = format!("{FACT}i");
    name(hash(&[id.as_str()]), CONVERSATION_BITS, &mut token);
    token
}

fn put(out: &mut String, token: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(token);
}

/// Numbers, each kept once, in memory that grows with how many differ.
#[derive(Default)]
struct Distinct {
    numbers: Vec<u64>,
    room: usize,
}

impl Distinct {
    fn put(&mut self, number: u64) {
        if self.numbers.len() >= self.room.max(1 << 14) {
            self.settle();
            self.room = self.numbers.len() * 2;
        }
        self.numbers.push(number);
    }

    fn settle(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
    }

    fn settled(mut self) -> Vec<u64> {
        self.settle();
        self.numbers
    }
}

#[derive(Default)]
struct Sets {
    grams: Distinct,
    starts: Distinct,
    words: Distinct,
    pairs: Distinct,
}

impl Sets {
    fn written(self) -> String {
        let mut out = String::new();
        for gram in self.grams.settled() {
            put(&mut out, "");
            unpack(gram, &mut out);
        }
        for start in self.starts.settled() {
            put(&mut out, "");
            out.push(START);
            unpack(start, &mut out);
        }
        for bits in self.words.settled() {
            let _ = write!(out, " {WORD}");
            name(bits, WORD_BITS, &mut out);
        }
        for bits in self.pairs.settled() {
            let _ = write!(out, " {PAIR}");
            name(bits, PAIR_BITS, &mut out);
        }
        out
    }
}

/// Writes the characters that were packed into a number, 21 bits each.
fn unpack(packed: u64, out: &mut String) {
    for shift in [42, 21, 0] {
        let code = u32::try_from(packed >> shift & 0x1F_FFFF).unwrap_or(0);
        out.extend(char::from_u32(code).filter(|c| *c != '\0'));
    }
}
