//! The gateway's options by name, as settings and the command line know them.

use super::{ProviderKey, Routing, Sort};
use crate::failure::{Code, Failure};
use std::collections::BTreeSet;

/// Most items in a list.
const MAX_ITEMS: usize = 32;
/// Longest item, in bytes.
const MAX_ITEM_BYTES: usize = 256;
/// Time-outs that are taken, in milliseconds: the gateway's least (GATEWAY §1.7), and a day.
const TIMEOUT_MS: std::ops::RangeInclusive<u32> = 1_000..=86_400_000;

/// An option's name, and what may stand in it. Names are those of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Providers in the order in which they are tried.
    Order,
    /// The only providers that may serve.
    Only,
    /// By what providers are sorted.
    Sort,
    /// Models that are tried when the asked one fails.
    Models,
    /// `PROVIDER=MS` for providers used with one's own key.
    ProviderTimeouts,
    /// Only providers that keep nothing.
    ZeroDataRetention,
    /// Only providers that do not train on prompts.
    DisallowPromptTraining,
    /// `auto` lets the gateway place cache marks.
    Caching,
    /// Labels for the gateway's own reports.
    Tags,
    /// The end user's id for the gateway's own reports.
    User,
    /// Providers whose own keys, as kept in the key store, go to the gateway with each question.
    Byok,
}

impl Field {
    /// Every option, in the order in which it is listed.
    pub const ALL: [Self; 11] = [
        Self::Order,
        Self::Only,
        Self::Sort,
        Self::Models,
        Self::ProviderTimeouts,
        Self::ZeroDataRetention,
        Self::DisallowPromptTraining,
        Self::Caching,
        Self::Tags,
        Self::User,
        Self::Byok,
    ];

    /// The name a person types.
    pub fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Only => "only",
            Self::Sort => "sort",
            Self::Models => "models",
            Self::ProviderTimeouts => "providerTimeouts",
            Self::ZeroDataRetention => "zeroDataRetention",
            Self::DisallowPromptTraining => "disallowPromptTraining",
            Self::Caching => "caching",
            Self::Tags => "tags",
            Self::User => "user",
            Self::Byok => "byok",
        }
    }

    /// The inverse of [`Field::name`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The value as text: items with commas between, `true` for what is on; empty for what is not
    /// said.
    pub fn get(self, routing: &Routing) -> String {
        let on = |is: bool, word: &str| if is { word } else { "" }.to_owned();
        match self {
            Self::Order => routing.order.join(","),
            Self::Only => routing.only.join(","),
            Self::Sort => routing.sort.map_or("", Sort::as_str).to_owned(),
            Self::Models => routing.models.join(","),
            Self::ProviderTimeouts => {
                let pairs: Vec<String> = routing
                    .provider_timeouts_ms
                    .iter()
                    .map(|(provider, ms)| format!("{provider}={ms}"))
                    .collect();
                pairs.join(",")
            }
            Self::ZeroDataRetention => on(routing.zero_data_retention, "true"),
            Self::DisallowPromptTraining => on(routing.disallow_prompt_training, "true"),
            Self::Caching => on(routing.cache_automatically, "auto"),
            Self::Tags => routing.tags.join(","),
            Self::User => routing.user.clone().unwrap_or_default(),
            Self::Byok => {
                let names: Vec<&str> = routing.own_keys.iter().map(|one| one.name()).collect();
                names.join(",")
            }
        }
    }

    /// Sets the value from text; an empty one unsets it. On refusal nothing is changed.
    pub fn set(self, routing: &mut Routing, value: &str) -> Result<(), Failure> {
        let value = value.trim();
        match self {
            Self::Order => routing.order = self.list(value)?,
            Self::Only => routing.only = self.list(value)?,
            Self::Sort => {
                let sort = Sort::ALL.into_iter().find(|sort| sort.as_str() == value);
                if sort.is_none() && !value.is_empty() {
                    return Err(self.refuse("cost, ttft or tps"));
                }
                routing.sort = sort;
            }
            Self::Models => routing.models = self.list(value)?,
            Self::ProviderTimeouts => {
                let timeout = |item: &String| {
                    let (provider, ms) = item.split_once('=')?;
                    let (provider, ms) = (provider.trim(), ms.trim().parse().ok()?);
                    (!provider.is_empty() && TIMEOUT_MS.contains(&ms))
                        .then(|| (provider.to_owned(), ms))
                };
                let pairs: Option<_> = self.list(value)?.iter().map(timeout).collect();
                routing.provider_timeouts_ms = pairs.ok_or_else(|| {
                    self.refuse("PROVIDER=MILLISECONDS, at least 1000, with commas between")
                })?;
            }
            Self::ZeroDataRetention => routing.zero_data_retention = self.switch(value, "true")?,
            Self::DisallowPromptTraining => {
                routing.disallow_prompt_training = self.switch(value, "true")?;
            }
            Self::Caching => routing.cache_automatically = self.switch(value, "auto")?,
            Self::Tags => routing.tags = self.list(value)?,
            Self::User => {
                if !is_item(value) && !value.is_empty() {
                    return Err(self.refuse("an id of at most 256 bytes on one line"));
                }
                routing.user = (!value.is_empty()).then(|| value.to_owned());
            }
            Self::Byok => {
                let names = self.list(value)?;
                let named: Option<BTreeSet<_>> =
                    names.iter().map(|name| ProviderKey::parse(name)).collect();
                let named =
                    named.ok_or_else(|| self.refuse("anthropic, openai or google, or several"))?;
                routing.own_keys = named.into_iter().collect();
            }
        }
        Ok(())
    }

    fn list(self, value: &str) -> Result<Vec<String>, Failure> {
        let items: Vec<String> = value
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect();
        if items.len() > MAX_ITEMS || !items.iter().all(|item| is_item(item)) {
            return Err(self.refuse("at most 32 names with commas between, each on one line"));
        }
        Ok(items)
    }

    fn switch(self, value: &str, on: &str) -> Result<bool, Failure> {
        match value {
            "" | "false" | "off" => Ok(false),
            _ if value == on => Ok(true),
            _ => Err(self.refuse(&format!("{on}, or nothing"))),
        }
    }

    fn refuse(self, wanted: &str) -> Failure {
        Failure::new(
            Code::ConfigInvalid,
            format!("That value does not fit the gateway's {}.", self.name()),
        )
        .with_action(format!("Give {wanted}."))
    }
}

