//! How much to think, in the two languages that models of this dialect speak: a budget of tokens
//! up to 2.5, a level from 3 on. Each refuses the other's.

use crate::request::{Effort, Reasoning};
use serde::Serialize;

/// `generationConfig.thinkingConfig`.
#[derive(Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Config {
    /// Summaries of the thoughts are only sent when asked for; to ask where none are made is an
    /// error.
    #[serde(skip_serializing_if = "Option::is_none")]
    include_thoughts: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking_budget: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking_level: Option<&'static str>,
}

/// What to send; none where nothing is asked, or nothing needs saying.
pub(super) fn config(model: &str, reasoning: Option<Reasoning>) -> Option<Config> {
    let model = Model::of(model);
    let reasoning = match reasoning? {
        Reasoning::Budget(0) => Reasoning::Off,
        other @ (Reasoning::Off | Reasoning::Effort(_) | Reasoning::Budget(_)) => other,
    };
    // Models before 2.5 do not think; to tell them not to is an error.
    if reasoning == Reasoning::Off && model.version.is_some_and(|version| version < (2, 5)) {
        return None;
    }
    let levels = model.version.is_none_or(|version| version >= (3, 0));
    Some(Config {
        include_thoughts: (reasoning != Reasoning::Off).then_some(true),
        thinking_budget: (!levels).then(|| model.budget(reasoning)),
        thinking_level: levels.then(|| model.level(reasoning)),
    })
}

/// What a model's id tells.
struct Model<'a> {
    /// Without `google/`, `models/` and the like in front.
    name: &'a str,
    /// None for `gemini-flash-latest` and names of others: taken for new.
    version: Option<(u32, u32)>,
}

impl<'a> Model<'a> {
    fn of(id: &'a str) -> Self {
        let name = id.rsplit('/').next().unwrap_or(id);
        let version = name.strip_prefix("gemini-").and_then(|rest| {
            let number = rest.split('-').next().unwrap_or_default();
            let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
            Some((major.parse().ok()?, minor.parse().ok()?))
        });
        Self { name, version }
    }

    /// The steps are those that Google gives for `reasoning_effort` at its OpenAI-compatible
    /// address: 1K, 8K and 24K. Pro cannot stop thinking and takes 128 at least.
    fn budget(&self, reasoning: Reasoning) -> u32 {
        let pro = self.name.contains("-pro");
        match reasoning {
            Reasoning::Off if pro => 128,
            Reasoning::Off => 0,
            Reasoning::Budget(tokens) => tokens,
            // The least that every thinking model of 2.5 takes.
            Reasoning::Effort(Effort::Minimal) => 512,
            Reasoning::Effort(Effort::Low) => 1_024,
            Reasoning::Effort(Effort::Medium) => 8_192,
            Reasoning::Effort(Effort::Max) if pro => 32_768,
            Reasoning::Effort(Effort::High | Effort::Max) => 24_576,
        }
    }

    fn level(&self, reasoning: Reasoning) -> &'static str {
        match reasoning {
            Reasoning::Off | Reasoning::Effort(Effort::Minimal) => self.lowest_level(),
            Reasoning::Effort(Effort::Low) | Reasoning::Budget(..=1_024) => "LOW",
            Reasoning::Effort(Effort::Medium) | Reasoning::Budget(..=8_192) => "MEDIUM",
            Reasoning::Effort(Effort::High | Effort::Max) | Reasoning::Budget(_) => "HIGH",
        }
    }

    /// `MINIMAL` is an error on Pro and on Flash from 3.6 on (bolna-ai/bolna#956,
    /// can1357/oh-my-pi#10543); `LOW` is what every model from 3 on takes.
    fn lowest_level(&self) -> &'static str {
        let early_flash = self.name.contains("-flash")
            && self
                .version
                .is_some_and(|version| ((3, 0)..=(3, 5)).contains(&version));
        if early_flash || self.name.contains("-flash-lite") {
            "MINIMAL"
        } else {
            "LOW"
        }
    }
}
