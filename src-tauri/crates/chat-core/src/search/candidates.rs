//! Which tokens all texts have that a query finds: the question to the index.
//!
//! Few tokens, and those with short lists: to look into a long list for each candidate of a short
//! one costs more than to look at the candidates, and what is let through too much is seen on the
//! text. How rare a token is, is guessed from its letters where its list is short.

use super::filter::{Condition, Filter};
use super::fold::fold;
use super::matches::Needle;
use super::query::Query;
use super::script::is_word;
use super::tokens::{self, GRAM, neighbours};
use crate::ids::ConversationId;
use std::ops::Range;

/// How many tokens a query asks for.
const MAX_TOKENS: usize = 16;
/// How many tokens of one term are weighed; of a long one the first that are rare by their letters.
const MAX_WEIGHED: usize = 12;
/// How many alternatives a filter may have; with more it is only seen on the message.
pub const MAX_ALTERNATIVES: usize = 200;
/// So few texts are looked at sooner than another list.
const FEW: u32 = 100;
/// Texts are counted only of so few alternatives.
const COUNTED: usize = 4;
/// How many lists are looked into in any case where there are more candidates.
const LISTS: usize = 3;

/// What the index tells of the lists of its tokens: how many texts have one. Which are asked for is
/// decided by it, never what is found.
pub trait Lists {
    /// How many pages the list of a token takes beyond its first one, about.
    fn pages(&self, token: &str) -> u32;
    /// How many texts have a token, at most `most`.
    fn texts(&self, token: &str, most: u32) -> u32;
}

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
pub fn of(query: &Query, known: &Known<'_>, lists: &dyn Lists) -> Candidates {
    let mut all: Vec<Asked> = Vec::new();
    for needle in query.wanted() {
        let mut guesses = tokens_of(needle);
        guesses.sort_by(|a, b| b.bits.total_cmp(&a.bits));
        guesses.truncate(MAX_WEIGHED);
        all.extend(guesses.into_iter().map(|guess| Asked {
            pages: pages(&guess.one_of, lists),
            one_of: guess.one_of,
            bits: guess.bits,
        }));
    }
    let mut not: Vec<String> = Vec::new();
    let unwanted = query.terms.iter().filter(|term| term.not);
    not.extend(unwanted.filter_map(|term| exact(&term.needle)).flatten());
    if let Some(conversations) = known.conversations {
        let tokens = conversations.iter().map(tokens::in_conversation);
        match one_of(tokens.collect()) {
            OneOf::Nothing => return Candidates::Nothing,
            OneOf::TooMany => {}
            OneOf::These(one_of) => all.push(Asked {
                one_of,
                pages: 0,
                bits: RAREST_NAME,
            }),
        }
    }
    for condition in &query.conditions {
        match of_condition(condition, known) {
            OfCondition::Nothing => return Candidates::Nothing,
            OfCondition::Unknown => {}
            OfCondition::All(one_of) => all.push(Asked {
                pages: pages(&one_of, lists),
                one_of,
                bits: 0.0,
            }),
            OfCondition::Not(token) => not.push(token),
        }
    }
    let Some((chosen, are_few)) = shortest(all, !not.is_empty(), lists) else {
        return Candidates::All;
    };
    let chosen: Vec<String> = chosen
        .iter()
        .map(|asked| expression(&asked.one_of))
        .collect();
    let mut expression = chosen.join(" AND ");
    if !are_few {
        for token in not {
            expression = format!("({expression}) NOT {}", quoted(&token));
        }
    }
    Candidates::Matching(expression)
}

/// Tokens of which a text must have one.
struct Asked {
    one_of: Vec<String>,
    /// How long their lists are.
    pages: u32,
    bits: f32,
}

fn pages(one_of: &[String], lists: &dyn Lists) -> u32 {
    let pages = one_of.iter().map(|token| lists.pages(token));
    pages.fold(0, u32::saturating_add)
}

/// Whether a text has one of these in few cases only.
fn are_few(one_of: &[String], lists: &dyn Lists) -> bool {
    let texts = one_of.iter().map(|token| lists.texts(token, FEW));
    one_of.len() <= COUNTED && texts.fold(0, u32::saturating_add) < FEW
}

/// Those worth asking for, the shortest lists first, and whether they leave few candidates anyway,
/// as far as that matters: where there is `more` to ask for, or another list.
fn shortest(mut all: Vec<Asked>, more: bool, lists: &dyn Lists) -> Option<(Vec<Asked>, bool)> {
    all.sort_by(|a, b| a.pages.cmp(&b.pages).then(b.bits.total_cmp(&a.bits)));
    all.dedup_by(|a, b| a.one_of == b.one_of);
    let lead = all.first()?;
    let pages = lead.pages;
    let are_few = pages == 0 && (more || all.len() > 1) && are_few(&lead.one_of, lists);
    let mut chosen: Vec<Asked> = Vec::new();
    for asked in all {
        let is_worth_it = if are_few {
            chosen.is_empty()
        } else {
            chosen.len() < LISTS || asked.pages <= pages.saturating_mul(2)
        };
        if !is_worth_it || chosen.len() >= MAX_TOKENS {
            break;
        }
        chosen.push(asked);
    }
    Some((chosen, are_few))
}

enum OfCondition {
    /// Nothing is so.
    Nothing,
    /// The index cannot tell.
    Unknown,
    All(Vec<String>),
    Not(String),
}

