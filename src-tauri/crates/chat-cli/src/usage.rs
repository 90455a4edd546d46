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
        "{:<32} {:>6} requests {:>10} in {:>10} out  ${}{}\n",
        row.key,
        row.requests,
        row.input_tokens,
        row.output_tokens,
        row.usd,
        marks(row)
    )
}

/// What an amount is not: a bill, or all of it.
fn marks(row: &ReportRow) -> String {
    let mut marks = Vec::new();
    if row.estimated_usd == row.usd && row.usd != "0" {
        marks.push("estimated".to_owned());
    } else if row.estimated_usd != "0" {
        marks.push(format!("${} of it estimated", row.estimated_usd));
    }
    match row.unpriced_requests {
        0 => {}
        1 => marks.push("1 request of unknown cost".to_owned()),
        count => marks.push(format!("{count} requests of unknown cost")),
    }
    if marks.is_empty() {
        String::new()
    } else {
        format!(" ({})", marks.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_says_what_of_it_is_no_bill() {
        for (usd, estimated, unpriced, said) in [
            ("0", "0", 0, ""),
            ("0.3", "0", 0, ""),
            ("0.3", "0.3", 0, " (estimated)"),
            ("0.3", "0.2", 0, " ($0.2 of it estimated)"),
            ("0", "0", 1, " (1 request of unknown cost)"),
            ("0.3", "0.3", 2, " (estimated; 2 requests of unknown cost)"),
        ] {
            let row = ReportRow {
                key: "a".to_owned(),
                requests: 3,
                input_tokens: 1,
                output_tokens: 1,
                usd: usd.to_owned(),
                billed_usd: "0".to_owned(),
                estimated_usd: estimated.to_owned(),
                unpriced_requests: unpriced,
                cached_answers: 0,
                saved_usd: "0".to_owned(),
            };
            let line = line(&row);
            let told = line.trim_end().split_once('$').unwrap().1;
            assert_eq!(told, format!("{usd}{said}"));
        }
    }
}
