//! Reads an archive file, one conversation at a time: our own document, and the export archives of
//! other programs, as JSON or in a zip.
//!
//! Nothing is unpacked to a disk, and no name in a zip is ever used as a path. It knows nothing of
//! the store. Everything here waits for the disk: call it where waiting is allowed.

mod error;
mod zipped;

pub(crate) use error::ArchiveError;

use chat_core::archive::{Found, NotAnArchive, Row, Rows, Unread};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

/// How much is read at once, in bytes.
const STEP: usize = 256 * 1024;
/// Most that is read of one archive, unpacked, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024 * 1024;

/// What the archive gives, in its order.
#[derive(Debug)]
pub(crate) enum Item {
    /// A conversation, and how large its text was in bytes.
    Found(Box<Found>, usize),
    /// What is none: its title, as far as it is known, and why.
    Unread(Option<String>, Unread),
}

/// How far it has come: bytes read and to be read.
pub(crate) type Reached = (u64, u64);

/// Gives every element of an archive to `each`, which stops it by giving false. Tells whether the
/// archive was whole.
pub(crate) fn each(
    path: &Path,
    each: &mut dyn FnMut(Item, Reached) -> bool,
) -> Result<bool, ArchiveError> {
    each_within(path, MAX_BYTES, each)
}

fn each_within(
    path: &Path,
    most: u64,
    each: &mut dyn FnMut(Item, Reached) -> bool,
) -> Result<bool, ArchiveError> {
    // Asked before it is opened, as opening a pipe would wait for its other end.
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(ArchiveError::NoFile);
    }
    let mut file = File::open(path)?;
    let mut reading = Reading {
        bytes: 0,
        total: about.len(),
        most,
        stopped: false,
        each,
    };
    if zipped::is_zip(&mut file)? {
        return zipped::each(file, &mut reading);
    }
    file.seek(SeekFrom::Start(0))?;
    reading.stream(&mut BufReader::with_capacity(STEP, file))
}

/// An archive being read.
struct Reading<'a> {
    bytes: u64,
    total: u64,
    most: u64,
    stopped: bool,
    each: &'a mut dyn FnMut(Item, Reached) -> bool,
}

impl Reading<'_> {
    /// Reads one JSON text to its end; tells whether it was whole.
    fn stream(&mut self, from: &mut dyn Read) -> Result<bool, ArchiveError> {
        let mut rows = Rows::default();
        let mut newer = None;
        let mut buffer = vec![0; STEP];
        while !self.stopped {
            let taken = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(taken) => taken,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            self.bytes = self
                .bytes
                .saturating_add(u64::try_from(taken).unwrap_or(u64::MAX));
            if self.bytes > self.most {
                return Err(ArchiveError::TooLong);
            }
            let bytes = buffer.get(..taken).unwrap_or_default();
            let pushed = rows.push(bytes, &mut |row| self.give(row, &mut newer));
            if let Some(found) = newer {
                return Err(ArchiveError::Newer { found });
            }
            pushed.map_err(|NotAnArchive| ArchiveError::Foreign)?;
        }
        if self.stopped {
            return Ok(false);
        }
        rows.finish(&mut |row| self.give(row, &mut newer))
            .map_err(|NotAnArchive| ArchiveError::Foreign)
    }

    /// Gives a row on; false stops.
    fn give(&mut self, row: Row, newer: &mut Option<u64>) -> bool {
        let item = match row {
            Row::Found(found, bytes) => Item::Found(found, bytes),
            Row::Unread(title, why) => Item::Unread(title, why),
            Row::Newer(version) => {
                *newer = Some(version);
                return false;
            }
        };
        self.stopped = !(self.each)(item, (self.bytes, self.total.max(self.bytes)));
        !self.stopped
    }
}

#[cfg(test)]
mod tests;
