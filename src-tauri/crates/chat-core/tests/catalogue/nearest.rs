//! What is suggested for which id, against the shipped lists and small ones.

use chat_core::catalogue::{
    Catalogue, Model, Shipped, StaleHint, living_default, nearest, shipped, stale_hint,
};

/// 22 November 2026.
const NOW_MS: i64 = 1_795_305_600_000;
const DAY_MS: i64 = 86_400_000;
/// 30 November 2026, when Anthropic's Sonnet 4.5 ends.
const END_MS: i64 = 1_795_996_800_000;

/// The twelve ids of the guide: what the hint suggests before sending, if there is one, and what
/// an answer `model_not_found` suggests.
const GUIDE: [(&str, Option<&str>, &str); 12] = [
    (
        "anthropic/claude-sonnet-4-5",
        Some("anthropic/claude-sonnet-4.5"),
        "anthropic/claude-sonnet-4.5",
    ),
    (
        "anthropic/claude-opus-4",
        Some("anthropic/claude-opus-4.5"),
        "anthropic/claude-opus-4.5",
    ),
    (
        "anthropic/claude-3-5-sonnet-20241022",
        Some("anthropic/claude-sonnet-4.6"),
        "anthropic/claude-sonnet-4.6",
    ),
    (
        "anthropic/claude-3-opus-20240229",
        Some("anthropic/claude-opus-4.5"),
        "anthropic/claude-opus-4.5",
    ),
    ("openai/gpt-4o", None, "openai/gpt-4.1"),
    ("openai/gpt-4o-mini", None, "openai/gpt-4.1-mini"),
    (
        "openai/gpt-4-turbo",
        Some("openai/gpt-4.1"),
        "openai/gpt-4.1",
    ),
    (
        "openai/gpt-3.5-turbo",
        Some("openai/gpt-4o-mini"),
        "openai/gpt-4o-mini",
    ),
    ("google/gemini-2.5-flash", None, "google/gemini-3-flash"),
    (
        "google/gemini-2.0-pro",
        Some("google/gemini-2.5-pro"),
        "google/gemini-2.5-pro",
    ),
    (
        "google/gemini-1.5-pro",
        Some("google/gemini-2.5-pro"),
        "google/gemini-2.5-pro",
    ),
    (
        "google/gemini-1.5-flash",
        Some("google/gemini-2.5-flash"),
        "google/gemini-2.5-flash",
    ),
];

#[test]
fn every_id_of_the_guide_has_its_suggestion() {
    let list = shipped(Shipped::Gateway);
    for (id, hinted, near) in GUIDE {
        let hint = stale_hint(id, list, NOW_MS);
        assert_eq!(hint.as_ref().and_then(StaleHint::nearest), hinted, "{id}");
        assert_eq!(nearest(id, list, NOW_MS), Some(near), "{id}");
    }
}

#[test]
fn the_guides_ids_are_suggested_in_a_providers_own_spelling() {
    for (list, id, near) in [
        (
            Shipped::Anthropic,
            "claude-sonnet-4.5",
            Some("claude-sonnet-4-5"),
        ),
        (Shipped::Anthropic, "claude-opus-4", Some("claude-opus-4-5")),
        (
            Shipped::Anthropic,
            "claude-3-5-sonnet-20241022",
            Some("claude-sonnet-4-6"),
        ),
        (
            Shipped::Anthropic,
            "claude-3-opus-20240229",
            Some("claude-opus-4-5"),
        ),
        (Shipped::OpenAi, "gpt-4-turbo", Some("gpt-4.1")),
        (Shipped::OpenAi, "gpt-3.5-turbo", Some("gpt-4o-mini")),
        (
            Shipped::Gemini,
            "gemini-3-flash",
            Some("gemini-3-flash-preview"),
        ),
        (Shipped::Gemini, "gemini-2.0-pro", Some("gemini-2.5-pro")),
        (Shipped::Gemini, "gemini-1.5-pro", Some("gemini-2.5-pro")),
        (
            Shipped::Gemini,
            "gemini-1.5-flash",
            Some("gemini-2.5-flash"),
        ),
    ] {
        assert_eq!(nearest(id, shipped(list), NOW_MS), near, "{id}");
    }
}

#[test]
fn others_go_to_the_next_version_of_their_kind() {
    let list = shipped(Shipped::Gateway);
    for (id, near) in [
        (
            "anthropic/claude-3.7-sonnet",
            Some("anthropic/claude-sonnet-4.6"),
        ),
        (
            "anthropic/claude-3-haiku-20240307",
            Some("anthropic/claude-haiku-4.5"),
        ),
        (
            "claude-haiku-4-5-20251001",
            Some("anthropic/claude-haiku-4.5"),
        ),
        (
            "anthropic/claude-sonnet-6",
            Some("anthropic/claude-sonnet-5.5"),
        ),
        (
            "anthropic/claude-sonnet-latest",
            Some("anthropic/claude-sonnet-5.5"),
        ),
        (
            "anthropic/claude-opus-4-8-fast",
            Some("anthropic/claude-opus-4.8-fast"),
        ),
        ("openai/gpt-4", Some("openai/gpt-4o")),
        ("openai/gpt-3.5-turbo-16k", Some("openai/gpt-4o")),
        ("openai/o1-mini", Some("openai/o3-mini")),
        (
            "google/gemini-2.0-flash-001",
            Some("google/gemini-2.5-flash"),
        ),
        ("xai/grok-4.5", Some("spacexai/grok-4.5")),
        ("deepseek/deepseek-3.1", Some("deepseek/deepseek-v3.1")),
        ("mycompany/private-model", None),
        ("", None),
    ] {
        assert_eq!(nearest(id, list, NOW_MS), near, "{id}");
    }
}

