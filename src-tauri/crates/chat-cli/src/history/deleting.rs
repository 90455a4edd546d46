//! `gatehouse history delete`, `take-back` and `deleted`.

use super::{known, listing};
use crate::output::{self, for_terminal};
use crate::report::Ended;
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::ConversationView;
use chat_engine::Engine;
use serde::Serialize;

/// A conversation that can be taken back.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedRow<'a> {
    #[serde(flatten)]
    conversation: &'a ConversationView,
    left_ms: i64,
}

/// Deletes conversations, or none where one is not there; with `now` they cannot be taken back.
pub(super) async fn delete(engine: &Engine, ids: &[String], now: bool) -> Result<Ended, Failure> {
    let ids: Vec<ConversationId> = ids.iter().map(|id| known(id)).collect::<Result<_, _>>()?;
    for id in &ids {
        engine.conversation(id).await.map_err(|failure| {
            // Of those that the store refuses, this is the one that is not there.
            let is_unknown = failure.code == Code::ConfigInvalid;
            let message = if is_unknown {
                format!("There is no conversation {id}; nothing was deleted.")
            } else {
                failure.message
            };
            Failure { message, ..failure }
        })?;
    }
    for id in &ids {
        engine.delete_conversation(id.clone(), now).await?;
    }
    let minutes = engine.get_settings().await?.undo_minutes;
    output::note(&if now || minutes == 0 {
        "Deleted for good.".to_owned()
    } else if let [id] = ids.as_slice() {
        format!("Deleted. To take it back within {minutes} min: gatehouse history take-back {id}")
    } else {
        format!("Deleted. To take one back within {minutes} min: gatehouse history take-back ID")
    });
    Ok(Ended::Done)
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
            for_terminal(&row.title)
        );
        if output::text(&line).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}
