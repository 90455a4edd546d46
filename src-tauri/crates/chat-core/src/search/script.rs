//! Which characters make words.

use unicode_normalization::char::is_combining_mark;

/// Whether words of its script stand without spaces between them. Text in such a script has no
/// word borders: it is found anywhere.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        // Thai, Lao, Myanmar, Hangul, Khmer
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x19E0..=0x19FF
        // radicals, ideographic marks and numerals, kana, bopomofo
        | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x303C | 0x3040..=0x31FF
        // Han
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        // Hangul and Myanmar again
        | 0xA960..=0xA97F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F | 0xAC00..=0xD7FF
        // Han of compatibility, more kana, rare Han
        | 0xF900..=0xFAFF | 0x1_B000..=0x1_B16F | 0x2_0000..=0x3_FFFF)
}

/// Whether it is part of a word that has borders: a letter or digit, or a mark on one.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        (c.is_alphanumeric() || is_combining_mark(c)) && !is_unspaced(c)
    }
}

/// Whether a word may begin or end between the two, where there are two.
pub(super) fn is_border(before: Option<char>, after: Option<char>) -> bool {
    !(before.is_some_and(is_word) && after.is_some_and(is_word))
}
