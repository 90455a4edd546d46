//! The lists that are shipped.

use chat_core::catalogue::{Shipped, shipped, shipped_on};

#[test]
fn the_shipped_file_is_whole_small_and_dated() {
    let text = include_str!("../../src/catalogue/snapshot.json");
    assert!(text.len() < 80_000, "{} bytes", text.len());
    assert_eq!(shipped_on().len(), "2026-11-13".len());
    assert!(text.contains("(MIT)") && text.contains("(Apache-2.0)"));
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    for (list, name, least) in [
        (Shipped::Gateway, "gateway", 200),
        (Shipped::Anthropic, "anthropic", 15),
        (Shipped::OpenAi, "openai", 50),
        (Shipped::Gemini, "gemini", 10),
    ] {
        let rows = file[name]["models"].as_array().unwrap();
        assert_eq!(
            shipped(list).models().len(),
            rows.len(),
            "{name}: a row was lost"
        );
        assert!(rows.len() >= least, "{name}: {}", rows.len());
        for (row, model) in rows.iter().zip(shipped(list).models()) {
            assert_eq!(
                row.get("usd").is_some(),
                model.price.is_some(),
                "{}",
                model.id
            );
            assert_eq!(
                row.get("retires").is_some(),
                model.retires_at_ms.is_some(),
                "{}",
                model.id
            );
            let tiers = row["above"].as_array().map_or(0, Vec::len);
            assert_eq!(
                model.price.as_ref().map_or(0, |p| p.tiers().len()),
                tiers,
                "{}",
                model.id
            );
        }
    }
}

#[test]
fn figures_are_those_of_the_guide_to_the_gateway() {
    // GATEWAY §5, as listed in November 2026: in, out, cache read; context; longest answer.
    for (list, id, usd, context, output) in [
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            "3/15/0.3",
            200_000,
            64_000,
        ),
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.6",
            "3/15/0.3",
            1_000_000,
            128_000,
        ),
        (
            Shipped::Gateway,
            "anthropic/claude-haiku-4.5",
            "1/5/0.1",
            200_000,
            64_000,
        ),
        (
            Shipped::Gateway,
            "openai/gpt-4o",
            "2.5/10/1.25",
            128_000,
            16_384,
        ),
        (
            Shipped::Gateway,
            "openai/gpt-4o-mini",
            "0.15/0.6/0.075",
            128_000,
            16_384,
        ),
        (
            Shipped::Gateway,
            "openai/gpt-5",
            "1.25/10/0.125",
            400_000,
            128_000,
        ),
        (
            Shipped::Gateway,
            "google/gemini-2.5-flash",
            "0.3/2.5/0.03",
            1_048_576,
            65_536,
        ),
        (
            Shipped::Anthropic,
            "claude-opus-4-5",
            "5/25/0.5",
            200_000,
            64_000,
        ),
        (
            Shipped::OpenAi,
            "gpt-4.1-mini",
            "0.4/1.6/0.1",
            1_047_576,
            32_768,
        ),
        (
            Shipped::Gemini,
            "gemini-2.5-pro",
            "1.25/10/0.125",
            1_048_576,
            65_536,
        ),
    ] {
        let model = shipped(list).find(id).unwrap();
        let rates = model.price.as_ref().unwrap().base();
        let million =
            |rate: chat_core::money::Usd| rate.checked_mul(1_000_000).unwrap().to_string();
        let seen = [rates.input, rates.output, rates.cache_read.unwrap()]
            .map(million)
            .join("/");
        assert_eq!(
            (seen.as_str(), model.context_window, model.max_output),
            (usd, Some(context), Some(output)),
            "{id}"
        );
    }
    let long = shipped(Shipped::Gemini)
        .find("gemini-2.5-pro")
        .unwrap()
        .price
        .clone()
        .unwrap();
    assert_eq!(long.rates_at(200_000).input.to_string(), "0.00000125");
    assert_eq!(long.rates_at(200_001).input.to_string(), "0.0000025");
}

#[test]
fn the_built_in_defaults_are_listed() {
    for (list, id) in [
        (Shipped::Gateway, "anthropic/claude-sonnet-4.5"),
        (Shipped::Anthropic, "claude-sonnet-4-5"),
        (Shipped::OpenAi, "gpt-4o-mini"),
        (Shipped::Gemini, "gemini-2.5-flash"),
    ] {
        assert!(shipped(list).find(id).is_some(), "{id}");
    }
}
