//! Where the next page of results goes on, as a text that a face keeps and gives back.

use crate::store::Mark;
use chat_core::search::Place;
use std::fmt;

/// The last place of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Key {
    /// Newest first.
    Newest(Mark),
    /// By relevance: the score and place of the last hit.
    Best(f64, Place),
}

impl Key {
    /// Where to look on, for newest first.
    pub(super) fn mark(self) -> Option<Mark> {
        match self {
            Self::Newest(mark) => Some(mark),
            Self::Best(..) => None,
        }
    }

    /// Reads one; none where this program did not write it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let mut part = || parts.next();
        match part()? {
            "n" => {
                let upto = part()?.parse().ok()?;
                let after = match part()? {
                    "" => None,
                    time => Some(place(time, part()?, part()?)?),
                };
                Some(Self::Newest(Mark { after, upto }))
            }
            "b" => {
                let score = f64::from_bits(u64::from_str_radix(part()?, 16).ok()?);
                let place = place(part()?, part()?, part()?)?;
                score.is_finite().then_some(Self::Best(score, place))
            }
            _ => None,
        }
    }
}

fn place(time: &str, title: &str, seq: &str) -> Option<Place> {
    Some(Place {
        created_at_ms: time.parse().ok()?,
        title: match title {
            "t" => true,
            "m" => false,
            _ => return None,
        },
        seq: seq.parse().ok()?,
    })
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |place: Place| {
            let kind = if place.title { 't' } else { 'm' };
            format!("{}.{kind}.{}", place.created_at_ms, place.seq)
        };
        match self {
            Self::Newest(Mark { after, upto }) => {
                let after = after.map(written).unwrap_or_default();
                write!(f, "n.{upto}.{after}")
            }
            Self::Best(score, place) => write!(f, "b.{:x}.{}", score.to_bits(), written(*place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_was_written_and_nothing_else_is_one() {
        let place = Place {
            created_at_ms: -7,
            title: true,
            seq: 9,
        };
        for key in [
            Key::Newest(Mark {
                after: None,
                upto: i64::MAX,
            }),
            Key::Newest(Mark {
                after: Some(place),
                upto: 12,
            }),
            Key::Best(1.5, place),
        ] {
            assert_eq!(Key::parse(&key.to_string()), Some(key));
        }
        for text in [
            "",
            "n",
            "n.x.",
            "n.1.2",
            "n.1.2.x.3",
            "b.zz.1.m.2",
            "b.7ff0000000000000.1.m.2",
        ] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