fn of_condition(condition: &Condition, known: &Known<'_>) -> OfCondition {
    let token = match &condition.filter {
        Filter::Role(role) => tokens::role(*role),
        Filter::HasCode => tokens::code(),
        Filter::HasFile => tokens::file(),
        // Two models may share a token, so that one cannot be left out by it.
        Filter::Model(_) if condition.not => return OfCondition::Unknown,
        Filter::Model(part) => {
            let models = known.models.iter();
            let fitting = models.filter(|model| fold(model).contains(part));
            return match one_of(fitting.map(|model| tokens::by_model(model)).collect()) {
                OneOf::Nothing => OfCondition::Nothing,
                OneOf::TooMany => OfCondition::Unknown,
                OneOf::These(these) => OfCondition::All(these),
            };
        }
        // The order of the index is that of time, and conversations are known beforehand.
        Filter::Before(_)
        | Filter::After(_)
        | Filter::Tag(_)
        | Filter::Folder(_)
        | Filter::Is(_)
        | Filter::In(_) => return OfCondition::Unknown,
    };
    if condition.not {
        OfCondition::Not(token)
    } else {
        OfCondition::All(vec![token])
    }
}

enum OneOf {
    Nothing,
    TooMany,
    These(Vec<String>),
}

fn one_of(mut tokens: Vec<String>) -> OneOf {
    tokens.sort_unstable();
    tokens.dedup();
    match tokens.len() {
        0 => OneOf::Nothing,
        1..=MAX_ALTERNATIVES => OneOf::These(tokens),
        _ => OneOf::TooMany,
    }
}

fn expression(one_of: &[String]) -> String {
    let quoted: Vec<String> = one_of.iter().map(|token| quoted(token)).collect();
    format!("({})", quoted.join(" OR "))
}

fn quoted(token: &str) -> String {
    format!("\"{}\"", token.replace('"', "\"\""))
}

/// The tokens of which a text has one exactly when the needle is in it, if there are such.
fn exact(needle: &Needle) -> Option<Vec<String>> {
    let text = needle.text();
    let end_is_free = |open: bool, c: Option<char>| open || !c.is_some_and(is_word);
    let is_gram = text.chars().count() <= GRAM && !text.contains(' ');
    let free = end_is_free(needle.open_start(), text.chars().next())
        && end_is_free(needle.open_end(), text.chars().next_back());
    (is_gram && free).then(|| tokens::gram(text, None))
}

/// Tokens of which a text must have one, with how rare they may be: such texts are one of 2 to this
/// power.
struct Guess {
    one_of: Vec<String>,
    bits: f32,
}

impl Guess {
    fn named(token: String, bits: f32) -> Self {
        Self {
            one_of: vec![token],
            bits: bits.min(RAREST_NAME),
        }
    }
}

/// The tokens of what a needle is in, at least one.
fn tokens_of(needle: &Needle) -> Vec<Guess> {
    let mut guesses = Vec::new();
    let text = needle.text();
    let mut last = [None, None];
    let mut at = 0;
    for here in neighbours(text) {
        let start = at + here.between.len();
        at = start + here.word.len();
        let whole_start = start > 0 || !needle.open_start();
        let whole_end = at < text.len() || !needle.open_end();
        if !whole_start || !whole_end {
            if whole_start {
                let begun: String = here.word.chars().take(GRAM).collect();
                guesses.push(Guess {
                    bits: gram_rarity(&begun) + 2.0,
                    one_of: vec![tokens::start(&begun)],
                });
            }
            grams(text, start..at, &mut guesses, |_| true);
            last = [None, None];
            continue;
        }
        let rarity = word_rarity(here.word);
        guesses.push(Guess::named(tokens::word(here.word), rarity));
        let [first, second] = last;
        if let Some((second, its)) = second {
            guesses.push(Guess::named(tokens::pair(second, here), its + rarity));
            if let Some((first, of_first)) = first {
                let token = tokens::triple(first, second, here);
                guesses.push(Guess::named(token, of_first + its + rarity));
            }
        }
        last = [second, Some((here, rarity))];
    }
    // What is inside a word is there already; what crosses its ends is not.
    let mut start = 0;
    for chunk in text.split(' ') {
        let end = start + chunk.len();
        grams(text, start..end, &mut guesses, |gram| {
            !gram.iter().all(|c| is_word(*c))
        });
        start = end + 1;
    }
    guesses
}

/// The longest grams of a piece of text without spaces.
fn grams(
    text: &str,
    range: Range<usize>,
    guesses: &mut Vec<Guess>,
    wanted: impl Fn(&[char]) -> bool,
) {
    let after = text.get(range.end..).and_then(|rest| rest.chars().next());
    let characters: Vec<char> = text.get(range).unwrap_or_default().chars().collect();
    let length = GRAM.min(characters.len()).max(1);
    for (at, gram) in characters.windows(length).enumerate() {
        if wanted(gram) {
            let next = characters.get(at + length).copied().or(after);
            let piece: String = gram.iter().collect();
            guesses.push(Guess {
                bits: gram_rarity(&piece),
                one_of: tokens::gram(&piece, next),
            });
        }
    }
}

/// However rare a pair is, others have its name.
const RAREST_NAME: f32 = 14.0;

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
