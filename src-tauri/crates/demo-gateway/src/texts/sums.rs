//! Small sums: finds one `N op N` in a question and works it out exactly. No model, no guess.

use std::fmt;

/// Digits after the point at most, in numbers and in quotients.
const MAX_SCALE: u32 = 9;
/// Larger numbers are declined, so that no step can overflow.
const MAX_DIGITS: usize = 15;

/// A decimal number: `units` divided by ten to the power of `scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    units: i128,
    scale: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    DividedBy,
}

/// What came out of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The sum in plain signs, as `2 + 2`.
    pub question: String,
    /// The result, as `4`; `None` for a division by zero.
    pub result: Option<String>,
    /// Whether the result is exact: a quotient may have to be cut.
    pub exact: bool,
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.result, self.exact) {
            (Some(result), true) => write!(f, "{} = {result}", self.question),
            (Some(result), false) => write!(f, "{} ≈ {result}", self.question),
            (None, _) => write!(
                f,
                "{} has no result: nothing can be divided by 0",
                self.question
            ),
        }
    }
}

struct Found {
    sum: Sum,
    /// Written without spaces with a sign that dates, ranges and sizes have as well (`3-4 days`).
    tight: bool,
}

/// Works out the one sum of a question; `None` when there is none, or more than `N op N`.
pub fn work_out(question: &str) -> Option<Sum> {
    let characters: Vec<char> = question.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let after_word = at > 0 && characters.get(at - 1).is_some_and(|c| is_part(*c));
        if !after_word && let Some((sum, end)) = sum_at(&characters, at) {
            // `1 + 2 + 3` or `2026-11-22`: more than this program claims to do.
            let goes_on = operator_at(&characters, end).is_some();
            let said_more = characters.iter().skip(end).any(|c| c.is_alphanumeric());
            let doubtful = sum.tight && said_more;
            return if goes_on || doubtful {
                None
            } else {
                Some(sum.sum)
            };
        }
        at += 1;
    }
    None
}

/// Whether a number that follows this character is only the rest of something longer.
fn is_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | ',' | '_' | '-' | '−' | '/' | ':')
}

fn sum_at(text: &[char], start: usize) -> Option<(Found, usize)> {
    let (left, at) = number_at(text, start)?;
    let tight = matches!(text.get(at), Some('-' | '–' | '/' | 'x' | 'X'));
    let (operator, at) = operator_at(text, at)?;
    let (right, end) = number_at(text, skip_spaces(text, at))?;
    if text
        .get(end)
        .is_some_and(|c| c.is_alphanumeric() || *c == '_')
    {
        return None;
    }
    let sign = match operator {
        Operator::Plus => "+",
        Operator::Minus => "−",
        Operator::Times => "×",
        Operator::DividedBy => "÷",
    };
    let (result, exact) = match operator {
        Operator::Plus => (Some(add(left, right)), true),
        Operator::Minus => (
            Some(add(
                left,
                Decimal {
                    units: -right.units,
                    ..right
                },
            )),
            true,
        ),
        Operator::Times => (
            Some(Decimal {
                units: left.units * right.units,
                scale: left.scale + right.scale,
            }),
            true,
        ),
        Operator::DividedBy => divide(left, right),
    };
    let question = format!("{left} {sign} {right}");
    let sum = Sum {
        question,
        result: result.map(|result| result.to_string()),
        exact,
    };
    Some((Found { sum, tight }, end))
}

fn number_at(text: &[char], start: usize) -> Option<(Decimal, usize)> {
    let negative = matches!(text.get(start), Some('-' | '−'));
    let mut at = start + usize::from(negative);
    let (mut units, mut scale, mut digits, mut point) = (0_i128, 0, 0, false);
    loop {
        match text.get(at) {
            Some(digit) if digit.is_ascii_digit() => {
                digits += 1;
                scale += u32::from(point);
                units = units * 10 + i128::from(digit.to_digit(10)?);
            }
            Some('.') if !point && text.get(at + 1).is_some_and(char::is_ascii_digit) => {
                point = true;
            }
            _ => break,
        }
        if digits > MAX_DIGITS || scale > MAX_SCALE {
            return None;
        }
        at += 1;
    }
    let units = if negative { -units } else { units };
    (digits > 0).then_some((Decimal { units, scale }, at))
}

