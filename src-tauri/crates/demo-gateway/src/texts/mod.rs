//! The texts that scenarios answer with, public so that tests can compare byte for byte.

use std::fmt::Write as _;

pub mod demo;
pub mod markdown;
pub mod sums;

/// The whole answer of every scenario that has no text of its own. It holds characters of one to
/// four bytes and two paragraphs.
pub const SAMPLE: &str = "The quick brown fox — größer than most, 日本語も読める 🦊 — jumps over \
                          the lazy dog.\n\nIt costs 3 € and takes *two* seconds.";

/// What arrives before a scenario breaks off.
pub const PARTIAL: &str = "This answer begins well, größer and 日本, and then";

/// What `reasoning` and `think-tags` think.
pub const REASONING: &str = "The fox must cross the field. So it jumps.";

/// The text of `delta-flood`: `bytes` characters of ASCII, in numbered sentences, so that a lost,
/// doubled or moved byte shows.
pub fn flood(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 64);
    let mut number = 1_u64;
    while text.len() < bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "Sentence {number} of the flood keeps its place. ");
        if number.is_multiple_of(6) {
            text.push_str("\n\n");
        }
        number += 1;
    }
    text.truncate(bytes);
    text
}
