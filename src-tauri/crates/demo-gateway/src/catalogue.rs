//! The models that `/v1/models` lists, and what a question to each of them costs.

use serde_json::{Value, json};

/// Dollars are counted in millionths of a millionth, so that no price needs a fraction.
pub(crate) type Pico = u128;

struct Model {
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    description: &'static str,
    context_window: Option<u64>,
    max_tokens: Option<u64>,
    /// Per token, input and output; `None` is the gateway's empty `pricing` object.
    price: Option<(Pico, Pico)>,
    tags: &'static [&'static str],
}

/// The first four are what the program offers by name; the last two are what a client must cope
/// with: a model that is no chat model, and one without limits and price.
const MODELS: [Model; 6] = [
    Model {
        id: "demo",
        name: "Demo",
        kind: "language",
        description: "Prepared answers with no model behind them.",
        context_window: Some(128_000),
        max_tokens: Some(4_096),
        price: Some((0, 0)),
        tags: &[],
    },
    Model {
        id: "anthropic/claude-sonnet-4.5",
        name: "Claude Sonnet 4.5",
        kind: "language",
        description: "Listed by the demo gateway; its answers are prepared.",
        context_window: Some(200_000),
        max_tokens: Some(64_000),
        price: Some((3_000_000, 15_000_000)),
        tags: &[
            "file-input",
            "reasoning",
            "tool-use",
            "vision",
            "explicit-caching",
        ],
    },
    Model {
        id: "openai/gpt-4o-mini",
        name: "GPT-4o mini",
        kind: "language",
        description: "Listed by the demo gateway; its answers are prepared.",
        context_window: Some(128_000),
        max_tokens: Some(16_384),
        price: Some((150_000, 600_000)),
        tags: &["file-input", "implicit-caching", "tool-use", "vision"],
    },
    Model {
        id: "google/gemini-2.5-flash",
        name: "Gemini 2.5 Flash",
        kind: "language",
        description: "Listed by the demo gateway; its answers are prepared.",
        context_window: Some(1_048_576),
        max_tokens: Some(65_536),
        price: Some((300_000, 2_500_000)),
        tags: &[
            "file-input",
            "implicit-caching",
            "reasoning",
            "tool-use",
            "vision",
        ],
    },
    Model {
        id: "openai/text-embedding-3-small",
        name: "Text Embedding 3 Small",
        kind: "embedding",
        description: "An embedding model: nothing to chat with.",
        context_window: Some(8_192),
        max_tokens: Some(0),
        price: Some((20_000, 0)),
        tags: &[],
    },
    Model {
        id: "perplexity/sonar",
        name: "Sonar",
        kind: "language",
        description: "Listed by the demo gateway without limits and without a price.",
        context_window: None,
        max_tokens: None,
        price: None,
        tags: &[],
    },
];

/// The whole list, in the shape of `GET /v1/models`.
pub(crate) fn list() -> Value {
    json!({ "object": "list", "data": MODELS.iter().map(Model::json).collect::<Vec<_>>() })
}

/// One model, in the shape of `GET /v1/models/{creator}/{model}`.
pub(crate) fn one(id: &str) -> Option<Value> {
    MODELS.iter().find(|model| model.id == id).map(Model::json)
}

/// What that many tokens cost. Ids that are not listed, such as `scenario:…`, cost what the
/// first listed paid model costs, so that tests see a bill; the demo model is free.
pub(crate) fn cost(id: &str, input: u64, output: u64) -> Pico {
    const USUAL: (Pico, Pico) = (3_000_000, 15_000_000);
    let listed = MODELS.iter().find(|model| model.id == id);
    let (per_input, per_output) = listed
        .map_or(Some(USUAL), |model| model.price)
        .unwrap_or_default();
    per_input * Pico::from(input) + per_output * Pico::from(output)
}

/// A decimal string of dollars, without an exponent and without trailing zeros.
pub(crate) fn dollars(amount: Pico) -> String {
    const UNIT: Pico = 1_000_000_000_000;
    let text = format!("{}.{:012}", amount / UNIT, amount % UNIT);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Model {
    fn json(&self) -> Value {
        let owner = self.id.split_once('/').map_or("demo", |(owner, _)| owner);
        let output = if self.kind == "embedding" {
            "embedding"
        } else {
            "text"
        };
        let mut model = json!({
            "id": self.id,
            "object": "model",
            "created": 1_755_815_280,
            "released": 1_747_180_800,
            "owned_by": owner,
            "name": self.name,
            "description": self.description,
            "type": self.kind,
            "supported_specifications": ["v2", "v3"],
            "modalities": { "input": ["text"], "output": [output] },
            "tags": self.tags,
            "pricing": {},
        });
        if let (Some((input, output)), Some(pricing)) = (self.price, model.get_mut("pricing")) {
            *pricing = json!({ "input": dollars(input), "output": dollars(output) });
        }
        let limits = [
            ("context_window", self.context_window),
            ("max_tokens", self.max_tokens),
        ];
        if let Some(fields) = model.as_object_mut() {
            for (name, limit) in limits {
                if let Some(limit) = limit {
                    fields.insert(name.to_owned(), limit.into());
                }
            }
        }
        model
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_decimal_strings() {
        for (amount, text) in [
            (0, "0"),
            (3_000_000, "0.000003"),
            (150_000, "0.00000015"),
            (1_234_500_000_000, "1.2345"),
            (20_000_000_000_000, "20"),
        ] {
            assert_eq!(dollars(amount), text);
        }
    }

    #[test]
    fn only_models_with_a_price_cost_something() {
        assert_eq!(cost("demo", 1_000, 1_000), 0);
        assert_eq!(cost("perplexity/sonar", 1_000, 1_000), 0);
        assert_eq!(
            dollars(cost("openai/gpt-4o-mini", 1_000_000, 1_000_000)),
            "0.75"
        );
        assert_eq!(dollars(cost("scenario:slow", 1_000, 1_000)), "0.018");
    }
}
