//! What was typed and not sent, with its files: one draft for each conversation, one for a new one
//! and one for quick-ask; and one for each question that is half put otherwise.
//!
//! A draft goes in the transaction that stores its question, so that a crash neither loses nor
//! doubles it. Must not know what may be attached.

use super::error::{Fault, StoreError};
use super::transaction::{immediate, without_sync};
use super::{Store, row};
use chat_core::ids::{ConversationId, MessageId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::borrow::Cow;
use std::sync::Arc;

/// Whose draft.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DraftPlace {
    /// A conversation's.
    Conversation(ConversationId),
    /// That of a conversation which is not begun yet.
    New,
    /// Quick-ask's.
    Quick,
    /// That of a question which is put otherwise.
    Edit(MessageId),
}

/// What the name of such a place begins with: no id has a space in it.
const EDIT: &str = "edit ";

impl DraftPlace {
    /// The name in the store; ids of conversations are longer than these words.
    fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Conversation(id) => id.as_str().into(),
            Self::New => "new".into(),
            Self::Quick => "quick".into(),
            Self::Edit(id) => format!("{EDIT}{id}").into(),
        }
    }
}

/// A draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text, exactly as typed.
    pub text: String,
    /// Where the caret is, in UTF-16 units.
    pub caret: u32,
    /// Its files, in their order.
    pub files: Vec<DraftFile>,
    /// What was chosen for a conversation that is not begun: JSON that is not looked into.
    pub asking: Option<String>,
}

/// A file of a draft.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// Its id, unique in the draft.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it holds; none for one that is saved already under this id.
    pub bytes: Option<Arc<[u8]>>,
}

impl std::fmt::Debug for DraftFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftFile")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Saves a draft in place of the one before; one without text, files and choices is dropped. It survives
    /// the death of the process. Nothing is saved for a conversation or a question that is not there.
    ///
    /// # Errors
    /// None of its own.
    pub async fn save_draft(
        &self,
        place: DraftPlace,
        draft: Draft,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| without_sync(db, |db| save(db, &place, &draft, at_ms)))
            .await
    }

    /// Adds a text behind the draft of a place, after a blank line where something stands there; the
    /// caret goes to the end, files and choices stay. For a conversation use [`Store::save_draft`].
    ///
    /// # Errors
    /// None of its own.
    pub async fn add_to_draft(
        &self,
        place: DraftPlace,
        text: String,
        at_ms: i64,
    ) -> Result<(), StoreError> {
        self.write(move |db| without_sync(db, |db| add(db, &place, &text, at_ms)))
            .await
    }

    /// The draft of a place, an empty one where nothing is saved.
    ///
    /// # Errors
    /// None of its own.
    pub async fn draft(&self, place: DraftPlace) -> Result<Draft, StoreError> {
        self.read(move |db| find(db, &place)).await
    }

    /// Drops the draft of a place where nobody changed it since then.
    ///
    /// # Errors
    /// None of its own.
    pub async fn drop_old_draft(&self, place: DraftPlace, since_ms: i64) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached("DELETE FROM drafts WHERE place = ?1 AND at_ms < ?2")?
                .execute(params![&*place.name(), since_ms])?;
            Ok(())
        })
        .await
    }

    /// The questions of a conversation that are half put otherwise, with what was made of each.
    ///
    /// # Errors
    /// None of its own.
    pub async fn half_edits(
        &self,
        conversation: ConversationId,
    ) -> Result<Vec<(MessageId, String)>, StoreError> {
        self.read(move |db| {
            // There are few of them, and many messages.
            let edits = db
                .prepare_cached(
                    "SELECT messages.id, drafts.text FROM drafts
                     CROSS JOIN messages ON messages.id = substr(drafts.place, length(?2) + 1)
                     WHERE drafts.place GLOB ?2 || '*'
                       AND messages.conversation = (SELECT seq FROM conversations WHERE id = ?1)
                     ORDER BY messages.seq",
                )?
                .query_map([conversation.as_str(), EDIT], |row| {
                    Ok((row::message_id(row)?, row.get("text")?))
                })?
                .collect::<Result<_, _>>()?;
            Ok(edits)
        })
        .await
    }

    /// The ids of the files that the draft of a place has.
    ///
    /// # Errors
    /// None of its own.
    pub async fn draft_files(&self, place: DraftPlace) -> Result<Vec<String>, StoreError> {
        self.read(move |db| {
            let ids = db
                .prepare_cached("SELECT id FROM draft_files WHERE place = ?1 ORDER BY n")?
                .query_map([place.name()], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(ids)
        })
        .await
    }
}