/// The operator that follows, and where it ends: a sign with a number after it, or a word.
fn operator_at(text: &[char], start: usize) -> Option<(Operator, usize)> {
    let at = skip_spaces(text, start);
    let rest: String = text
        .iter()
        .skip(at)
        .take(12)
        .collect::<String>()
        .to_lowercase();
    let words = [
        ("plus ", Operator::Plus),
        ("minus ", Operator::Minus),
        ("times ", Operator::Times),
        ("divided by ", Operator::DividedBy),
    ];
    if let Some((word, operator)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
        return (at > start).then_some((*operator, at + word.chars().count()));
    }
    let operator = match text.get(at)? {
        '+' => Operator::Plus,
        '-' | '−' | '–' => Operator::Minus,
        '*' | '×' | '·' | 'x' | 'X' => Operator::Times,
        '/' | '÷' => Operator::DividedBy,
        _ => return None,
    };
    let next = text.get(skip_spaces(text, at + 1));
    let number_follows = next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '−'));
    number_follows.then_some((operator, at + 1))
}

fn skip_spaces(text: &[char], start: usize) -> usize {
    start + text.iter().skip(start).take_while(|c| **c == ' ').count()
}

fn add(left: Decimal, right: Decimal) -> Decimal {
    let scale = left.scale.max(right.scale);
    let units = |number: Decimal| number.units * 10_i128.pow(scale - number.scale);
    Decimal {
        units: units(left) + units(right),
        scale,
    }
}

fn divide(left: Decimal, right: Decimal) -> (Option<Decimal>, bool) {
    let dividend = left.units * 10_i128.pow(right.scale + MAX_SCALE);
    let divisor = right.units * 10_i128.pow(left.scale);
    match dividend.checked_div(divisor) {
        None => (None, true),
        Some(units) => {
            let exact = units * divisor == dividend;
            (
                Some(Decimal {
                    units,
                    scale: MAX_SCALE,
                }),
                exact,
            )
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let unit = 10_u128.pow(self.scale);
        let (whole, part) = (
            self.units.unsigned_abs() / unit,
            self.units.unsigned_abs() % unit,
        );
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{part:0width$}", width = self.scale as usize);
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_found_and_worked_out_exactly() {
        for (question, answer) in [
            ("What is 2+2?", "2 + 2 = 4"),
            ("what's 2 + 2", "2 + 2 = 4"),
            ("2 plus 2", "2 + 2 = 4"),
            ("12 * 12 =", "12 × 12 = 144"),
            ("How much is 7 x 8?", "7 × 8 = 56"),
            ("10 - 12", "10 − 12 = -2"),
            ("-3 - -4", "-3 − -4 = 1"),
            ("1.5 + 2.25", "1.5 + 2.25 = 3.75"),
            ("0.1+0.2?", "0.1 + 0.2 = 0.3"),
            ("9 / 2", "9 ÷ 2 = 4.5"),
            ("9 divided by 3.", "9 ÷ 3 = 3"),
            ("1 ÷ 3", "1 ÷ 3 ≈ 0.333333333"),
            ("1/0", "1 ÷ 0 has no result: nothing can be divided by 0"),
            (
                "999999999999999 * 999999999999999",
                "999999999999999 × 999999999999999 = 999999999999998000000000000001",
            ),
        ] {
            let sum = work_out(question).unwrap_or_else(|| panic!("no sum in {question:?}"));
            assert_eq!(sum.to_string(), answer, "{question:?}");
        }
    }

    #[test]
    fn what_is_no_single_sum_is_left_alone() {
        for question in [
            "",
            "Hello",
            "What is 2?",
            "1 + 2 + 3",
            "The 2026-11-22 release",
            "version 1.2.3 + 4",
            "It takes 3-4 days",
            "on 10/11 at 10:30",
            "a 1920x1080 screen",
            "GPT-4 + 5",
            "GPT-4 and 5",
            "2 + x",
            "2 + 2nd",
            "room a2+2",
            "1234567890123456 + 1",
            "0.1234567890 + 1",
        ] {
            assert_eq!(work_out(question), None, "{question:?}");
        }
    }
}
