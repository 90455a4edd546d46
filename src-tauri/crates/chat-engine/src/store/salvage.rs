//! What can still be read of a damaged history, row by row.
//!
//! The damaged file is set aside under a name with the date and never changed. What is read is a
//! private copy of it; each row that is whole goes into a fresh database of ours, which is then an
//! ordinary [`Source`] to merge from. Rows that lost what they belong to are kept as far as they make
//! sense alone.

mod pages;

use super::error::{Fault, StoreError};
use super::restore::Source;
use super::{Store, ledger, migrate, open, settings};
use chat_core::calendar::timestamp;
use chat_core::ids::MessageId;
use chat_core::ledger::Entry;
use chat_core::message::{MessageState, Role};
use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How far past a row that cannot be read the next one is looked for.
const FARTHEST: i64 = 1 << 33;
/// The files of a history, the one without an ending last: while it is there, so is the damage.
const FILES: [&str; 4] = ["-journal", "-wal", "-shm", ""];
/// What the name of a history begins with that was set aside.
pub(super) const ASIDE: &str = "gatehouse.damaged-";
/// How many entries of the ledger are handed over at a time.
const ENTRIES: usize = 1_000;

/// How much of each table was read.
pub type Found = BTreeMap<&'static str, Rows>;

/// Rows of one table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    /// Read and kept.
    pub kept: u64,
    /// Read, but not what the table holds.
    pub odd: u64,
    /// Places where something was to be read and could not be.
    pub gaps: u64,
}

/// Moves a damaged history aside, under a name with the date; tells the new name. Nothing is deleted
/// and no byte is changed.
///
/// # Errors
/// [`StoreError::Io`], [`StoreError::ReadOnly`]: then it is as it was, or its log is aside already.
pub fn set_aside(data: &Path, now_ms: i64) -> Result<PathBuf, StoreError> {
    let file = open::database(data);
    let day = timestamp(now_ms).replace([':', '.'], "");
    let aside = data.join(format!("{ASIDE}{day}.sqlite3"));
    for ending in FILES {
        let (from, to) = (with(&file, ending), with(&aside, ending));
        match fs::rename(&from, &to) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => {}
            Err(error) => return Err(StoreError::from_io(&from, error)),
        }
    }
    super::backup::sync_folder(&file).map_err(|error| StoreError::from_io(&file, error))?;
    Ok(aside)
}

/// A file and what SQLite may keep beside it, whether it is there or not.
pub(super) fn with_companions(file: &Path) -> Vec<PathBuf> {
    FILES
        .iter()
        .rev()
        .map(|ending| with(file, ending))
        .collect()
}

fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Reads what can be read. Takes as long as reading the file, and where it is damaged longer: call
/// it where waiting is allowed.
///
/// # Errors
/// Only where nothing can be written.
pub fn read(damaged: &Path, data: &Path) -> Result<(Source, Found), StoreError> {
    let wrong = |error| StoreError::from_io(data, error);
    let private = tempfile::Builder::new()
        .prefix("salvaging-")
        .tempdir_in(data)
        .map_err(wrong)?;
    let copy = private.path().join("damaged.sqlite3");
    for ending in ["", "-wal"] {
        let from = with(damaged, ending);
        if from.exists() {
            fs::copy(&from, with(&copy, ending)).map_err(wrong)?;
        }
    }
    let fresh = private.path().join("fresh.sqlite3");
    // What a person can do something about is the data folder.
    let fault = |fault| StoreError::from_fault(&open::database(data), fault);
    open::make_private_file(&fresh).map_err(wrong)?;
    let mut into = Connection::open(&fresh).map_err(|error| fault(error.into()))?;
    migrate::migrate(&mut into).map_err(fault)?;
    into.pragma_update(None, "foreign_keys", false)
        .map_err(|error| fault(error.into()))?;
    let mut found = Found::new();
    for mended in [false, true] {
        if mended {
            mend_header(&copy, &fresh).map_err(wrong)?;
        }
        if let Ok(from) = damaged_for_reading(&copy) {
            let some = each_table(&from, &into, &mut found).map_err(fault)?;
            if some {
                break;
            }
        }
    }
    if ["conversations", "messages"].iter().any(|table| {
        let rows = found.get(table).copied().unwrap_or_default();
        rows.kept == 0 || rows.gaps > 0 || rows.odd > 0
    }) {
        from_pages(&copy, &into, &mut found).map_err(fault)?;
    }
    alone(&into).map_err(fault)?;
    Ok((Source::made(into, damaged, private), found))
}

