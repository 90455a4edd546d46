//! What commands do: a closed list. One that is not on it makes the formula fail, which then shows
//! its source; nothing is expanded, defined or fetched.

use super::Fault;
use super::letters::Font;
use super::lex::Token;
use super::measure::length;
use super::parse::{Limits, Nucleus, Parser, Style, limit_name, sized};
use super::part::{group, inside, letter, operator, part, space, styled, upright, words};
use super::row::{Atom, Class, parts};
use super::sign::{self, Accent};
use super::symbols;
use super::text;
use chat_core::blocks::{MathAttributes, MathLength, MathLine, MathTag, Node};

/// Every edge.
const FRAME: [MathLine; 4] = [
    MathLine::Top,
    MathLine::Right,
    MathLine::Bottom,
    MathLine::Left,
];

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
        if let Some(size) = sign::delimiter_size(name) {
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

    /// Commands with arguments of their own.
    fn construct(&mut self, name: &str, style: Style) -> Result<Option<Nucleus>, Fault> {
        let node = match name {
            "frac" => self.fraction(style, true)?,
            "dfrac" | "cfrac" => sized(true, 0, vec![self.fraction(style, true)?]),
            "tfrac" => sized(false, 0, vec![self.fraction(style, true)?]),
            "binom" => self.binomial(style)?,
            "dbinom" => sized(true, 0, vec![self.binomial(style)?]),
            "tbinom" => sized(false, 0, vec![self.binomial(style)?]),
            "sqrt" => self.root(style)?,
            "overset" | "stackrel" | "underset" => {
                return self.stacked(name, style).map(|atom| Some(atom.into()));
            }
            "overline" => self.lined(style, vec![MathLine::Top])?,
            "underline" | "underbar" => self.lined(style, vec![MathLine::Bottom])?,
            "boxed" | "fbox" => self.lined(style, FRAME.to_vec())?,
            "cancel" => self.lined(style, vec![MathLine::Up])?,
            "bcancel" => self.lined(style, vec![MathLine::Down])?,
            "xcancel" => self.lined(style, vec![MathLine::Up, MathLine::Down])?,
            "phantom" => part(MathTag::Mphantom, inside(self.argument(style)?.node)),
            "hphantom" => self.phantom(style, no_height())?,
            "vphantom" => self.phantom(style, no_width())?,
            "smash" => self.padded(style, no_height())?,
            "mathrlap" | "mathllap" | "mathclap" | "rlap" | "llap" => {
                self.padded(style, no_width())?
            }
            "operatorname" | "operatorname*" => {
                return self.operator_name(style).map(Some);
            }
            "not" => {
                let Atom { class, mut node } = self.argument(style)?;
                sign::negate(&mut node).ok_or(Fault::Argument)?;
                return Ok(Some(Atom::new(class, node).into()));
            }
            "pmod" | "pod" | "mod" => self.modulo(name, style)?,
            "bmod" => {
                let sign = spaced("mod", 22);
                return Ok(Some(Atom::new(Class::Binary, sign).into()));
            }
            "bra" => self.fenced_argument("⟨", "|", style)?,
            "ket" => self.fenced_argument("|", "⟩", style)?,
            "braket" => self.fenced_argument("⟨", "⟩", style)?,
            "abs" => self.fenced_argument("|", "|", style)?,
            "norm" => self.fenced_argument("‖", "‖", style)?,
            "substack" => self.stack(style)?,
            "left" => {
                return self.left_right(style).map(|atom| Some(atom.into()));
            }
            "middle" => {
                let text = self.delimiter()?.unwrap_or_default();
                sign::between(text)
            }
            "begin" => self.environment(style)?,
            "tag" => {
                let starred = self.input.take_text("*");
                let says = self.raw()?;
                let says = if starred {
                    says.to_owned()
                } else {
                    format!("({says})")
                };
                part(MathTag::Mrow, vec![space(200), words(&says)])
            }
            "hspace" | "kern" | "mkern" | "hskip" | "mskip" | "mspace" => {
                self.input.take_text("*");
                let width = length(&mut self.input).ok_or(Fault::Argument)?;
                return Ok(Some(Atom::new(Class::Space, space(width)).into()));
            }
            "textcolor" => {
                self.raw()?;
                self.argument(style)?.node
            }
            "color" | "label" => {
                self.raw()?;
                return Ok(None);
            }
            "nonumber" | "notag" | "relax" | "strut" | "mathstrut" | "allowbreak" | "nobreak"
            | "null" | "hline" | "hfill" | "displaylimits" => return Ok(None),
            "ensuremath" => self.argument(style)?.node,
            _ => return Err(Fault::Command),
        };
        let limits = Limits::Beside;
        let atom = Atom::ordinary(node);
        Ok(Some(Nucleus { atom, limits }))
    }

    fn fraction(&mut self, style: Style, line: bool) -> Result<Node, Fault> {
        let above = self.argument(style)?.node;
        let below = self.argument(style)?.node;
        Ok(fraction(above, below, line))
    }

    fn binomial(&mut self, style: Style) -> Result<Node, Fault> {
        let halves = self.fraction(style, false)?;
        Ok(fenced(Some(("(", ")")), halves))
    }

    fn root(&mut self, style: Style) -> Result<Node, Fault> {
        let index = match self.input.bracket() {
            Some(index) => {
                let small = Style {
                    script: true,
                    ..style
                };
                Some(group(self.within(index).whole(small)?))
            }
            None => None,
        };
        let of = self.argument(style)?.node;
        Ok(match index {
            Some(index) => part(MathTag::Mroot, vec![of, index]),
            None => part(MathTag::Msqrt, inside(of)),
        })
    }

    fn stacked(&mut self, name: &str, style: Style) -> Result<Atom, Fault> {
        let small = Style {
            script: true,
            ..style
        };
        let script = self.argument(small)?.node;
        let Atom { class, node: base } = self.argument(style)?;
        let (class, tag) = match name {
            "stackrel" => (Class::Relation, MathTag::Mover),
            "underset" => (class, MathTag::Munder),
            _ => (class, MathTag::Mover),
        };
        Ok(Atom::new(class, part(tag, vec![base, script])))
    }

    fn accented(&mut self, accent: Accent, style: Style) -> Result<Nucleus, Fault> {
        let base = self.argument(style)?.node;
        let attributes = MathAttributes {
            stretchy: (!accent.wide).then_some(false),
            ..MathAttributes::default()
        };
        let sign = operator(accent.sign, attributes);
        let mut attributes = MathAttributes::default();
        let tag = if accent.below {
            attributes.accentunder = Some(true);
            MathTag::Munder
        } else {
            attributes.accent = Some(true);
            MathTag::Mover
        };
        let limits = if accent.labelled {
            Limits::Always
        } else {
            Limits::Beside
        };
        let atom = Atom::ordinary(styled(tag, attributes, vec![base, sign]));
        Ok(Nucleus { atom, limits })
    }

    fn long_arrow(&mut self, arrow: &str, style: Style) -> Result<Atom, Fault> {
        let small = Style {
            script: true,
            ..style
        };
        let below = match self.input.bracket() {
            Some(below) => Some(self.within(below).whole(small)?),
            None => None,
        };
        let above = self.argument(small)?.node;
        let padded = |mut parts: Vec<Node>| {
            parts.insert(0, space(40));
            parts.push(space(40));
            part(MathTag::Mrow, parts)
        };
        let attributes = MathAttributes {
            stretchy: Some(true),
            ..MathAttributes::default()
        };
        let arrow = operator(arrow, attributes);
        let node = match below {
            Some(below) => part(
                MathTag::Munderover,
                vec![arrow, padded(below), padded(vec![above])],
            ),
            None => part(MathTag::Mover, vec![arrow, padded(vec![above])]),
        };
        Ok(Atom::new(Class::Relation, node))
    }

    fn lined(&mut self, style: Style, lines: Vec<MathLine>) -> Result<Node, Fault> {
        let attributes = MathAttributes {
            lines,
            ..MathAttributes::default()
        };
        let of = self.argument(style)?.node;
        Ok(styled(MathTag::Mrow, attributes, inside(of)))
    }

    fn padded(&mut self, style: Style, extents: MathAttributes) -> Result<Node, Fault> {
        let of = self.argument(style)?.node;
        Ok(styled(MathTag::Mpadded, extents, inside(of)))
    }

    fn phantom(&mut self, style: Style, extents: MathAttributes) -> Result<Node, Fault> {
        let phantom = part(MathTag::Mphantom, inside(self.argument(style)?.node));
        Ok(styled(MathTag::Mpadded, extents, vec![phantom]))
    }

    fn operator_name(&mut self, style: Style) -> Result<Nucleus, Fault> {
        let limits = self.input.take_text("*");
        let mut after = self.input;
        let group = (after.next() == Some(Token::Open)).then(|| after.group());
        let node = match group.flatten().and_then(sign::plain_name) {
            Some(name) => {
                self.input = after;
                if limits {
                    limit_name(&name)
                } else {
                    upright(&name)
                }
            }
            None => self.argument(style.font(Font::Upright))?.node,
        };
        Ok(Nucleus {
            atom: Atom::new(Class::Function, node),
            limits: if limits {
                Limits::Movable
            } else {
                Limits::Beside
            },
        })
    }

    fn modulo(&mut self, name: &str, style: Style) -> Result<Node, Fault> {
        let of = self.argument(style)?.node;
        let mut inner = Vec::new();
        if name != "pod" {
            inner.extend([letter("mod"), space(33)]);
        }
        inner.push(of);
        if name != "mod" {
            inner.insert(0, sign::open("("));
            inner.push(sign::close(")"));
        }
        inner.insert(0, space(100));
        Ok(part(MathTag::Mrow, inner))
    }

    fn fenced_argument(&mut self, open: &str, close: &str, style: Style) -> Result<Node, Fault> {
        let of = self.argument(style)?.node;
        Ok(fenced(Some((open, close)), of))
    }

    /// `\left( … \right)`, both of which grow with what is between.
    fn left_right(&mut self, style: Style) -> Result<Atom, Fault> {
        let open = self.delimiter()?;
        let inner = self.row(style)?;
        if !self.input.take(Token::Command("right")) {
            return Err(Fault::Unbalanced);
        }
        let close = self.delimiter()?;
        let mut row = Vec::new();
        row.extend(open.map(sign::open));
        row.extend(parts(inner, style.script));
        row.extend(close.map(sign::close));
        Ok(Atom::new(Class::Inner, part(MathTag::Mrow, row)))
    }

    /// A delimiter, or none for a full stop.
    fn delimiter(&mut self) -> Result<Option<&'static str>, Fault> {
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
            .filter(|symbol| sign::is_delimiter(*symbol))
            .map(|symbol| Some(symbol.text))
            .ok_or(Fault::Argument)
    }

    fn sized_delimiter(&mut self, name: &str, size: i16) -> Result<Atom, Fault> {
        let Some(text) = self.delimiter()? else {
            return Ok(Atom::new(Class::Space, space(0)));
        };
        let class = match name.chars().last() {
            Some('l') => Class::Open,
            Some('r') => Class::Close,
            Some('m') => Class::Relation,
            Some(_) | None => Class::Ordinary,
        };
        Ok(Atom::new(class, sign::of_size(text, size)))
    }
}

