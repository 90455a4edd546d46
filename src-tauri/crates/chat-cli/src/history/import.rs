//! `gatehouse history import`.

use crate::output::{self, Closed, one_line};
use crate::report::Ended;
use crate::stop::stoppable;
use crate::words::{counted, deleted_here};
use chat_core::failure::Failure;
use chat_core::wire::{HistoryImport, ImportProgress, LeftOutView};
use chat_engine::{Engine, ImportHow};
use std::cell::Cell;
use std::path::PathBuf;

/// After how many bytes it is said how far it has come.
const EVERY: u64 = 50_000_000;

pub(super) async fn run(
    engine: &Engine,
    file: PathBuf,
    (dry_run, with_deleted): (bool, bool),
    json: bool,
) -> Result<Ended, Failure> {
    let how = ImportHow {
        dry_run,
        with_deleted,
        ..ImportHow::default()
    };
    let stop = how.stop.clone();
    let said = Cell::new(0);
    let progress = |progress: ImportProgress| {
        if progress.bytes / EVERY > said.replace(progress.bytes / EVERY) {
            output::note(&line(progress));
        }
    };
    let importing = engine.import_history(file, how, progress);
    let Some(told) = stoppable(&stop, importing).await.transpose()? else {
        return Ok(Ended::Stopped);
    };
    let printed = if json {
        output::json(&told)
    } else {
        print(&told, stop.is_cancelled())
    };
    if stop.is_cancelled() {
        return Ok(Ended::Stopped);
    }
    Ok(printed.into())
}

fn line(progress: ImportProgress) -> String {
    let mb = |bytes: u64| bytes / 1_000_000;
    format!(
        "{}, {} of {} MB",
        counted(progress.conversations, "conversation"),
        mb(progress.bytes),
        mb(progress.total_bytes)
    )
}

fn print(told: &HistoryImport, is_stopped: bool) -> Result<(), Closed> {
    let would = if told.dry_run { "would be " } else { "" };
    output::text(&format!(
        "{}: {} {would}added, {} {would}updated, {} unchanged, {} left out; {} {would}new\n",
        counted(told.found, "conversation"),
        told.added,
        told.updated,
        told.unchanged,
        told.skipped,
        counted(told.messages, "message")
    ))?;
    for row in &told.skipped_rows {
        let title = row.title.as_deref().unwrap_or("no title");
        let line = format!(
            "  number {} ({title}) was left out: {}",
            row.number, row.reason
        );
        output::text(&format!("{}\n", one_line(&line)))?;
    }
    let more = told.skipped - u64::try_from(told.skipped_rows.len()).unwrap_or(told.skipped);
    if more > 0 {
        output::text(&format!("  and {more} more\n"))?;
    }
    if told.differing > 0 {
        let messages = counted(told.differing, "message");
        output::text(&format!(
            "  {messages} of the archive stood here with another text, which stays\n"
        ))?;
    }
    for (count, what) in parts(&told.left_out) {
        if count > 0 {
            output::text(&format!("  not taken over: {what}: {count}\n"))?;
        }
    }
    if told.deleted > 0 {
        output::note(&deleted_here(told.deleted));
    }
    if is_stopped {
        output::note("It was stopped. Import the archive again to complete it.");
    } else if !told.whole {
        output::note(
            "The archive breaks off before its end. Ask for the export again; importing that adds the rest.",
        );
    }
    Ok(())
}

fn parts(left_out: &LeftOutView) -> [(u64, &'static str); 5] {
    [
        (left_out.hidden, "messages that were never shown"),
        (left_out.tools, "requests and results of tools"),
        (left_out.files, "files, which the archive only names"),
        (left_out.unreadable, "messages that cannot be read"),
        (left_out.characters, "characters that were no text"),
    ]
}
