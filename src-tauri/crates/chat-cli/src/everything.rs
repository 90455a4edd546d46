//! `gatehouse delete-everything`: all that this person has here, keys too.

use crate::output::{self, for_terminal};
use crate::prompt;
use crate::report::Ended;
use crate::words::{counted, size};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{DataKind, DataView, EverythingDeleted};
use chat_engine::Engine;
use chat_engine::paths::Paths;

pub(crate) async fn delete(
    engine: &Engine,
    paths: &Paths,
    yes: bool,
    json: bool,
) -> Result<Ended, Failure> {
    if !yes {
        if !prompt::is_somebody_there() {
            return Err(unsure());
        }
        for line in what_goes(&engine.data(paths).await?) {
            output::note(&for_terminal(&line));
        }
        if !prompt::agreed("Delete all of it for good?").await? {
            output::note("Nothing was deleted.");
            return Ok(Ended::Stopped);
        }
    }
    let deleted = engine.delete_everything(paths).await?;
    let is_all = deleted.left.is_empty();
    if json {
        if output::json(&deleted).is_err() {
            return Ok(Ended::Closed);
        }
    } else {
        for line in what_went(&deleted) {
            output::note(&for_terminal(&line));
        }
    }
    Ok(if is_all {
        Ended::Done
    } else {
        Ended::Failed(Code::Storage)
    })
}

/// Below a script nobody can be asked, and this is not done by a slip.
fn unsure() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "Deleting everything has to be confirmed; nothing was deleted.",
    )
    .with_action("Say --yes: gatehouse delete-everything --yes")
}

fn what_goes(data: &DataView) -> Vec<String> {
    let mut lines = vec![match data.conversations {
        Some(count) => format!(
            "{}, {}, and with them drafts, settings, presets, the ledger and every key of Gatehouse in the keyring:",
            counted(count, "conversation"),
            counted(data.messages.unwrap_or(0), "message"),
        ),
        None => "The history cannot be read; it goes all the same, and every key of Gatehouse in the keyring:".to_owned(),
    }];
    lines.extend(data.places.iter().map(|place| {
        let what = match place.what {
            DataKind::History => "history",
            DataKind::SetAside => "set aside",
            DataKind::Backups => "copies",
            DataKind::Logs => "logs",
            DataKind::WebView => "web view",
        };
        format!("  {what:<9}  {}  {}", size(place.bytes), place.path)
    }));
    lines
}

fn what_went(deleted: &EverythingDeleted) -> Vec<String> {
    let conversations = match deleted.conversations {
        Some(count) => counted(count, "conversation"),
        None => "a history that could not be read".to_owned(),
    };
    let mut lines = vec![format!(
        "Deleted: {conversations}; {}, {}; {}.",
        counted(deleted.files.into(), "file"),
        size(deleted.bytes),
        counted(u64::try_from(deleted.keys.len()).unwrap_or(u64::MAX), "key"),
    )];
    lines.extend(deleted.keys.iter().map(|key| format!("  key {key}")));
    if !deleted.left.is_empty() {
        lines.push("These could not be removed; remove them by hand:".to_owned());
        lines.extend(deleted.left.iter().map(|left| format!("  {left}")));
    }
    lines.push(
        "Files that you wrote yourself with export or backup FILE are yours and stay.".to_owned(),
    );
    lines
}
