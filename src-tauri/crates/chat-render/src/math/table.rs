//! Matrices, cases, aligned equations: what has rows and columns.

use super::Fault;
use super::delimiter;
use super::lex::Token;
use super::measure;
use super::parse::{Parser, Style, sized};
use super::part::{change_operator, group, part, styled};
use super::row::{Atom, Class, parts};
use chat_core::blocks::{MathAlign, MathAttributes, MathForm, MathLine, MathTable, MathTag, Node};

/// A row: its cells, and whether there is a line above it.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<Node>>,
    line: bool,
}

/// The rows of a table, and whether there is a line below them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    last_line: bool,
}

/// The columns of an array.
#[derive(Debug, Default)]
struct Columns {
    /// Each column: where its content stands, and whether there is a line before it.
    columns: Vec<(Option<MathAlign>, bool)>,
    last_line: bool,
}

impl Rows {
    /// The parts of the only cell, if there is but one.
    pub(super) fn only_cell(&mut self) -> Option<Vec<Node>> {
        let [row] = self.rows.as_mut_slice() else {
            return None;
        };
        let [cell] = row.cells.as_mut_slice() else {
            return None;
        };
        Some(std::mem::take(cell))
    }

    /// Whether any row has more than one cell.
    fn has_columns(&self) -> bool {
        self.rows.iter().any(|row| row.cells.len() > 1)
    }

    /// Equations one below the other, aligned if they have columns.
    pub(super) fn equations(self, display: bool) -> Node {
        let table = self.has_columns().then_some(MathTable::Aligned);
        self.table(table, display, &Columns::default())
    }

    fn table(self, table: Option<MathTable>, display: bool, columns: &Columns) -> Node {
        let attributes = MathAttributes {
            displaystyle: display.then_some(true),
            table,
            ..MathAttributes::default()
        };
        let last = self.rows.len().saturating_sub(1);
        let rows = self.rows.into_iter().enumerate().map(|(index, row)| {
            let last_line = self.last_line && index == last;
            let cells = row.cells.into_iter().enumerate();
            let cells = cells.map(|(column, cell)| {
                let mut attributes = columns.cell(column);
                if row.line {
                    attributes.lines.insert(0, MathLine::Top);
                }
                if last_line {
                    attributes.lines.push(MathLine::Bottom);
                }
                styled(MathTag::Mtd, attributes, cell)
            });
            part(MathTag::Mtr, cells.collect())
        });
        styled(MathTag::Mtable, attributes, rows.collect())
    }
}

impl Columns {
    /// Reads `l|c|r`; what else may stand there is ignored.
    fn read(spec: &str) -> Self {
        let mut columns = Self::default();
        let mut depth = 0_u32;
        for c in spec.chars() {
            let align = match c {
                '{' => {
                    depth += 1;
                    continue;
                }
                '}' => {
                    depth = depth.saturating_sub(1);
                    continue;
                }
                _ if depth > 0 => continue,
                '|' | ':' => {
                    columns.last_line = true;
                    continue;
                }
                'l' | 'p' => Some(MathAlign::Left),
                'r' => Some(MathAlign::Right),
                'c' => None,
                _ => continue,
            };
            let line = std::mem::take(&mut columns.last_line);
            columns.columns.push((align, line));
        }
        columns
    }

    fn cell(&self, column: usize) -> MathAttributes {
        let (columnalign, before) = self.columns.get(column).copied().unwrap_or_default();
        let last = column + 1 == self.columns.len();
        let mut lines = Vec::new();
        if before {
            lines.push(MathLine::Left);
        }
        if last && self.last_line {
            lines.push(MathLine::Right);
        }
        MathAttributes {
            columnalign,
            lines,
            ..MathAttributes::default()
        }
    }
}

