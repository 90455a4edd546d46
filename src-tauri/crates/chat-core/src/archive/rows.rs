//! The conversations of an archive one after another, also behind a place where it is broken.
//!
//! A bracket or quote too few makes an element swallow those behind it. So an element that is no
//! JSON, or does not end, is looked through for the next whole conversation, and reading goes on
//! there. How many bytes were passed over is told; nothing is lost in silence. What is held is
//! bounded, and so is the work.

use super::found::{Found, Unread, place, read, title_in};
use super::{Element, Elements, FORMAT, MAX_ELEMENT_BYTES, NotAnArchive, VERSION, clean};
use serde::de::IgnoredAny;

/// How many bytes are looked at, each time counted, before breaks are passed over without looking.
/// A broken row costs its length once for each level of brackets around a place in it.
const MAX_LOOKED_AT: u64 = 4 * 1024 * 1024 * 1024;

/// What an archive gives, in its order.
#[derive(Debug)]
pub enum Row {
    /// A conversation, and how large its text was in bytes.
    Found(Box<Found>, usize),
    /// What is none: its title, as far as it is known, and why.
    Unread(Option<String>, Unread),
    /// A later version of Gatehouse wrote the archive; nothing else comes of it.
    Newer(u64),
}

/// Takes bytes, gives conversations.
#[derive(Debug)]
pub struct Rows {
    elements: Elements,
    is_ours: bool,
    /// Where the archive is broken, until it goes on.
    lost: Option<Lost>,
    /// Whether the element before was no JSON, so that its end may have been misjudged.
    is_doubtful: bool,
    /// The title of the element that has become too large.
    title: Option<String>,
    looked_at: u64,
    most: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Self::with_limit(MAX_ELEMENT_BYTES)
    }
}

/// What came since the archive broke.
#[derive(Debug)]
struct Lost {
    title: Option<String>,
    /// Why what broke is no conversation; none where it is no element either.
    why: Option<Unread>,
    held: Vec<u8>,
    /// How many bytes were let go in front of these.
    passed: u64,
    /// No conversation begins before here in `held`.
    at: usize,
    /// Looked at again when so much is held.
    again_at: usize,
}

/// What is to be read, the next piece last, each with how much of it has been read.
type Pieces = Vec<(Vec<u8>, usize)>;

/// What a look came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looked {
    /// A conversation begins there, and is whole.
    There(usize),
    /// One may have begun, and more is needed to tell.
    More,
    /// None begins.
    None,
}

impl Rows {
    /// With another bound on what is held of one element, in bytes.
    pub fn with_limit(most: usize) -> Self {
        Self {
            elements: Elements::with_limit(most),
            is_ours: false,
            lost: None,
            is_doubtful: false,
            title: None,
            looked_at: 0,
            most,
        }
    }

    /// Takes the next bytes. `out` gets what is complete with them; false from it stops here.
    ///
    /// # Errors
    /// [`NotAnArchive`] where no array of conversations comes.
    pub fn push(
        &mut self,
        bytes: &[u8],
        out: &mut impl FnMut(Row) -> bool,
    ) -> Result<(), NotAnArchive> {
        self.read_on(vec![(bytes.to_vec(), 0)], out).map(drop)
    }

    /// The end of the archive: gives what is still held, and tells whether it was whole.
    ///
    /// # Errors
    /// [`NotAnArchive`] where no array of conversations came.
    pub fn finish(&mut self, out: &mut impl FnMut(Row) -> bool) -> Result<bool, NotAnArchive> {
        loop {
            if self.lost.is_none() {
                let Some((held, came)) = self.elements.begun() else {
                    return self.elements.finish();
                };
                let mut lost = Lost::new(title_in(&held), Some(Unread::Broken(came)), held);
                lost.passed = came - count(&lost.held);
                self.lost = Some(lost);
            }
            let mut pieces = Vec::new();
            let goes_on = self.look(false, &mut pieces, out);
            if !goes_on || pieces.is_empty() || !self.read_on(pieces, out)? {
                return Ok(false);
            }
        }
    }