fn damaged_for_reading(copy: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(copy, flags)?;
    from.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // A schema that is not whole is used as far as it goes; nothing is written to this copy.
    from.execute_batch("PRAGMA writable_schema = ON; PRAGMA query_only = ON")?;
    Ok(from)
}

/// The first 100 bytes of a file say how it is to be read; those of a fresh one fit ours too.
fn mend_header(copy: &Path, fresh: &Path) -> io::Result<()> {
    let mut header = [0; 100];
    fs::File::open(fresh)?.read_exact(&mut header)?;
    let mut file = fs::File::options().read(true).write(true).open(copy)?;
    let pages = u32::try_from(file.metadata()?.len() / 4_096).unwrap_or(0);
    // Its size in pages, and no free list: nothing of it is used to write.
    for (place, byte) in header.iter_mut().skip(28).zip(pages.to_be_bytes()) {
        *place = byte;
    }
    for place in header.iter_mut().skip(32).take(8) {
        *place = 0;
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)
}

/// The tables that are read, each by its key, in the order in which they make sense.
const TABLES: [(&str, Key); 15] = [
    ("conversations", Key::Number("seq")),
    ("messages", Key::Number("seq")),
    ("turns", Key::Number("seq")),
    ("tags", Key::Anything),
    ("pieces", Key::Anything),
    ("attachments", Key::Number("rowid")),
    ("pictures", Key::Number("rowid")),
    ("drafts", Key::Number("rowid")),
    ("draft_files", Key::Number("rowid")),
    ("settings", Key::Anything),
    ("presets", Key::Number("rowid")),
    ("templates", Key::Number("rowid")),
    ("erased", Key::Anything),
    ("ledger", Key::Number("seq")),
    ("settlements", Key::Number("ledger")),
];

#[derive(Clone, Copy)]
enum Key {
    /// Rows are numbered, so that those after a gap can be found.
    Number(&'static str),
    Anything,
}

/// Whether there was anything.
fn each_table(from: &Connection, into: &Connection, found: &mut Found) -> Result<bool, Fault> {
    let mut some = false;
    for (table, key) in TABLES {
        let Ok(columns) = common(from, into, table) else {
            found.entry(table).or_default().gaps += 1;
            continue;
        };
        if columns.is_empty() {
            continue;
        }
        into.execute_batch("SAVEPOINT one_table")?;
        let rows = match key {
            Key::Number(key) => numbered(from, into, table, key, &columns),
            Key::Anything => in_order(from, into, table, &columns),
        };
        into.execute_batch("RELEASE one_table")?;
        let rows = rows?;
        some |= rows.kept > 0;
        found.insert(table, rows);
    }
    Ok(some)
}

/// The columns that both have, where the name is a table's in both.
fn common(from: &Connection, into: &Connection, table: &str) -> Result<Vec<String>, Fault> {
    let columns = |db: &Connection| -> rusqlite::Result<Vec<String>> {
        db.prepare(
            "SELECT c.name FROM pragma_table_info (?1) c
             WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
        )?
        .query_map([table], |row| row.get(0))?
        .collect()
    };
    let ours = columns(into)?;
    let theirs = columns(from)?;
    Ok(ours
        .into_iter()
        .filter(|name| theirs.contains(name))
        .collect())
}

fn numbered(
    from: &Connection,
    into: &Connection,
    table: &str,
    key: &str,
    columns: &[String],
) -> Result<Rows, Fault> {
    let names = columns.join(", ");
    let select = format!("SELECT {key}, {names} FROM {table} WHERE {key} >= ?1 ORDER BY {key}");
    let mut rows = Rows::default();
    let (mut next, mut step) = (i64::MIN, 1);
    loop {
        let mut last = None;
        let ended = walk(from, &select, next, |row| {
            last = Some(row.get::<_, i64>(0)?);
            keep(into, table, &names, row, 1, columns.len(), &mut rows)
        })?;
        if let Some(last) = last {
            (next, step) = (last.saturating_add(1), 1);
        }
        if ended {
            return Ok(rows);
        }
        // Something cannot be read: what follows may be.
        if last.is_some() || next == i64::MIN {
            rows.gaps += 1;
        }
        if step > FARTHEST {
            return Ok(rows);
        }
        next = next.max(0).saturating_add(step);
        step = if last.is_some() { 1 } else { step * 2 };
    }
}

fn in_order(
    from: &Connection,
    into: &Connection,
    table: &str,
    columns: &[String],
) -> Result<Rows, Fault> {
    let names = columns.join(", ");
    let mut rows = Rows::default();
    for order in ["ASC", "DESC"] {
        let first = columns.first().map_or("1", String::as_str);
        // From both ends: a gap hides what is behind it from each.
        let select = format!("SELECT {names} FROM {table} WHERE ?1 = ?1 ORDER BY {first} {order}");
        let ended = walk(from, &select, 0, |row| {
            keep(into, table, &names, row, 0, columns.len(), &mut rows)
        })?;
        if ended {
            break;
        }
        rows.gaps += 1;
    }
    Ok(rows)
}

/// Hands over rows until the end; false where it could not be reached.
fn walk(
    from: &Connection,
    select: &str,
    start: i64,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    let Ok(mut statement) = from.prepare(select) else {
        return Ok(false);
    };
    let Ok(mut rows) = statement.query([start]) else {
        return Ok(false);
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => take(row)?,
            Ok(None) => return Ok(true),
            Err(_) => return Ok(false),
        }
    }
}

