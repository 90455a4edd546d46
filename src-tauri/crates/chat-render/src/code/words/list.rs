//! A list of words that are looked up for every word of a code.

/// A sorted list, and what tells without a search that a word is not in it.
#[derive(Debug)]
pub(in crate::code) struct Words {
    list: &'static [&'static str],
    /// Which ASCII characters its words begin with, as bits.
    firsts: u128,
    /// Which lengths below 64 they have, as bits.
    lengths: u64,
}

impl Words {
    /// A list that is sorted already; all in ASCII.
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated when the program is built; iterators cannot be"
    )]
    pub(in crate::code) const fn of(list: &'static [&'static str]) -> Self {
        let (mut firsts, mut lengths) = (0, 0);
        let mut at = 0;
        while at < list.len() {
            firsts |= 1 << list[at].as_bytes()[0];
            lengths |= 1 << list[at].len();
            at += 1;
        }
        Self {
            list,
            firsts,
            lengths,
        }
    }

    /// Whether the word is in the list.
    pub(in crate::code) fn has(&self, word: &str) -> bool {
        let first = word.as_bytes().first().copied().unwrap_or(0x80);
        first < 0x80
            && word.len() < 64
            && self.firsts >> first & 1 == 1
            && self.lengths >> word.len() & 1 == 1
            && self.list.binary_search(&word).is_ok()
    }

    /// All of them.
    #[cfg(test)]
    pub(in crate::code) fn list(&self) -> &'static [&'static str] {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_words_of_the_list_are_in_it() {
        let words = Words::of(&["!", "as", "while"]);
        for word in ["!", "as", "while"] {
            assert!(words.has(word), "{word}");
        }
        for word in [
            "",
            "a",
            "is",
            "which",
            "\u{e9}",
            &"a".repeat(64),
            &"w".repeat(300),
        ] {
            assert!(!words.has(word), "{word}");
        }
    }
}
