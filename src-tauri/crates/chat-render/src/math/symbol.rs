//! Single characters and symbols as atoms: letters in their alphabet, numbers, signs.

use super::letters::Font;
use super::parse::{Limits, Nucleus, Parser, Style};
use super::part::{fixed, letter, number, operator, upright, words};
use super::row::{Atom, Class, close_up};
use super::symbols::{self, Kind, Symbol};
use chat_core::blocks::{MathAttributes, MathForm, MathLength, Node};

impl<'s> Parser<'s> {
    pub(super) fn character(&mut self, c: &'s str, style: Style, single: bool) -> Nucleus {
        let mut text = c.to_owned();
        let first = c.chars().next().unwrap_or_default();
        let node = match first {
            '0'..='9' | '.' if first != '.' || self.input.digit_follows() => {
                if !single {
                    self.rest_of_number(&mut text);
                }
                number(&mapped(&text, style))
            }
            'a'..='z' | 'A'..='Z' => {
                if style.font.is_some_and(joins) && !single {
                    text.push_str(self.input.while_(|c| c.is_ascii_alphabetic()));
                }
                in_font(&text, style)
            }
            '~' => words(" "),
            '/' => {
                let mut slash = operator(c, MathAttributes::default());
                close_up(&mut slash);
                slash
            }
            _ => match symbols::character(c) {
                Some(symbol) => return self.symbol(symbol, style),
                None => self.other(c, single),
            },
        };
        Atom::ordinary(node).into()
    }

    /// `12`, `3.14`, `1{,}000`: a comma alone separates numbers.
    fn rest_of_number(&mut self, text: &mut String) {
        loop {
            text.push_str(self.input.while_(|c| c.is_ascii_digit()));
            let mut after = self.input;
            let mark = if after.take_text(".") {
                "."
            } else if after.take_text("{,}") {
                ","
            } else {
                return;
            };
            if !after.digit_follows() {
                return;
            }
            text.push_str(mark);
            self.input = after;
        }
    }

    /// Characters that mean nothing in particular: words of other scripts, pictures.
    fn other(&mut self, c: &str, single: bool) -> Node {
        let alphabetic = c.chars().all(char::is_alphanumeric);
        if !alphabetic || single {
            return if alphabetic { letter(c) } else { words(c) };
        }
        let more = self
            .input
            .while_(|c| !c.is_ascii() && c.is_alphanumeric() && !is_symbol(c));
        if more.is_empty() {
            letter(c)
        } else {
            words(&format!("{c}{more}"))
        }
    }

    pub(super) fn symbol(&mut self, symbol: Symbol, style: Style) -> Nucleus {
        let Symbol { kind, text } = symbol;
        let plain = |text| operator(text, MathAttributes::default());
        let (class, node) = match kind {
            Kind::Ordinary => (Class::Ordinary, in_font(text, style)),
            Kind::Binary => (Class::Binary, plain(text)),
            Kind::Relation if text == ":" && self.input.take_text("=") => {
                (Class::Relation, plain(":="))
            }
            Kind::Arrow if is_upright_arrow(text) => (Class::Relation, fixed(text)),
            Kind::Relation | Kind::Arrow => (Class::Relation, plain(text)),
            Kind::Large | Kind::Integral => (Class::Operator, plain(text)),
            Kind::Open => (Class::Open, fixed(text)),
            Kind::Close if text == "!" => (Class::Close, plain(text)),
            Kind::Close => (Class::Close, fixed(text)),
            Kind::Fence => (Class::Bar, bar(text)),
            Kind::Punctuation if text == ":" => (Class::Punctuation, colon()),
            Kind::Punctuation => (Class::Punctuation, plain(text)),
            Kind::Function => (Class::Function, letter(text)),
            Kind::Limit => (Class::Function, limit_name(text)),
        };
        let limits = match kind {
            Kind::Large | Kind::Limit => Limits::Movable,
            Kind::Ordinary
            | Kind::Binary
            | Kind::Relation
            | Kind::Arrow
            | Kind::Integral
            | Kind::Open
            | Kind::Close
            | Kind::Fence
            | Kind::Punctuation
            | Kind::Function => Limits::Beside,
        };
        let atom = Atom::new(class, node);
        Nucleus { atom, limits }
    }
}

fn is_symbol(c: char) -> bool {
    symbols::character(c.encode_utf8(&mut [0; 4])).is_some()
}

/// Whether several letters of the alphabet are one word.
fn joins(font: Font) -> bool {
    match font {
        Font::Upright | Font::Bold | Font::Sans | Font::Mono => true,
        Font::Italic | Font::BoldItalic | Font::Script | Font::Fraktur | Font::Double => false,
    }
}

fn mapped(text: &str, style: Style) -> String {
    match style.font {
        Some(font) => text.chars().map(|c| font.letter(c)).collect(),
        None => text.to_owned(),
    }
}

/// A letter or sign in the alphabet in use. Greek capitals are upright by themselves.
fn in_font(text: &str, style: Style) -> Node {
    let greek_capital = text.chars().all(|c| matches!(c, 'Α'..='Ω' | '∇'));
    match style.font {
        Some(Font::Upright) => upright(text),
        None if greek_capital => upright(text),
        Some(_) | None => letter(&mapped(text, style)),
    }
}

/// These would grow as tall as their row.
fn is_upright_arrow(text: &str) -> bool {
    matches!(text, "↑" | "↓" | "↕" | "⇑" | "⇓" | "⇕")
}

/// A bar that may open or close: no space at either side.
fn bar(text: &str) -> Node {
    let attributes = MathAttributes {
        form: Some(MathForm::Prefix),
        stretchy: Some(false),
        ..MathAttributes::default()
    };
    operator(text, attributes)
}

/// A colon as in "f: A → B", which is no relation.
fn colon() -> Node {
    let attributes = MathAttributes {
        lspace: Some(MathLength::default()),
        rspace: Some(MathLength::hundredths(28)),
        ..MathAttributes::default()
    };
    operator(":", attributes)
}

/// A function's name that can have its limit below.
pub(super) fn limit_name(text: &str) -> Node {
    let attributes = MathAttributes {
        movablelimits: Some(true),
        lspace: Some(MathLength::default()),
        rspace: Some(MathLength::default()),
        ..MathAttributes::default()
    };
    operator(text, attributes)
}
