//! Reads the marks at the start of a line as CommonMark counts them: how a container was opened.
//!
//! Only lines without tabs up to there are understood; whoever asks does without otherwise.

use super::level::{Kind, Level};

/// A place in a line, after the marks of some containers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    line: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// At the start of a line.
    pub(super) fn new(line: &'t str) -> Self {
        Self { line, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn spaces(&self) -> usize {
        self.rest().bytes().take_while(|byte| *byte == b' ').count()
    }

    /// Steps over the marks of a container that an earlier line opened.
    pub(super) fn continued(&mut self, level: &Level) -> Option<()> {
        match &level.kind {
            Kind::Quote => {
                let _ = self.quote()?;
            }
            Kind::Item { opener } => self.indented(opener.len())?,
            Kind::Footnote { .. } => self.indented(4)?,
            Kind::List { .. } => {}
            // Nothing is opened within these.
            Kind::Table { .. } | Kind::Fence { .. } | Kind::Indented => return None,
        }
        Some(())
    }

    fn indented(&mut self, columns: usize) -> Option<()> {
        (self.spaces() >= columns).then(|| self.at += columns)
    }

    /// Steps over up to three spaces and gives their number.
    fn indent(&mut self) -> Option<usize> {
        let spaces = self.spaces();
        self.at += spaces;
        (spaces < 4).then_some(spaces)
    }

    /// Steps over `>`.
    pub(super) fn quote(&mut self) -> Option<Kind> {
        self.indent()?;
        let rest = self.rest().strip_prefix('>')?;
        self.at += 1 + usize::from(rest.starts_with(' '));
        (!rest.starts_with('\t')).then_some(Kind::Quote)
    }

    /// The marker of an item and what it is written with, without stepping over it.
    fn marker(&self) -> Option<(&'t str, usize)> {
        let spaces = self.spaces();
        let rest = self.rest().get(spaces..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = match rest.as_bytes().get(digits)? {
            b'-' | b'+' | b'*' if digits == 0 => 1,
            b'.' | b')' if digits > 0 => digits + 1,
            _ => return None,
        };
        (spaces < 4).then_some((rest.get(..end)?, spaces))
    }

    /// The list that an item at this place belongs to.
    pub(super) fn list(&self) -> Option<Kind> {
        let (marker, _) = self.marker()?;
        let last = marker.chars().last()?;
        let marker = if marker.len() == 1 {
            last.to_string()
        } else {
            format!("1{last}")
        };
        Some(Kind::List { marker })
    }

    /// Steps over the marker of an item and the spaces that belong to it.
    pub(super) fn item(&mut self) -> Option<Kind> {
        let (marker, indent) = self.marker()?;
        self.at += indent + marker.len();
        let spaces = self.spaces();
        let rest = self.rest().get(spaces..)?;
        if rest.starts_with('\t') {
            return None;
        }
        let is_blank = rest.trim_start_matches(['\u{b}', '\u{c}']).is_empty()
            || rest.starts_with(['\r', '\n']);
        let padding = match spaces {
            0 if !is_blank => return None,
            1..=4 if !is_blank => spaces,
            _ => 1,
        };
        self.at += padding.min(spaces);
        let opener = format!("{}{marker}{}", " ".repeat(indent), " ".repeat(padding));
        Some(Kind::Item { opener })
    }

    /// Steps over `[^label]:`.
    pub(super) fn footnote(&mut self) -> Option<Kind> {
        self.indent()?;
        let rest = self.rest().strip_prefix("[^")?;
        let (label, after) = rest.split_once("]:")?;
        let spaces = after.len() - after.trim_start_matches(' ').len();
        self.at += "[^]:".len() + label.len() + spaces;
        let odd = |c: char| c.is_ascii_whitespace() || matches!(c, '[' | ']' | '\\' | '$');
        let plain = !label.is_empty() && !label.chars().any(odd);
        (plain && !self.rest().starts_with('\t')).then(|| Kind::Footnote {
            label: label.to_owned(),
        })
    }

    /// The fence at this place, without its language.
    pub(super) fn fence(&mut self) -> Option<Kind> {
        let indent = self.indent()?;
        let rest = self.rest();
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = rest.len() - rest.trim_start_matches(mark).len();
        let opener = " ".repeat(indent) + rest.get(..length)?;
        Some(Kind::Fence { opener })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_as_wide_as_their_marker_and_up_to_four_spaces() {
        let cases = [
            ("- x", Some("- ")),
            ("  12)   x", Some("  12)   ")),
            ("-     x", Some("- ")),
            ("-", Some("- ")),
            ("*\n", Some("* ")),
            ("-x", None),
            ("-\tx", None),
            ("    - x", None),
            ("12 x", None),
        ];
        for (line, opener) in cases {
            let kind = Cursor::new(line).item();
            let expected = opener.map(|opener| Kind::Item {
                opener: opener.into(),
            });
            assert_eq!(kind, expected, "{line:?}");
        }
    }
}
