//! One element at a time of the array that an archive is, or holds as `conversations`, however
//! long the archive and wherever its bytes are cut.
//!
//! It tells strings, brackets and commas apart and nothing else: whether an element is sound, and
//! where to go on behind one that is not, is told by [`super::rows`]. Without recursion; what it
//! holds is bounded.

use std::mem::take;

/// Largest element that is read, in bytes; a larger one is told and passed over.
pub const MAX_ELEMENT_BYTES: usize = 256 * 1024 * 1024;
/// Longest value of the document's own fields, such as its version, in bytes.
const MAX_FIELD_BYTES: usize = 4096;
/// The field of our own document that holds the conversations.
const CONVERSATIONS: &str = "conversations";

/// What comes out.
#[derive(Debug, PartialEq, Eq)]
pub enum Element {
    /// A field of the document beside its conversations: name and JSON, both as they stand.
    Field {
        /// The name.
        name: String,
        /// Its value; empty where it is too long to be one of ours.
        json: Vec<u8>,
    },
    /// An element of the array.
    One(Vec<u8>),
    /// What has come of an element that has just become too large.
    Long(Vec<u8>),
    /// The end of an element that is too large, by its bytes.
    TooLarge(u64),
}

/// The text is no array of conversations, nor a document that holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an archive of conversations")]
pub struct NotAnArchive;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// In front of the first bracket, with so many bytes of a byte order mark.
    Start(u8),
    /// Between two elements of the array.
    Array,
    /// In an element of the array.
    Element,
    /// In the document, in front of a field's name.
    Document,
    /// In a field's name.
    Name,
    /// Behind a field's name, in front of its value.
    Colon,
    /// In a field's value.
    Value,
    /// Behind the last bracket.
    End,
}

/// Takes bytes, gives elements.
#[derive(Debug)]
pub struct Elements {
    at: At,
    /// Whether the array is a field of a document.
    is_document: bool,
    /// Brackets open within the element or value.
    depth: u64,
    in_string: bool,
    escaped: bool,
    held: Vec<u8>,
    /// Bytes of the element, kept or not.
    size: u64,
    most: usize,
    name: String,
    found: bool,
}

impl Default for Elements {
    fn default() -> Self {
        Self::with_limit(MAX_ELEMENT_BYTES)
    }
}

impl Elements {
    /// With another bound on an element, in bytes.
    pub fn with_limit(most: usize) -> Self {
        Self {
            at: At::Start(0),
            is_document: false,
            depth: 0,
            in_string: false,
            escaped: false,
            held: Vec::new(),
            size: 0,
            most,
            name: String::new(),
            found: false,
        }
    }

    /// The next element, as soon as the bytes hold its end; none where all of them are taken. What
    /// was taken is gone from `bytes`.
    ///
    /// # Errors
    /// [`NotAnArchive`] in front of the first byte that no archive has there.
    pub fn next(&mut self, bytes: &mut &[u8]) -> Result<Option<Element>, NotAnArchive> {
        while let Some((&byte, rest)) = bytes.split_first() {
            match self.at {
                At::Element | At::Value => {
                    let taken = self.run(bytes);
                    let (part, rest) = bytes.split_at(taken.min(bytes.len()));
                    let long = self.keep(part);
                    *bytes = rest;
                    let given = if self.is_complete(bytes.first()) {
                        self.give()
                    } else {
                        long.map(Element::Long)
                    };
                    if given.is_some() {
                        return Ok(given);
                    }
                    continue;
                }
                At::Start(mark) => self.start(mark, byte)?,
                At::Array => match byte {
                    b',' => {}
                    b']' => {
                        self.at = if self.is_document {
                            At::Document
                        } else {
                            At::End
                        }
                    }
                    b'}' => return Err(NotAnArchive),
                    _ if byte.is_ascii_whitespace() => {}
                    _ => {
                        self.begin(At::Element);
                        continue;
                    }
                },
                At::Document => match byte {
                    b'"' => {
                        self.begin(At::Name);
                        self.name.clear();
                    }
                    b'}' => self.at = At::End,
                    b',' => {}
                    _ if byte.is_ascii_whitespace() => {}
                    _ => return Err(NotAnArchive),
                },
                At::Name => match byte {
                    b'"' if !take(&mut self.escaped) => {
                        self.name = String::from_utf8_lossy(&take(&mut self.held)).into_owned();
                        self.at = At::Colon;
                    }
                    _ => {
                        self.escaped = byte == b'\\' && !self.escaped;
                        self.keep(&[byte]);
                    }
                },
                At::Colon => match byte {
                    b':' => {}
                    _ if byte.is_ascii_whitespace() => {}
                    b'[' if self.name == CONVERSATIONS => {
                        self.found = true;
                        self.at = At::Array;
                    }
                    _ => {
                        self.begin(At::Value);
                        continue;
                    }
                },
                At::End => match byte {
                    _ if byte.is_ascii_whitespace() => {}
                    _ => return Err(NotAnArchive),
                },
            }
            *bytes = rest;
        }
        Ok(None)
    }

