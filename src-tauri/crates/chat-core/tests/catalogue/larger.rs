//! The model to take where a chat no longer fits.

use chat_core::catalogue::{Catalogue, Model, larger};

const NOW: i64 = 1_795_348_800_000;

fn model(id: &str, window: u64) -> Model {
    Model {
        context_window: Some(window),
        ..Model::new(id)
    }
}

#[test]
fn the_nearest_of_the_models_that_hold_it_is_named() {
    let retired = Model {
        retires_at_ms: Some(NOW - 1),
        ..model("openai/gpt-9", 900)
    };
    let unknown = Model::new("openai/gpt-unknown");
    let list = Catalogue::new([
        model("google/gemini-2.5-flash", 500),
        model("openai/gpt-4o", 100),
        model("openai/gpt-4.1-mini", 1_000),
        model("openai/gpt-4.1", 1_000),
        model("openai/gpt-4.1-batch", 1_000),
        model("google/gemini-2.5-pro", 2_000),
        retired,
        unknown,
    ]);
    for (id, tokens, expected) in [
        // Of its own series before the smallest, of its creator before another.
        (
            "google/gemini-2.5-pro-old",
            400,
            Some("google/gemini-2.5-pro"),
        ),
        (
            "google/gemini-1.5-flash",
            400,
            Some("google/gemini-2.5-flash"),
        ),
        ("openai/gpt-4o", 200, Some("openai/gpt-4.1")),
        ("openai/gpt-4o", 1_500, Some("google/gemini-2.5-pro")),
        ("openai/gpt-4o", 3_000, None),
        // Never the one that it does not fit by the server's own count.
        ("google/gemini-2.5-pro", 1_500, None),
    ] {
        assert_eq!(larger(id, tokens, &list, NOW), expected, "{id} {tokens}");
    }
}