fn is_item(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ITEM_BYTES && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_read_back() {
        let mut routing = Routing::default();
        for (name, typed, kept) in [
            ("order", "bedrock, anthropic ,", "bedrock,anthropic"),
            ("only", "anthropic", "anthropic"),
            ("sort", "ttft", "ttft"),
            ("models", "a/b,c/d", "a/b,c/d"),
            (
                "providerTimeouts",
                "openai=2000,anthropic = 1000",
                "anthropic=1000,openai=2000",
            ),
            ("zeroDataRetention", "true", "true"),
            ("disallowPromptTraining", "true", "true"),
            ("caching", "auto", "auto"),
            ("tags", "x,y", "x,y"),
            ("user", "u 1", "u 1"),
            ("byok", "openai, anthropic,openai", "anthropic,openai"),
        ] {
            let field = Field::parse(name).unwrap();
            assert_eq!(field.get(&routing), "", "{name} by default");
            field.set(&mut routing, typed).unwrap();
            assert_eq!(field.get(&routing), kept);
        }
        for field in Field::ALL {
            assert_ne!(field.get(&routing), "", "{field:?} is not in the table");
            field.set(&mut routing, " ").unwrap();
        }
        assert!(routing.is_empty());
        assert_eq!(Field::parse("headquarters"), None);
    }

    #[test]
    fn what_does_not_fit_changes_nothing_and_says_what_would() {
        let many = vec!["x"; 33].join(",");
        let long = "x".repeat(257);
        for (field, value) in [
            (Field::Order, many.as_str()),
            (Field::Tags, &long),
            (Field::Models, "a\nb"),
            (Field::Sort, "speed"),
            (Field::ProviderTimeouts, "openai=999"),
            (Field::ProviderTimeouts, "openai"),
            (Field::ProviderTimeouts, "=2000"),
            (Field::ProviderTimeouts, "openai=86400001"),
            (Field::ZeroDataRetention, "yes"),
            (Field::Caching, "true"),
            (Field::User, "a\u{7}"),
            (Field::Byok, "bedrock"),
            (Field::Byok, "anthropic,sk-typed-by-mistake"),
        ] {
            let mut routing = Routing::default();
            let refused = field.set(&mut routing, value).unwrap_err();
            assert_eq!(refused.code, Code::ConfigInvalid);
            assert!(refused.message.contains(field.name()));
            assert!(!refused.message.contains("mistake"));
            assert!(refused.action.is_some());
            assert!(routing.is_empty(), "{field:?} {value}");
        }
    }
}
