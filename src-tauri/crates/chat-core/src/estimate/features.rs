//! What is counted in a text: words, digits, blanks, characters by script. The calibration script
//! counts the same; a test holds the two together.

/// How many kinds of things are counted.
pub(super) const FEATURES: usize = 16;

/// Counts in the order of `FEATURES` of the calibration script: words of Latin letters, letters
/// past a word's fourth, past its ninth, capitals past its first letter, accented letters; digits,
/// groups of three digits; other ASCII; runs of blanks with a line break or more than one blank, and
/// blanks in them past the first; Han, kana, Hangul, Cyrillic, letters of other scripts; the rest.
pub(super) fn features(text: &str) -> [u64; FEATURES] {
    let mut count = Count::default();
    for c in text.chars() {
        count.add(c);
    }
    count.end_word();
    count.end_digits();
    count.end_blanks();
    [
        count.words,
        count.past_4,
        count.past_9,
        count.capitals,
        count.accents,
        count.digits,
        count.triples,
        count.punctuation,
        count.breaks,
        count.blanks,
        count.han,
        count.kana,
        count.hangul,
        count.cyrillic,
        count.letters,
        count.symbols,
    ]
}

#[derive(Default)]
struct Count {
    words: u64,
    past_4: u64,
    past_9: u64,
    capitals: u64,
    accents: u64,
    digits: u64,
    triples: u64,
    punctuation: u64,
    breaks: u64,
    blanks: u64,
    han: u64,
    kana: u64,
    hangul: u64,
    cyrillic: u64,
    letters: u64,
    symbols: u64,
    word: u64,
    after_lower: bool,
    number: u64,
    blank_run: u64,
}

impl Count {
    fn add(&mut self, c: char) {
        let latin = c.is_ascii_alphabetic()
            || matches!(c, '\u{c0}'..='\u{24f}') && !matches!(c, '\u{d7}' | '\u{f7}');
        if !latin {
            self.end_word();
        }
        if !c.is_ascii_digit() {
            self.end_digits();
        }
        if !matches!(c, ' ' | '\t' | '\r' | '\n') {
            self.end_blanks();
        }
        if latin {
            self.latin(c);
            return;
        }
        match c {
            '0'..='9' => {
                self.digits += 1;
                self.number += 1;
            }
            // A line break counts as a run of its own.
            '\n' => self.blank_run += 2,
            ' ' | '\t' | '\r' => self.blank_run += 1,
            '\0'..='\u{7f}' => self.punctuation += 1,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => {
                self.han += 1;
            }
            '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => self.kana += 1,
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => self.hangul += 1,
            '\u{400}'..='\u{52f}' => self.cyrillic += 1,
            '\u{250}'..='\u{1fff}' => self.letters += 1,
            _ => self.symbols += 1,
        }
    }

    /// `camelCase` is two words.
    fn latin(&mut self, c: char) {
        let upper = c.is_ascii_uppercase();
        if upper && self.after_lower {
            self.end_word();
        }
        if upper && self.word > 0 {
            self.capitals += 1;
        }
        if !c.is_ascii() {
            self.accents += 1;
        }
        self.word += 1;
        self.after_lower = !upper;
    }

    fn end_word(&mut self) {
        if self.word > 0 {
            self.words += 1;
            self.past_4 += self.word.saturating_sub(4);
            self.past_9 += self.word.saturating_sub(9);
        }
        self.word = 0;
        self.after_lower = false;
    }

    fn end_digits(&mut self) {
        self.triples += self.number.div_ceil(3);
        self.number = 0;
    }

    fn end_blanks(&mut self) {
        if self.blank_run > 1 {
            self.breaks += 1;
            self.blanks += self.blank_run - 1;
        }
        self.blank_run = 0;
    }
}
