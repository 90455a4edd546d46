//! What commands do: a closed list. One that is not on it makes the formula fail, which then shows
//! its source; nothing is expanded, defined or fetched.

use super::Fault;
use super::construct::{fenced, fraction};
use super::delimiter;
use super::letters::{argument_font, switched_font};
use super::parse::{Limits, Nucleus, Parser, Style, sized};
use super::part::{group, space};
use super::row::{Atom, Class, parts};
use super::sign;
use super::text;

impl Parser<'_> {
    /// A command that changes the rest of its row: gives that rest.
    pub(super) fn switch(
        &mut self,
        name: &str,
        style: Style,
        atoms: &mut Vec<Atom>,
    ) -> Result<Option<Vec<Atom>>, Fault> {
        let size = match name {
            "displaystyle" => Some((true, 0)),
            "textstyle" => Some((false, 0)),
            "scriptstyle" => Some((false, 1)),
            "scriptscriptstyle" => Some((false, 2)),
            _ => None,
        };
        let font = switched_font(name);
        let halves = match name {
            "over" => Some((true, None)),
            "atop" => Some((false, None)),
            "choose" => Some((false, Some(("(", ")")))),
            "brace" => Some((false, Some(("{", "}")))),
            "brack" => Some((false, Some(("[", "]")))),
            _ => None,
        };
        if size.is_none() && font.is_none() && halves.is_none() {
            return Ok(None);
        }
        self.input.next();
        if let Some(font) = font {
            return self.row(style.font(font)).map(Some);
        }
        let rest = self.row(style)?;
        let rest = parts(rest, style.script);
        let node = match (size, halves) {
            (Some((display, level)), _) => sized(display, level, rest),
            (None, Some((line, fences))) => {
                let above = parts(std::mem::take(atoms), style.script);
                let halves = fraction(group(above), group(rest), line);
                fenced(fences, halves)
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(vec![Atom::ordinary(node)]))
    }

    /// A command that is no symbol; none where it draws nothing.
    pub(super) fn command(&mut self, name: &str, style: Style) -> Result<Option<Nucleus>, Fault> {
        if let Some(width) = sign::space_width(name) {
            return Ok(Some(Atom::new(Class::Space, space(width)).into()));
        }
        if let Some(accent) = sign::accent(name) {
            return self.accented(accent, style).map(Some);
        }
        if let Some(arrow) = sign::long_arrow(name) {
            return self.long_arrow(arrow, style).map(|atom| Some(atom.into()));
        }
        if let Some(font) = argument_font(name) {
            let node = self.argument(style.font(font))?.node;
            return Ok(Some(Atom::ordinary(node).into()));
        }
        if let Some(font) = text::font(name) {
            let node = text::read(self, font)?;
            return Ok(Some(Atom::ordinary(node).into()));
        }
        if let Some(size) = delimiter::delimiter_size(name) {
            return self
                .sized_delimiter(name, size)
                .map(|atom| Some(atom.into()));
        }
        if let Some(class) = forced_class(name) {
            let node = self.argument(style)?.node;
            let limits = if class == Class::Operator {
                Limits::Movable
            } else {
                Limits::Beside
            };
            let atom = Atom::new(class, node);
            return Ok(Some(Nucleus { atom, limits }));
        }
        self.construct(name, style)
    }
}

/// Commands that say what their argument is to its neighbours.
fn forced_class(name: &str) -> Option<Class> {
    Some(match name {
        "mathord" => Class::Ordinary,
        "mathop" => Class::Operator,
        "mathbin" => Class::Binary,
        "mathrel" => Class::Relation,
        "mathopen" => Class::Open,
        "mathclose" => Class::Close,
        "mathpunct" => Class::Punctuation,
        "mathinner" => Class::Inner,
        _ => return None,
    })
}
