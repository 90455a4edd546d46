//! Decides where the tail may begin next.
//!
//! The last block of the tail may still change; what is before it on the way from the root does
//! not, and its containers can be opened again by a short text.

use super::column::Cursor;
use super::level::{self, Kind, Level};
use super::line;
use crate::build::{Blocks, MAX_COLUMNS, Step, StepKind};

/// Most containers that are opened again. Deeper ones are read from their start each time.
const MAX_LEVELS: usize = 16;

/// The lines that were read, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'h> {
    /// Where the lines begin in the text that was read.
    pub(super) skeleton: usize,
    /// Top-level nodes before the skeleton's.
    pub(super) before: usize,
    pub(super) lines: &'h str,
    pub(super) levels: &'h [Level],
}

/// Where the tail may begin.
#[derive(Debug)]
pub(super) struct Plan {
    /// Where in the lines.
    pub(super) boundary: usize,
    /// The containers that are open there; what stays of them is not said here.
    pub(super) levels: Vec<Level>,
    /// For each level that is a list: how many were opened before it in the text that was read.
    pub(super) lists: Vec<Option<usize>>,
    /// Whether nothing needs to be tried: the same containers, and a line that is a row, an item
    /// or code by itself.
    pub(super) certain: bool,
    /// The list in whose item the last block directly is a paragraph, which may become another
    /// block.
    pub(super) leaf_list: Option<usize>,
    /// Whether a blank line is among those from the first new block on the way to the last.
    pub(super) has_blank: bool,
}

