//! `gatehouse history delete`, `take-back` and `deleted`.

use super::listing;
use crate::output::{self, one_line};
use crate::prompt;
use crate::report::Ended;
use crate::words::counted;
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::ConversationView;
use chat_engine::Engine;
use serde::Serialize;

/// A conversation that can be taken back, or one that is gone, which has no time left.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedRow<'a> {
    #[serde(flatten)]
    conversation: &'a ConversationView,
    left_ms: i64,
}

/// How conversations are deleted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deleting {
    /// They cannot be taken back.
    pub(super) now: bool,
    /// Nobody is asked.
    pub(super) yes: bool,
}

/// Deletes conversations, or none where one is not there. At a terminal it is asked first where they
/// cannot be taken back.
pub(super) async fn delete(
    engine: &Engine,
    typed: &[String],
    how: Deleting,
    json: bool,
) -> Result<Ended, Failure> {
    let rows = all_there(engine, typed).await?;
    let minutes = engine.get_settings().await?.undo_minutes;
    let for_good = how.now || minutes == 0;
    if for_good && !how.yes {
        for row in &rows {
            output::note(&format!("  {}  {}", row.id, one_line(&row.title)));
        }
        let what = counted(
            u64::try_from(rows.len()).unwrap_or(u64::MAX),
            "conversation",
        );
        if !prompt::agreed(&format!("Delete {what} for good?")).await? {
            output::note("Nothing was deleted.");
            return Ok(Ended::Stopped);
        }
    }
    for row in &rows {
        engine.delete_conversation(row.id.clone(), how.now).await?;
    }
    if json {
        let left_ms = if for_good {
            0
        } else {
            i64::from(minutes) * 60_000
        };
        let told: Vec<_> = rows
            .iter()
            .map(|conversation| DeletedRow {
                conversation,
                left_ms,
            })
            .collect();
        return Ok(output::json(&told).into());
    }
    for row in &rows {
        output::note(&format!("Deleted: {}", one_line(&row.title)));
    }
    output::note(&if for_good {
        "Gone for good, from the automatic copies too.".to_owned()
    } else {
        let id = match rows.as_slice() {
            [only] => only.id.as_str(),
            _ => "ID",
        };
        format!("To take it back within {minutes} min: gatehouse history take-back {id}")
    });
    Ok(Ended::Done)
}

/// Each conversation once, or a failure where one is not there.
async fn all_there(engine: &Engine, typed: &[String]) -> Result<Vec<ConversationView>, Failure> {
    let mut rows: Vec<ConversationView> = Vec::new();
    for one in typed {
        let id = engine.typed_conversation(one).await;
        let id = id.map_err(undeleted)?;
        if rows.iter().all(|row| row.id != id) {
            let row = engine.conversation(&id).await;
            rows.push(row.map_err(undeleted)?);
        }
    }
    Ok(rows)
}

fn undeleted(failure: Failure) -> Failure {
    let is_wrong = failure.code == Code::ConfigInvalid;
    let message = if is_wrong {
        let said = failure.message.trim_end_matches('.');
        format!("{said}; nothing was deleted.")
    } else {
        failure.message
    };
    Failure { message, ..failure }
}

/// Makes a deleted conversation as it was.
pub(super) async fn take_back(
    engine: &Engine,
    id: ConversationId,
    json: bool,
) -> Result<Ended, Failure> {
    let row = engine.take_back_conversation(id).await?;
    Ok(listing::print(&[row], json).into())
}

/// Lists what can be taken back, with the time left.
pub(super) async fn list(engine: &Engine, json: bool) -> Result<Ended, Failure> {
    let deleted = engine.deleted_conversations().await?;
    if json {
        let rows: Vec<_> = deleted
            .iter()
            .map(|one| DeletedRow {
                conversation: &one.conversation,
                left_ms: one.left_ms,
            })
            .collect();
        return Ok(output::json(&rows).into());
    }
    if deleted.is_empty() {
        output::note("There is nothing to take back.");
    }
    for one in &deleted {
        let row = &one.conversation;
        let minutes = one.left_ms.max(0).cast_unsigned().div_ceil(60_000);
        let line = format!(
            "{}  {}  ({minutes} min left)\n",
            row.id,
            one_line(&row.title)
        );
        if output::text(&line).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}