fn fraction(above: Node, below: Node, line: bool) -> Node {
    let attributes = MathAttributes {
        linethickness: (!line).then(MathLength::default),
        ..MathAttributes::default()
    };
    styled(MathTag::Mfrac, attributes, vec![above, below])
}

fn fenced(fences: Option<(&str, &str)>, of: Node) -> Node {
    match fences {
        Some((open, close)) => part(
            MathTag::Mrow,
            vec![sign::open(open), of, sign::close(close)],
        ),
        None => of,
    }
}

fn no_height() -> MathAttributes {
    MathAttributes {
        height: Some(MathLength::default()),
        depth: Some(MathLength::default()),
        ..MathAttributes::default()
    }
}

fn no_width() -> MathAttributes {
    MathAttributes {
        width: Some(MathLength::default()),
        ..MathAttributes::default()
    }
}

/// An operator with its own space at both sides.
fn spaced(text: &str, around: i16) -> Node {
    let around = Some(MathLength::hundredths(around));
    let attributes = MathAttributes {
        lspace: around,
        rspace: around,
        ..MathAttributes::default()
    };
    operator(text, attributes)
}

/// Commands that set their argument in another alphabet.
fn argument_font(name: &str) -> Option<Font> {
    Some(match name {
        "mathrm" | "mathup" | "symup" | "symrm" => Font::Upright,
        "mathbf" | "symbf" => Font::Bold,
        "mathit" | "mathnormal" => Font::Italic,
        "boldsymbol" | "bm" | "mathbfit" | "pmb" => Font::BoldItalic,
        "mathcal" | "mathscr" => Font::Script,
        "mathfrak" => Font::Fraktur,
        "mathbb" | "Bbb" => Font::Double,
        "mathsf" => Font::Sans,
        "mathtt" => Font::Mono,
        _ => return None,
    })
}

/// Commands that set the rest of their group in another alphabet.
fn switched_font(name: &str) -> Option<Font> {
    Some(match name {
        "rm" => Font::Upright,
        "bf" => Font::Bold,
        "it" => Font::Italic,
        "cal" => Font::Script,
        "frak" => Font::Fraktur,
        "sf" => Font::Sans,
        "tt" => Font::Mono,
        _ => return None,
    })
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
