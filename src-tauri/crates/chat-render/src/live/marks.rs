//! How the unfinished end of a paragraph is shown, so that marks never flicker.
//!
//! `**bol` is shown as bold at once: what is open is closed for the picture. `[text](htt` is shown
//! as `text`. What cannot be told yet is held back for a few characters: a bracket, `<https`, half
//! an entity, marks at the very end. Only pictures are changed by this, never what is settled.

/// Longer ends are shown as they are.
const MAX_SCANNED: usize = 16 * 1024;
/// Longest end that is held back, in bytes, for it may be a link's text.
const MAX_HELD: usize = 64;
/// Longest address of a link that is not complete and not shown.
const MAX_ADDRESS: usize = 2_048;

/// What to change about an end to show it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Where it is cut.
    pub(super) end: usize,
    /// What is left out before that: the bracket of a link.
    pub(super) without: Option<(usize, usize)>,
    /// What is put behind it.
    pub(super) closers: String,
}

/// Marks of emphasis that are open.
#[derive(Debug, Clone, Copy)]
struct Opener {
    mark: char,
    at: usize,
    length: usize,
    /// How many marks of it are still open.
    open: usize,
}

#[derive(Debug)]
struct Scan<'t> {
    text: &'t str,
    at: usize,
    openers: Vec<Opener>,
    brackets: Vec<usize>,
    /// Where the last run of so many backticks is.
    last_ticks: [usize; 8],
    /// In a row of a table a bar ends everything.
    is_row: bool,
}

