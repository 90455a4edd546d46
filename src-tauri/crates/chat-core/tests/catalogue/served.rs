//! Whose price an answer has, where the model that served is told.

use chat_core::catalogue::{Shipped, price_of, shipped};

#[test]
fn an_answer_has_the_price_of_the_model_that_served() {
    for (list, asked, served, priced_as) in [
        // Not told, or told in another spelling.
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            None,
            Some("anthropic/claude-sonnet-4.5"),
        ),
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            Some("claude-sonnet-4-5-20250929"),
            Some("anthropic/claude-sonnet-4.5"),
        ),
        (
            Shipped::OpenAi,
            "gpt-4o-mini",
            Some("gpt-4o-mini-2024-07-18"),
            Some("gpt-4o-mini"),
        ),
        (
            Shipped::Gemini,
            "gemini-2.5-flash",
            Some("gemini-2.5-flash-001"),
            Some("gemini-2.5-flash"),
        ),
        // A fallback of the gateway's.
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            Some("openai/gpt-4o-mini"),
            Some("openai/gpt-4o-mini"),
        ),
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            Some("gpt-4o-2024-11-20"),
            Some("openai/gpt-4o"),
        ),
        // What nobody listed has no price, whatever was asked.
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            Some("my-model"),
            None,
        ),
        (
            Shipped::Gateway,
            "anthropic/claude-sonnet-4.5",
            Some("llama3.2:latest"),
            None,
        ),
        (Shipped::Gateway, "openai/gpt-4o", Some("gpt-4o-mine"), None),
        // A name that is not listed itself may be served by one that is.
        (
            Shipped::Gateway,
            "auto",
            Some("openai/gpt-4o-mini"),
            Some("openai/gpt-4o-mini"),
        ),
        (Shipped::Gateway, "auto", None, None),
    ] {
        let list = shipped(list);
        let of = |id: &str| list.find(id).and_then(|model| model.price.as_ref());
        let price = price_of((asked, of(asked)), served, list);
        assert_eq!(price, priced_as.and_then(of), "{asked} {served:?}");
        assert_eq!(price.is_some(), priced_as.is_some(), "{asked} {served:?}");
    }
}
