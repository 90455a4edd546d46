//! Rows in the pages of a file whose own tables do not lead there any more: each page that says it is
//! a leaf of a table is read by itself (SQLite's file format, §1.6 and §2).
//!
//! It knows the shape of rows, and which of ours a row can only be. Everything it reads is doubtful,
//! so nothing is relied on: not a length, not a place, not a number of pages.

use rusqlite::types::Value;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// A leaf of a table.
const LEAF: u8 = 0x0D;
/// Larger rows than the largest answer with its files are none of ours.
const LARGEST: usize = 128 * 1024 * 1024;
/// More columns than any of our tables has.
const MOST_COLUMNS: usize = 64;

/// A row: its number and its columns.
pub(super) type Row = (i64, Vec<Value>);

/// Hands over every row that a leaf page of the file holds.
///
/// # Errors
/// Where the file cannot be read, or `take` ends it.
pub(super) fn each(file: &Path, mut take: impl FnMut(Row) -> io::Result<()>) -> io::Result<()> {
    let mut file = Pages::open(file)?;
    for number in 1..=file.count {
        let Some(page) = file.page(number)? else {
            continue;
        };
        for payload in cells(&page, number, file.size) {
            let Some((row, local, more)) = payload else {
                continue;
            };
            if let Some(bytes) = file.joined(row.1, local, more)?
                && let Some(values) = columns(&bytes)
            {
                take((row.0, values))?;
            }
        }
    }
    Ok(())
}

struct Pages {
    file: File,
    size: usize,
    count: u32,
}

impl Pages {
    fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut header = [0; 18];
        let read = file.read(&mut header)?;
        // Page sizes are powers of two; what is none of them is damage, and ours are 4,096.
        let said = number(header.get(16..read.max(16)).unwrap_or_default()).unwrap_or(0);
        let size = match said {
            1 => 65_536,
            512 | 1_024 | 2_048 | 4_096 | 8_192 | 16_384 | 32_768 => said,
            _ => 4_096,
        };
        let count = file.metadata()?.len() / u64::try_from(size).unwrap_or(4_096);
        Ok(Self {
            file,
            size,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
    }

    fn page(&mut self, number: u32) -> io::Result<Option<Vec<u8>>> {
        if number == 0 || number > self.count {
            return Ok(None);
        }
        let size = u64::try_from(self.size).unwrap_or(4_096);
        let mut page = vec![0; self.size];
        self.file
            .seek(SeekFrom::Start(u64::from(number - 1) * size))?;
        self.file.read_exact(&mut page)?;
        Ok(Some(page))
    }

    /// A payload with what of it is in other pages.
    fn joined(
        &mut self,
        length: usize,
        mut bytes: Vec<u8>,
        mut more: Option<u32>,
    ) -> io::Result<Option<Vec<u8>>> {
        // A chain is at most as long as the row: a circle ends there too.
        while bytes.len() < length {
            let Some(page) = more.map(|number| self.page(number)).transpose()?.flatten() else {
                return Ok(None);
            };
            let rest = page.get(4..).unwrap_or_default();
            let wanted = rest.len().min(length - bytes.len());
            bytes.extend(rest.iter().take(wanted));
            let next = number(page.get(..4).unwrap_or_default());
            more = next.and_then(|next| u32::try_from(next).ok());
        }
        Ok(Some(bytes))
    }
}

/// Number and length of a row, what of it is on its page, and where it goes on.
type Cell = ((i64, usize), Vec<u8>, Option<u32>);

fn cells(page: &[u8], page_number: u32, size: usize) -> Vec<Option<Cell>> {
    let base = if page_number == 1 { 100 } else { 0 };
    if page.get(base) != Some(&LEAF) {
        return Vec::new();
    }
    let count = page.get(base + 3..base + 5).and_then(number).unwrap_or(0);
    (0..count.min(size / 2))
        .map(|n| {
            let place = base + 8 + 2 * n;
            let at = page.get(place..place + 2).and_then(number)?;
            cell(page.get(at..)?, size)
        })
        .collect()
}

fn cell(bytes: &[u8], size: usize) -> Option<Cell> {
    let (length, rest) = varint(bytes)?;
    let (row, rest) = varint(rest)?;
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= LARGEST)?;
    let most = size.checked_sub(35)?;
    if length <= most {
        return Some(((row, length), rest.get(..length)?.to_vec(), None));
    }
    let least = (size.checked_sub(12)? * 32 / 255).checked_sub(23)?;
    let fits = least + (length - least) % size.checked_sub(4)?;
    let local = if fits <= most { fits } else { least };
    let next = number(rest.get(local..local + 4)?)?;
    let bytes = rest.get(..local)?.to_vec();
    Some(((row, length), bytes, u32::try_from(next).ok()))
}

