//! One element at a time of the array that an archive is, or holds as `conversations`, however
//! long the archive and wherever its bytes are cut.
//!
//! It tells strings, brackets and commas apart and nothing else: whether an element is sound is
//! told when it is read. Without recursion; what it holds is bounded.

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
    /// An element that is too large, by its bytes.
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

    /// Takes the next bytes. `out` gets what is complete with them; false from it stops here.
    ///
    /// # Errors
    /// [`NotAnArchive`] at the first byte that no archive has there.
    pub fn push(
        &mut self,
        mut bytes: &[u8],
        out: &mut impl FnMut(Element) -> bool,
    ) -> Result<(), NotAnArchive> {
        while let Some((&byte, rest)) = bytes.split_first() {
            match self.at {
                At::Element | At::Value => {
                    let taken = self.run(bytes);
                    let (part, rest) = bytes.split_at(taken.min(bytes.len()));
                    self.keep(part);
                    bytes = rest;
                    if self.is_complete(bytes.first()) && !self.give(out) {
                        return Ok(());
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
            bytes = rest;
        }
        Ok(())
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

    fn keep(&mut self, part: &[u8]) {
        self.size = self
            .size
            .saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
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
        } else {
            // Too large: only the last byte still tells whether it is complete.
            self.held.clear();
            self.held.shrink_to(MAX_FIELD_BYTES);
            self.held.extend(part.last());
        }
    }

    fn give(&mut self, out: &mut impl FnMut(Element) -> bool) -> bool {
        let held = take(&mut self.held);
        let kept = u64::try_from(held.len()).unwrap_or(u64::MAX) == self.size;
        if self.at == At::Value {
            self.at = At::Document;
            return out(Element::Field {
                name: take(&mut self.name),
                json: if kept { held } else { Vec::new() },
            });
        }
        self.at = At::Array;
        if self.size == 0 {
            return true;
        }
        out(if kept {
            Element::One(held)
        } else {
            Element::TooLarge(self.size)
        })
    }
}

#[cfg(test)]
mod tests;
