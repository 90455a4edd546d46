//! What a gateway tells beside answers, in the shapes that GATEWAY §1.4 and §1.5 give.

use chat_core::gateway_api::{
    Endpoint, GENERATION_POLLS_MS, MAX_ENDPOINTS, NoFacts, credits, endpoints, generation,
};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn credits_are_exact() {
    for (body, balance, used) in [
        (r#"{"balance":"95.50","total_used":"4.50"}"#, "95.5", "4.5"),
        (
            r#"{"balance":"0","total_used":"0.00000001"}"#,
            "0",
            "0.00000001",
        ),
        (r#"{"balance":-0.25,"total_used":12.1}"#, "-0.25", "12.1"),
        (r#"{"data":{"balance":"1","total_used":"2"}}"#, "1", "2"),
        (
            "\u{feff}{\"balance\":\"1\",\"total_used\":\"2\",\"error\":null}",
            "1",
            "2",
        ),
    ] {
        let seen = credits(body.as_bytes()).unwrap();
        assert_eq!(
            (seen.balance.to_string(), seen.total_used.to_string()),
            (balance.to_owned(), used.to_owned())
        );
    }
}

#[test]
fn what_is_not_the_answer_is_told_apart_from_what_the_gateway_says() {
    let said = |text: &str| NoFacts::Said(text.to_owned());
    for (body, error) in [
        (
            r#"{"error":"Generation not found"}"#,
            said("Generation not found"),
        ),
        (
            r#"{"error":{"message":"Unauthorized","type":"authentication_error"}}"#,
            said("Unauthorized"),
        ),
        (
            r#"{"error":"bad key vck_0123456789abcdefghijklmnop\nsent"}"#,
            said("bad key *** sent"),
        ),
        (r#"{"error":{"code":7}}"#, NoFacts::Unrecognised),
        (r#"{"balance":"much"}"#, NoFacts::Unrecognised),
        (r#"{"data":[]}"#, NoFacts::Unrecognised),
        ("[]", NoFacts::Unrecognised),
        ("null", NoFacts::Unrecognised),
        ("<html>", NoFacts::Unrecognised),
        ("", NoFacts::Unrecognised),
    ] {
        assert_eq!(credits(body.as_bytes()).unwrap_err(), error, "{body}");
        assert_eq!(generation(body.as_bytes()).unwrap_err(), error, "{body}");
        assert_eq!(endpoints(body.as_bytes()).unwrap_err(), error, "{body}");
    }
    let long = json!({ "error": "x".repeat(100_000) }).to_string();
    let Err(NoFacts::Said(text)) = credits(long.as_bytes()) else {
        panic!()
    };
    assert!(text.chars().count() <= 300);
}

#[test]
fn a_generation_is_read_whole() {
    let body = br#"{"data":{"id":"gen_01K","total_cost":0.00123,"market_cost":0.00123,"upstream_inference_cost":0,
        "usage":0.00123,"created_at":"2026-11-22T10:00:00.000Z","model":"anthropic/claude-sonnet-4.5",
        "is_byok":false,"provider_name":"bedrock","streamed":true,"finish_reason":"stop","latency":812.4,
        "generation_time":2400,"tokens_prompt":90,"tokens_completion":190,"native_tokens_prompt":100,
        "native_tokens_completion":200,"native_tokens_reasoning":50,"native_tokens_cached":20,
        "native_tokens_cache_creation":0,"billable_web_search_calls":0}}"#;
    let seen = generation(body).unwrap();
    assert_eq!(seen.id, "gen_01K");
    assert_eq!(seen.model.as_deref(), Some("anthropic/claude-sonnet-4.5"));
    assert_eq!(seen.provider.as_deref(), Some("bedrock"));
    assert_eq!(seen.cost.unwrap().to_string(), "0.00123");
    assert_eq!(
        (seen.first_token_ms, seen.total_ms),
        (Some(812), Some(2_400))
    );
    assert_eq!(seen.finish_reason.as_deref(), Some("stop"));
    assert!(!seen.own_key);
    let usage = seen.usage.unwrap();
    assert_eq!(
        (usage.input_tokens, usage.output_tokens, usage.total_tokens),
        (100, 200, 300)
    );
    assert_eq!(
        (usage.reasoning_tokens, usage.cached_input_tokens),
        (Some(50), Some(20))
    );
}

#[test]
fn the_cost_of_a_generation_is_what_somebody_billed() {
    for (fields, cost) in [
        (json!({ "total_cost": 0.5 }), Some("0.5")),
        (json!({ "total_cost": "0.000001" }), Some("0.000001")),
        (json!({ "total_cost": 1e-7 }), Some("0.0000001")),
        (json!({ "usage": 0.25 }), Some("0.25")),
        (
            json!({ "total_cost": 0, "upstream_inference_cost": 0 }),
            Some("0"),
        ),
        (
            json!({ "total_cost": 0, "upstream_inference_cost": 0.07, "is_byok": true }),
            Some("0.07"),
        ),
        (
            json!({ "total_cost": 0.01, "upstream_inference_cost": 0.07, "is_byok": true }),
            Some("0.01"),
        ),
        (
            json!({ "total_cost": 0, "upstream_inference_cost": 0, "is_byok": true }),
            None,
        ),
        (json!({ "is_byok": true }), None),
        (json!({}), None),
    ] {
        let mut data = fields.clone();
        data["id"] = json!("gen_1");
        let seen = generation(json!({ "data": data }).to_string().as_bytes()).unwrap();
        assert_eq!(
            seen.cost.map(|usd| usd.to_string()).as_deref(),
            cost,
            "{fields}"
        );
        assert_eq!(seen.usage, None);
    }
}

#[test]
fn a_generation_is_asked_for_until_it_was_seen_to_be_there() {
    assert!(GENERATION_POLLS_MS.is_sorted() && GENERATION_POLLS_MS.iter().any(|ms| *ms >= 9_000));
}

#[test]
fn the_providers_of_a_model_are_read() {
    let body = br#"{"data":{"id":"anthropic/claude-sonnet-4.5","name":"Claude","architecture":{"modality":"text"},
        "reasoning":{"mandatory":false},"endpoints":[
        {"name":"bedrock | x","provider_name":"bedrock","context_length":200000,"max_completion_tokens":64000,
         "pricing":{"prompt":"0.000003","completion":"0.000015","request":"0","input_cache_read":"0.0000003","discount":0},
         "supported_parameters":["tools"],"status":0,"uptime_last_15m":1,"uptime_last_1d":0.9987,
         "latency_last_1h":{"p50":812.6,"p95":2400},"throughput_last_1h":{"p50":71.2},"quantization":"fp8"},
        {"provider_name":"vertex","status":-2,"uptime_last_1d":99.5,"throughput_last_1h":64,"quantization":"unknown"},
        {"provider_name":"two\nlines"},{"provider_name":7},null]}}"#;
    let seen = endpoints(body).unwrap();
    let [bedrock, vertex] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!(bedrock.provider, "bedrock");
    assert_eq!(
        (bedrock.context_window, bedrock.max_output),
        (Some(200_000), Some(64_000))
    );
    let rates = bedrock.price.as_ref().unwrap().base();
    assert_eq!(rates.cache_read.unwrap().to_string(), "0.0000003");
    assert_eq!(
        (bedrock.is_up, bedrock.uptime_per_mille),
        (Some(true), Some(999))
    );
    assert_eq!(
        (bedrock.first_token_ms, bedrock.tokens_per_second),
        (Some(813), Some(71))
    );
    assert_eq!(bedrock.quantization.as_deref(), Some("fp8"));
    assert_eq!(
        *vertex,
        Endpoint {
            provider: "vertex".to_owned(),
            context_window: None,
            max_output: None,
            price: None,
            is_up: Some(false),
            uptime_per_mille: Some(995),
            first_token_ms: None,
            tokens_per_second: Some(64),
            quantization: None,
        }
    );
    let many: Vec<_> = (0..200)
        .map(|n| json!({ "provider_name": format!("p{n}") }))
        .collect();
    let body = json!({ "data": { "endpoints": many } }).to_string();
    assert_eq!(endpoints(body.as_bytes()).unwrap().len(), MAX_ENDPOINTS);
}

proptest! {
    #[test]
    fn any_value_of_any_field_is_handled(number in any::<f64>(), text in ".{0,20}") {
        for value in [json!(number), json!(text), json!([text]), json!({ "p50": number })] {
            let data = json!({ "id": "g", "total_cost": value, "latency": value, "balance": value,
                "total_used": value, "native_tokens_prompt": value, "endpoints": [{ "provider_name": "p",
                "status": value, "uptime_last_1d": value, "latency_last_1h": value, "pricing": value }] });
            let body = json!({ "data": data }).to_string();
            prop_assert!(generation(body.as_bytes()).is_ok());
            prop_assert!(endpoints(body.as_bytes()).is_ok());
            let _ = credits(body.as_bytes());
        }
    }
}
