//! Prices: exact to the last digit, tiers, and a worst case that is one.

use chat_core::catalogue::{Price, Rates, Tier};
use chat_core::estimate::Interval;
use chat_core::money::Usd;
use chat_core::usage::Usage;
use proptest::prelude::*;

fn usd(text: &str) -> Usd {
    Usd::parse(text).unwrap()
}

/// Per million: input, output, cache read, cache write; then tiers.
fn price(base: [&str; 4], tiers: &[(u64, [&str; 4])]) -> Price {
    let rates = |[input, output, read, write]: [&str; 4]| Rates {
        input: usd(&format!("{input}e-6")),
        output: usd(&format!("{output}e-6")),
        cache_read: Usd::parse(&format!("{read}e-6")).ok(),
        cache_write: Usd::parse(&format!("{write}e-6")).ok(),
    };
    let tier = |(from, of): &(u64, [&str; 4])| Tier {
        from: *from,
        rates: rates(*of),
    };
    Price::new(rates(base), tiers.iter().map(tier).collect()).unwrap()
}

fn usage(input: u64, output: u64, cached: Option<u64>) -> Usage {
    Usage {
        input_tokens: input,
        output_tokens: output,
        reasoning_tokens: None,
        cached_input_tokens: cached,
        total_tokens: input + output,
    }
}

#[test]
fn costs_are_exact() {
    let sonnet = ["3", "15", "0.3", "3.75"];
    let tiered = &[(200_001, ["6", "22.5", "0.6", "7.5"])][..];
    for (base, tiers, used, cost) in [
        (sonnet, &[][..], usage(1_000, 500, None), "0.0105"),
        (sonnet, &[], usage(1_000, 500, Some(900)), "0.00807"),
        // More cached than read: all of it was.
        (sonnet, &[], usage(1_000, 0, Some(5_000)), "0.0003"),
        // No rate of its own: cached reads cost what others do.
        (
            ["1.25", "10", "-", "-"],
            &[],
            usage(7, 3, Some(7)),
            "0.00003875",
        ),
        (
            ["0.075", "0.3", "0.01875", "-"],
            &[],
            usage(1, 1, Some(1)),
            "0.00000031875",
        ),
        (sonnet, tiered, usage(200_000, 1_000, None), "0.615"),
        (
            sonnet,
            tiered,
            usage(200_001, 1_000, Some(100_000)),
            "0.682506",
        ),
        (
            ["0", "0", "-", "-"],
            &[],
            usage(1 << 52, 1 << 52, None),
            "0",
        ),
        (sonnet, &[], usage(0, 0, None), "0"),
    ] {
        assert_eq!(
            price(base, tiers).cost(&used).unwrap().to_string(),
            cost,
            "{used:?}"
        );
    }
}

#[test]
fn the_worst_case_counts_cache_writes_and_the_dearest_tier_within_reach() {
    let tiers = &[(200_001, ["6", "22.5", "0.6", "7.5"])][..];
    let price = price(["3", "15", "0.3", "3.75"], tiers);
    let worst = |input, output| price.worst_case(input, output).unwrap().to_string();
    assert_eq!(worst(1_000, 1_000), "0.01875");
    assert_eq!(worst(200_001, 1_000), "1.5225075");
    let interval = Interval {
        low: 900,
        likely: 1_000,
        high: 1_200,
    };
    let (least, most) = price.before_sending(interval, 1_000).unwrap();
    assert_eq!(
        (least.to_string().as_str(), most.to_string().as_str()),
        ("0.00027", "0.0195")
    );
}

#[test]
fn a_price_in_the_wrong_unit_or_below_zero_is_none() {
    for (input, output) in [("-0.000001", "0"), ("3", "15"), ("0", "0.0101")] {
        assert_eq!(
            Price::new(Rates::new(usd(input), usd(output)), Vec::new()),
            None
        );
    }
    assert!(Price::new(Rates::new(usd("0.00015"), usd("0.01")), Vec::new()).is_some());
}

/// A server's broken count must not use up a month's budget by itself.
#[test]
fn counts_beyond_belief_cost_nothing_that_is_known() {
    let price = Price::new(Rates::new(usd("0.000003"), usd("0.000015")), Vec::new()).unwrap();
    for (input, output, known) in [
        (100_000_000, 0, true),
        (0, 100_000_000, true),
        (100_000_001, 0, false),
        (0, 1 << 52, false),
    ] {
        let usage = Usage {
            input_tokens: input,
            output_tokens: output,
            ..Usage::default()
        };
        assert_eq!(price.cost(&usage).is_some(), known, "{input} {output}");
    }
}

