//! Whether what stands between two single dollar signs is a formula, or money and shell variables.
//!
//! Pandoc's rule (<https://pandoc.org/MANUAL.html#math>): no space after the first sign, none
//! before the second, no digit after it. It lets some prices through; what the rest of this file
//! asks stops them. Must not know Markdown.

/// A sign and what is around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between<'t> {
    /// What is between.
    pub(super) inside: &'t str,
    /// What is after the second sign.
    pub(super) after: &'t str,
}

/// How much of what is before a sign counts, in bytes.
pub(super) const WORD: usize = 200;

/// Words that stand in formulas without a backslash.
const NAMES: [&str; 12] = [
    "mod", "sin", "cos", "tan", "log", "ln", "exp", "max", "min", "lim", "gcd", "det",
];

/// Whether a dollar sign can begin a formula. `before` need not be more than [`WORD`].
pub(super) fn can_open(before: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else {
        return false;
    };
    // A formula begins with no closing mark, a path does with a slash.
    if next.is_whitespace() || "\"'”’)]},.;:!?/*$".contains(next) {
        return false;
    }
    let glued = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphanumeric());
    // `5$\mu$m` is a formula, `US$5` and `a$b` are not.
    if glued && !(next == '\\' || next == '^' || next == '_') {
        return false;
    }
    !in_address(before)
}

/// Whether the word that ends here is an address.
fn in_address(before: &str) -> bool {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    word.contains("://") || word.contains("www.")
}

/// Whether this is a formula, once [`can_open`] holds.
pub(super) fn is_formula(Between { inside, after }: Between<'_>) -> bool {
    if inside.is_empty() || inside.ends_with(char::is_whitespace) {
        return false;
    }
    let next = after.chars().next();
    if next.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    if inside.contains(['\\', '^']) {
        return true;
    }
    if next == Some('{') || is_name(inside, after) {
        return false;
    }
    !is_prose(inside)
}

/// Whether this reads like a shell variable and what separates it from the next: `HOME/`, `a:`.
/// Of `n`, "th" and "s" are endings.
fn is_name(inside: &str, after: &str) -> bool {
    let after = after
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let name = inside.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != ')');
    let word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let ending = after == "s" || after.len() > 1;
    let letter = name == inside && name.len() < 2;
    !after.is_empty() && word && !(letter && ending)
}

/// Whether words show that this is no formula: two of them, or one after an amount.
///
/// Used for `$$…$$` as well. A backslash shows that it is one.
pub(super) fn is_prose(inside: &str) -> bool {
    if inside.contains('\\') {
        return false;
    }
    if inside.contains(['€', '£', '¥']) || inside.contains("://") {
        return true;
    }
    let words = inside
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| word.chars().nth(1).is_some() && !NAMES.contains(word));
    let amount = inside.starts_with(|c: char| c.is_ascii_digit());
    let signs = inside.contains(['=', '^', '_', '{', '<', '>', '+', '≤', '≥', '×', '→']);
    match words.take(2).count() {
        0 => false,
        1 => amount && (!signs || is_unit(inside)),
        _ => amount || !signs,
    }
}

/// Whether an amount is followed at once by what money is counted in: `5k`, `3.5bn`.
fn is_unit(inside: &str) -> bool {
    let unit = inside.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let word = unit.split(|c: char| !c.is_alphabetic()).next();
    matches!(
        word,
        Some("bn" | "mn" | "mm" | "USD" | "million" | "billion")
    )
}
