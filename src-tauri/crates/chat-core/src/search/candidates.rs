//! Which tokens all texts have that a query finds: the question to the index.
//!
//! Few tokens, and rare ones: each costs a look-up, and what they let through too much is seen on
//! the text. How rare one is, is guessed from its letters.

use super::filter::{Condition, Filter};
use super::fold::fold;
use super::matches::Needle;
use super::query::Query;
use super::script::is_word;
use super::tokens::{self, GRAM};
use crate::ids::ConversationId;

/// How many tokens a query asks for.
const MAX_TOKENS: usize = 16;
/// How many of them one term may have.
const PER_TERM: usize = 6;
/// So rare that more tokens would not help. Far more than one text of a million, as grams that
/// overlap, and pairs of frequent words, tell less together than their guesses say.
const ENOUGH_BITS: f32 = 60.0;
/// How many alternatives a filter may have; with more it is only seen on the message.
pub const MAX_ALTERNATIVES: usize = 200;

/// Where to look for what a query finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidates {
    /// Nothing can be found.
    Nothing,
    /// Among all messages and titles.
    All,
    /// Among those that an FTS5 expression over tokens finds.
    Matching(String),
}

/// What is known of the history beside its texts.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// Every model that answered.
    pub models: &'a [String],
    /// The conversations that the query is confined to, if it is.
    pub conversations: Option<&'a [ConversationId]>,
}

/// The question to the index for a query that asks something.
pub fn of(query: &Query, known: &Known<'_>) -> Candidates {
    let mut all: Vec<String> = Vec::new();
    let mut not: Vec<String> = Vec::new();
    let wanted: Vec<&Needle> = query.wanted().collect();
    let share = (MAX_TOKENS / wanted.len().max(1)).clamp(1, PER_TERM);
    for needle in wanted.iter().take(MAX_TOKENS) {
        all.extend(rarest(needle, share).iter().map(|token| quoted(token)));
    }
    not.extend(
        query
            .terms
            .iter()
            .filter(|term| term.not)
            .filter_map(|term| exact(&term.needle))
            .map(|token| quoted(&token)),
    );
    if let Some(conversations) = known.conversations {
        let tokens = conversations.iter().map(tokens::in_conversation);
        match one_of(tokens.collect()) {
            OneOf::Nothing => return Candidates::Nothing,
            OneOf::TooMany => {}
            OneOf::These(these) => all.push(these),
        }
    }
    for condition in &query.conditions {
        match of_condition(condition, known) {
            Asked::Nothing => return Candidates::Nothing,
            Asked::Unknown => {}
            Asked::All(token) => all.push(token),
            Asked::Not(token) => not.push(token),
        }
    }
    all.dedup();
    if all.is_empty() {
        return Candidates::All;
    }
    let mut expression = all.join(" AND ");
    for token in not {
        expression = format!("({expression}) NOT {token}");
    }
    Candidates::Matching(expression)
}

enum Asked {
    /// Nothing is so.
    Nothing,
    /// The index cannot tell.
    Unknown,
    All(String),
    Not(String),
}

fn of_condition(condition: &Condition, known: &Known<'_>) -> Asked {
    let token = match &condition.filter {
        Filter::Role(role) => tokens::role(*role),
        Filter::HasCode => tokens::code(),
        Filter::HasFile => tokens::file(),
        // Two models may share a token, so that one cannot be left out by it.
        Filter::Model(_) if condition.not => return Asked::Unknown,
        Filter::Model(part) => {
            let models = known.models.iter();
            let fitting = models.filter(|model| fold(model).contains(part));
            return match one_of(fitting.map(|model| tokens::by_model(model)).collect()) {
                OneOf::Nothing => Asked::Nothing,
                OneOf::TooMany => Asked::Unknown,
                OneOf::These(these) => Asked::All(these),
            };
        }
        // The order of the index is that of time, and conversations are known beforehand.
        Filter::Before(_)
        | Filter::After(_)
        | Filter::Tag(_)
        | Filter::Folder(_)
        | Filter::Is(_)
        | Filter::In(_) => return Asked::Unknown,
    };
    if condition.not {
        Asked::Not(quoted(&token))
    } else {
        Asked::All(quoted(&token))
    }
}

enum OneOf {
    Nothing,
    TooMany,
    These(String),
}

fn one_of(mut tokens: Vec<String>) -> OneOf {
    tokens.sort_unstable();
    tokens.dedup();
    match tokens.len() {
        0 => OneOf::Nothing,
        1..=MAX_ALTERNATIVES => {
            let quoted: Vec<String> = tokens.iter().map(|token| quoted(token)).collect();
            OneOf::These(format!("({})", quoted.join(" OR ")))
        }
        _ => OneOf::TooMany,
    }
}

fn quoted(token: &str) -> String {
    format!("\"{}\"", token.replace('"', "\"\""))
}

