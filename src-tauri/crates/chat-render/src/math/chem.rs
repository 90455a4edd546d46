//! Chemical formulas and equations: `\ce{2H2 + O2 -> 2H2O}`.
//!
//! What answers use of `mhchem` (<https://mhchem.github.io/MathJax-mhchem/>): elements, numbers,
//! charges, isotopes, arrows with words, bonds, states. Anything else shows its source.

use super::Fault;
use super::part::{fixed, group, number, operator, part, space, upright, words};
use super::row::{Atom, Class, parts};
use chat_core::blocks::{MathAttributes, MathTag, Node};

/// Arrows, the longer ones first.
const ARROWS: [(&str, &str); 6] = [
    ("<=>", "⇌"),
    ("<->", "↔"),
    ("-->", "⟶"),
    ("->", "→"),
    ("<-", "←"),
    ("=>", "⇒"),
];

/// What is read of a formula.
#[derive(Debug, Default)]
struct Reader {
    atoms: Vec<Atom>,
    /// What numbers and charges belong to.
    base: Option<Node>,
    below: String,
    above: String,
}

/// Reads what is in the braces of `\ce`.
pub(super) fn read(source: &str) -> Result<Node, Fault> {
    let mut reader = Reader::default();
    let mut rest = source.trim();
    while !rest.is_empty() {
        rest = reader.next(rest)?;
    }
    reader.end();
    Ok(group(parts(reader.atoms, false)))
}

impl Reader {
    /// Reads on; gives what is left.
    fn next<'s>(&mut self, rest: &'s str) -> Result<&'s str, Fault> {
        if let Some((arrow, after)) = ARROWS
            .into_iter()
            .find_map(|(typed, drawn)| Some((drawn, rest.strip_prefix(typed)?)))
        {
            self.end();
            return Ok(self.arrow(arrow, after));
        }
        let c = rest.chars().next().unwrap_or_default();
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            ' ' | '\n' | '\t' => {
                self.end();
                return Ok(self.alone(after.trim_start()));
            }
            '0'..='9' => {
                // After an element a full stop begins what crystallises with it.
                let point = self.base.is_none();
                let end = rest.find(|c: char| !(c.is_ascii_digit() || (point && c == '.')));
                let (digits, after) = rest
                    .split_at_checked(end.unwrap_or(rest.len()))
                    .unwrap_or((rest, ""));
                if self.base.is_some() {
                    self.below.push_str(digits);
                } else {
                    self.push(Class::Ordinary, number(digits));
                    self.push(Class::Space, space(17));
                }
                return Ok(after);
            }
            '^' | '_' => {
                let (script, after) = script(after, c == '^').ok_or(Fault::Argument)?;
                let into = if c == '^' {
                    &mut self.above
                } else {
                    &mut self.below
                };
                into.push_str(&script.replace('-', "−"));
                return Ok(after);
            }
            '+' | '-' if self.base.is_some() && ends_term(after) => {
                self.above.push(if c == '+' { '+' } else { '−' });
            }
            'A'..='Z' => {
                self.end();
                let small = after.find(|c: char| !c.is_ascii_lowercase());
                let end = c.len_utf8() + small.unwrap_or(after.len());
                let (element, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                self.base = Some(upright(element));
                return Ok(after);
            }
            'a'..='z' | 'α'..='ω' => {
                self.end();
                self.base = Some(upright(c.encode_utf8(&mut [0; 4])));
            }
            '(' | '[' => {
                self.end();
                self.push(Class::Open, fixed(if c == '(' { "(" } else { "[" }));
            }
            ')' | ']' => {
                self.end();
                self.base = Some(fixed(if c == ')' { ")" } else { "]" }));
            }
            '.' | '*' | '·' => self.sign(Class::Binary, "⋅"),
            '-' => self.sign(Class::Ordinary, "−"),
            '=' => self.sign(Class::Ordinary, "="),
            '#' => self.sign(Class::Ordinary, "≡"),
            '+' => self.sign(Class::Binary, "+"),
            ',' => self.sign(Class::Punctuation, ","),
            _ => return Err(Fault::Command),
        }
        Ok(after)
    }

    /// What means something else between spaces: signs, and what leaves as gas or falls out.
    fn alone<'s>(&mut self, rest: &'s str) -> &'s str {
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let (class, text) = match word {
            "+" => (Class::Binary, "+"),
            "^" => (Class::Ordinary, "↑"),
            "v" => (Class::Ordinary, "↓"),
            _ => return rest,
        };
        self.sign(class, text);
        after
    }

    /// An arrow with what is written above and below it.
    fn arrow<'s>(&mut self, arrow: &str, rest: &'s str) -> &'s str {
        let stretchy = MathAttributes {
            stretchy: Some(true),
            ..MathAttributes::default()
        };
        let mut children = vec![operator(arrow, stretchy)];
        let (above, rest) = label(rest);
        let (below, rest) = label(rest);
        let padded = |says: &str| part(MathTag::Mrow, vec![space(40), words(says), space(40)]);
        let tag = match (above, below) {
            (None, _) => {
                self.push(Class::Relation, operator(arrow, MathAttributes::default()));
                return rest;
            }
            (Some(above), None) => {
                children.push(padded(above));
                MathTag::Mover
            }
            (Some(above), Some(below)) => {
                children.extend([padded(below), padded(above)]);
                MathTag::Munderover
            }
        };
        self.push(Class::Relation, part(tag, children));
        rest
    }

    fn sign(&mut self, class: Class, text: &str) {
        self.end();
        let mut node = fixed(text);
        if class == Class::Ordinary {
            super::row::close_up(&mut node);
        }
        self.push(class, node);
    }

    fn push(&mut self, class: Class, node: Node) {
        self.atoms.push(Atom::new(class, node));
    }

    /// Ends what numbers and charges belong to.
    fn end(&mut self) {
        let below = std::mem::take(&mut self.below);
        let above = std::mem::take(&mut self.above);
        let base = self.base.take();
        if base.is_none() && below.is_empty() && above.is_empty() {
            return;
        }
        let base = base.unwrap_or_else(|| group(Vec::new()));
        let node = match (below.as_str(), above.as_str()) {
            ("", "") => base,
            (below, "") => part(MathTag::Msub, vec![base, number(below)]),
            ("", above) => part(MathTag::Msup, vec![base, number(above)]),
            (below, above) => part(MathTag::Msubsup, vec![base, number(below), number(above)]),
        };
        self.push(Class::Ordinary, node);
    }
}

/// Whether nothing follows that a bond would lead to.
fn ends_term(after: &str) -> bool {
    after.is_empty() || after.starts_with([' ', ')', ']', '+', '-'])
}

/// `{2+}` or `2+` after `^`, `{n}` or `2` after `_`.
fn script(after: &str, charge: bool) -> Option<(&str, &str)> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
    if let Some(inside) = after.strip_prefix('{') {
        let (script, after) = inside.split_once('}')?;
        return (!script.is_empty() && script.chars().all(plain)).then_some((script, after));
    }
    let letter = usize::from(after.starts_with(|c: char| c.is_ascii_alphabetic()));
    let end = after
        .find(|c: char| !(c.is_ascii_digit() || (charge && matches!(c, '+' | '-'))))
        .map(|end| end.max(letter));
    let (script, after) = after.split_at_checked(end.unwrap_or(after.len()))?;
    (!script.is_empty()).then_some((script, after))
}

/// `[words]` at an arrow.
fn label(rest: &str) -> (Option<&str>, &str) {
    let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match inside {
        Some((label, after)) if !label.contains(['\\', '{', '$']) => (Some(label), after),
        Some(_) | None => (None, rest),
    }
}