/// What to change about the end of a paragraph, heading or row; none if it is shown as it is.
pub(super) fn edit(text: &str, is_row: bool) -> Option<Edit> {
    let special = ['*', '_', '~', '`', '[', '<', '&', '\\', '!', '$'];
    if text.len() > MAX_SCANNED || !text.contains(special) {
        return None;
    }
    let mut scan = Scan {
        text,
        at: 0,
        openers: Vec::new(),
        brackets: Vec::new(),
        last_ticks: last_ticks(text),
        is_row,
    };
    let mut edit = scan.run();
    // What is in an open bracket may be the text of a link.
    if let Some(open) = scan.brackets.first()
        && text.len() - open <= MAX_HELD
    {
        edit = scan.cut(before_mark(text, *open));
    }
    if edit.end == text.len() && edit.closers.is_empty() && scan.openers.is_empty() {
        return None;
    }
    scan.close(&mut edit);
    (edit.end < text.len() || !edit.closers.is_empty()).then_some(edit)
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Looks through the text; gives where it is cut, and the closers of code.
    fn run(&mut self) -> Edit {
        while let Some(c) = self.rest().chars().next() {
            let found = match c {
                '\\' => self.escape(),
                '`' => self.code(),
                '<' => self.address(),
                '&' => self.entity(),
                '[' => {
                    self.brackets.push(self.at);
                    self.at += 1;
                    None
                }
                ']' => self.bracket(),
                '*' | '_' | '~' => self.run_of(c),
                '|' if self.is_row => {
                    self.openers.clear();
                    self.brackets.clear();
                    self.at += 1;
                    None
                }
                c => {
                    self.at += c.len_utf8();
                    None
                }
            };
            if let Some(edit) = found {
                return edit;
            }
        }
        // These may begin an image or a formula.
        let mark = self.text.trim_end_matches(['!', '$']).len();
        let begins = self.text.get(..mark).is_some_and(ends_a_word);
        self.cut(if begins { mark } else { self.text.len() })
    }

    /// Ends here; marks behind it are no matter any more.
    fn cut(&mut self, end: usize) -> Edit {
        self.openers.retain(|opener| opener.at < end);
        Edit {
            end,
            ..Edit::default()
        }
    }

    fn escape(&mut self) -> Option<Edit> {
        let next = self.rest().chars().nth(1);
        let Some(next) = next.filter(|_| self.rest().trim_end() != "\\") else {
            // Whether it escapes something or breaks the line is not known.
            return Some(self.cut(self.at));
        };
        self.at += 1;
        if is_punctuation(next) {
            self.at += next.len_utf8();
        }
        None
    }

    fn code(&mut self) -> Option<Edit> {
        let start = self.at;
        let length = run_length(self.rest(), '`');
        let inside = start + length;
        let last = self.last_ticks.get(length).copied();
        // Of longer runs nobody keeps a list: they are text until they are closed.
        if last.is_none_or(|last| last > start) {
            let mut at = inside;
            while let Some(next) = self.text.get(at..).and_then(|rest| rest.find('`')) {
                at += next;
                let found = run_length(self.text.get(at..).unwrap_or_default(), '`');
                at += found;
                if found == length {
                    self.at = at;
                    return None;
                }
            }
            self.at = inside;
            return None;
        }
        let mark = |c: char| c == '`' || c.is_whitespace();
        let shown = self.text.trim_end_matches(mark);
        if shown.len() <= inside {
            return Some(self.cut(start));
        }
        self.openers.retain(|opener| opener.at < start);
        Some(Edit {
            end: shown.len(),
            closers: "`".repeat(length),
            ..Edit::default()
        })
    }

    /// An address in angle brackets, or markup, which is skipped.
    fn address(&mut self) -> Option<Edit> {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
        if let Some(end) = end {
            let closed = rest.get(end..).is_some_and(|rest| rest.starts_with('>'));
            self.at += 1 + if closed { end + 1 } else { 0 };
            return None;
        }
        let could_be = |scheme: &str| {
            let length = scheme.len().min(rest.len());
            scheme.get(..length) == rest.get(..length)
        };
        let is_address = ["http://", "https://", "mailto:"].into_iter().any(could_be);
        if is_address && rest.len() <= MAX_ADDRESS {
            return Some(self.cut(self.at));
        }
        self.at += 1;
        None
    }

    fn entity(&mut self) -> Option<Edit> {
        let name = self.text.get(self.at + 1..).unwrap_or_default();
        let is_part = name.len() < 32
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        if is_part {
            return Some(self.cut(self.at));
        }
        self.at += 1;
        None
    }

    /// The end of a link's text.
    fn bracket(&mut self) -> Option<Edit> {
        let close = self.at;
        self.at += 1;
        let open = self.brackets.pop()?;
        let next = self.rest().chars().next();
        let complete = match next {
            None => return self.hold(open),
            Some('(') => destination(self.rest()),
            Some('[') => match self.rest().find(']') {
                Some(end) => Some(end + 1),
                None => return self.hold(open),
            },
            Some(_) => return None,
        };
        if let Some(length) = complete {
            self.at += length;
            return None;
        }
        if self.rest().len() > MAX_ADDRESS || self.rest().contains('\n') {
            return None;
        }
        // Its text is shown; the address follows when it is complete.
        let start = before_mark(self.text, open);
        let mut edit = self.cut(close);
        edit.without = Some((start, open + 1));
        Some(edit)
    }

    fn hold(&mut self, open: usize) -> Option<Edit> {
        let is_short = self.text.len() - open <= MAX_HELD;
        is_short.then(|| self.cut(before_mark(self.text, open)))
    }

    /// A run of `*`, `_` or `~`.
    fn run_of(&mut self, mark: char) -> Option<Edit> {
        let start = self.at;
        let length = run_length(self.rest(), mark);
        self.at += length;
        let Some(next) = self.rest().chars().next() else {
            // It may open, close or go on.
            return Some(self.cut(start));
        };
        let before = self
            .text
            .get(..start)
            .and_then(|text| text.chars().next_back());
        let before = before.unwrap_or(' ');
        let left = !next.is_whitespace()
            && (!is_punctuation(next) || before.is_whitespace() || is_punctuation(before));
        let right = !before.is_whitespace()
            && (!is_punctuation(before) || next.is_whitespace() || is_punctuation(next));
        let (opens, closes) = match mark {
            '_' => (
                left && (!right || is_punctuation(before)),
                right && (!left || is_punctuation(next)),
            ),
            '~' => (left && length <= 2, right && length <= 2),
            _ => (left, right),
        };
        let mut open = length;
        while closes
            && open > 0
            && let Some(number) = self
                .openers
                .iter()
                .rposition(|opener| opener.mark == mark && (mark != '~' || opener.length == length))
        {
            self.openers.truncate(number + 1);
            let Some(opener) = self.openers.last_mut() else {
                break;
            };
            let matched = opener
                .open
                .min(open)
                .min(if mark == '~' { 2 } else { open });
            opener.open -= matched;
            open -= matched;
            if opener.open == 0 {
                self.openers.pop();
            }
        }
        if opens && open > 0 {
            self.openers.push(Opener {
                mark,
                at: start,
                length,
                open,
            });
        }
        None
    }

    /// Closes what is open; what is open around nothing is left out.
    fn close(&mut self, edit: &mut Edit) {
        if edit.closers.is_empty() && !self.openers.is_empty() {
            loop {
                edit.end = self
                    .text
                    .get(..edit.end)
                    .map_or(0, |text| text.trim_end().len());
                let empty = |opener: &Opener| opener.at + opener.length >= edit.end;
                match self.openers.last().copied() {
                    Some(opener) if empty(&opener) => {
                        edit.end = opener.at;
                        self.openers.pop();
                    }
                    Some(_) | None => break,
                }
            }
        }
        if edit.without.is_some_and(|(_, after)| after >= edit.end) {
            edit.end = edit.without.take().map_or(0, |(start, _)| start);
        }
        for opener in self.openers.iter().rev() {
            edit.closers
                .extend(std::iter::repeat_n(opener.mark, opener.open));
        }
    }
}

