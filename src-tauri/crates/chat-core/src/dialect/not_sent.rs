//! Which options of a request its dialect has no place for. Found by encoding with and without
//! them, so that it can never differ from what is sent.

use super::{Dialect, Upstream};
use crate::request::{ChatRequest, Reasoning};

impl Dialect {
    /// The options that were set but are not in the request, in the words of a sentence. No
    /// reasoning, asked of a model that does not reason, is what was asked.
    pub fn not_sent(self, request: &ChatRequest, upstream: &Upstream) -> Vec<&'static str> {
        // Field by field, so that a new option has to be placed; the messages are not needed.
        let ChatRequest {
            model,
            messages: _,
            max_tokens,
            newer_limit: _,
            known_max_output,
            temperature,
            stop,
            seed,
            reasoning,
            schema,
            routing: _,
            stream,
        } = request;
        let all = ChatRequest {
            max_tokens: *max_tokens,
            known_max_output: *known_max_output,
            temperature: *temperature,
            stop: stop.clone(),
            seed: *seed,
            reasoning: *reasoning,
            schema: schema.clone(),
            stream: *stream,
            ..ChatRequest::new(model.clone(), Vec::new())
        };
        let body = self.encode(&all, upstream);
        let is_lost = |without: ChatRequest| self.encode(&without, upstream) == body;
        let wants_reasoning = match reasoning {
            None | Some(Reasoning::Off | Reasoning::Budget(0)) => false,
            Some(Reasoning::Effort(_) | Reasoning::Budget(_)) => true,
        };
        let mut lost = Vec::new();
        if !stop.is_empty()
            && is_lost(ChatRequest {
                stop: Vec::new(),
                ..all.clone()
            })
        {
            lost.push("texts at which an answer ends");
        }
        if seed.is_some()
            && is_lost(ChatRequest {
                seed: None,
                ..all.clone()
            })
        {
            lost.push("seed");
        }
        if wants_reasoning
            && is_lost(ChatRequest {
                reasoning: None,
                ..all.clone()
            })
        {
            lost.push("amount of reasoning");
        }
        if schema.is_some()
            && is_lost(ChatRequest {
                schema: None,
                ..all.clone()
            })
        {
            lost.push("schema of an answer");
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::UpstreamKind;
    use crate::failure::AuthKind;
    use crate::request::AnswerSchema;

    fn upstream() -> Upstream {
        Upstream {
            kind: UpstreamKind::Local,
            host: "ai.example".to_owned(),
            auth: AuthKind::ApiKey,
            provider: None,
        }
    }

    #[test]
    fn each_dialect_names_what_it_has_no_place_for() {
        let set = ChatRequest {
            stop: vec!["END".to_owned()],
            seed: Some(7),
            reasoning: Some(Reasoning::Budget(2_048)),
            schema: AnswerSchema::parse(b"{}").ok(),
            ..ChatRequest::new("a-model", Vec::new())
        };
        let stop_and_seed = &["texts at which an answer ends", "seed"][..];
        for (dialect, expected) in [
            (Dialect::OpenAiChat, &[][..]),
            (Dialect::OpenAiResponses, stop_and_seed),
            (Dialect::Gemini, &[]),
        ] {
            assert_eq!(dialect.not_sent(&set, &upstream()), expected, "{dialect:?}");
        }
        let anthropic = Dialect::AnthropicMessages.not_sent(&set, &upstream());
        assert_eq!(anthropic.first(), Some(&"seed"));
        for dialect in Dialect::ALL {
            let plain = ChatRequest {
                reasoning: Some(Reasoning::Off),
                ..ChatRequest::new("a-model", Vec::new())
            };
            assert!(dialect.not_sent(&plain, &upstream()).is_empty());
        }
    }
}
