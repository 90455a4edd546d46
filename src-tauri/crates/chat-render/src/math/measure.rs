//! Lengths in a formula's source.

use super::lex::{Input, Token};

/// Reads a length such as `1.5em`, `{-3mu}` or `2pt plus 1pt` (of which the first part counts), in
/// hundredths of an em.
pub(super) fn length(input: &mut Input<'_>) -> Option<i16> {
    let mut after = *input;
    if after.next() == Some(Token::Open) {
        let read = parse(after.group()?)?;
        *input = after;
        return Some(read);
    }
    input.skip_space();
    let sign = input.while_(|c| matches!(c, '-' | '+' | ' '));
    let number = input.while_(|c| c.is_ascii_digit() || c == '.');
    input.skip_space();
    let mut letters = 0;
    let unit = input.while_(|c| {
        letters += 1;
        letters <= 2 && c.is_ascii_alphabetic()
    });
    hundredths(sign, number, unit)
}

/// Reads a length that is all of a text, but for what may follow a space.
pub(super) fn parse(text: &str) -> Option<i16> {
    let text = text.trim();
    let unsigned = text.trim_start_matches(['-', '+', ' ']);
    let sign = text.strip_suffix(unsigned)?;
    let unit = unsigned.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = unsigned.strip_suffix(unit)?;
    hundredths(sign, number, unit.split_whitespace().next()?)
}

fn hundredths(sign: &str, number: &str, unit: &str) -> Option<i16> {
    // At ten points an em.
    let in_hundredths = match unit {
        "em" => 100.0,
        "ex" => 43.0,
        "mu" => 100.0 / 18.0,
        "pt" | "bp" => 10.0,
        "pc" => 120.0,
        "px" => 7.5,
        "mm" => 28.5,
        "cm" => 285.0,
        "in" => 723.0,
        _ => return None,
    };
    let number: f32 = number.parse().ok()?;
    let size = (number * in_hundredths).round().clamp(0.0, 1_000.0);
    #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
    let size = size as i16;
    Some(if sign.contains('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_hundredths_of_an_em() {
        for (text, wanted, rest) in [
            ("1em x", Some(100), Some(Token::Char("x"))),
            ("{-3mu}x", Some(-17), Some(Token::Char("x"))),
            (" 2.5 ptx", Some(25), Some(Token::Char("x"))),
            ("{1cm plus 2cm}", Some(285), None),
            ("99999999em", Some(1_000), None),
            ("{-1e9em}", None, None),
            ("1xy", None, None),
            ("em", None, None),
            ("", None, None),
        ] {
            let mut input = Input::new(text);
            assert_eq!(length(&mut input), wanted, "{text}");
            if wanted.is_some() {
                assert_eq!(input.next(), rest, "{text}");
            }
        }
    }
}
