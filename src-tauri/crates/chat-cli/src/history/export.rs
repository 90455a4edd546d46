//! `gatehouse history export`.

use crate::output;
use crate::report::Ended;
use chat_core::failure::Failure;
use chat_engine::{Engine, ExportWhat};
use std::path::PathBuf;

pub(super) async fn run(
    engine: &Engine,
    what: ExportWhat,
    to: Option<PathBuf>,
    force: bool,
) -> Result<Ended, Failure> {
    if let Some(path) = to {
        engine.export_to(what, path, force).await?;
        return Ok(Ended::Done);
    }
    let mut export = engine.export_history(what).await?;
    while let Some(text) = export.next().await? {
        if output::text(&text).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}
