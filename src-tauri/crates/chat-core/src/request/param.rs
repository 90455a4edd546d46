//! Parameters of a request that a model may refuse, and that a question can be asked without.

use super::ChatRequest;
use crate::dialect::Dialect;

/// A parameter that can be left out, or sent by another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// The sampling temperature.
    Temperature,
    /// The seed of the sampling.
    Seed,
    /// How much to think.
    Reasoning,
    /// The answer's limit by its older name: never left out, but sent by the newer one.
    MaxTokens,
}

impl Param {
    /// Reads the name that an error gives, a path in any spelling: `temperature`,
    /// `reasoning.effort`, `generationConfig.thinkingConfig`.
    pub fn parse(path: &str) -> Option<Self> {
        let steps = path.split(['.', '/']).map(normal);
        steps.rev().find_map(|step| match step.as_str() {
            "temperature" => Some(Self::Temperature),
            "seed" => Some(Self::Seed),
            "reasoning" | "reasoningeffort" | "thinking" | "thinkingconfig" | "thinkingbudget"
            | "thinkinglevel" | "outputconfig" => Some(Self::Reasoning),
            "maxtokens" => Some(Self::MaxTokens),
            _ => None,
        })
    }

    /// What is said when a question is asked again without it.
    pub fn note(self) -> &'static str {
        match self {
            Self::Temperature => "This model takes no such temperature: asked again without it.",
            Self::Seed => "This model takes no seed: asked again without it.",
            Self::Reasoning => {
                "This model cannot be told how much to think: asked again without that."
            }
            Self::MaxTokens => {
                "This model takes the limit by its newer name: asked again with that."
            }
        }
    }
}

impl ChatRequest {
    /// What of it could be refused and mended.
    pub fn optional(&self, dialect: Dialect) -> Vec<Param> {
        let renamed = match dialect {
            Dialect::OpenAiChat => self.max_tokens.is_some() && !self.newer_limit,
            Dialect::OpenAiResponses | Dialect::AnthropicMessages | Dialect::Gemini => false,
        };
        [
            (self.temperature.is_some(), Param::Temperature),
            (self.seed.is_some(), Param::Seed),
            (self.reasoning.is_some(), Param::Reasoning),
            (renamed, Param::MaxTokens),
        ]
        .into_iter()
        .filter_map(|(is_set, param)| is_set.then_some(param))
        .collect()
    }

    /// The same without it, or with it by its other name.
    #[must_use]
    pub fn without(mut self, param: Param) -> Self {
        match param {
            Param::Temperature => self.temperature = None,
            Param::Seed => self.seed = None,
            Param::Reasoning => self.reasoning = None,
            Param::MaxTokens => self.newer_limit = true,
        }
        self
    }
}

fn normal(step: &str) -> String {
    step.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .take(32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Reasoning;

    #[test]
    fn names_are_known_in_every_spelling() {
        for (path, param) in [
            ("temperature", Some(Param::Temperature)),
            ("generationConfig.temperature", Some(Param::Temperature)),
            ("generation_config.temperature", Some(Param::Temperature)),
            ("reasoning_effort", Some(Param::Reasoning)),
            ("reasoning.effort", Some(Param::Reasoning)),
            ("thinking.budget_tokens", Some(Param::Reasoning)),
            (
                "generationConfig.thinkingConfig.thinkingBudget",
                Some(Param::Reasoning),
            ),
            ("seed", Some(Param::Seed)),
            ("max_tokens", Some(Param::MaxTokens)),
            ("max_completion_tokens", None),
            ("messages[0].content", None),
            ("", None),
        ] {
            assert_eq!(Param::parse(path), param, "{path}");
        }
    }

    #[test]
    fn what_is_left_out_was_set_and_a_limit_never_is() {
        let request = ChatRequest {
            temperature: Some(1.5),
            seed: Some(1),
            reasoning: Some(Reasoning::Off),
            max_tokens: Some(10),
            ..ChatRequest::new("m", Vec::new())
        };
        assert_eq!(
            request.optional(Dialect::Gemini),
            [Param::Temperature, Param::Seed, Param::Reasoning]
        );
        let mut left = request;
        for param in left.optional(Dialect::OpenAiChat) {
            left = left.without(param);
        }
        assert_eq!(left.optional(Dialect::OpenAiChat), []);
        assert_eq!((left.max_tokens, left.newer_limit), (Some(10), true));
        let plain = ChatRequest::new("m", Vec::new());
        assert_eq!(plain.optional(Dialect::OpenAiChat), []);
    }
}
