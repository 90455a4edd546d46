//! Reads a formula: atoms, groups, and what is above and below them.
//!
//! Bounded in depth, and every step takes a word: linear in the source. What commands do is in
//! `command`, tables are in `table`.

use super::Fault;
use super::letters::Font;
use super::lex::{Input, Token};
use super::part::{change_operator, group, part, styled};
use super::prime::primed;
use super::row::{Atom, Class, close_up, parts};
use super::symbols;
use chat_core::blocks::{MathAttributes, MathTag, Node};

/// Deepest nesting of groups and arguments that is read.
const MAX_NESTING: u32 = 40;

/// What holds for a row and what is within.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// The alphabet, when it is not the usual.
    pub(super) font: Option<Font>,
    /// Whether it is drawn small.
    pub(super) script: bool,
}

impl Style {
    fn small(self) -> Self {
        Self {
            script: true,
            ..self
        }
    }

    pub(super) fn font(self, font: Font) -> Self {
        Self {
            font: Some(font),
            ..self
        }
    }
}

/// Where what is above and below an atom goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limits {
    /// Beside it.
    Beside,
    /// Above and below it in a formula on lines of its own, else beside it.
    Movable,
    /// Above and below it.
    Always,
}

/// An atom without what is above and below it.
#[derive(Debug)]
pub(super) struct Nucleus {
    pub(super) atom: Atom,
    pub(super) limits: Limits,
}

impl From<Atom> for Nucleus {
    fn from(atom: Atom) -> Self {
        let limits = Limits::Beside;
        Self { atom, limits }
    }
}

/// A formula that is being read.
#[derive(Debug)]
pub(super) struct Parser<'s> {
    pub(super) input: Input<'s>,
    nesting: u32,
}