#[test]
fn other_prices_and_other_uses_are_not_suggested() {
    let ids = [
        "x/gpt-5-batch",
        "x/gpt-5-fast",
        "x/gpt-5-image",
        "x/gpt-5-audio",
        "x/gpt-5-search",
    ];
    let list = Catalogue::new(ids.map(Model::new));
    assert_eq!(nearest("x/gpt-4", &list, NOW_MS), None);
    let mut ids = ids.to_vec();
    ids.push("x/gpt-6");
    let list = Catalogue::new(ids.into_iter().map(Model::new));
    assert_eq!(nearest("x/gpt-4", &list, NOW_MS), Some("x/gpt-6"));
}

#[test]
fn a_model_that_stays_comes_before_one_that_retires() {
    let mut leaving = Model::new("claude-sonnet-4.6");
    leaving.retires_at_ms = Some(NOW_MS + 90 * DAY_MS);
    let leaves = Catalogue::new([leaving.clone()]);
    assert_eq!(
        nearest("claude-sonnet-4", &leaves, NOW_MS),
        Some("claude-sonnet-4.6")
    );
    let both = Catalogue::new([leaving, Model::new("claude-sonnet-5")]);
    assert_eq!(
        nearest("claude-sonnet-4", &both, NOW_MS),
        Some("claude-sonnet-5")
    );
}

#[test]
fn retirement_is_told_thirty_days_ahead() {
    let list = shipped(Shipped::Gateway);
    let id = "anthropic/claude-sonnet-4.5";
    let next = Some("anthropic/claude-sonnet-4.6".to_owned());
    for (now, hint) in [
        (END_MS - 30 * DAY_MS - 1, None),
        (
            END_MS - 30 * DAY_MS,
            Some(StaleHint::RetiresSoon {
                at_ms: END_MS,
                nearest: next.clone(),
            }),
        ),
        (
            END_MS - 1,
            Some(StaleHint::RetiresSoon {
                at_ms: END_MS,
                nearest: next.clone(),
            }),
        ),
        (
            END_MS,
            Some(StaleHint::Retired {
                at_ms: END_MS,
                nearest: next,
            }),
        ),
    ] {
        assert_eq!(stale_hint(id, list, now), hint);
    }
}

#[test]
fn what_may_be_newer_than_the_list_or_private_is_not_called_stale() {
    let list = shipped(Shipped::Gateway);
    for id in [
        "anthropic/claude-sonnet-6",
        "openai/gpt-9-mini",
        "my/own",
        "",
        "openai/gpt-4o:online",
    ] {
        assert_eq!(stale_hint(id, list, NOW_MS), None, "{id}");
    }
    assert_eq!(
        stale_hint("anthropic/claude-3-opus", &Catalogue::default(), NOW_MS),
        None
    );
    let ollama = Catalogue::new([Model::new("llama3:latest"), Model::new("llama3:70b")]);
    assert_eq!(stale_hint("llama3", &ollama, NOW_MS), None);
}

#[test]
fn hints_are_sentences() {
    let list = shipped(Shipped::Gateway);
    let words = |id, now| stale_hint(id, list, now).unwrap().sentence(id);
    assert_eq!(
        words("openai/gpt-4-turbo", NOW_MS),
        "openai/gpt-4-turbo is not in the list of models. The nearest that is listed: openai/gpt-4.1."
    );
    assert_eq!(
        words("anthropic/claude-sonnet-4.5", NOW_MS),
        "anthropic/claude-sonnet-4.5 retires on 30 November 2026. The nearest that is listed: \
         anthropic/claude-sonnet-4.6."
    );
    assert_eq!(
        words("anthropic/claude-sonnet-4.5", END_MS),
        "anthropic/claude-sonnet-4.5 was to retire on 30 November 2026. The nearest that is listed: \
         anthropic/claude-sonnet-4.6."
    );
}

#[test]
fn a_default_is_replaced_only_once_it_is_gone() {
    let list = shipped(Shipped::Gateway);
    let default = "anthropic/claude-sonnet-4.5";
    assert_eq!(living_default(default, list, NOW_MS), None);
    assert_eq!(
        living_default(default, list, END_MS),
        Some("anthropic/claude-sonnet-4.6")
    );
    let without = Catalogue::new([Model::new("anthropic/claude-sonnet-5")]);
    assert_eq!(
        living_default(default, &without, NOW_MS),
        Some("anthropic/claude-sonnet-5")
    );
    assert_eq!(living_default(default, &Catalogue::default(), END_MS), None);
    let native = shipped(Shipped::Anthropic);
    assert_eq!(
        living_default("claude-sonnet-4-5", native, END_MS),
        Some("claude-sonnet-4-6")
    );
    for (list, default) in [
        (Shipped::OpenAi, "gpt-4o-mini"),
        (Shipped::Gemini, "gemini-2.5-flash"),
    ] {
        assert_eq!(living_default(default, shipped(list), END_MS), None);
    }
}
