//! The conversations in an export's zip: `conversations.json`, or `conversations-000.json` and on,
//! at the top or in one folder. Other entries are not opened.

use super::{ArchiveError, Reading};
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;

/// Largest list of files that is read, in bytes: some 500,000 files. An export has one for each
/// picture; a list that claims more would only fill the memory.
const MAX_LIST: u64 = 64 * 1024 * 1024;
/// The end of a zip: its mark, and how far from the end it can stand.
const END: &[u8] = b"PK\x05\x06";
const END_WITHIN: u64 = 65_557;
/// The same of the long form, and of what points there.
const LONG_END: &[u8] = b"PK\x06\x06";
const LONG_POINTER: &[u8] = b"PK\x06\x07";

/// Whether a file begins as zips do.
pub(super) fn is_zip(file: &mut (impl Read + Seek)) -> Result<bool, ArchiveError> {
    let mut head = Vec::with_capacity(4);
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(4).read_to_end(&mut head)?;
    Ok(head == b"PK\x03\x04" || head == END)
}

/// Reads every entry with conversations, in the order of their names.
pub(super) fn each(
    mut file: impl Read + Seek,
    reading: &mut Reading<'_>,
) -> Result<bool, ArchiveError> {
    let list = list(&mut file)?;
    if list.bytes > MAX_LIST {
        return Err(ArchiveError::TooManyFiles);
    }
    let mut zip = ZipArchive::new(file)?;
    // The library keeps the last of those with one name, and would lose the others unsaid.
    if u64::try_from(zip.len()).is_ok_and(|read| read < list.files) {
        return Err(ArchiveError::TwoOfAName);
    }
    let mut entries: Vec<(String, usize)> = Vec::new();
    for (index, name) in zip.file_names_raw().enumerate() {
        let name = String::from_utf8_lossy(name);
        if holds_conversations(&name) {
            entries.push((name.into_owned(), index));
        }
    }
    if entries.is_empty() {
        return Err(ArchiveError::NoConversations);
    }
    entries.sort();
    reading.total = 0;
    for (_, index) in &entries {
        let entry = zip.by_index_raw(*index)?;
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted);
        }
        // What it claims; how much comes is counted while it is read.
        reading.total = reading.total.saturating_add(entry.size());
    }
    let mut whole = true;
    for (_, index) in entries {
        if reading.stopped {
            return Ok(false);
        }
        let mut entry = zip.by_index(index)?;
        whole &= reading.stream(&mut entry).map_err(|error| match error {
            ArchiveError::Io(error) => ArchiveError::from_read(error),
            other => other,
        })?;
    }
    Ok(whole)
}

/// Whether an entry is one of those with conversations: by its name alone, in at most one folder.
fn holds_conversations(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let (Some(file), folder, None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    // What macOS adds beside every file.
    if folder == Some("__MACOSX") {
        return false;
    }
    let Some(rest) = file.strip_prefix("conversations") else {
        return false;
    };
    let Some(number) = rest.strip_suffix(".json") else {
        return false;
    };
    number.is_empty()
        || number.strip_prefix('-').is_some_and(|digits| {
            (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        })
}

/// What the list of files says of itself.
struct List {
    bytes: u64,
    files: u64,
}

fn list(file: &mut (impl Read + Seek)) -> Result<List, ArchiveError> {
    let length = file.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(END_WITHIN);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.by_ref().take(END_WITHIN).read_to_end(&mut tail)?;
    let at = tail
        .windows(END.len())
        .rposition(|mark| mark == END)
        .ok_or(ArchiveError::Broken)?;
    let short = List {
        bytes: number::<4>(&tail, at + 12).ok_or(ArchiveError::Broken)?,
        files: number::<2>(&tail, at + 10).ok_or(ArchiveError::Broken)?,
    };
    let pointer = at
        .checked_sub(20)
        .filter(|at| tail.get(*at..).is_some_and(|t| t.starts_with(LONG_POINTER)));
    let Some(pointer) = pointer else {
        return Ok(short);
    };
    let place = number::<8>(&tail, pointer + 8).ok_or(ArchiveError::Broken)?;
    file.seek(SeekFrom::Start(place.min(length)))?;
    let mut long = Vec::new();
    file.by_ref().take(56).read_to_end(&mut long)?;
    if !long.starts_with(LONG_END) {
        return Err(ArchiveError::Broken);
    }
    Ok(List {
        bytes: number::<8>(&long, 40).ok_or(ArchiveError::Broken)?,
        files: number::<8>(&long, 32).ok_or(ArchiveError::Broken)?,
    })
}

/// A little-endian number of N bytes.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(N)?)?;
    let number = bytes
        .iter()
        .rev()
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Some(number)
}
