//! What of a tail is shown while it grows: all of it but an end that would be misread for now.

use super::{line, marks};
use crate::build::{Step, StepKind};

/// The tail without a last line that is held back.
pub(super) fn held_back(tail: &str, in_code: bool) -> &str {
    // Half an end of a line.
    let tail = tail.strip_suffix('\r').unwrap_or(tail);
    let start = tail.rfind('\n').map_or(0, |at| at + 1);
    let line = tail.get(start..).unwrap_or_default();
    if line::is_held(line, in_code) {
        tail.get(..start).unwrap_or_default()
    } else {
        tail
    }
}

/// Longest half of a formula that is held back, in bytes, by the marks that it begins with. A
/// longer one is shown as its source. What may be a price is not held back.
const MAX_FORMULAS: [(&str, usize); 4] = [("$$", 400), ("\\[", 400), ("\\(", 200), ("$", 48)];

/// What of a tail is held back from where a formula begins.
fn formula(tail: &str, open: usize) -> Option<&str> {
    let formula = tail.get(open..)?;
    let (mark, most) = MAX_FORMULAS
        .into_iter()
        .find(|(mark, _)| formula.starts_with(mark))?;
    let inside = formula.get(mark.len()..)?;
    let may_be_price = mark == "$" && inside.starts_with(|c: char| c.is_ascii_digit());
    (formula.len() <= most && !may_be_price).then_some(formula)
}

/// What is shown instead of `tail`, which ends with the block `leaf` that begins at `at`; none if
/// it is shown as it is. `open`: where a formula begins that is not closed.
pub(super) fn instead(tail: &str, leaf: &Step, at: usize, open: Option<usize>) -> Option<String> {
    let Some(half) = open.and_then(|open| formula(tail, open)) else {
        return unmarked(tail, leaf, at);
    };
    let before = tail.get(..tail.len() - half.len())?;
    if before.len() > at
        && let Some(shown) = unmarked(before, leaf, at)
    {
        return Some(shown);
    }
    Some(held_back(before, false).to_owned())
}

/// What is shown instead of marks that are open.
fn unmarked(tail: &str, leaf: &Step, at: usize) -> Option<String> {
    let text = tail.get(at..)?;
    let last = tail.strip_suffix('\n').unwrap_or(tail);
    let last_line = last.rfind('\n').map_or(0, |at| at + 1);
    let is_complete = tail.ends_with('\n');
    let is_row = match leaf.kind {
        StepKind::Paragraph => {
            if text.lines().skip(1).any(line::is_blank) {
                return None;
            }
            let line = last.get(last_line..)?;
            if line::is_table_head(line) {
                return Some(tail.get(..last_line)?.to_owned());
            }
            false
        }
        StepKind::Heading | StepKind::Row if is_complete || at < last_line => return None,
        StepKind::Heading => false,
        StepKind::Row => true,
        StepKind::Quote
        | StepKind::Footnote
        | StepKind::List(_)
        | StepKind::Item
        | StepKind::Table(_)
        | StepKind::Fence
        | StepKind::Indented
        | StepKind::Other => return None,
    };
    let edit = marks::edit(text, is_row)?;
    let (from, to) = edit.without.unwrap_or_default();
    let mut shown = tail.get(..at + from)?.to_owned();
    shown.push_str(text.get(to..edit.end)?);
    shown.push_str(&edit.closers);
    let length = held_back(&shown, false).len();
    shown.truncate(length);
    Some(shown)
}
