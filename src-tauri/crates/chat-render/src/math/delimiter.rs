//! Delimiters that grow with what is between them, or are of one size.

use super::Fault;
use super::lex::Token;
use super::parse::{Parser, Style};
use super::part::{operator, part, space};
use super::row::{Atom, Class, parts};
use super::symbols::{self, Kind, Symbol};
use chat_core::blocks::{MathAttributes, MathForm, MathLength, MathTag, Node};

impl Parser<'_> {
    /// `\left( … \right)`, both of which grow with what is between.
    pub(super) fn left_right(&mut self, style: Style) -> Result<Atom, Fault> {
        let opens = self.delimiter()?;
        let inner = self.row(style)?;
        if !self.input.take(Token::Command("right")) {
            return Err(Fault::Unbalanced);
        }
        let closes = self.delimiter()?;
        let mut row = Vec::new();
        row.extend(opens.map(open));
        row.extend(parts(inner, style.script));
        row.extend(closes.map(close));
        Ok(Atom::new(Class::Inner, part(MathTag::Mrow, row)))
    }

    /// A delimiter, or none for a full stop.
    pub(super) fn delimiter(&mut self) -> Result<Option<&'static str>, Fault> {
        let symbol = match self.input.next() {
            Some(Token::Char(".")) => return Ok(None),
            Some(Token::Char("<")) => return Ok(Some("⟨")),
            Some(Token::Char(">")) => return Ok(Some("⟩")),
            Some(Token::Char("/")) => return Ok(Some("/")),
            Some(Token::Char(c)) => symbols::character(c),
            Some(Token::Command(name)) => symbols::command(name),
            Some(Token::Open | Token::Close | Token::Above | Token::Below | Token::Align)
            | None => None,
        };
        symbol
            .filter(|symbol| is_delimiter(*symbol))
            .map(|symbol| Some(symbol.text))
            .ok_or(Fault::Argument)
    }

    pub(super) fn sized_delimiter(&mut self, name: &str, size: i16) -> Result<Atom, Fault> {
        let Some(text) = self.delimiter()? else {
            return Ok(Atom::new(Class::Space, space(0)));
        };
        let class = match name.chars().last() {
            Some('l') => Class::Open,
            Some('r') => Class::Close,
            Some('m') => Class::Relation,
            Some(_) | None => Class::Ordinary,
        };
        Ok(Atom::new(class, of_size(text, size)))
    }
}

/// How tall a command such as `\Big` makes a delimiter, in hundredths of an em.
pub(super) fn delimiter_size(name: &str) -> Option<i16> {
    Some(match name {
        "big" | "bigl" | "bigr" | "bigm" => 120,
        "Big" | "Bigl" | "Bigr" | "Bigm" => 180,
        "bigg" | "biggl" | "biggr" | "biggm" => 240,
        "Bigg" | "Biggl" | "Biggr" | "Biggm" => 300,
        _ => return None,
    })
}

/// Whether a symbol may stand after `\left`.
pub(super) fn is_delimiter(symbol: Symbol) -> bool {
    match symbol.kind {
        Kind::Open | Kind::Close | Kind::Fence => symbol.text != "!",
        Kind::Arrow => matches!(symbol.text, "↑" | "↓" | "↕" | "⇑" | "⇓" | "⇕"),
        Kind::Ordinary => symbol.text == "\\",
        Kind::Relation => matches!(symbol.text, "∣" | "∥"),
        Kind::Binary
        | Kind::Large
        | Kind::Integral
        | Kind::Punctuation
        | Kind::Function
        | Kind::Limit => false,
    }
}

/// A delimiter that opens and grows.
pub(super) fn open(text: &str) -> Node {
    growing(text, MathForm::Prefix)
}

/// A delimiter that closes and grows.
pub(super) fn close(text: &str) -> Node {
    growing(text, MathForm::Postfix)
}

fn growing(text: &str, form: MathForm) -> Node {
    let attributes = MathAttributes {
        form: Some(form),
        stretchy: Some(true),
        symmetric: Some(true),
        ..MathAttributes::default()
    };
    operator(text, attributes)
}

/// A delimiter that grows between others.
pub(super) fn between(text: &str) -> Node {
    let attributes = MathAttributes {
        form: Some(MathForm::Infix),
        stretchy: Some(true),
        symmetric: Some(true),
        lspace: Some(MathLength::hundredths(5)),
        rspace: Some(MathLength::hundredths(5)),
        ..MathAttributes::default()
    };
    operator(text, attributes)
}

/// A delimiter of one size.
pub(super) fn of_size(text: &str, size: i16) -> Node {
    let size = Some(MathLength::hundredths(size));
    let none = Some(MathLength::default());
    let attributes = MathAttributes {
        stretchy: Some(true),
        symmetric: Some(true),
        minsize: size,
        maxsize: size,
        lspace: none,
        rspace: none,
        ..MathAttributes::default()
    };
    operator(text, attributes)
}
