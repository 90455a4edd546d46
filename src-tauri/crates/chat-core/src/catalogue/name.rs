//! What a model's id says: creator, family and version, however it is spelled (GATEWAY §5).
//!
//! `anthropic/claude-3-5-sonnet-20241022`, `claude-3.5-sonnet` and `claude-sonnet-3.5` are one name.

/// Words that tell a kind of model apart within a series; the rest is decoration.
const TIERS: [&str; 16] = [
    "sonnet", "opus", "haiku", "fable", "mythos", "pro", "flash", "lite", "mini", "nano", "codex",
    "coder", "code", "max", "oss", "vision",
];
/// Words that say how finished a model is.
const STAGES: [&str; 6] = ["preview", "latest", "exp", "experimental", "beta", "alpha"];
/// Words of ids that are not suggested: other prices, other uses (GATEWAY §5).
const ASIDE: [&str; 22] = [
    "batch",
    "fast",
    "ultrafast",
    "highspeed",
    "image",
    "audio",
    "realtime",
    "tts",
    "transcribe",
    "embedding",
    "embed",
    "rerank",
    "moderation",
    "whisper",
    "dall",
    "sora",
    "veo",
    "imagen",
    "video",
    "search",
    "safeguard",
    "live",
];

/// An id taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// What stands before the last slash.
    pub(crate) creator: Option<String>,
    /// Equal for two spellings of the same model, dated ones included.
    pub(crate) key: String,
    /// As `key`, whatever the stage.
    pub(crate) released_key: String,
    /// Sorted words without version and stage.
    pub(crate) family: Vec<String>,
    /// The series and what tells its kinds apart.
    pub(crate) kind: Vec<String>,
    /// `[4, 5]` of 4.5, empty where there is none.
    pub(crate) version: Vec<u32>,
    /// Whether it is never suggested.
    pub(crate) aside: bool,
}

impl Name {
    pub(crate) fn of(id: &str) -> Self {
        let id = id.to_ascii_lowercase();
        // `:free`, `:latest`, `:8b` are variants of one model.
        let id = id.split_once(':').map_or(id.as_str(), |(model, _)| model);
        let (creator, model) = match id.rsplit_once('/') {
            Some((before, model)) => (before.rsplit('/').next(), model),
            None => (None, id),
        };
        let mut words = Vec::new();
        let (mut version, mut spelled) = (Vec::new(), String::new());
        for part in parts(model) {
            match Part::of(&part) {
                Part::Word(word) => words.push(word),
                Part::Number {
                    before,
                    number,
                    after,
                } if version.is_empty() => {
                    words.extend(before);
                    version = number.split('.').filter_map(|n| n.parse().ok()).collect();
                    spelled = format!("{number}{after}");
                }
                Part::Number { .. } => words.push(part),
            }
        }
        let stage = |word: &String| STAGES.contains(&word.as_str());
        let series = words.first().cloned();
        let key = |mut words: Vec<String>| {
            words.sort_unstable();
            words.push(spelled.clone());
            words.join(" ")
        };
        let mut family: Vec<String> = words.iter().filter(|w| !stage(w)).cloned().collect();
        family.sort_unstable();
        let kind = family
            .iter()
            .filter(|word| TIERS.contains(&word.as_str()) || series.as_ref() == Some(word))
            .cloned()
            .collect();
        Self {
            creator: creator
                .filter(|creator| !creator.is_empty())
                .map(str::to_owned),
            released_key: key(family.clone()),
            aside: words.iter().any(|word| ASIDE.contains(&word.as_str())),
            key: key(words.into_iter().filter(|word| word != "latest").collect()),
            family,
            kind,
            version,
        }
    }
}

