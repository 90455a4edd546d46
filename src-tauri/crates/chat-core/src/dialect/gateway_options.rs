//! What a gateway is told beside the request: the value of `providerOptions`, the same in every
//! dialect that a gateway speaks (GATEWAY §1.7).
//!
//! Provider keys are no part of it: see [`with_own_keys`](super::with_own_keys).

use super::{Upstream, UpstreamKind};
use crate::routing::Routing;
use serde_json::{Map, Value, json};

/// The shortest time-out of a provider that a gateway takes, in milliseconds.
pub(crate) const MIN_PROVIDER_TIMEOUT_MS: u32 = 1_000;

/// The value of `providerOptions`, `{"gateway":{…}}`; none where nothing is said, and for every
/// server that is no gateway: providers refuse fields that they do not know.
///
/// Keys come in the order of the alphabet, however `serde_json` was built.
pub(crate) fn gateway_options(routing: &Routing, upstream: &Upstream) -> Option<Value> {
    match upstream.kind {
        UpstreamKind::Gateway => {}
        UpstreamKind::Direct | UpstreamKind::Local => return None,
    }
    // Field by field, so that a new option has to be placed.
    let Routing {
        order,
        only,
        sort,
        models,
        provider_timeouts_ms,
        zero_data_retention,
        disallow_prompt_training,
        cache_automatically,
        tags,
        user,
        // Joined last, with the keys.
        own_keys: _,
    } = routing;
    let list = |items: &[String]| (!items.is_empty()).then(|| json!(items));
    let timeouts = (!provider_timeouts_ms.is_empty()).then(|| {
        let byok: Map<String, Value> = provider_timeouts_ms
            .iter()
            .map(|(provider, ms)| (provider.clone(), json!(ms.max(&MIN_PROVIDER_TIMEOUT_MS))))
            .collect();
        json!({ "byok": byok })
    });
    let options: Map<String, Value> = [
        ("caching", cache_automatically.then(|| json!("auto"))),
        (
            "disallowPromptTraining",
            disallow_prompt_training.then(|| json!(true)),
        ),
        ("models", list(models)),
        ("only", list(only)),
        ("order", list(order)),
        ("providerTimeouts", timeouts),
        ("sort", sort.map(|sort| json!(sort.as_str()))),
        ("tags", list(tags)),
        ("user", user.as_ref().map(|user| json!(user))),
        (
            "zeroDataRetention",
            zero_data_retention.then(|| json!(true)),
        ),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    .collect();
    (!options.is_empty()).then(|| json!({ "gateway": options }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::AuthKind;
    use crate::routing::{ProviderKey, Sort};

    fn options(routing: &Routing, kind: UpstreamKind) -> Option<String> {
        let upstream = Upstream {
            kind,
            host: "ai.example".to_owned(),
            auth: AuthKind::ApiKey,
            provider: None,
        };
        gateway_options(routing, &upstream).map(|value| value.to_string())
    }

    fn full() -> Routing {
        let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        Routing {
            order: list(&["bedrock", "anthropic"]),
            only: list(&["anthropic", "bedrock"]),
            sort: Some(Sort::FirstToken),
            models: list(&["openai/gpt-4o", "google/gemini-2.5-flash"]),
            provider_timeouts_ms: [("openai".to_owned(), 15_000), ("anthropic".to_owned(), 20)]
                .into(),
            zero_data_retention: true,
            disallow_prompt_training: true,
            cache_automatically: true,
            tags: list(&["chat", "v1"]),
            user: Some("u \"1\"".to_owned()),
            own_keys: vec![ProviderKey::OpenAi],
        }
    }

    #[test]
    fn everything_that_can_be_said_has_these_bytes() {
        assert_eq!(
            options(&full(), UpstreamKind::Gateway).unwrap(),
            concat!(
                r#"{"gateway":{"caching":"auto","disallowPromptTraining":true,"#,
                r#""models":["openai/gpt-4o","google/gemini-2.5-flash"],"#,
                r#""only":["anthropic","bedrock"],"order":["bedrock","anthropic"],"#,
                r#""providerTimeouts":{"byok":{"anthropic":1000,"openai":15000}},"#,
                r#""sort":"ttft","tags":["chat","v1"],"user":"u \"1\"","zeroDataRetention":true}}"#,
            )
        );
    }

    #[test]
    fn each_option_alone_is_all_that_is_sent() {
        let full = full();
        let none = Routing::default();
        for (routing, expected) in [
            (
                Routing {
                    order: full.order,
                    ..none.clone()
                },
                r#"{"order":["bedrock","anthropic"]}"#,
            ),
            (
                Routing {
                    sort: Some(Sort::Cost),
                    ..none.clone()
                },
                r#"{"sort":"cost"}"#,
            ),
            (
                Routing {
                    sort: Some(Sort::Speed),
                    ..none.clone()
                },
                r#"{"sort":"tps"}"#,
            ),
            (
                Routing {
                    zero_data_retention: true,
                    ..none.clone()
                },
                r#"{"zeroDataRetention":true}"#,
            ),
            (
                Routing {
                    user: full.user,
                    ..none
                },
                r#"{"user":"u \"1\""}"#,
            ),
        ] {
            let expected = format!(r#"{{"gateway":{expected}}}"#);
            assert_eq!(options(&routing, UpstreamKind::Gateway), Some(expected));
        }
    }

    #[test]
    fn nothing_goes_to_other_servers_and_nothing_is_said_by_default() {
        let only_keys = Routing {
            own_keys: vec![ProviderKey::OpenAi],
            ..Routing::default()
        };
        assert_eq!(options(&Routing::default(), UpstreamKind::Gateway), None);
        assert_eq!(options(&only_keys, UpstreamKind::Gateway), None);
        assert_eq!(options(&full(), UpstreamKind::Direct), None);
        assert_eq!(options(&full(), UpstreamKind::Local), None);
    }
}
