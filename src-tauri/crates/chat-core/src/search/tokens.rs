//! What a message or title is found by in the index.
//!
//! Of its folded text: every run of one, two and three characters without a space in it, the plain
//! ones of three with the kind of what comes next; of its words a short name of each, its first
//! one, two and three characters, and a short name of each two and each three neighbours with what
//! is between them. Beside these what filters ask for. Only pieces of three characters stand there
//! as they are. Part of what is on disk: a change here needs a rebuilt index.

use super::filter::SearchRole;
use super::fold::fold;
use super::hash::{hash, name};
use super::hit::Subject;
use super::script::is_word;
use crate::ids::ConversationId;

/// Marks before tokens that are no piece of text. They are control characters, which a folded text
/// has none of, and outside ASCII, so that they never part a token.
const WORD: char = '\u{81}';
const START: char = '\u{82}';
const PAIR: char = '\u{83}';
const FACT: char = '\u{84}';
const TRIPLE: char = '\u{85}';

/// How many bits name a word. Words that share a name give candidates too many, so there are about
/// as many names as words in a large history.
const WORD_BITS: u32 = 20;
/// How many bits name two or three words. Far fewer than there are of them: each name is a row of
/// the index, and of longer names each entry would take more. A name stands for about a thousand
/// texts of a million, which another short list parts.
const NEIGHBOUR_BITS: u32 = 16;
const MODEL_BITS: u32 = 20;
const CONVERSATION_BITS: u32 = 25;

/// The longest piece of text in a token, in characters.
pub(super) const GRAM: usize = 3;
/// Into how many kinds characters are parted by which a plain piece of text may go on. Pieces such
/// as `int` are in a large share of all texts; so each of their lists is a quarter as long.
const KINDS: u32 = 4;

/// The tokens of a message or title, each once, with single spaces between.
pub fn of(subject: &Subject<'_>, conversation: &ConversationId) -> String {
    let folded = fold(subject.text);
    let mut sets = Sets::default();
    for chunk in folded.split(' ') {
        let mut before = [0_u64; GRAM - 1];
        let mut characters = chunk.chars().peekable();
        while let Some(c) = characters.next() {
            let c = u64::from(c);
            let [first, second] = before;
            sets.grams.put(c);
            if second != 0 {
                sets.grams.put(second << 21 | c);
            }
            if first != 0 {
                let gram = first << 42 | second << 21 | c;
                let is_plain = (first | second | c) < 0x80;
                if is_plain {
                    let next = characters.peek().copied();
                    sets.plain.put(gram << 2 | u64::from(kind(next)));
                } else {
                    sets.grams.put(gram);
                }
            }
            before = [second, c];
        }
    }
    let mut last: [Option<Neighbour<'_>>; 2] = [None, None];
    for here in neighbours(&folded) {
        sets.words.put(word_bits(here.word));
        let mut begun = 0;
        for c in here.word.chars().take(GRAM) {
            begun = begun << 21 | u64::from(c);
            sets.starts.put(begun);
        }
        let [first, second] = last;
        if let Some(second) = second {
            sets.pairs.put(pair_bits(second, here));
            if let Some(first) = first {
                sets.triples.put(triple_bits(first, second, here));
            }
        }
        last = [second, Some(here)];
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

/// A word with what stands between the one before it, or the beginning of the text, and it.
#[derive(Clone, Copy)]
pub(super) struct Neighbour<'a> {
    pub(super) between: &'a str,
    pub(super) word: &'a str,
}

/// The words of a folded text, from left to right.
pub(super) fn neighbours(folded: &str) -> impl Iterator<Item = Neighbour<'_>> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let (between, begun) = rest.split_at_checked(rest.find(is_word)?)?;
        let end = begun.find(|c| !is_word(c)).unwrap_or(begun.len());
        let (word, more) = begun.split_at_checked(end)?;
        rest = more;
        Some(Neighbour { between, word })
    })
}

fn word_bits(word: &str) -> u64 {
    hash(&[word]) & ((1 << WORD_BITS) - 1)
}

fn pair_bits(left: Neighbour<'_>, right: Neighbour<'_>) -> u64 {
    let parts = [left.word, right.between, right.word];
    hash(&parts) & ((1 << NEIGHBOUR_BITS) - 1)
}

fn triple_bits(left: Neighbour<'_>, middle: Neighbour<'_>, right: Neighbour<'_>) -> u64 {
    let parts = [
        left.word,
        middle.between,
        middle.word,
        right.between,
        right.word,
    ];
    hash(&parts) & ((1 << NEIGHBOUR_BITS) - 1)
}

/// The kind of what comes after a piece of text; where the text ends, that of a space, as pieces
/// end at spaces.
fn kind(next: Option<char>) -> u32 {
    u32::from(next.unwrap_or(' ')) % KINDS
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
pub(super) fn pair(left: Neighbour<'_>, right: Neighbour<'_>) -> String {
    named(PAIR, pair_bits(left, right), NEIGHBOUR_BITS)
}

/// The token of three words that follow each other.
pub(super) fn triple(left: Neighbour<'_>, middle: Neighbour<'_>, right: Neighbour<'_>) -> String {
    named(TRIPLE, triple_bits(left, middle, right), NEIGHBOUR_BITS)
}

/// The tokens of which a text has one exactly when it has this piece of at most three characters
/// without a space. What comes next is told where it is known.
pub(super) fn gram(piece: &str, next: Option<char>) -> Vec<String> {
    if piece.len() != GRAM || !piece.is_ascii() {
        return vec![piece.to_owned()];
    }
    let of_kind = |kind: u32| format!("{piece}{}", kind_letter(kind));
    match next {
        Some(next) => vec![of_kind(kind(Some(next)))],
        None => (0..KINDS).map(of_kind).collect(),
    }
}

fn kind_letter(kind: u32) -> char {
    char::from_digit(kind, 10).unwrap_or('0')
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
    /// Plain pieces of three characters, each with the kind of what comes next.
    plain: Distinct,
    starts: Distinct,
    words: Distinct,
    pairs: Distinct,
    triples: Distinct,
}

impl Sets {
    fn written(self) -> String {
        let mut out = String::new();
        for gram in self.grams.settled() {
            put(&mut out, "");
            unpack(gram, &mut out);
        }
        for gram in self.plain.settled() {
            put(&mut out, "");
            unpack(gram >> 2, &mut out);
            out.push(kind_letter(u32::try_from(gram & 3).unwrap_or(0)));
        }
        for start in self.starts.settled() {
            put(&mut out, "");
            out.push(START);
            unpack(start, &mut out);
        }
        for (mark, bits, set) in [
            (WORD, WORD_BITS, self.words),
            (PAIR, NEIGHBOUR_BITS, self.pairs),
            (TRIPLE, NEIGHBOUR_BITS, self.triples),
        ] {
            for hash in set.settled() {
                put(&mut out, "");
                out.push(mark);
                name(hash, bits, &mut out);
            }
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