/// Where the line of an offset starts.
pub(super) fn line_start(lines: &str, at: usize) -> usize {
    let head = lines.get(..at).unwrap_or_default();
    head.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the last line of indented code begins, if it is not the first; blank lines after it do
/// not belong to it.
pub(super) fn last_line(step: &Step, skeleton: usize, lines: &str) -> Option<usize> {
    if step.kind != StepKind::Indented {
        return None;
    }
    let code = lines.get(..step.end.checked_sub(skeleton)?)?;
    let start = line_start(code, code.trim_end_matches('\n').len());
    let first = step.at.checked_sub(skeleton);
    (start > first.map_or(0, |first| line_start(lines, first))).then_some(start)
}

/// Where the last definition of a link begins, if it stands for itself after all blocks: at the
/// start of a line, outside of what was open. Whether it is one is not said here.
///
/// Before it may stand what only a blank line ends, so that is looked for. A line that begins so
/// is read the same after a definition and without one.
pub(super) fn definition(blocks: &Blocks, skeleton: usize, lines: &str) -> Option<usize> {
    let is_start = |line: &str| {
        let rest = line.trim_start_matches(' ');
        line.len() - rest.len() < 4 && rest.starts_with('[') && !rest.starts_with("[^")
    };
    let mut starts = lines.rmatch_indices('\n').map(|(at, _)| at + 1);
    let boundary = starts.find(|start| lines.get(*start..).is_some_and(is_start))?;
    let leaf = blocks.trail.last();
    let end = leaf.map_or(0, |leaf| leaf.end.max(leaf.at + 1).saturating_sub(skeleton));
    let open = blocks.open.map(|at| at.saturating_sub(skeleton));
    if end > boundary || open.is_some_and(|at| boundary > line_start(lines, at)) {
        return None;
    }
    let is_alone = match blocks.trail.as_slice() {
        [] => true,
        [leaf] => matches!(
            leaf.kind,
            StepKind::Paragraph
                | StepKind::Heading
                | StepKind::Fence
                | StepKind::Indented
                | StepKind::Other
        ),
        _ => false,
    };
    let (before, line) = lines.split_at_checked(boundary)?;
    // The rest of the leaf's last line is no line.
    let after = before.get(end.saturating_sub(1)..)?.split_once('\n')?.1;
    (is_alone || begins_outside(after, line)).then_some(boundary)
}

/// Whether the lines since the last blank one began where no container goes on.
fn begins_outside(before: &str, line: &str) -> bool {
    let mut first = line;
    for line in before.split_inclusive('\n').rev() {
        if line.trim().is_empty() {
            return first.starts_with('[');
        }
        if line.trim_end_matches(['\r', '\n']).contains('\r') {
            return false;
        }
        first = line;
    }
    false
}

/// The next plan, with at most `most` levels more than now.
pub(super) fn plan(blocks: &Blocks, here: &Here<'_>, most: usize) -> Option<Plan> {
    let trail = blocks.trail.as_slice();
    let old = old_levels(trail, here);
    let (leaf, way) = trail.split_last()?;
    let text_end = here.skeleton + here.lines.len();
    let is_open = |step: &Step| match step.kind {
        StepKind::Fence => step.end == text_end,
        StepKind::Indented => last_line(step, here.skeleton, here.lines).is_some(),
        StepKind::Quote
        | StepKind::Footnote
        | StepKind::List(_)
        | StepKind::Item
        | StepKind::Table(_)
        | StepKind::Row
        | StepKind::Paragraph
        | StepKind::Heading
        | StepKind::Other => false,
    };
    let indented = last_line(leaf, here.skeleton, here.lines);
    if trail.len() == old {
        // Nothing new but perhaps lines of the code that is open.
        let more = is_open(leaf) && old == here.levels.len() && !here.lines.is_empty();
        return more.then(|| Plan {
            boundary: indented.unwrap_or(here.lines.len()),
            levels: here.levels.to_vec(),
            lists: numbers(trail),
            certain: indented.is_none(),
            leaf_list: None,
            has_blank: false,
        });
    }
    let leaf_list = match way {
        [.., list, item] if leaf.kind == StepKind::Paragraph && item.kind == StepKind::Item => {
            list_number(list)
        }
        _ => None,
    };
    let mut levels = here.levels.get(..old)?.to_vec();
    let mut new: Vec<(Level, usize)> = Vec::new();
    let mut boundary = indented.unwrap_or(here.lines.len());
    for (number, step) in trail.iter().enumerate().skip(old) {
        let at = step.at.checked_sub(here.skeleton)?;
        let line = line_start(here.lines, at);
        // What the parser takes for an end of a line here and there is not one to settle at.
        if here.lines.get(line..at)?.contains('\r') {
            return None;
        }
        let is_leaf = number + 1 == trail.len() && !is_open(step);
        let may = !is_leaf && number < MAX_LEVELS && new.len() < most;
        let Some(level) = may.then(|| open(step, here, &levels, &new)).flatten() else {
            boundary = line;
            break;
        };
        new.push((level, line));
    }
    // Containers that begin on the tail's own first line are opened by it.
    let before = |(_, line): &(Level, usize)| *line < boundary;
    let new = new.into_iter().take_while(before);
    levels.extend(new.map(|(level, _)| level));
    // A formula that is not closed may still take what follows into its own block.
    let open = blocks.open.map(|at| at.saturating_sub(here.skeleton));
    if boundary == 0 || open.is_some_and(|at| boundary > line_start(here.lines, at)) {
        return None;
    }
    if is_half_title(leaf, blocks, here) {
        return None;
    }
    let same = levels.len() == old && old == here.levels.len();
    let first = trail.get(levels.len()).map(|step| step.kind);
    let by_itself = matches!(first, Some(StepKind::Row | StepKind::Item));
    Some(Plan {
        boundary,
        lists: numbers(trail.get(..levels.len())?),
        certain: same && by_itself,
        levels,
        leaf_list,
        has_blank: has_blank(here, trail.get(old)?, leaf),
    })
}

/// Whether a paragraph right after a definition may turn out to be its title.
fn is_half_title(leaf: &Step, blocks: &Blocks, here: &Here<'_>) -> bool {
    let at = leaf.at.saturating_sub(here.skeleton);
    let text = here.lines.get(at..).unwrap_or_default();
    leaf.kind == StepKind::Paragraph
        && !blocks.definitions.is_empty()
        && text.starts_with(['"', '\'', '('])
        && follows_a_line(here.lines, line_start(here.lines, at))
}

/// Whether the line before the one that starts at `at` is not blank.
pub(super) fn follows_a_line(lines: &str, at: usize) -> bool {
    let before = lines.get(..at).unwrap_or_default();
    before
        .lines()
        .next_back()
        .is_some_and(|line| !line.trim().is_empty())
}

fn has_blank(here: &Here<'_>, first: &Step, last: &Step) -> bool {
    let [from, to] = [first, last].map(|step| step.at.saturating_sub(here.skeleton));
    let lines = here.lines.get(line_start(here.lines, from)..to);
    lines.is_none_or(|lines| lines.split_inclusive('\n').any(line::is_blank))
}

/// How many steps are levels that are open already.
fn old_levels(trail: &[Step], here: &Here<'_>) -> usize {
    let is_old = |(number, step): &(usize, &Step)| {
        let index = match number.checked_sub(1) {
            None => here.before,
            Some(parent) => level::fillers(here.levels, parent),
        };
        *number < here.levels.len() && step.at < here.skeleton && step.index == index
    };
    trail.iter().enumerate().take_while(is_old).count()
}

fn list_number(step: &Step) -> Option<usize> {
    match step.kind {
        StepKind::List(number) => Some(number),
        StepKind::Quote
        | StepKind::Footnote
        | StepKind::Item
        | StepKind::Table(_)
        | StepKind::Row
        | StepKind::Fence
        | StepKind::Indented
        | StepKind::Paragraph
        | StepKind::Heading
        | StepKind::Other => None,
    }
}

fn numbers(steps: &[Step]) -> Vec<Option<usize>> {
    steps.iter().map(list_number).collect()
}

/// What the blocks on the way below so many levels are.
pub(super) fn kinds(trail: &[Step], levels: usize) -> impl Iterator<Item = StepKind> {
    trail.iter().skip(levels).map(|step| match step.kind {
        StepKind::List(_) => StepKind::List(0),
        StepKind::Quote
        | StepKind::Footnote
        | StepKind::Item
        | StepKind::Table(_)
        | StepKind::Row
        | StepKind::Fence
        | StepKind::Indented
        | StepKind::Paragraph
        | StepKind::Heading
        | StepKind::Other => step.kind,
    })
}

/// The level that a step becomes when the tail begins below it.
fn open(step: &Step, here: &Here<'_>, old: &[Level], new: &[(Level, usize)]) -> Option<Level> {
    let at = step.at.checked_sub(here.skeleton)?;
    let start = line_start(here.lines, at);
    let line = here.lines.get(start..)?.split('\n').next()?;
    let mut cursor = Cursor::new(line);
    for level in old {
        cursor.continued(level)?;
    }
    for (level, line) in new {
        if *line < start {
            cursor.continued(level)?;
        } else {
            opened(&mut cursor, &level.kind)?;
        }
    }
    let kind = match step.kind {
        StepKind::Quote => cursor.quote(),
        StepKind::Footnote => cursor.footnote(),
        StepKind::List(_) => cursor.list(),
        StepKind::Item => cursor.item(),
        StepKind::Fence => cursor.fence(),
        StepKind::Indented => Some(Kind::Indented),
        StepKind::Table(columns) if columns < MAX_COLUMNS => Some(Kind::Table { columns }),
        StepKind::Table(_)
        | StepKind::Row
        | StepKind::Paragraph
        | StepKind::Heading
        | StepKind::Other => None,
    }?;
    Some(Level::new(kind))
}

/// Steps over the marks of a container that this line opens.
fn opened(cursor: &mut Cursor<'_>, kind: &Kind) -> Option<()> {
    let found = match kind {
        Kind::Quote => cursor.quote()?,
        Kind::Item { .. } => cursor.item()?,
        Kind::Footnote { .. } => cursor.footnote()?,
        Kind::List { .. } => return Some(()),
        Kind::Table { .. } | Kind::Fence { .. } | Kind::Indented => return None,
    };
    (found == *kind).then_some(())
}