/// The parts between dashes, without dates and revisions, `3-5` joined to `3.5`.
fn parts(model: &str) -> Vec<String> {
    let raw: Vec<&str> = model
        .split(['-', '_', '@', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let mut parts: Vec<String> = Vec::new();
    let mut rest = raw.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        // 2024-11-20
        if let [month, day, beyond @ ..] = after
            && is_year(first)
            && [month, day]
                .iter()
                .all(|part| part.len() == 2 && is_digits(part))
        {
            rest = beyond;
            continue;
        }
        if is_digits(first) && first.len() > 2 {
            // 20241022, 1106, 001
            continue;
        }
        match parts.last_mut() {
            Some(last) if is_digits(first) && is_digits(last) => {
                last.push('.');
                last.push_str(first);
            }
            Some(_) | None => parts.push((*first).to_owned()),
        }
    }
    parts
}

enum Part {
    Word(String),
    /// `gpt4o`: letters before, the number, letters after.
    Number {
        before: Option<String>,
        number: String,
        after: String,
    },
}

impl Part {
    fn of(part: &str) -> Self {
        let start = part.find(|c: char| c.is_ascii_digit());
        let Some((before, rest)) = start.and_then(|at| part.split_at_checked(at)) else {
            return Self::Word(part.to_owned());
        };
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        // 70b, a22b, 16k: a size.
        if ["b", "m", "t", "k"].contains(&after) {
            return Self::Word(part.to_owned());
        }
        Self::Number {
            before: Some(before.to_owned()).filter(|before| !before.is_empty() && before != "v"),
            number: number.trim_end_matches('.').to_owned(),
            after: after.to_owned(),
        }
    }
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && is_digits(part) && (part.starts_with("19") || part.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::Name;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_model_have_one_key() {
        for same in [
            &[
                "anthropic/claude-3-5-sonnet-20241022",
                "claude-3.5-sonnet",
                "claude-sonnet-3.5",
                "Claude-3-5-Sonnet@20241022",
                "openrouter/anthropic/claude-3.5-sonnet:beta",
                "claude-3-5-sonnet-latest",
            ][..],
            &["openai/gpt-4o", "gpt-4o-2024-11-20", "gpt4o"],
            &[
                "gemini-1.5-flash-002",
                "google/gemini-1.5-flash",
                "gemini-1-5-flash",
            ],
            &["deepseek-v3.1", "deepseek/deepseek-3.1"],
            &["llama3", "llama3:latest", "llama-3"],
        ] {
            for id in same {
                assert_eq!(Name::of(id).key, Name::of(same[0]).key, "{id}");
            }
        }
    }

    #[test]
    fn different_models_have_different_keys() {
        for (one, other) in [
            ("gpt-4", "gpt-4o"),
            ("gpt-4o", "gpt-4o-mini"),
            ("claude-opus-4", "claude-opus-4.5"),
            ("gemini-3-flash", "gemini-3-flash-preview"),
            ("qwen-3-14b", "qwen-3-32b"),
            ("o1", "o3"),
            ("claude-opus-5", "claude-opus-5-fast"),
        ] {
            assert_ne!(Name::of(one).key, Name::of(other).key, "{one} {other}");
        }
    }

    #[test]
    fn versions_and_kinds_are_read() {
        for (id, version, kind) in [
            ("anthropic/claude-opus-4-20250514", &[4][..], "claude opus"),
            ("claude-sonnet-4-5-20250929", &[4, 5], "claude sonnet"),
            ("openai/gpt-4o-mini", &[4], "gpt mini"),
            ("gpt-4-1106-preview", &[4], "gpt"),
            ("gpt-3.5-turbo-16k", &[3, 5], "gpt"),
            ("o4-mini", &[4], "mini o"),
            ("alibaba/qwen3.8-27b", &[3, 8], "qwen"),
            ("kimi-k2.5", &[2, 5], "kimi"),
            ("whatever", &[], "whatever"),
        ] {
            let name = Name::of(id);
            assert_eq!(
                (name.version.as_slice(), name.kind.join(" ").as_str()),
                (version, kind),
                "{id}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_name(id in ".{0,300}") {
            let name = Name::of(&id);
            prop_assert_eq!(Name::of(&id), name);
        }
    }
}
