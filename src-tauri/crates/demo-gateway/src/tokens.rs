//! The demo's own idea of a token: a simple rule that anyone can check by hand.

/// One token is this many characters; the last one may be shorter.
pub const CHARACTERS_PER_TOKEN: usize = 4;

/// How many tokens a text has: its characters divided by four, rounded up.
pub fn count(text: &str) -> u64 {
    let characters = text.chars().count();
    u64::try_from(characters.div_ceil(CHARACTERS_PER_TOKEN)).unwrap_or(u64::MAX)
}

/// The first `limit` tokens of a text, and whether anything was cut off.
pub(crate) fn cut(text: &str, limit: u64) -> (String, bool) {
    if count(text) <= limit {
        return (text.to_owned(), false);
    }
    let characters = usize::try_from(limit)
        .unwrap_or(usize::MAX)
        .saturating_mul(CHARACTERS_PER_TOKEN);
    (text.chars().take(characters).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_has_exactly_the_tokens_it_was_cut_to() {
        for (text, limit, kept, was_cut) in [
            ("", 1, "", false),
            ("abcd", 1, "abcd", false),
            ("abcde", 1, "abcd", true),
            ("größer als", 2, "größer a", true),
            ("日本語です", 1, "日本語で", true),
            ("abc", 5, "abc", false),
        ] {
            assert_eq!(cut(text, limit), (kept.to_owned(), was_cut), "{text:?}");
            assert!(count(kept) <= limit);
        }
    }
}
