//! A long Markdown document that is the same every time, for measuring how an answer renders.

use std::fmt::Write as _;

/// The length of the answer of `markdown-200k`, in bytes, to within one character.
pub const LENGTH: usize = 200 * 1024;

/// A document of `bytes` bytes, less at most three so that no character is cut. Sections are
/// numbered and take turns: prose, code, tables, lists, CJK.
pub fn document(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    text.push_str("# A long answer\n\n");
    let mut number = 1_usize;
    while text.len() < bytes {
        section(&mut text, number);
        number += 1;
    }
    let end = (0..=bytes)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.truncate(end);
    text
}

/// Appends one section. Writing to a String cannot fail, so its result is let go.
fn section(text: &mut String, number: usize) {
    let _ = write!(text, "## Section {number}\n\n");
    match number % 6 {
        1 => {
            for sentence in 1..=6 {
                let _ = write!(
                    text,
                    "Sentence {sentence} of section {number} has **bold**, *italic*, \
                     ~~struck~~ and `inline_{number}_{sentence}` words, and a \
                     [link](https://example.com/{number}/{sentence}). "
                );
            }
            text.push_str("\n\n");
        }
        2 => {
            text.push_str("```rust\n");
            for line in 0..12 {
                let _ = writeln!(
                    text,
                    "    let value_{line}: u64 = {number} * {line} + compute(\"{number}-{line}\")?; \
                     // <not> & \"escaped\""
                );
            }
            text.push_str("```\n\n");
        }
        3 => {
            text.push_str("| Name | Count | Share | Note |\n|:---|---:|:---:|---|\n");
            for row in 1..=10 {
                let count = number * row;
                let _ = writeln!(
                    text,
                    "| row {row} | {count} | {row}0 % | `n_{count}` *fine* |"
                );
            }
            text.push('\n');
        }
        4 => {
            for item in 1..=6 {
                let _ = writeln!(text, "{item}. Step {item} of section {number}");
                let _ = writeln!(text, "   - a detail with **weight** {}", item * number);
                let _ = writeln!(text, "   - another, with `code`");
            }
            text.push('\n');
        }
        5 => {
            for sentence in 1..=5 {
                let _ = write!(
                    text,
                    "第{number}節の第{sentence}文です。ここには**太字**と`コード`が混ざります。\
                     这一段也有中文，标点是全角的。한국어 문장도 하나 있습니다。"
                );
            }
            text.push_str("\n\n");
        }
        _ => {
            let _ = write!(
                text,
                "> A quotation in section {number},\n> over two lines. 🦊\n\n"
            );
            let _ = write!(text, "```python\ndef section_{number}(x):\n");
            for line in 0..6 {
                let _ = writeln!(text, "    x = x * {line} + {number}  # größer");
            }
            text.push_str("    return x\n```\n\n---\n\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_its_length_and_everything_in_it() {
        let text = document(LENGTH);
        assert!(
            (LENGTH - 3..=LENGTH).contains(&text.len()),
            "{}",
            text.len()
        );
        assert_eq!(text, document(LENGTH));
        for part in [
            "```rust",
            "```python",
            "|---:|",
            "\n1. ",
            "   - ",
            "第5節",
            "> A quo",
            "**",
        ] {
            assert!(text.contains(part), "{part:?} is missing");
        }
    }

    #[test]
    fn any_length_is_cut_between_characters() {
        for bytes in 0..5_000 {
            let text = document(bytes);
            assert!(
                text.len() <= bytes && text.len() + 3 >= bytes,
                "{bytes}: {}",
                text.len()
            );
        }
    }
}
