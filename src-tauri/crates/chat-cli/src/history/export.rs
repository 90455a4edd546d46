//! `gatehouse history export`.

use crate::output::{self, for_terminal};
use crate::report::{self, Ended};
use crate::stop::stoppable;
use chat_core::failure::Failure;
use chat_engine::{Engine, ExportFormat, ExportWhat, Pieces};
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

/// The format that was named, else what the file's ending says, else JSON for `--json` and Markdown.
pub(super) fn format(named: Option<ExportFormat>, to: Option<&Path>, json: bool) -> ExportFormat {
    let of_file = || ExportFormat::parse(to?.extension()?.to_str()?);
    named
        .or_else(of_file)
        .or_else(|| json.then_some(ExportFormat::Json))
        .unwrap_or(ExportFormat::Markdown)
}

pub(super) async fn run(
    engine: &Engine,
    what: ExportWhat,
    to: Option<PathBuf>,
    force: bool,
    json: bool,
) -> Result<Ended, Failure> {
    if let Some(path) = to {
        let named = path.display().to_string();
        let stop = CancellationToken::new();
        let exporting = engine.export_to(what, path, force, &stop);
        if stoppable(&stop, exporting).await.transpose()? != Some(true) {
            output::note("Stopped; nothing was written.");
            return Ok(Ended::Stopped);
        }
        output::note(&for_terminal(&format!("Written to {named}.")));
        return Ok(report::written(&named, json));
    }
    // What goes into a file as it is must not control a terminal.
    let shown: fn(String) -> String = match what.format {
        _ if !output::is_terminal() => |text| text,
        ExportFormat::Json => output::escaped,
        ExportFormat::Markdown | ExportFormat::Html => |text| for_terminal(&text),
    };
    let mut export = engine.export_history(what).await?;
    while let Some(text) = export.next().await? {
        if output::text(&shown(text)).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_as_named_else_as_the_file_ends() {
        use ExportFormat::{Html, Json, Markdown};
        for (named, to, json, expected) in [
            (None, None, false, Markdown),
            (None, None, true, Json),
            (None, Some("all.json"), false, Json),
            (None, Some("a/all.html"), false, Html),
            (None, Some("all.txt"), false, Markdown),
            (None, Some("all.html"), true, Html),
            (None, Some("all.txt"), true, Json),
            (None, Some("json"), false, Markdown),
            (Some(Markdown), Some("all.json"), false, Markdown),
            (Some(Html), None, true, Html),
        ] {
            assert_eq!(
                format(named, to.map(Path::new), json),
                expected,
                "{named:?} {to:?} {json}"
            );
        }
    }
}