    /// Reads pieces, the last one first; tells whether `out` wants more. Each piece behind the first
    /// is a part of those before it that is read again.
    fn read_on(
        &mut self,
        mut pieces: Pieces,
        out: &mut impl FnMut(Row) -> bool,
    ) -> Result<bool, NotAnArchive> {
        while let Some((piece, from)) = pieces.last_mut() {
            let mut rest = piece.get(*from..).unwrap_or_default();
            let goes_on = if let Some(lost) = &mut self.lost {
                lost.held.extend_from_slice(rest);
                pieces.pop();
                self.look(true, &mut pieces, out)
            } else {
                let element = self.elements.next(&mut rest);
                *from = piece.len() - rest.len();
                match element {
                    Ok(Some(element)) => self.take(element, &mut pieces, out),
                    Ok(None) => {
                        pieces.pop();
                        true
                    }
                    Err(NotAnArchive) if self.elements.has_begun() => {
                        self.lost = Some(Lost::new(None, None, Vec::new()));
                        true
                    }
                    Err(NotAnArchive) => return Err(NotAnArchive),
                }
            };
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn take(
        &mut self,
        element: Element,
        pieces: &mut Pieces,
        out: &mut impl FnMut(Row) -> bool,
    ) -> bool {
        match element {
            Element::Field { name, json } => match self.field(&name, &json) {
                Some(version) => {
                    out(Row::Newer(version));
                    false
                }
                None => true,
            },
            // In the middle of a text, most likely.
            Element::One(json)
                if json.starts_with(b"\"") || self.is_doubtful && !json.starts_with(b"{") =>
            {
                self.lost = Some(Lost::new(None, None, json));
                self.look(true, pieces, out)
            }
            Element::One(json) => match read_one(&json) {
                Err((title, why @ Unread::Json(_))) => {
                    self.is_doubtful = true;
                    self.lost = Some(Lost::new(title, Some(why), json));
                    self.look(true, pieces, out)
                }
                read => {
                    self.is_doubtful = false;
                    out(match read {
                        Ok(found) => Row::Found(Box::new(found), json.len()),
                        Err((title, why)) => Row::Unread(title, why),
                    })
                }
            },
            // One that has begun so is not waited for: it is that large.
            Element::Long(held) => {
                let mut lost = Lost::new(title_in(&held), Some(Unread::Broken(0)), held);
                match lost.look(false, self.most, &mut self.looked_at) {
                    Looked::There(at) => self.go_on(lost, at, pieces, out),
                    Looked::More | Looked::None => {
                        self.title = lost.title;
                        true
                    }
                }
            }
            Element::TooLarge(bytes) => {
                out(Row::Unread(self.title.take(), Unread::TooLarge(bytes)))
            }
        }
    }

    /// Looks for the next conversation in what is lost.
    fn look(
        &mut self,
        more_comes: bool,
        pieces: &mut Pieces,
        out: &mut impl FnMut(Row) -> bool,
    ) -> bool {
        let Some(mut lost) = self.lost.take() else {
            return true;
        };
        match lost.look(more_comes, self.most, &mut self.looked_at) {
            Looked::There(at) => self.go_on(lost, at, pieces, out),
            Looked::More => {
                self.lost = Some(lost);
                true
            }
            Looked::None if !more_comes => out(lost.told(None)),
            Looked::None => match lost.why {
                // It ended where it should, as far as can be told: the next one follows.
                Some(why @ Unread::Json(_)) if lost.passed == 0 && !lost.has_waited() => {
                    out(Row::Unread(lost.title, why))
                }
                Some(_) | None => {
                    lost.let_go();
                    self.lost = Some(lost);
                    true
                }
            },
        }
    }

    fn go_on(
        &mut self,
        mut lost: Lost,
        at: usize,
        pieces: &mut Pieces,
        out: &mut impl FnMut(Row) -> bool,
    ) -> bool {
        pieces.push((lost.held.split_off(at), 0));
        self.elements.resume();
        out(lost.told(Some(at)))
    }

    /// Takes a field of the document; gives the version of a newer program's.
    fn field(&mut self, name: &str, json: &[u8]) -> Option<u64> {
        match name {
            "format" => {
                let format: Option<String> = serde_json::from_slice(json).ok();
                self.is_ours = format.as_deref() == Some(FORMAT);
                None
            }
            "version" if self.is_ours => {
                let version: u64 = serde_json::from_slice(json).unwrap_or(u64::MAX);
                (version > u64::from(VERSION)).then_some(version)
            }
            _ => None,
        }
    }
}

impl Lost {
    /// With what broke, the first byte of which begins nothing.
    fn new(title: Option<String>, why: Option<Unread>, held: Vec<u8>) -> Self {
        let at = usize::from(!held.is_empty());
        Self {
            title,
            why,
            held,
            passed: 0,
            at,
            again_at: 0,
        }
    }

    fn look(&mut self, more_comes: bool, most: usize, looked_at: &mut u64) -> Looked {
        if more_comes && self.held.len() < self.again_at {
            return Looked::More;
        }
        loop {
            let rest = self.held.get(self.at..).unwrap_or_default();
            let Some(json) = first_object(rest) else {
                return Looked::None;
            };
            self.at += rest.len() - json.len();
            if *looked_at > MAX_LOOKED_AT {
                self.at = self.held.len();
                return Looked::None;
            }
            let mut values = serde_json::Deserializer::from_slice(json).into_iter::<IgnoredAny>();
            let value = values.next();
            let end = match &value {
                Some(Ok(_)) => values.byte_offset(),
                Some(Err(error)) => place(json, error),
                None => json.len(),
            };
            let object = json.get(..end).unwrap_or(json);
            *looked_at = looked_at.saturating_add(count(object));
            match value {
                Some(Ok(_)) if read_one(object).is_ok() => return Looked::There(self.at),
                Some(Err(error)) if error.is_eof() && more_comes && json.len() < most => {
                    self.again_at = self.at.saturating_add(json.len().saturating_mul(2));
                    return Looked::More;
                }
                Some(Ok(_) | Err(_)) | None => self.at += 1,
            }
        }
    }

    fn has_waited(&self) -> bool {
        self.again_at > 0
    }

    /// Lets go of what no conversation begins in.
    fn let_go(&mut self) {
        self.passed = self.passed.saturating_add(count(&self.held));
        self.held.clear();
        self.at = 0;
        self.again_at = 0;
    }

    /// What is told of it: it ends at a place in `held`, or with it.
    fn told(self, end: Option<usize>) -> Row {
        let held = self.held.get(..end.unwrap_or(self.held.len()));
        let bytes = self
            .passed
            .saturating_add(count(held.unwrap_or(&self.held)));
        let why = match self.why {
            Some(_) => Unread::Broken(bytes),
            None => Unread::Between(bytes),
        };
        Row::Unread(self.title, why)
    }
}

/// From where the first object may begin: an opening bracket with a quote next to it.
fn first_object(bytes: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let at = rest.iter().position(|byte| *byte == b'{')?;
        let object = rest.get(at..)?;
        let next = object
            .iter()
            .skip(1)
            .find(|byte| !byte.is_ascii_whitespace());
        if next.is_none_or(|byte| *byte == b'"') {
            return Some(object);
        }
        from += at + 1;
    }
}

fn read_one(json: &[u8]) -> Result<Found, (Option<String>, Unread)> {
    let (json, characters) = clean(json);
    let mut found = read(&json)?;
    found.left_out.characters = characters;
    Ok(found)
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