/// Whether marks of emphasis see punctuation in it; near enough to Unicode's own list.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !(c.is_ascii() || c.is_alphanumeric() || c.is_whitespace())
}

/// Where a link or image begins whose bracket is at `open`.
fn before_mark(text: &str, open: usize) -> usize {
    let before = text.get(..open).unwrap_or_default();
    open - usize::from(before.ends_with('!'))
}

fn ends_a_word(text: &str) -> bool {
    text.chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || c == '(')
}

fn run_length(text: &str, mark: char) -> usize {
    text.len() - text.trim_start_matches(mark).len()
}

/// Where the last run of each length of backticks starts.
fn last_ticks(text: &str) -> [usize; 8] {
    let mut last = [0; 8];
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')) {
        at += next;
        let length = run_length(text.get(at..).unwrap_or_default(), '`');
        if let Some(last) = last.get_mut(length) {
            *last = at;
        }
        at += length;
    }
    last
}

/// The length of a link's address and title in parentheses, if they are complete.
fn destination(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices().take(MAX_ADDRESS) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if quote == Some(c) => quote = None,
            _ if quote.is_some() => {}
            '"' if depth == 1 => quote = Some('"'),
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as it is shown.
    fn shown(text: &str) -> String {
        let Some(edit) = edit(text, text.starts_with('|')) else {
            return text.to_owned();
        };
        let (from, to) = edit.without.unwrap_or_default();
        let [head, tail] = [0..from, to..edit.end].map(|part| text.get(part).unwrap_or_default());
        format!("{head}{tail}{}", edit.closers)
    }

    #[test]
    fn what_is_open_is_closed_and_what_is_unclear_is_left_out() {
        let cases = [
            ("plain", "plain"),
            ("a **", "a "),
            ("a **b", "a **b**"),
            ("a **b ", "a **b**"),
            ("a **b*", "a **b**"),
            ("a **b**", "a **b**"),
            ("a **b** c", "a **b** c"),
            ("*a **b", "*a **b***"),
            ("***a", "***a***"),
            ("**a *b* c", "**a *b* c**"),
            ("~~a", "~~a~~"),
            ("snake_case_", "snake_case"),
            ("snake_case_x", "snake_case_x"),
            ("2 * 3", "2 * 3"),
            ("2 *", "2 "),
            ("a `", "a "),
            ("a `b", "a `b`"),
            ("a `b` c", "a `b` c"),
            ("a ``b`", "a ``b``"),
            ("**a `b", "**a `b`**"),
            ("`**` and **b", "`**` and **b**"),
            ("a [", "a "),
            ("a [te", "a "),
            ("a ![te", "a "),
            ("a [te]", "a "),
            ("a [te] b", "a [te] b"),
            ("a [te](", "a te"),
            ("a [te](htt", "a te"),
            ("a ![te](htt", "a te"),
            ("a [te](htt) b", "a [te](htt) b"),
            ("**a [te](htt", "**a te**"),
            ("a [te][re", "a "),
            ("[`te", ""),
            ("a !", "a "),
            ("a!", "a!"),
            ("a $", "a "),
            ("a ($$", "a ("),
            ("5$", "5$"),
            ("a\\\n", "a"),
            ("``a `b` ", "``a `b``"),
            ("a [te][re]", "a [te][re]"),
            ("[**a", ""),
            ("a <htt", "a "),
            ("a <https://e.org> b", "a <https://e.org> b"),
            ("a <b", "a <b"),
            ("a < b", "a < b"),
            ("a &am", "a "),
            ("a & b", "a & b"),
            ("a \\", "a "),
            ("a \\*b", "a \\*b"),
            ("| **a", "| **a**"),
            ("| **a | b", "| **a | b"),
            ("x[0", "x"),
            ("x[0] = y", "x[0] = y"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_bracket_is_shown_as_it_is() {
        let text = format!("[{}", "a ".repeat(100));
        assert_eq!(shown(&text), text);
    }
}
