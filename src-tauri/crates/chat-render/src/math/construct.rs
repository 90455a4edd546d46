//! Commands with arguments of their own: fractions, roots, what is stacked, lined or framed.

use super::Fault;
use super::chem;
use super::delimiter;
use super::letters::Font;
use super::lex::Token;
use super::measure::length;
use super::parse::{Limits, Nucleus, Parser, Style, sized};
use super::part::{group, inside, letter, operator, part, space, styled, upright, words};
use super::row::{Atom, Class};
use super::sign::{self, Accent};
use super::symbol::limit_name;
use chat_core::blocks::{MathAttributes, MathLength, MathLine, MathTag, Node};

/// Every edge.
const FRAME: [MathLine; 4] = [
    MathLine::Top,
    MathLine::Right,
    MathLine::Bottom,
    MathLine::Left,
];

impl Parser<'_> {
    /// Commands with arguments of their own.
    pub(super) fn construct(&mut self, name: &str, style: Style) -> Result<Option<Nucleus>, Fault> {
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
            "smash" => {
                // Of `[t]` and `[b]`, only one side would be flat.
                self.input.bracket();
                self.padded(style, no_height())?
            }
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
                delimiter::between(text)
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
            "ref" | "eqref" => words(&format!("({})", self.raw()?)),
            "color" | "label" | "require" => {
                self.raw()?;
                return Ok(None);
            }
            "nonumber" | "notag" | "relax" | "strut" | "mathstrut" | "allowbreak" | "nobreak"
            | "null" | "hline" | "hfill" | "displaylimits" => return Ok(None),
            "ce" => chem::read(self.raw()?)?,
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

    pub(super) fn accented(&mut self, accent: Accent, style: Style) -> Result<Nucleus, Fault> {
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

    pub(super) fn long_arrow(&mut self, arrow: &str, style: Style) -> Result<Atom, Fault> {
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
            inner.insert(0, delimiter::open("("));
            inner.push(delimiter::close(")"));
        }
        inner.insert(0, space(100));
        Ok(part(MathTag::Mrow, inner))
    }

    fn fenced_argument(&mut self, open: &str, close: &str, style: Style) -> Result<Node, Fault> {
        let of = self.argument(style)?.node;
        Ok(fenced(Some((open, close)), of))
    }
}

pub(super) fn fraction(above: Node, below: Node, line: bool) -> Node {
    let attributes = MathAttributes {
        linethickness: (!line).then(MathLength::default),
        ..MathAttributes::default()
    };
    styled(MathTag::Mfrac, attributes, vec![above, below])
}

pub(super) fn fenced(fences: Option<(&str, &str)>, of: Node) -> Node {
    match fences {
        Some((open, close)) => part(
            MathTag::Mrow,
            vec![delimiter::open(open), of, delimiter::close(close)],
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