impl Parser<'_> {
    /// Rows up to what ends them, which stays.
    pub(super) fn rows(&mut self, style: Style) -> Result<Rows, Fault> {
        let mut rows = Rows::default();
        let mut row = Row::default();
        self.lines(&mut row);
        loop {
            let mut atoms = self.row(style)?;
            if let Some(Atom {
                class: Class::Binary,
                node,
            }) = atoms.first_mut()
                && !row.cells.is_empty()
            {
                // What stands before it is in the cell before.
                change_operator(node, |sign| sign.form = Some(MathForm::Infix));
            }
            row.cells.push(parts(atoms, style.script));
            let mut after = self.input;
            match after.next() {
                Some(Token::Align) => self.input = after,
                Some(Token::Command("\\" | "cr" | "newline")) => {
                    self.input = after;
                    self.row_distance();
                    rows.rows.push(std::mem::take(&mut row));
                    self.lines(&mut row);
                }
                Some(_) | None => break,
            }
        }
        // The break after the last row begins no other.
        if row.cells.iter().all(Vec::is_empty) && row.cells.len() < 2 && !rows.rows.is_empty() {
            rows.last_line = row.line;
        } else {
            rows.rows.push(row);
        }
        Ok(rows)
    }

    /// Lines before a row.
    fn lines(&mut self, row: &mut Row) {
        while ["hline", "hdashline", "toprule", "midrule", "bottomrule"]
            .iter()
            .any(|name| self.input.take(Token::Command(name)))
        {
            row.line = true;
        }
    }

    /// `[1em]` after a row; what is in brackets and no length belongs to the next row.
    fn row_distance(&mut self) {
        self.input.take_text("*");
        let mut after = self.input;
        if after
            .bracket()
            .is_some_and(|text| measure::parse(text).is_some())
        {
            self.input = after;
        }
    }

    /// An environment whose `\begin` is read.
    pub(super) fn environment(&mut self, style: Style) -> Result<Node, Fault> {
        let name = self.raw()?;
        let kind = environment(name).ok_or(Fault::Command)?;
        let columns = match kind {
            Kind::Array => Columns::read(self.raw()?),
            Kind::Matrix(_) if name.ends_with('*') => {
                Columns::read(&self.input.bracket().unwrap_or("c").repeat(20))
            }
            Kind::Numbered => {
                self.raw()?;
                Columns::default()
            }
            Kind::Matrix(_) | Kind::Small | Kind::Cases(..) | Kind::Equations => {
                self.placement();
                Columns::default()
            }
        };
        let mut rows = self.rows(style)?;
        if !self.input.take(Token::Command("end")) || self.raw()? != name {
            return Err(Fault::Unbalanced);
        }
        Ok(match kind {
            Kind::Array => rows.table(None, false, &columns),
            Kind::Matrix(fences) => {
                let table = rows.table(None, false, &columns);
                match fences {
                    Some((open, close)) => part(
                        MathTag::Mrow,
                        vec![delimiter::open(open), table, delimiter::close(close)],
                    ),
                    None => table,
                }
            }
            Kind::Small => sized(
                false,
                1,
                vec![rows.table(Some(MathTable::Stack), false, &columns)],
            ),
            Kind::Cases(open, display) => {
                let table = rows.table(Some(MathTable::Cases), display, &columns);
                let row = if open {
                    vec![delimiter::open("{"), table]
                } else {
                    vec![table, delimiter::close("}")]
                };
                part(MathTag::Mrow, row)
            }
            Kind::Equations | Kind::Numbered => match rows.only_cell() {
                Some(cell) => group(cell),
                None => rows.equations(true),
            },
        })
    }

    /// `[t]` after `\begin{aligned}`.
    fn placement(&mut self) {
        let mut after = self.input;
        if matches!(after.bracket(), Some("t" | "b" | "c")) {
            self.input = after;
        }
    }

    /// Lines one below the other, as under a sum.
    pub(super) fn stack(&mut self, style: Style) -> Result<Node, Fault> {
        if !self.input.take(Token::Open) {
            return Err(Fault::Argument);
        }
        let rows = self.rows(style)?;
        if !self.input.take(Token::Close) {
            return Err(Fault::Unbalanced);
        }
        Ok(rows.table(Some(MathTable::Stack), false, &Columns::default()))
    }
}

/// What an environment is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// With its columns named.
    Array,
    /// With what stands around it.
    Matrix(Option<(&'static str, &'static str)>),
    /// A matrix within a line.
    Small,
    /// Whether the brace opens, and whether cases are as large as on lines of their own.
    Cases(bool, bool),
    /// Equations.
    Equations,
    /// Equations after the number of their columns.
    Numbered,
}

fn environment(name: &str) -> Option<Kind> {
    let plain = name.strip_suffix('*');
    Some(match plain.unwrap_or(name) {
        "array" | "darray" | "tabular" if plain.is_none() => Kind::Array,
        "matrix" => Kind::Matrix(None),
        "pmatrix" => Kind::Matrix(Some(("(", ")"))),
        "bmatrix" => Kind::Matrix(Some(("[", "]"))),
        "Bmatrix" => Kind::Matrix(Some(("{", "}"))),
        "vmatrix" => Kind::Matrix(Some(("|", "|"))),
        "Vmatrix" => Kind::Matrix(Some(("‖", "‖"))),
        "smallmatrix" => Kind::Small,
        "cases" => Kind::Cases(true, false),
        "dcases" => Kind::Cases(true, true),
        "rcases" => Kind::Cases(false, false),
        "drcases" => Kind::Cases(false, true),
        "equation" | "align" | "aligned" | "gather" | "gathered" | "split" | "multline"
        | "eqnarray" | "flalign" | "displaymath" | "math" => Kind::Equations,
        "alignat" | "alignedat" => Kind::Numbered,
        _ => return None,
    })
}
