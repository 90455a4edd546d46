//! Entries as lines of CSV (RFC 4180) and as JSON objects.
//!
//! A spreadsheet runs a cell that begins like a formula, and model names come from servers: such
//! a text gets an apostrophe in front.

use super::Entry;
use crate::calendar::timestamp;
use crate::usage::{CostBasis, Usage};
use serde::Serialize;
use std::fmt::Write;

/// The first line of the CSV, with its line break.
pub const CSV_HEADER: &str = "time,turn,attempt,connection,model_asked,model_served,provider,\
input_tokens,cached_input_tokens,output_tokens,reasoning_tokens,cost_usd,cost_basis,saved_usd,\
first_token_ms,total_ms,status,outcome,cached,request_id,generation_id\r\n";

/// One line of the CSV, with its line break. What is not known is empty.
pub fn csv_line(entry: &Entry) -> String {
    let mut line = String::new();
    let usage = |part: fn(&Usage) -> Option<u64>| number(entry.usage.as_ref().and_then(part));
    let fields = [
        timestamp(entry.at_ms),
        text(Some(entry.turn.as_str())),
        entry.attempt.to_string(),
        text(Some(&entry.connection)),
        text(Some(&entry.model_asked)),
        text(entry.model_served.as_deref()),
        text(entry.provider.as_deref()),
        usage(|usage| Some(usage.input_tokens)),
        usage(|usage| usage.cached_input_tokens),
        usage(|usage| Some(usage.output_tokens)),
        usage(|usage| usage.reasoning_tokens),
        number(entry.cost.map(|cost| cost.usd)),
        number(entry.cost.map(|cost| basis(cost.basis))),
        number(entry.saved),
        number(entry.first_token_ms),
        entry.total_ms.to_string(),
        number(entry.status),
        entry.outcome.as_str().to_owned(),
        entry.cached.to_string(),
        text(entry.request_id.as_deref()),
        text(entry.generation_id.as_deref()),
    ];
    for (n, field) in fields.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        // Writing to a string never fails.
        write!(line, "{comma}{field}").ok();
    }
    line.push_str("\r\n");
    line
}

/// An entry as a JSON object.
pub fn json(entry: &Entry) -> impl Serialize {
    let usage = entry.usage;
    Object {
        at_ms: entry.at_ms,
        turn: entry.turn.as_str().to_owned(),
        attempt: entry.attempt,
        connection: entry.connection.clone(),
        model_asked: entry.model_asked.clone(),
        model_served: entry.model_served.clone(),
        provider: entry.provider.clone(),
        input_tokens: usage.map(|usage| usage.input_tokens),
        cached_input_tokens: usage.and_then(|usage| usage.cached_input_tokens),
        output_tokens: usage.map(|usage| usage.output_tokens),
        reasoning_tokens: usage.and_then(|usage| usage.reasoning_tokens),
        cost: entry.cost.map(|cost| Amount {
            usd: cost.usd.to_string(),
            basis: cost.basis,
        }),
        saved_usd: entry.saved.map(|usd| usd.to_string()),
        first_token_ms: entry.first_token_ms,
        total_ms: entry.total_ms,
        status: entry.status,
        outcome: entry.outcome.as_str(),
        cached: entry.cached,
        request_id: entry.request_id.clone(),
        generation_id: entry.generation_id.clone(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    at_ms: i64,
    turn: String,
    attempt: u32,
    connection: String,
    model_asked: String,
    model_served: Option<String>,
    provider: Option<String>,
    input_tokens: Option<u64>,
    cached_input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
    cost: Option<Amount>,
    saved_usd: Option<String>,
    first_token_ms: Option<u64>,
    total_ms: u64,
    status: Option<u16>,
    outcome: &'static str,
    cached: bool,
    request_id: Option<String>,
    generation_id: Option<String>,
}

#[derive(Serialize)]
struct Amount {
    usd: String,
    basis: CostBasis,
}

fn basis(basis: CostBasis) -> &'static str {
    match basis {
        CostBasis::Billed => "billed",
        CostBasis::Estimated => "estimated",
    }
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A text of somebody else's: never a formula, and quoted where a reader would split it.
fn text(value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    let formula = value.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    let guarded = if formula {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if guarded.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;
    use crate::money::Usd;
    use crate::usage::Cost;
    use proptest::prelude::*;

    fn full() -> Entry {
        Entry {
            at_ms: 1_772_357_400_250,
            model_served: Some("served, \"really\"".to_owned()),
            provider: Some("=HYPERLINK(\"http://x\")".to_owned()),
            usage: Some(Usage {
                input_tokens: 10,
                output_tokens: 20,
                reasoning_tokens: Some(5),
                cached_input_tokens: None,
                total_tokens: 30,
            }),
            cost: Some(Cost {
                usd: Usd::parse("0.00012").unwrap(),
                basis: CostBasis::Billed,
            }),
            first_token_ms: Some(1),
            ..entry("gateway", "-m")
        }
    }

    #[test]
    fn a_line_has_a_field_for_each_name() {
        assert_eq!(
            csv_line(&full()),
            "2026-03-01T09:30:00.250Z,t1,1,gateway,'-m,\"served, \"\"really\"\"\",\
             \"'=HYPERLINK(\"\"http://x\"\")\",10,,20,5,0.00012,billed,,1,5,200,stop,false,,\r\n"
        );
        let bare = entry("demo", "demo");
        assert_eq!(
            csv_line(&bare).matches(',').count(),
            CSV_HEADER.matches(',').count()
        );
    }

    #[test]
    fn an_object_keeps_money_as_a_decimal() {
        let object = serde_json::to_value(json(&full())).unwrap();
        assert_eq!(object["cost"]["usd"], "0.00012");
        assert_eq!(object["cost"]["basis"], "billed");
        assert_eq!(object["inputTokens"], 10);
        assert_eq!(object["cachedInputTokens"], serde_json::Value::Null);
        assert_eq!(object["outcome"], "stop");
        let names = CSV_HEADER.trim_end().split(',').count();
        // Cost and basis are one member there.
        assert_eq!(object.as_object().unwrap().len(), names - 1);
    }

    /// Reads one line as RFC 4180 says.
    fn read_back(line: &str) -> Vec<String> {
        let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
        let mut chars = line.strip_suffix("\r\n").unwrap().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    field.push('"');
                    chars.next();
                }
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(std::mem::take(&mut field)),
                c => field.push(c),
            }
        }
        assert!(!quoted);
        fields.push(field);
        fields
    }

    proptest! {
        #[test]
        fn any_name_stays_in_its_field_and_is_no_formula(
            name in "[=+@\"',;\\-\\n\\r\\ta-z＝]{0,12}",
        ) {
            let wild = Entry { provider: Some(name.clone()), ..entry("gateway", &name) };
            let fields = read_back(&csv_line(&wild));
            prop_assert_eq!(fields.len(), 21);
            for field in [&fields[4], &fields[6]] {
                prop_assert_eq!(field.strip_prefix('\'').unwrap_or(field), name.strip_prefix('\'').unwrap_or(&name));
                prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']));
            }
        }
    }
}
