//! Every shape of a list, over `fixtures/model_lists.txt`, and what is done with lists.

use chat_core::catalogue::{Catalogue, MAX_MODELS, Model, Price, Rates, parse};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write;

fn told(model: &Model) -> String {
    let mut line = format!("= {}", model.id);
    let number = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    if model.context_window.or(model.max_output).is_some() {
        let (context, output) = (number(model.context_window), number(model.max_output));
        write!(line, " {context}/{output}").unwrap();
    }
    if let Some(price) = &model.price {
        write!(line, " {}", per_million(price.base())).unwrap();
        for tier in price.tiers() {
            write!(line, " ^{} {}", tier.from, per_million(&tier.rates)).unwrap();
        }
    }
    if let Some(inputs) = model.inputs {
        let letter = |is, letter| if is { letter } else { "" };
        write!(
            line,
            " reads:{}{}",
            letter(inputs.image, "i"),
            letter(inputs.pdf, "p")
        )
        .unwrap();
    }
    if let Some(thinks) = model.reasoning {
        write!(line, " thinks:{}", if thinks { "yes" } else { "no" }).unwrap();
    }
    for (word, ms) in [
        ("retires", model.retires_at_ms),
        ("released", model.released_at_ms),
    ] {
        if let Some(ms) = ms {
            write!(line, " {word}:{}", day(ms)).unwrap();
        }
    }
    line
}

fn per_million(rates: &Rates) -> String {
    [
        Some(rates.input),
        Some(rates.output),
        rates.cache_read,
        rates.cache_write,
    ]
    .map(|rate| {
        let million = rate.map(|rate| rate.checked_mul(1_000_000).unwrap().to_string());
        million.unwrap_or_else(|| "-".to_owned())
    })
    .join("/")
}

