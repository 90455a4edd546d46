//! The lines around a hit, with what was found marked, and the exact place of it.

use super::fold::{Folded, fold};
use super::query::Query;
use std::ops::Range;

/// How many characters a snippet shows.
const WIDTH: usize = 160;
/// How many bytes before the match it may begin.
const BEFORE: usize = 60;
/// How many matches of a term are looked at to find where most terms are together.
const LOOKED_AT: usize = 500;

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Text on one line.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// The lines around a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Its pieces; joined they are what is read.
    pub pieces: Vec<Piece>,
    /// The bytes of the text that match; empty where nothing was looked for in it.
    pub place: Range<usize>,
}

/// The part of a text where most of what is looked for is together.
pub fn snippet(text: &str, query: &Query) -> Snippet {
    let folded = fold(text);
    let best = best_match(&folded, query).unwrap_or(0..0);
    let shown = window(&folded, &best);
    let back = Folded::within(text, shown.clone());
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, hit: bool| {
        let text = one_line(text.get(range).unwrap_or_default());
        if !text.is_empty() {
            pieces.push(Piece { text, hit });
        }
    };
    let whole = back.original(&shown);
    let mut at = whole.start;
    for hit in hits(&folded, query, &shown) {
        let hit = back.original(&hit);
        put(at..hit.start, false);
        put(hit.clone(), true);
        at = hit.end;
    }
    put(at..whole.end, false);
    let mark = |text: &str| Piece {
        text: text.to_owned(),
        hit: false,
    };
    if shown.start > 0 {
        pieces.insert(0, mark("… "));
    }
    if shown.end < folded.len() {
        pieces.push(mark(" …"));
    }
    Snippet {
        pieces,
        place: back.original(&best),
    }
}

/// The first of the matches that have most terms close behind them.
fn best_match(folded: &str, query: &Query) -> Option<Range<usize>> {
    let mut matches: Vec<(usize, usize, usize)> = query
        .wanted()
        .enumerate()
        .flat_map(|(term, needle)| {
            let found = needle.all(folded).take(LOOKED_AT);
            found.map(move |range| (range.start, range.end, term))
        })
        .collect();
    matches.sort_unstable();
    let terms = query.wanted().count();
    let mut best: Option<(usize, Range<usize>)> = None;
    for (n, &(start, end, _)) in matches.iter().enumerate() {
        let mut seen: Vec<usize> = matches
            .iter()
            .skip(n)
            .take_while(|(next, ..)| *next < start + WIDTH / 2)
            .take(64)
            .map(|(_, _, term)| *term)
            .collect();
        seen.sort_unstable();
        seen.dedup();
        if best.as_ref().is_none_or(|(most, _)| seen.len() > *most) {
            best = Some((seen.len(), start..end));
        }
        if seen.len() == terms {
            break;
        }
    }
    best.map(|(_, range)| range)
}

/// The part of the folded text that is shown, from word to word where that is near.
fn window(folded: &str, best: &Range<usize>) -> Range<usize> {
    let early = folded.floor_char_boundary(best.start.saturating_sub(BEFORE));
    let start = match folded.get(early..best.start).map(|text| text.find(' ')) {
        Some(Some(space)) if early > 0 => early + space + 1,
        Some(_) | None => early,
    };
    let rest = folded.get(start..).unwrap_or_default();
    let Some((late, _)) = rest.char_indices().nth(WIDTH) else {
        return start..folded.len();
    };
    let late = start + late;
    let end = match folded.get(best.end..late).map(|text| text.rfind(' ')) {
        Some(Some(space)) if best.end + space + 40 > late => best.end + space,
        Some(_) | None => late,
    };
    start..end
}

/// What was looked for inside a part of the folded text, without overlaps, from left to right.
fn hits(folded: &str, query: &Query, shown: &Range<usize>) -> Vec<Range<usize>> {
    let mut hits: Vec<Range<usize>> = query
        .wanted()
        .flat_map(|needle| {
            needle
                .all(folded)
                .take_while(|range| range.start < shown.end)
                .filter(|range| range.end > shown.start)
                .map(|range| range.start.max(shown.start)..range.end.min(shown.end))
        })
        .collect();
    hits.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for hit in hits {
        match merged.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            Some(_) | None => merged.push(hit),
        }
    }
    merged
}

/// White space and control characters, however many, become one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_whitespace() || c.is_control()) {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}