#[test]
fn an_amount_out_of_range_is_none() {
    let dear = Price::new(Rates::new(usd("0.01"), usd("0.01")), Vec::new()).unwrap();
    assert!(dear.worst_case(u64::MAX, u64::MAX).is_some());
}

fn any_rates() -> impl Strategy<Value = Rates> {
    let rate = || (0_u64..1_000_000_000).prop_map(|n| usd(&format!("{n}e-12")));
    (
        rate(),
        rate(),
        prop::option::of(rate()),
        prop::option::of(rate()),
    )
        .prop_map(|(input, output, cache_read, cache_write)| Rates {
            input,
            output,
            cache_read,
            cache_write,
        })
}

fn any_price() -> impl Strategy<Value = Price> {
    let tier = (1_u64..2_000_000, any_rates()).prop_map(|(from, rates)| Tier { from, rates });
    (any_rates(), prop::collection::vec(tier, 0..4))
        .prop_map(|(base, tiers)| Price::new(base, tiers).unwrap())
}

/// The amount in 10⁻¹² dollars, read off its text.
fn units(amount: Usd) -> u128 {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{fraction:0<12}").parse().unwrap()
}

proptest! {
    #[test]
    fn a_cost_is_the_exact_sum(price in any_price(), input in 0_u64..3_000_000,
        output in 0_u64..200_000, cached in prop::option::of(0_u64..3_000_000)) {
        let rates = price.rates_at(input);
        let from_cache = cached.unwrap_or(0).min(input);
        let sum = units(rates.input) * u128::from(input - from_cache)
            + units(rates.cache_read.unwrap_or(rates.input)) * u128::from(from_cache)
            + units(rates.output) * u128::from(output);
        prop_assert_eq!(units(price.cost(&usage(input, output, cached)).unwrap()), sum);
    }

    #[test]
    fn more_tokens_of_one_tier_never_cost_less(rates in any_rates(), input in 0_u64..3_000_000,
        output in 0_u64..200_000, more in 0_u64..1_000_000) {
        let price = Price::new(rates, Vec::new()).unwrap();
        let cost = |input, output| price.cost(&usage(input, output, None)).unwrap();
        prop_assert!(cost(input + more, output) >= cost(input, output));
        prop_assert!(cost(input, output + more) >= cost(input, output));
    }

    #[test]
    fn the_worst_case_is_never_passed_and_never_falls(price in any_price(),
        input in 0_u64..3_000_000, output in 0_u64..200_000, cached in 0_u64..3_000_000,
        more in 0_u64..1_000_000) {
        let worst = price.worst_case(input + more, output + more).unwrap();
        prop_assert!(worst >= price.worst_case(input, output).unwrap());
        prop_assert!(worst >= price.cost(&usage(input, output, Some(cached))).unwrap());
        let interval = Interval { low: input, likely: input, high: input + more };
        let (least, most) = price.before_sending(interval, output).unwrap();
        let cost = price.cost(&usage(input, output, Some(cached))).unwrap();
        prop_assert!(least <= cost && cost <= most);
    }
}

#[test]
fn what_a_provider_s_cache_spared_is_the_listed_difference() {
    let sonnet = ["3", "15", "0.3", "3.75"];
    let tiered = &[(200_001, ["6", "22.5", "0.6", "7.5"])][..];
    for (base, tiers, used, saved) in [
        (
            sonnet,
            &[][..],
            usage(1_000, 500, Some(900)),
            Some("0.00243"),
        ),
        (
            sonnet,
            tiered,
            usage(200_001, 1, Some(100_000)),
            Some("0.54"),
        ),
        // More cached than read: all of it was.
        (sonnet, &[], usage(1_000, 0, Some(5_000)), Some("0.0027")),
        (sonnet, &[], usage(1_000, 0, Some(0)), Some("0")),
        // Nothing is told of a cache, or nothing of its price.
        (sonnet, &[], usage(1_000, 0, None), None),
        (["3", "15", "-", "-"], &[], usage(1_000, 0, Some(900)), None),
        (sonnet, &[], usage(u64::MAX, 0, Some(u64::MAX)), None),
    ] {
        let saving = price(base, tiers).cache_read_saving(&used);
        assert_eq!(saving, saved.map(usd), "{used:?}");
    }
}
