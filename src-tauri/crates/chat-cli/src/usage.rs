//! `gatehouse usage`: sums over the ledger, exact to the last digit; or its rows as CSV.

use crate::args::UsageArgs;
use crate::output::{self, Closed};
use crate::report::Ended;
use chat_core::failure::{Code, Failure};
use chat_core::ledger::{By, CSV_HEADER, Report, ReportRow, csv_line};
use chat_engine::Engine;

pub(crate) async fn run(engine: &Engine, args: &UsageArgs, json: bool) -> Result<Ended, Failure> {
    if args.csv {
        return csv(engine).await;
    }
    let by = By::parse(&args.by).ok_or_else(|| {
        Failure::new(Code::ConfigInvalid, "Usage is not summed by that.")
            .with_action("Choose one of day, model, connection.")
    })?;
    let report = engine.usage(by).await?;
    if json {
        return Ok(output::json(&report).into());
    }
    Ok(print(&report).into())
}

/// The whole ledger, a part at a time: it may be long.
async fn csv(engine: &Engine) -> Result<Ended, Failure> {
    if output::text(CSV_HEADER).is_err() {
        return Ok(Ended::Closed);
    }
    let mut after = None;
    loop {
        let part = engine.ledger(after).await?;
        let Some((last, _)) = part.last() else {
            return Ok(Ended::Done);
        };
        after = Some(*last);
        for (_, entry) in &part {
            if output::text(&csv_line(entry)).is_err() {
                return Ok(Ended::Closed);
            }
        }
    }
}

fn print(report: &Report) -> Result<(), Closed> {
    if report.rows.is_empty() {
        output::note("Nothing was asked yet.");
    }
    for row in &report.rows {
        output::text(&output::for_terminal(&line(row)))?;
    }
    output::text(&line(&report.total))
}

fn line(row: &ReportRow) -> String {
    format!(
        "{:<32} {:>6} requests {:>10} in {:>10} out  ${}\n",
        row.key, row.requests, row.input_tokens, row.output_tokens, row.usd
    )
}
