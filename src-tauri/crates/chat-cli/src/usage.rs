//! `gatehouse usage`: sums over the ledger, exact to the last digit; or its rows as CSV.

use crate::args::UsageArgs;
use crate::output::{self, Closed};
use crate::report::Ended;
use crate::words::{counted, plural};
use chat_core::failure::{Code, Failure};
use chat_core::ledger::{By, Report, ReportRow};
use chat_core::wire::{UsageSpan, UsageWanted};
use chat_engine::{Engine, Pieces};

pub(crate) async fn run(engine: &Engine, args: &UsageArgs, json: bool) -> Result<Ended, Failure> {
    let span = UsageSpan {
        from: args.since.clone(),
        until: args.until.clone(),
    };
    if args.csv {
        return csv(engine, &span).await;
    }
    let by = By::parse(&args.by).ok_or_else(|| {
        Failure::new(Code::ConfigInvalid, "Usage is not summed by that.")
            .with_action("Choose one of day, month, model, connection.")
    })?;
    let told = engine.usage_report(UsageWanted { span, by }).await?;
    if json {
        return Ok(output::json(&told).into());
    }
    Ok(print(&told.report).into())
}

/// Every request of the span, a part at a time: it may be long.
async fn csv(engine: &Engine, span: &UsageSpan) -> Result<Ended, Failure> {
    let mut csv = engine.usage_csv(span).await?;
    while let Some(text) = csv.next().await? {
        if output::text(&text).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}

fn print(report: &Report) -> Result<(), Closed> {
    if report.rows.is_empty() {
        output::note("Nothing was asked then.");
    }
    for row in &report.rows {
        output::text(&output::for_terminal(&line(row)))?;
    }
    output::text(&line(&report.total))
}

fn line(row: &ReportRow) -> String {
    // The word is as wide for one request as for several: amounts stand below each other.
    let requests = format!("{:>6} {}", row.requests, plural(row.requests, "request"));
    format!(
        "{:<32} {requests:<15} {:>10} in {:>10} out  ${}{}\n",
        row.key,
        row.input_tokens,
        row.output_tokens,
        row.usd,
        marks(row)
    )
}

/// What an amount is not: a bill, or all of it; and how many of the requests failed.
fn marks(row: &ReportRow) -> String {
    let mut marks = Vec::new();
    if row.estimated_usd == row.usd && row.usd != "0" {
        marks.push("estimated".to_owned());
    } else if row.estimated_usd != "0" {
        marks.push(format!("${} of it estimated", row.estimated_usd));
    }
    if row.unpriced_requests > 0 {
        let unpriced = counted(row.unpriced_requests, "request");
        marks.push(format!("{unpriced} of unknown cost"));
    }
    if row.failed_requests > 0 {
        marks.push(format!("{} failed", row.failed_requests));
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
    use chat_core::ledger::Latency;

    fn row(requests: u64) -> ReportRow {
        ReportRow {
            key: "a".to_owned(),
            requests,
            input_tokens: 1,
            cached_input_tokens: 0,
            output_tokens: 1,
            reasoning_tokens: 0,
            usd: "0".to_owned(),
            billed_usd: "0".to_owned(),
            estimated_usd: "0".to_owned(),
            unpriced_requests: 0,
            cached_answers: 0,
            saved_usd: "0".to_owned(),
            cache_read_saved_usd: "0".to_owned(),
            all_saved_usd: "0".to_owned(),
            unpriced_cached_tokens: 0,
            failed_requests: 0,
            errors: Vec::new(),
            latency: Latency::default(),
        }
    }

    #[test]
    fn one_request_is_no_plural_and_amounts_stand_below_each_other() {
        let (one, two) = (line(&row(1)), line(&row(2)));
        assert!(one.contains(" 1 request  "), "{one}");
        assert!(two.contains(" 2 requests "), "{two}");
        assert_eq!(one.find('$'), two.find('$'));
    }

    #[test]
    fn an_amount_says_what_of_it_is_no_bill() {
        for (usd, estimated, unpriced, failed, said) in [
            ("0", "0", 0, 0, ""),
            ("0.3", "0", 0, 0, ""),
            ("0.3", "0.3", 0, 0, " (estimated)"),
            ("0.3", "0.2", 0, 0, " ($0.2 of it estimated)"),
            ("0", "0", 1, 0, " (1 request of unknown cost)"),
            ("0.3", "0", 0, 2, " (2 failed)"),
            (
                "0.3",
                "0.3",
                2,
                1,
                " (estimated; 2 requests of unknown cost; 1 failed)",
            ),
        ] {
            let row = ReportRow {
                usd: usd.to_owned(),
                estimated_usd: estimated.to_owned(),
                unpriced_requests: unpriced,
                failed_requests: failed,
                ..row(3)
            };
            let line = line(&row);
            let told = line.trim_end().split_once('$').unwrap().1;
            assert_eq!(told, format!("{usd}{said}"));
        }
    }
}