/// A value; of a text that is no UTF-8 any more, what is.
fn value(row: &rusqlite::Row<'_>, column: usize) -> Value {
    match row.get_ref(column) {
        Ok(ValueRef::Text(text)) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        Ok(ValueRef::Integer(number)) => Value::Integer(number),
        Ok(ValueRef::Real(number)) => Value::Real(number),
        Ok(ValueRef::Blob(bytes)) => Value::Blob(bytes.to_owned()),
        Ok(ValueRef::Null) | Err(_) => Value::Null,
    }
}

/// Puts a row in; what the table does not take is odd.
fn keep(
    into: &Connection,
    table: &str,
    names: &str,
    row: &rusqlite::Row<'_>,
    skip: usize,
    columns: usize,
    rows: &mut Rows,
) -> Result<(), Fault> {
    let values: Vec<Value> = (skip..skip + columns).map(|n| value(row, n)).collect();
    let places: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    let insert = format!(
        "INSERT OR IGNORE INTO {table} ({names}) VALUES ({})",
        places.join(", ")
    );
    match into
        .prepare_cached(&insert)?
        .execute(params_from_iter(values))
    {
        Ok(added) => rows.kept += u64::try_from(added).unwrap_or(0),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) => {
            return Err(error.into());
        }
        Err(_) => rows.odd += 1,
    }
    Ok(())
}

/// What lies in pages that no table leads to any more, of conversations and messages.
fn from_pages(copy: &Path, into: &Connection, found: &mut Found) -> Result<(), Fault> {
    into.execute_batch("SAVEPOINT pages")?;
    let mut failed = None;
    // What cannot be read of the file has been missing before.
    let _ = pages::each(copy, |row| {
        place(row, into, found).map_err(|fault| {
            failed = Some(fault);
            io::Error::from(io::ErrorKind::StorageFull)
        })
    });
    into.execute_batch("RELEASE pages")?;
    failed.map_or(Ok(()), Err)
}