fn columns(record: &[u8]) -> Option<Vec<Value>> {
    let (header, rest) = varint(record)?;
    let header = usize::try_from(header).ok()?;
    let mut types = rest.get(..header.checked_sub(record.len() - rest.len())?)?;
    let mut body = record.get(header..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let (kind, rest) = varint(types)?;
        types = rest;
        if values.len() == MOST_COLUMNS {
            return None;
        }
        let bytes = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let (value, rest) = body.split_at_checked(bytes)?;
        body = rest;
        values.push(match kind {
            0 => Value::Null,
            7 => Value::Real(f64::from_be_bytes(value.try_into().ok()?)),
            8 | 9 => Value::Integer(kind - 8),
            1..=6 => Value::Integer(signed(value)),
            _ if kind % 2 == 0 => Value::Blob(value.to_vec()),
            _ => Value::Text(String::from_utf8_lossy(value).into_owned()),
        });
    }
    Some(values)
}

/// A number of seven bits a byte, the ninth with eight.
fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut value: i64 = 0;
    for (n, byte) in bytes.iter().enumerate().take(9) {
        if n == 8 {
            return Some(((value << 8) | i64::from(*byte), bytes.get(9..)?));
        }
        value = (value << 7) | i64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(n + 1..)?));
        }
    }
    None
}

/// A number without a sign, the largest byte first.
fn number(bytes: &[u8]) -> Option<usize> {
    (!bytes.is_empty()).then(|| {
        bytes
            .iter()
            .fold(0, |value, byte| (value << 8) | usize::from(*byte))
    })
}

fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(start, |value, byte| (value << 8) | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(dir: &Path) -> std::path::PathBuf {
        let file = dir.join("db");
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(
            "CREATE TABLE t (n INTEGER PRIMARY KEY, a, b, c);
             INSERT INTO t VALUES (7, 'short', 1.5, NULL), (-9, x'00ff', 0, 1),
                 (1 << 40, replace(hex(zeroblob(9000)), '00', 'é'), -129, 1 << 60)",
        )
        .unwrap();
        file
    }

    #[test]
    fn every_row_of_a_file_is_found_without_its_tables() {
        let dir = tempfile::tempdir().unwrap();
        let file = made(dir.path());
        let mut bytes = std::fs::read(&file).unwrap();
        // Neither header nor schema.
        bytes[..4_096].fill(0xEE);
        std::fs::write(&file, bytes).unwrap();
        let mut rows = Vec::new();
        each(&file, |row| {
            rows.push(row);
            Ok(())
        })
        .unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            rows,
            [
                (
                    -9,
                    vec![
                        Value::Null,
                        Value::Blob(vec![0, 255]),
                        Value::Integer(0),
                        Value::Integer(1)
                    ]
                ),
                (
                    7,
                    vec![Value::Null, text("short"), Value::Real(1.5), Value::Null]
                ),
                (
                    1 << 40,
                    vec![
                        Value::Null,
                        text(&"é".repeat(9_000)),
                        Value::Integer(-129),
                        Value::Integer(1 << 60)
                    ]
                ),
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_make_it_fail_or_hang(
            page in prop::collection::vec(any::<u8>(), 4_096),
            at in prop::collection::vec((0_usize..4_096, any::<u8>()), 0..40),
        ) {
            let dir = tempfile::tempdir().unwrap();
            let file = made(dir.path());
            let mut bytes = std::fs::read(&file).unwrap();
            let length = bytes.len();
            for (place, byte) in at {
                bytes[(place * 7) % length] = byte;
            }
            bytes.extend([LEAF]);
            bytes.extend(&page[1..]);
            std::fs::write(&file, bytes).unwrap();
            each(&file, |_| Ok(())).unwrap();
        }
    }
}