/// `YYYY-MM-DD`, counted the slow way, so that it shares no mistake with the code.
fn day(ms: i64) -> String {
    let (mut days, mut year) = (ms / 86_400_000, 1970);
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    while days >= 365 + i64::from(leap(year)) {
        days -= 365 + i64::from(leap(year));
        year += 1;
    }
    let lengths = [
        31,
        28 + i64::from(leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, days + 1)
}

#[test]
fn every_list_gives_its_models() {
    let file = include_str!("../fixtures/model_lists.txt");
    let (mut wrong, mut count) = (String::new(), 0);
    for case in file.split("\n== ").skip(1) {
        count += 1;
        let (title, rest) = case.split_once('\n').unwrap();
        let lines = |mark: &str| -> Vec<&str> {
            rest.lines().filter(|line| line.starts_with(mark)).collect()
        };
        let body: Vec<&str> = lines("|")
            .iter()
            .map(|line| line.trim_start_matches('|').trim())
            .collect();
        let mut seen = Vec::new();
        match parse(body.join("\n").as_bytes()) {
            Ok(page) => {
                seen.extend(page.catalogue.models().iter().map(told));
                seen.extend(
                    page.next
                        .map(|next| format!("> {} {}", next.name, next.value)),
                );
            }
            Err(error) => seen.push(format!("! {error}")),
        }
        let expected: Vec<&str> = rest
            .lines()
            .filter(|line| line.starts_with(['=', '>', '!']))
            .collect();
        if seen != expected {
            let (seen, expected) = (seen.join("\n"), expected.join("\n"));
            write!(wrong, "\n== {title}\n{seen}\n-- expected\n{expected}\n").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(count, 27);
}

#[test]
fn a_list_is_bounded_and_a_mark_is_read_before_the_list() {
    let rows: Vec<_> = (0..MAX_MODELS + 500)
        .map(|n| json!({ "id": format!("m{n}") }))
        .collect();
    let mut body = b"\xef\xbb\xbf".to_vec();
    body.extend(json!({ "data": rows }).to_string().bytes());
    let mut catalogue = parse(&body).unwrap().catalogue;
    assert_eq!(catalogue.models().len(), MAX_MODELS);
    catalogue.append(Catalogue::new([Model::new("one more")]));
    assert_eq!(catalogue.models().len(), MAX_MODELS);
    let long = json!({ "data": [{ "id": "x".repeat(257) }, { "id": "x".repeat(256) }] });
    let long = parse(long.to_string().as_bytes()).unwrap().catalogue;
    assert_eq!(long.models().len(), 1);
}

#[test]
fn pages_join_without_repeating_a_model() {
    let mut first = Catalogue::new([Model::new("a"), Model::new("b")]);
    first.append(Catalogue::new([Model::new("b"), Model::new("c")]));
    let ids: Vec<&str> = first
        .models()
        .iter()
        .map(|model| model.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn a_list_of_ids_is_completed_from_a_list_that_says_more() {
    let known = parse(
        br#"{"data":[{"id":"a","context_window":8,"max_tokens":4,"deprecated_at":1795996800000,
        "pricing":{"input":"0.000001","output":"0.000002"}}]}"#,
    );
    let known = known.unwrap().catalogue;
    let mut bare = parse(br#"{"data":[{"id":"a","max_tokens":5},{"id":"b"}]}"#)
        .unwrap()
        .catalogue;
    bare.complete_with(&known);
    let [a, b] = bare.models() else { panic!() };
    assert_eq!(told(a), "= a 8/5 1/2/-/- retires:2026-11-30");
    assert_eq!(told(b), "= b");
    // Where a list speaks of retirement, its silence means none is planned.
    let mut speaks = parse(br#"{"data":[{"id":"a","retires_at":null}]}"#)
        .unwrap()
        .catalogue;
    speaks.complete_with(&known);
    assert_eq!(speaks.models()[0].retires_at_ms, None);
    assert_eq!(speaks.models()[0].context_window, Some(8));
}

#[test]
fn a_kept_list_comes_back_as_it_was() {
    for case in include_str!("../fixtures/model_lists.txt")
        .split("\n== ")
        .skip(1)
    {
        let body: Vec<&str> = case
            .lines()
            .filter_map(|line| line.strip_prefix('|'))
            .collect();
        if let Ok(page) = parse(body.join("\n").as_bytes()) {
            let kept = page.catalogue.to_json();
            assert_eq!(
                Catalogue::from_json(&kept).unwrap(),
                page.catalogue,
                "{kept}"
            );
        }
    }
    assert!(Catalogue::from_json("{}").is_err());
    assert!(Catalogue::from_json("").is_err());
}

#[test]
fn the_view_of_a_model_has_exact_prices() {
    let rate = |text| chat_core::money::Usd::parse(text).unwrap();
    let mut model = Model::new("a/b");
    model.price = Price::new(Rates::new(rate("0.00000015"), rate("6e-7")), Vec::new());
    let view = model.view("gateway");
    assert_eq!(view.connection, "gateway");
    assert_eq!(view.input_usd_per_million.as_deref(), Some("0.15"));
    assert_eq!(view.output_usd_per_million.as_deref(), Some("0.6"));
    assert_eq!(Model::new("a").view("c").input_usd_per_million, None);
}

proptest! {
    #[test]
    fn any_bytes_are_handled(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&body);
        let _ = Catalogue::from_json(&String::from_utf8_lossy(&body));
    }

    #[test]
    fn any_row_is_handled(field in "[a-z_]{1,20}", text in ".{0,40}", number in any::<f64>()) {
        for value in [json!(text), json!(number), json!([text]), json!({ "min": number, "cost": text })] {
            let row = json!({ "id": "x", field.clone(): value, "pricing": { field.clone(): value },
                "input_tiers": [value], "modalities": { "input": value } });
            let page = parse(json!({ "data": [row] }).to_string().as_bytes()).unwrap();
            prop_assert!(page.catalogue.models().len() <= 1);
        }
    }
}