/// Puts a row where it can only belong; what is there already is better.
fn place((number, values): pages::Row, into: &Connection, found: &mut Found) -> Result<(), Fault> {
    let text = |n: usize| match values.get(n) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let whole = |n: usize| matches!(values.get(n), Some(Value::Integer(_)));
    let is_id = |n| text(n).is_some_and(|id| MessageId::parse(id).is_ok());
    let numbered = matches!(values.first(), Some(Value::Null)) && number > 0 && is_id(1);
    let (table, sql) = if numbered
        && text(4).is_some_and(|role| Role::parse(role).is_some())
        && text(5).is_some_and(|state| MessageState::parse(state).is_some())
        && whole(2)
        && whole(10)
    {
        (
            "messages",
            "INSERT OR IGNORE INTO messages (seq, id, conversation, parent, role, state, text,
                 reasoning, model, connection, created_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )
    } else if numbered && text(2).is_some() && whole(3) && whole(4) && values.len() >= 8 {
        (
            "conversations",
            "INSERT OR IGNORE INTO conversations (seq, id, title, created_at_ms, updated_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )
    } else {
        return Ok(());
    };
    let mut statement = into.prepare_cached(sql)?;
    let wanted = statement.parameter_count().saturating_sub(1);
    let given = values.into_iter().skip(1).take(wanted);
    let all = std::iter::once(Value::Integer(number)).chain(given);
    let rows = found.entry(table).or_default();
    match statement.execute(params_from_iter(all)) {
        Ok(added) => rows.kept += u64::try_from(added).unwrap_or(0),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) => {
            return Err(error.into());
        }
        Err(_) => rows.odd += 1,
    }
    Ok(())
}

/// Messages whose conversation is lost get one, and are its path.
fn alone(into: &Connection) -> Result<(), Fault> {
    into.execute_batch(
        "INSERT INTO conversations (seq, id, title, created_at_ms, updated_at_ms, head)
         SELECT m.conversation, 'salvaged-' || min(m.id),
                coalesce((SELECT substr(replace(f.text, char(10), ' '), 1, 80) FROM messages f
                          WHERE f.conversation = m.conversation AND f.role = 'user'
                          ORDER BY f.seq LIMIT 1), 'Salvaged'),
                min(m.created_at_ms), max(m.created_at_ms), max(m.seq)
         FROM messages m WHERE m.conversation NOT IN (SELECT seq FROM conversations)
         GROUP BY m.conversation;
         UPDATE conversations SET head =
             (SELECT max(seq) FROM messages WHERE conversation = conversations.seq)
         WHERE head IS NULL OR head NOT IN (SELECT seq FROM messages);
         UPDATE conversations SET system = NULL
         WHERE system NOT IN (SELECT seq FROM messages);",
    )?;
    Ok(())
}

impl Store {
    /// Takes over what of a salvaged history is in no conversation: settings, presets and templates
    /// that are not here, drafts, which conversations were deleted for good, the ledger. Tells how
    /// many entries of the ledger there were.
    ///
    /// # Errors
    /// None of its own.
    pub async fn take_over(&self, source: &mut Source) -> Result<u64, StoreError> {
        let rows = settings::all(source.db()).map_err(|fault| source.wrong(fault))?;
        let there = self.settings().await?;
        for (key, value) in rows {
            if !there.contains_key(&key) {
                self.set_setting(key, Some(value)).await?;
            }
        }
        for table in ["presets", "templates", "erased", "drafts", "draft_files"] {
            let rows = all_of(source.db(), table).map_err(|fault| source.wrong(fault))?;
            self.write(move |db| {
                for values in rows {
                    let places = vec!["?"; values.len()].join(", ");
                    db.prepare_cached(&format!("INSERT OR IGNORE INTO {table} VALUES ({places})"))?
                        .execute(params_from_iter(values))?;
                }
                Ok(())
            })
            .await?;
        }
        let mut batches: Vec<Vec<Entry>> = vec![Vec::new()];
        ledger::every(source.db(), |entry| {
            if batches.last().is_none_or(|batch| batch.len() >= ENTRIES) {
                batches.push(Vec::new());
            }
            if let Some(batch) = batches.last_mut() {
                batch.push(entry);
            }
        })
        .map_err(|fault| source.wrong(fault))?;
        let mut count = 0;
        for batch in batches {
            count += u64::try_from(batch.len()).unwrap_or(0);
            self.record(batch, None).await?;
        }
        Ok(count)
    }
}

fn all_of(db: &Connection, table: &str) -> Result<Vec<Vec<Value>>, Fault> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = statement.column_count();
    let rows = statement
        .query_map([], |row| (0..columns).map(|n| row.get(n)).collect())?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