/// The token that a text has exactly when the needle is in it, if there is one.
fn exact(needle: &Needle) -> Option<String> {
    let text = needle.text();
    let end_is_free = |open: bool, c: Option<char>| open || !c.is_some_and(is_word);
    let is_gram = text.chars().count() <= GRAM && !text.contains(' ');
    let free = end_is_free(needle.open_start(), text.chars().next())
        && end_is_free(needle.open_end(), text.chars().next_back());
    (is_gram && free).then(|| text.to_owned())
}

/// A token with how rare it may be: the texts that have it are one of 2 to this power.
struct Guess {
    token: String,
    bits: f32,
}

/// The rarest tokens of what a needle is in, at least one.
fn rarest(needle: &Needle, most: usize) -> Vec<String> {
    let mut guesses = tokens_of(needle);
    guesses.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    let mut sum = 0.0;
    let mut chosen: Vec<String> = Vec::new();
    for guess in guesses {
        if chosen.len() >= most || sum >= ENOUGH_BITS {
            break;
        }
        if !chosen.contains(&guess.token) {
            sum += guess.bits;
            chosen.push(guess.token);
        }
    }
    chosen
}

fn tokens_of(needle: &Needle) -> Vec<Guess> {
    let mut guesses = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let text = needle.text();
    let mut left: Option<&str> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside = is_word(first);
        let length = rest.find(|c| is_word(c) != inside).unwrap_or(rest.len());
        let Some((run, more)) = rest.split_at_checked(length) else {
            break;
        };
        if inside {
            let whole_start = rest.len() < text.len() || !needle.open_start();
            let whole_end = !more.is_empty() || !needle.open_end();
            if whole_start && whole_end {
                words.push(run);
                if let Some(left) = left {
                    guesses.push(Guess {
                        token: tokens::pair(left, run),
                        bits: (word_rarity(left) + word_rarity(run)).min(RAREST_PAIR),
                    });
                }
                left = Some(run);
            } else {
                if whole_start {
                    let begun: String = run.chars().take(GRAM).collect();
                    guesses.push(Guess {
                        bits: gram_rarity(&begun) + 2.0,
                        token: tokens::start(&begun),
                    });
                }
                grams(run, &mut guesses);
                left = None;
            }
        }
        rest = more;
    }
    // Frequent words are in long lists, and their pairs say more.
    let in_pairs = words.len() > 1;
    let telling = words
        .into_iter()
        .filter(|word| !in_pairs || word_rarity(word) >= TELLING_WORD);
    guesses.extend(telling.map(|word| Guess {
        token: tokens::word(word),
        bits: word_rarity(word),
    }));
    // What is inside a whole word is implied by it; what crosses its ends is not.
    for chunk in text.split(' ').filter(|chunk| !chunk.chars().all(is_word)) {
        grams(chunk, &mut guesses);
    }
    if guesses.is_empty() {
        text.split(' ').for_each(|chunk| grams(chunk, &mut guesses));
    }
    guesses
}

/// The longest grams of a piece of text without spaces; first those that do not overlap, as they
/// tell more together.
fn grams(chunk: &str, guesses: &mut Vec<Guess>) {
    let characters: Vec<char> = chunk.chars().collect();
    let all = || characters.windows(GRAM.min(characters.len()).max(1));
    let apart = (0..GRAM).flat_map(|from| all().skip(from).step_by(GRAM));
    for gram in apart {
        let token: String = gram.iter().collect();
        guesses.push(Guess {
            bits: gram_rarity(&token),
            token,
        });
    }
}

/// A word that is asked for although its pairs are.
const TELLING_WORD: f32 = 8.0;

/// However rare a pair is, others have its name.
const RAREST_PAIR: f32 = 14.0;

fn word_rarity(word: &str) -> f32 {
    match word.chars().count() {
        0 | 1 => 2.0,
        2 => 2.5,
        3 => 4.0,
        4 => 6.0,
        5 => 8.0,
        6 => 10.0,
        7 => 11.0,
        _ => 12.0,
    }
}

/// A text has hundreds of grams, so it has one of them much sooner than that one comes next.
fn gram_rarity(gram: &str) -> f32 {
    (gram.chars().map(letter_rarity).sum::<f32>() - 8.0).max(0.5)
}

/// How rare a letter is among the next ones, in bits; of Latin ones as in English and code.
fn letter_rarity(c: char) -> f32 {
    match c {
        'e' => 3.2,
        't' | 'a' | 'o' | 'i' | 'n' | 's' | 'r' => 3.8,
        'h' | 'l' | 'd' | 'c' | 'u' => 4.8,
        'm' | 'f' | 'p' | 'g' | 'w' | 'y' | 'b' => 5.6,
        'v' | 'k' | '.' | ',' | '_' | '-' | '(' | ')' => 6.8,
        'x' | 'j' | 'q' | 'z' => 9.0,
        '0'..='9' => 7.0,
        c if c.is_ascii() => 7.5,
        _ => 9.0,
    }
}
