//! Files of messages: what goes with a question as it is, and the pictures in an answer.
//!
//! Kept as bytes, a third smaller than the base64 that travels. Texts are part of their question.

use super::error::Fault;
use super::migrate::{self, WITH_FILES};
use super::row;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chat_core::archive::ArchivedFile;
use chat_core::dialect::Picture;
use chat_core::ids::MessageId;
use chat_core::message::Role;
use chat_core::request::{Media, MediaKind};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

/// A file of a message, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name; empty for a picture in an answer.
    pub name: String,
    /// What it is.
    pub kind: MediaKind,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Where the files of a message are, without its name for those that have none.
const OF_QUESTION: &str = "SELECT name, kind, length(bytes) AS size FROM attachments
    WHERE message = ?1 ORDER BY n";
const OF_ANSWER: &str = "SELECT '' AS name, kind, length(bytes) AS size FROM pictures
    WHERE message = ?1 ORDER BY n";

/// Stores what goes with a question.
pub(super) fn attach(tx: &Transaction<'_>, question: i64, files: &[Media]) -> Result<(), Fault> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO attachments (message, n, name, kind, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (file, n) in files.iter().zip(1_i64..) {
        // Encoded here, so that it always decodes.
        let bytes = STANDARD
            .decode(&*file.base64)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        statement.execute(params![
            question,
            n,
            file.name,
            file.kind.media_type(),
            bytes
        ])?;
    }
    Ok(())
}

/// Stores the pictures of an answer. One that is no base64 shows nothing and is left out.
pub(super) fn keep(tx: &Transaction<'_>, answer: i64, pictures: &[Picture]) -> Result<(), Fault> {
    let mut statement = tx
        .prepare_cached("INSERT INTO pictures (message, n, kind, bytes) VALUES (?1, ?2, ?3, ?4)")?;
    let shown = pictures
        .iter()
        .filter_map(|picture| Some((picture.kind, picture.bytes()?)));
    for ((kind, bytes), n) in shown.zip(1_i64..) {
        statement.execute(params![answer, n, kind.media_type(), bytes])?;
    }
    Ok(())
}

/// The files of a message, without their bytes; none in a database that has no place for any.
pub(super) fn of_message(db: &Connection, seq: i64, role: Role) -> Result<Vec<KeptFile>, Fault> {
    let query = match role {
        Role::System => return Ok(Vec::new()),
        Role::User => OF_QUESTION,
        Role::Assistant => OF_ANSWER,
    };
    let files = db
        .prepare_cached(query)?
        .query_map([seq], |row| {
            Ok(KeptFile {
                name: row.get("name")?,
                kind: kind(row)?,
                bytes: row::amount(row, "size")?.unwrap_or(0),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(files)
}

/// Whether a database has a place for files.
pub(super) fn are_kept(db: &Connection) -> Result<bool, Fault> {
    Ok(migrate::version(db)? >= WITH_FILES)
}

/// What goes with a question, whole.
pub(super) fn media(db: &Connection, question: &MessageId) -> Result<Vec<Media>, Fault> {
    if !are_kept(db)? {
        return Ok(Vec::new());
    }
    let media = db
        .prepare_cached(
            "SELECT a.name, a.kind, a.bytes FROM attachments a
             WHERE a.message = (SELECT seq FROM messages WHERE id = ?1) ORDER BY a.n",
        )?
        .query_map([question.as_str()], |row| {
            Ok(Media {
                name: row.get("name")?,
                kind: kind(row)?,
                base64: encoded(row)?.into(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(media)
}

/// The pictures of an answer, whole.
pub(super) fn pictures(db: &Connection, answer: &MessageId) -> Result<Vec<Picture>, Fault> {
    if !are_kept(db)? {
        return Ok(Vec::new());
    }
    let pictures = db
        .prepare_cached(
            "SELECT p.kind, p.bytes FROM pictures p
             WHERE p.message = (SELECT seq FROM messages WHERE id = ?1) ORDER BY p.n",
        )?
        .query_map([answer.as_str()], |row| {
            Ok(Picture {
                kind: kind(row)?,
                base64: encoded(row)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(pictures)
}

/// The bytes of one of a message's files, counted from 0; none where it has no such file.
pub(super) fn bytes(
    db: &Connection,
    message: &MessageId,
    index: u32,
) -> Result<Option<Vec<u8>>, Fault> {
    if !are_kept(db)? {
        return Ok(None);
    }
    // A message has files of one sort only.
    let mut statement = db.prepare_cached(
        "SELECT bytes FROM (
             SELECT message, n, bytes FROM pictures UNION ALL
             SELECT message, n, bytes FROM attachments)
         WHERE message = (SELECT seq FROM messages WHERE id = ?1) AND n = ?2",
    )?;
    let found = statement
        .query_row(params![message.as_str(), i64::from(index) + 1], |row| {
            row.get("bytes")
        })
        .optional()?;
    Ok(found)
}

/// The files of a message as an archive holds them.
pub(super) fn archived(db: &Connection, seq: i64, role: Role) -> Result<Vec<ArchivedFile>, Fault> {
    let query = match role {
        Role::System => return Ok(Vec::new()),
        Role::User => "SELECT name, kind, bytes FROM attachments WHERE message = ?1 ORDER BY n",
        Role::Assistant => {
            "SELECT '' AS name, kind, bytes FROM pictures WHERE message = ?1 ORDER BY n"
        }
    };
    let files = db
        .prepare_cached(query)?
        .query_map([seq], |row| {
            Ok(ArchivedFile {
                name: row.get("name")?,
                kind: row.get("kind")?,
                base64: encoded(row)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(files)
}

/// Stores the files of a message from an archive, which were checked.
pub(super) fn unarchive(
    tx: &Transaction<'_>,
    message: i64,
    role: Role,
    files: &[ArchivedFile],
) -> Result<(), Fault> {
    let insert = match role {
        Role::System => return Ok(()),
        Role::User => {
            "INSERT INTO attachments (message, n, name, kind, bytes) VALUES (?1, ?2, ?3, ?4, ?5)"
        }
        Role::Assistant => {
            "INSERT INTO pictures (message, n, kind, bytes) SELECT ?1, ?2, ?4, ?5 WHERE ?3 = ''"
        }
    };
    let mut statement = tx.prepare_cached(insert)?;
    for (file, n) in files.iter().zip(1_i64..) {
        let bytes = STANDARD
            .decode(&file.base64)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        statement.execute(params![message, n, file.name, file.kind, bytes])?;
    }
    Ok(())
}

fn kind(row: &Row<'_>) -> rusqlite::Result<MediaKind> {
    row::read(row, "kind", |name| MediaKind::parse(name).ok_or(row::Odd))
}

fn encoded(row: &Row<'_>) -> rusqlite::Result<String> {
    let bytes: Vec<u8> = row.get("bytes")?;
    Ok(STANDARD.encode(bytes))
}