    /// Goes on as between two elements, wherever it was.
    pub fn resume(&mut self) {
        self.begin(At::Array);
    }

    /// Takes away an element that has not ended: its bytes, none where they are too many, and how
    /// many have come.
    pub fn begun(&mut self) -> Option<(Vec<u8>, u64)> {
        if self.at != At::Element {
            return None;
        }
        let mut held = take(&mut self.held);
        if count(&held) != self.size {
            held.clear();
        }
        Some((held, self.size))
    }

    /// Whether an array of conversations has begun.
    pub fn has_begun(&self) -> bool {
        self.found
    }

    /// The end of the text: whether the archive was whole. What was begun of an element is no
    /// element.
    ///
    /// # Errors
    /// [`NotAnArchive`] where no array of conversations came.
    pub fn finish(&self) -> Result<bool, NotAnArchive> {
        if self.found {
            Ok(self.at == At::End)
        } else {
            Err(NotAnArchive)
        }
    }

    fn start(&mut self, mark: u8, byte: u8) -> Result<(), NotAnArchive> {
        self.at = match (mark, byte) {
            (0, b'[') => {
                self.found = true;
                At::Array
            }
            (0, b'{') => {
                self.is_document = true;
                At::Document
            }
            (0, 0xEF) => At::Start(1),
            (1, 0xBB) => At::Start(2),
            (2, 0xBF) => At::Start(0),
            (0, _) if byte.is_ascii_whitespace() => At::Start(0),
            _ => return Err(NotAnArchive),
        };
        Ok(())
    }

    fn begin(&mut self, at: At) {
        self.at = at;
        self.depth = 0;
        self.in_string = false;
        self.escaped = false;
        self.held.clear();
        self.size = 0;
    }

    /// How many of the bytes belong to the element or value; stops behind its last bracket or
    /// quote, or in front of the comma or bracket that ends a bare value.
    fn run(&mut self, bytes: &[u8]) -> usize {
        for (n, byte) in bytes.iter().enumerate() {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                } else if *byte == b'\\' {
                    self.escaped = true;
                } else if *byte == b'"' {
                    self.in_string = false;
                    if self.depth == 0 {
                        return n + 1;
                    }
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth = self.depth.saturating_add(1),
                b'}' | b']' | b',' if self.depth == 0 => return n,
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return n + 1;
                    }
                }
                _ => {}
            }
        }
        bytes.len()
    }

    /// Whether the element ends where the bytes taken so far end.
    fn is_complete(&self, next: Option<&u8>) -> bool {
        if self.depth > 0 || self.in_string {
            return false;
        }
        let closed = matches!(self.last(), Some(b'}' | b']' | b'"'));
        closed || next.is_some()
    }

    fn last(&self) -> Option<u8> {
        self.held.last().copied()
    }

    /// Keeps what is needed of a part; gives what was kept where that becomes too much.
    fn keep(&mut self, part: &[u8]) -> Option<Vec<u8>> {
        let before = self.size;
        self.size = before.saturating_add(count(part));
        let most = match self.at {
            At::Element => self.most,
            At::Start(_)
            | At::Array
            | At::Document
            | At::Name
            | At::Colon
            | At::Value
            | At::End => MAX_FIELD_BYTES,
        };
        if self.held.len().saturating_add(part.len()) <= most {
            self.held.extend_from_slice(part);
            return None;
        }
        // Too large: only the last byte still tells whether it is complete.
        let mut held = take(&mut self.held);
        self.held.extend(part.last());
        let was_whole = self.at == At::Element && count(&held) == before && !held.is_empty();
        was_whole.then(|| {
            held.extend_from_slice(part);
            held
        })
    }

    fn give(&mut self) -> Option<Element> {
        let held = take(&mut self.held);
        let is_whole = count(&held) == self.size;
        if self.at == At::Value {
            self.at = At::Document;
            return Some(Element::Field {
                name: take(&mut self.name),
                json: if is_whole { held } else { Vec::new() },
            });
        }
        self.at = At::Array;
        if self.size == 0 {
            return None;
        }
        Some(if is_whole {
            Element::One(held)
        } else {
            Element::TooLarge(self.size)
        })
    }
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
