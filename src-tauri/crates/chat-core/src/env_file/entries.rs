//! The lines of a `.env` file: names and values, with quotes and escapes undone.
//!
//! Our own reader, because dotenvy (0.15) always fills in `$NAME` from the environment, takes
//! `\n` between quotes and `KEY =` for errors, and stops at the first line that it cannot read.
//! This one follows the npm package of the same name, which most projects with such a file use.
//! It is linear in the text, whatever quotes stand in it.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// One value.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) value: Cow<'a, str>,
    /// Whether a shell would fill something in.
    pub(super) refers: bool,
}

/// All of a file.
#[derive(Default)]
pub(super) struct Read<'a> {
    /// Of a name that is set twice, the last one.
    pub(super) by_name: BTreeMap<&'a str, Entry<'a>>,
    pub(super) unread_lines: usize,
}

/// Reads a text without its byte-order mark.
pub(super) fn entries(text: &str) -> Read<'_> {
    let mut read = Read::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            rest = after;
            continue;
        }
        let Some((name, value)) = assignment(trimmed) else {
            rest = after;
            read.unread_lines += 1;
            continue;
        };
        // A quoted value may go on in the lines behind.
        let onwards = rest.get(line.len() - value.len()..).unwrap_or(value);
        let entry = if let Some((entry, next)) = quoted(onwards) {
            rest = next;
            entry
        } else {
            rest = after;
            let value = uncommented(value).trim();
            Entry {
                value: Cow::Borrowed(value),
                refers: refers(value),
            }
        };
        read.by_name.insert(name, entry);
    }
    read
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The line without its end, and what follows the end: LF, CRLF or a lone CR.
fn split_line(text: &str) -> (&str, &str) {
    let Some(at) = text.find(['\n', '\r']) else {
        return (text, "");
    };
    let (line, end) = text.split_at_checked(at).unwrap_or((text, ""));
    let after = end
        .strip_prefix("\r\n")
        .or_else(|| end.strip_prefix(['\n', '\r']));
    (line, after.unwrap_or_default())
}

/// `[export ]NAME = value`: the name, and the value from its first character on.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let bare = line
        .strip_prefix("export")
        .filter(|rest| rest.starts_with(BLANKS))
        .map_or(line, |rest| rest.trim_start_matches(BLANKS));
    let (name, value) = bare.split_once('=')?;
    let name = name.trim_end_matches(BLANKS);
    let mut chars = name.chars();
    let is_name = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_name.then(|| (name, value.trim_start_matches(BLANKS)))
}

/// A value without quotes ends at a `#` that follows a blank or stands first.
fn uncommented(value: &str) -> &str {
    let comment = value.match_indices('#').map(|(at, _)| at).find(|at| {
        let before = value.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(BLANKS)
    });
    comment.and_then(|at| value.get(..at)).unwrap_or(value)
}

/// A value in quotes, and the text after its line; none where quotes do not both open and close
/// it, with at most a comment behind.
fn quoted(text: &str) -> Option<(Entry<'_>, &str)> {
    let sign = text
        .chars()
        .next()
        .filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inner = text.get(1..)?;
    let end = closing(inner, sign)?;
    let raw = inner.get(..end)?;
    let (behind, next) = split_line(inner.get(end + 1..)?);
    let behind = behind.trim_start();
    if !behind.is_empty() && !behind.starts_with('#') {
        return None;
    }
    let value = if sign == '"' {
        unescaped(raw)
    } else {
        Cow::Borrowed(raw)
    };
    let refers = sign != '\'' && refers(raw);
    Some((Entry { value, refers }, next))
}

/// Where the quote closes. Only between double quotes does a backslash guard one. The search
/// never passes the opening quote of a later value, so all searches of a file together pass its
/// text once for each kind of quote.
fn closing(inner: &str, sign: char) -> Option<usize> {
    let mut guarded = false;
    inner
        .char_indices()
        .find(|(_, c)| {
            let hit = *c == sign && !guarded;
            guarded = sign == '"' && *c == '\\' && !guarded;
            hit
        })
        .map(|(at, _)| at)
}

/// Undoes `\n`, `\r`, `\t`, `\"`, `\\`, `\$`; any other backslash stays.
fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some(plain @ ('"' | '\\' | '$')) => value.push(plain),
            Some(other) => value.extend(['\\', other]),
            None => value.push('\\'),
        }
    }
    Cow::Owned(value)
}

/// `$NAME`, `${NAME}` or `$(command)`, without a backslash before it.
fn refers(raw: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(');
    raw.match_indices('$').any(|(at, sign)| {
        let guarded = raw.get(..at).is_some_and(|before| before.ends_with('\\'));
        let after = raw.get(at + sign.len()..).unwrap_or_default();
        !guarded && after.starts_with(starts)
    })
}
