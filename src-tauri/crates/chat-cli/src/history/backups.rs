//! `gatehouse history backup`, `restore` and `salvage`: copies of the history, merging one back, and
//! what can be read of a damaged one.

use crate::output::{self, Closed, for_terminal};
use crate::report::Ended;
use crate::stop::stoppable;
use crate::words::{counted, deleted_here, size};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{BackupView, RestoreView, SalvageView};
use chat_engine::{Backup, Engine, Restoring};
use serde::Serialize;
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// The name that stands for the newest automatic copy.
const LATEST: &str = "latest";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made<'a> {
    file: &'a str,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<&'a [BackupView]>,
}

/// Copies to a file, or into the folder of automatic copies.
pub(super) async fn backup(
    engine: &Engine,
    file: Option<PathBuf>,
    json: bool,
) -> Result<Ended, Failure> {
    if let Some(file) = file {
        if file.exists() {
            return Err(Failure::new(
                Code::ConfigInvalid,
                format!("{} is there already; it stays as it is.", file.display()),
            )
            .with_action("Name another file."));
        }
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Failure::new(
                Code::ConfigInvalid,
                format!("There is no folder {}.", folder.display()),
            )
            .with_action("Make it, or name a file elsewhere."));
        }
        let stop = CancellationToken::new();
        let copying = engine.back_up_to(file.clone(), stop.clone());
        let copied = stoppable(&stop, copying).await.transpose()?;
        let Some(bytes) = copied.flatten() else {
            output::note("Stopped; nothing was written.");
            return Ok(Ended::Stopped);
        };
        let name = file.display().to_string();
        return Ok(tell(&name, bytes, None, json).into());
    }
    let made = engine.back_up().await?;
    let all = engine.backups();
    Ok(tell(&made.name, made.bytes, Some(&all), json).into())
}

fn tell(file: &str, bytes: u64, all: Option<&[BackupView]>, json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&Made { file, bytes, all });
    }
    output::text(&format!("{}  {}\n", for_terminal(file), size(bytes)))?;
    if let Some(all) = all {
        let bytes: u64 = all.iter().map(|copy| copy.bytes).sum();
        output::note(&format!(
            "Automatic copies: {}, {} in all; gatehouse history backups lists them.",
            all.len(),
            size(bytes)
        ));
    }
    Ok(())
}

/// Lists the automatic copies.
pub(super) fn list(engine: &Engine, json: bool) -> Ended {
    print_all(&engine.backups(), json).into()
}

fn print_all(all: &[BackupView], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&all);
    }
    if all.is_empty() {
        output::note("There are no automatic copies. gatehouse history backup makes one.");
    }
    for copy in all {
        let name = for_terminal(&copy.name);
        output::text(&format!("{name}  {}\n", size(copy.bytes)))?;
    }
    Ok(())
}

/// Merges a copy in.
pub(super) async fn restore(
    engine: &Engine,
    from: PathBuf,
    restoring: Restoring,
    json: bool,
) -> Result<Ended, Failure> {
    let is_kept = |name: &&str| engine.backups().iter().any(|copy| copy.name == *name);
    let from = match from.to_str() {
        Some(LATEST) => Backup::Latest,
        Some(name) if is_kept(&name) => Backup::Named(name.to_owned()),
        Some(_) | None => Backup::File(from),
    };
    let report = engine.restore(from, restoring).await?;
    Ok(told(&report, restoring, json).into())
}

/// Sets a damaged history aside and begins a new one with what can be read.
pub(super) async fn salvage(
    engine: &Engine,
    file: Option<PathBuf>,
    json: bool,
) -> Result<Ended, Failure> {
    let found = match file {
        Some(file) => engine.salvage_file(file).await?,
        None => engine.salvage().await?,
    };
    let printed = if json {
        output::json(&found)
    } else {
        salvaged(&found)
    };
    Ok(match printed {
        Ok(()) if is_lost(&found) => Ended::Failed(Code::Storage),
        printed => printed.into(),
    })
}

/// Whether nothing came over: neither of the damaged history nor of a copy.
fn is_lost(found: &SalvageView) -> bool {
    let none = |view: &RestoreView| view.added + view.updated + view.unchanged == 0;
    none(&found.read) && found.copy.as_ref().is_none_or(none) && !found.missing.is_empty()
}

fn salvaged(found: &SalvageView) -> Result<(), Closed> {
    let SalvageView { read, copy, .. } = found;
    let RestoreView {
        added,
        updated,
        unchanged,
        deleted,
        refused,
        messages,
        ..
    } = read;
    output::text(&format!(
        "{} read: {added} added, {updated} updated, {unchanged} already here; {} added.\n",
        counted(
            added + updated + unchanged + deleted + refused,
            "conversation"
        ),
        counted(*messages, "message")
    ))?;
    if *deleted > 0 {
        output::note(&format!("Left out, as deleted here: {deleted}."));
    }
    if let Some(copy) = copy
        .as_ref()
        .filter(|copy| copy.added + copy.updated + copy.messages == 0)
    {
        output::note(&format!(
            "The newest copy has nothing more: {}",
            for_terminal(&copy.from)
        ));
    } else if let Some(copy) = copy {
        output::text(&format!(
            "{} added and {} updated from the newest copy; {} added: {}\n",
            counted(copy.added, "conversation"),
            copy.updated,
            counted(copy.messages, "message"),
            for_terminal(&copy.from)
        ))?;
    }
    for line in found.missing.iter().chain(&read.why) {
        output::note(&format!("  {}", for_terminal(line)));
    }
    output::note(&format!(
        "The damaged file is kept as it was: {}",
        for_terminal(&found.aside)
    ));
    Ok(())
}

fn told(report: &RestoreView, restoring: Restoring, json: bool) -> Result<(), Closed> {
    if json {
        return output::json(report);
    }
    let RestoreView {
        added,
        updated,
        unchanged,
        deleted,
        refused,
        messages,
        ..
    } = report;
    let would = if restoring.dry_run { "would be " } else { "" };
    output::text(&format!(
        "{} {would}added, {updated} {would}updated, {unchanged} unchanged; {} {would}added.\n",
        counted(*added, "conversation"),
        counted(*messages, "message")
    ))?;
    if *deleted > 0 {
        output::note(&deleted_here(*deleted));
    }
    if *refused > 0 {
        output::note(&format!(
            "Left out, as it cannot be taken: {}",
            counted(*refused, "conversation")
        ));
        for line in &report.why {
            output::note(&format!("  {}", for_terminal(line)));
        }
    }
    if let Some(copy) = &report.copy {
        output::note(&format!("The history as it was: {}", for_terminal(copy)));
    }
    Ok(())
}