/// Drops a draft with its files.
pub(super) fn drop(tx: &Transaction<'_>, place: &DraftPlace) -> Result<(), Fault> {
    tx.prepare_cached("DELETE FROM drafts WHERE place = ?1")?
        .execute([place.name()])?;
    Ok(())
}

fn save(db: &mut Connection, place: &DraftPlace, draft: &Draft, at_ms: i64) -> Result<(), Fault> {
    let tx = immediate(db)?;
    if draft.text.is_empty() && draft.files.is_empty() && draft.asking.is_none() {
        drop(&tx, place)?;
        return Ok(tx.commit()?);
    }
    let is = |sql: &str, id: &str| -> rusqlite::Result<bool> {
        tx.prepare_cached(sql)?.query_row([id], |row| row.get(0))
    };
    let there = match place {
        DraftPlace::Conversation(id) => is(
            "SELECT EXISTS (SELECT 1 FROM conversations WHERE id = ?1)",
            id.as_str(),
        )?,
        DraftPlace::Edit(id) => is(
            "SELECT EXISTS (SELECT 1 FROM messages WHERE id = ?1)",
            id.as_str(),
        )?,
        DraftPlace::New | DraftPlace::Quick => true,
    };
    if !there {
        return Ok(());
    }
    let name = place.name();
    let name = &*name;
    tx.prepare_cached(
        "INSERT INTO drafts (place, text, caret, at_ms, asking) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (place) DO UPDATE
         SET text = excluded.text, caret = excluded.caret, at_ms = excluded.at_ms,
             asking = excluded.asking",
    )?
    .execute(params![name, draft.text, draft.caret, at_ms, draft.asking])?;
    let saved: Vec<String> = tx
        .prepare_cached("SELECT id FROM draft_files WHERE place = ?1")?
        .query_map([name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for gone in saved
        .iter()
        .filter(|id| !draft.files.iter().any(|file| file.id == **id))
    {
        tx.prepare_cached("DELETE FROM draft_files WHERE place = ?1 AND id = ?2")?
            .execute([name, gone])?;
    }
    for (file, n) in draft.files.iter().zip(1_i64..) {
        if saved.contains(&file.id) {
            tx.prepare_cached(
                "UPDATE draft_files SET n = ?3 WHERE place = ?1 AND id = ?2 AND n <> ?3",
            )?
            .execute(params![name, file.id, n])?;
        } else if let Some(bytes) = &file.bytes {
            tx.prepare_cached(
                "INSERT INTO draft_files (place, id, n, name, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![name, file.id, n, file.name, &**bytes])?;
        }
    }
    Ok(tx.commit()?)
}

fn add(db: &mut Connection, place: &DraftPlace, text: &str, at_ms: i64) -> Result<(), Fault> {
    let tx = immediate(db)?;
    let before: Option<String> = tx
        .prepare_cached("SELECT text FROM drafts WHERE place = ?1")?
        .query_row([place.name()], |row| row.get(0))
        .optional()?;
    let whole = match before {
        Some(before) if !before.trim().is_empty() => format!("{before}\n\n{text}"),
        Some(_) | None => text.to_owned(),
    };
    let caret = i64::try_from(whole.encode_utf16().count()).unwrap_or(i64::MAX);
    tx.prepare_cached(
        "INSERT INTO drafts (place, text, caret, at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (place) DO UPDATE
         SET text = excluded.text, caret = excluded.caret, at_ms = excluded.at_ms",
    )?
    .execute(params![&*place.name(), whole, caret, at_ms])?;
    Ok(tx.commit()?)
}

fn find(db: &mut Connection, place: &DraftPlace) -> Result<Draft, Fault> {
    let tx = db.transaction()?;
    let name = place.name();
    let name = &*name;
    let found = tx
        .prepare_cached("SELECT text, caret, asking FROM drafts WHERE place = ?1")?
        .query_row([name], |row| {
            let caret = row::amount(row, "caret")?.unwrap_or(0);
            Ok((row.get(0)?, caret, row.get(2)?))
        })
        .optional()?;
    let Some((text, caret, asking)) = found else {
        return Ok(Draft::default());
    };
    let files = tx
        .prepare_cached("SELECT id, name, bytes FROM draft_files WHERE place = ?1 ORDER BY n")?
        .query_map([name], |row| {
            Ok(DraftFile {
                id: row.get(0)?,
                name: row.get(1)?,
                bytes: Some(row.get::<_, Vec<u8>>(2)?.into()),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(Draft {
        text,
        caret: u32::try_from(caret).unwrap_or(u32::MAX),
        files,
        asking,
    })
}