impl<'s> Parser<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            input: Input::new(source),
            nesting: 0,
        }
    }

    /// A parser of a formula within the words of this one.
    pub(super) fn within<'i>(&self, source: &'i str) -> Parser<'i> {
        Parser {
            input: Input::new(source),
            nesting: self.nesting,
        }
    }

    /// Goes one level down.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.nesting >= MAX_NESTING {
            return Err(Fault::Deep);
        }
        self.nesting += 1;
        let read = read(self);
        self.nesting -= 1;
        read
    }

    /// The atoms up to the end of a group, cell or row, or of the formula.
    pub(super) fn row(&mut self, style: Style) -> Result<Vec<Atom>, Fault> {
        self.nested(|parser| parser.atoms(style))
    }

    fn atoms(&mut self, style: Style) -> Result<Vec<Atom>, Fault> {
        let mut atoms = Vec::new();
        while let Some(token) = self.input.peek() {
            match token {
                Token::Close
                | Token::Align
                | Token::Command("\\" | "cr" | "newline" | "end" | "right") => break,
                Token::Command(name) => {
                    if let Some(rest) = self.switch(name, style, &mut atoms)? {
                        atoms.extend(rest);
                        break;
                    }
                    atoms.extend(self.atom(style)?);
                }
                Token::Open | Token::Above | Token::Below | Token::Char(_) => {
                    atoms.extend(self.atom(style)?);
                }
            }
        }
        Ok(atoms)
    }

    /// The parts of a row that ends where the source does.
    pub(super) fn whole(&mut self, style: Style) -> Result<Vec<Node>, Fault> {
        let atoms = self.row(style)?;
        match self.input.next() {
            None => Ok(parts(atoms, style.script)),
            Some(_) => Err(Fault::Unbalanced),
        }
    }

    /// A group whose brace is read, as one part.
    fn group(&mut self, style: Style) -> Result<Atom, Fault> {
        let mut atoms = self.row(style)?;
        if self.input.next() != Some(Token::Close) {
            return Err(Fault::Unbalanced);
        }
        match atoms.pop() {
            Some(only) if atoms.is_empty() => Ok(only),
            last => {
                atoms.extend(last);
                Ok(Atom::ordinary(group(parts(atoms, style.script))))
            }
        }
    }

    /// What a command applies to: a group, or one character or command.
    pub(super) fn argument(&mut self, style: Style) -> Result<Atom, Fault> {
        self.nested(|parser| match parser.input.next() {
            Some(Token::Open) => parser.group(style),
            Some(token) => Ok(parser
                .nucleus(token, style, true)?
                .ok_or(Fault::Argument)?
                .atom),
            None => Err(Fault::Argument),
        })
    }

    /// The text of a group that follows.
    pub(super) fn raw(&mut self) -> Result<&'s str, Fault> {
        match self.input.next() {
            Some(Token::Open) => self.input.group().ok_or(Fault::Unbalanced),
            Some(Token::Char(c)) => Ok(c),
            Some(_) | None => Err(Fault::Argument),
        }
    }

    /// One atom with what is above and below it; none where a command draws nothing.
    fn atom(&mut self, style: Style) -> Result<Option<Atom>, Fault> {
        let nucleus = match self.input.peek() {
            None => return Ok(None),
            Some(Token::Above | Token::Below | Token::Char("'")) => {
                Some(Atom::ordinary(group(Vec::new())).into())
            }
            Some(token) => {
                self.input.next();
                self.nucleus(token, style, false)?
            }
        };
        match nucleus {
            Some(nucleus) => self.scripts(nucleus, style).map(Some),
            None => Ok(None),
        }
    }

    /// Reads one word and what it takes. `single`: of a number, only one digit.
    fn nucleus(
        &mut self,
        token: Token<'s>,
        style: Style,
        single: bool,
    ) -> Result<Option<Nucleus>, Fault> {
        match token {
            Token::Open => {
                let Atom { mut node, .. } = self.group(style)?;
                close_up(&mut node);
                Ok(Some(Atom::ordinary(node).into()))
            }
            Token::Command(name) => match symbols::command(name) {
                Some(symbol) => {
                    let mut nucleus = self.symbol(symbol, style);
                    match name {
                        "lvert" | "lVert" => nucleus.atom.class = Class::Open,
                        "rvert" | "rVert" => nucleus.atom.class = Class::Close,
                        _ => {}
                    }
                    Ok(Some(nucleus))
                }
                None => self.command(name, style),
            },
            Token::Char(c) => Ok(Some(self.character(c, style, single))),
            Token::Close | Token::Align | Token::Above | Token::Below => Err(Fault::Unbalanced),
        }
    }

    /// Reads what is above and below an atom.
    fn scripts(&mut self, nucleus: Nucleus, style: Style) -> Result<Atom, Fault> {
        let Nucleus {
            atom: Atom { class, mut node },
            mut limits,
        } = nucleus;
        let (mut below, mut above, mut primes) = (None, None, 0_usize);
        let mut forced = limits == Limits::Always;
        loop {
            let mut after = self.input;
            match after.next() {
                Some(Token::Char("'")) => primes += 1,
                Some(Token::Above) if above.is_none() => {
                    self.input = after;
                    above = Some(self.argument(style.small())?.node);
                    continue;
                }
                Some(Token::Below) if below.is_none() => {
                    self.input = after;
                    below = Some(self.argument(style.small())?.node);
                    continue;
                }
                Some(Token::Above | Token::Below) => return Err(Fault::Script),
                Some(Token::Command("limits")) => (limits, forced) = (Limits::Always, true),
                Some(Token::Command("nolimits")) => limits = Limits::Beside,
                Some(_) | None => break,
            }
            self.input = after;
        }
        (node, above) = primed(node, above, primes);
        let beside = limits == Limits::Beside;
        let (tag, scripts) = match (below, above) {
            (None, None) => return Ok(Atom::new(class, node)),
            (Some(below), None) if beside => (MathTag::Msub, vec![below]),
            (Some(below), None) => (MathTag::Munder, vec![below]),
            (None, Some(above)) if beside => (MathTag::Msup, vec![above]),
            (None, Some(above)) => (MathTag::Mover, vec![above]),
            (Some(below), Some(above)) if beside => (MathTag::Msubsup, vec![below, above]),
            (Some(below), Some(above)) => (MathTag::Munderover, vec![below, above]),
        };
        if forced && !beside {
            change_operator(&mut node, |operator| operator.movablelimits = Some(false));
        }
        let mut children = vec![node];
        children.extend(scripts);
        Ok(Atom::new(class, part(tag, children)))
    }
}

/// A part in another size.
pub(super) fn sized(displaystyle: bool, scriptlevel: u8, children: Vec<Node>) -> Node {
    let attributes = MathAttributes {
        displaystyle: Some(displaystyle),
        scriptlevel: Some(scriptlevel),
        ..MathAttributes::default()
    };
    styled(MathTag::Mstyle, attributes, children)
}
