//! Settings by name, as `settings get|set` and the store know them.

use crate::budget::Budget;
use crate::cache::MAX_TTL_SECONDS;
use crate::connection::{check_any_name, check_model};
use crate::failure::{Code, Failure};
use crate::fallback::Alternative;
use crate::limiter::{DEFAULT_PER_MINUTE, MAX_PER_MINUTE};
use crate::wire::{AfterSend, Language, Settings};
use std::collections::BTreeMap;
use std::path::Path;

/// A setting's name, and what may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Until the connection stands, in milliseconds.
    ConnectMs,
    /// Until the first byte, in milliseconds.
    FirstByteMs,
    /// Between two data lines, in milliseconds.
    IdleMs,
    /// How often a failed request is repeated.
    RetriesMax,
    /// The connection used when none is named.
    DefaultConnection,
    /// The model used when none is named.
    DefaultModel,
    /// Models that are listed first, with commas between.
    FavouriteModels,
    /// Our own pace: requests a minute and connection.
    LimiterPerMinute,
    /// How long answers are kept in the response cache, in seconds.
    CacheTtlSeconds,
    /// The most that may be spent in a month, in US dollars.
    BudgetMonthlyUsd,
    /// The folder of the linked Vercel project.
    SigninFolder,
    /// The Vercel CLI, where it is not found by itself.
    SigninCli,
    /// What is asked instead where an attempt fails before its first token.
    Fallback,
    /// Answer limit of the chat in tokens.
    ChatMaxTokens,
    /// Answer limit of quick-ask in tokens.
    QuickMaxTokens,
    /// How much of the answers' raw bytes is kept for replay, in megabytes.
    JournalMegabytes,
    /// How long it is kept, in days.
    JournalDays,
    /// How long a deleted conversation can be taken back, in minutes.
    UndoMinutes,
    /// What the window keeps in view once a question is sent.
    AfterSend,
    /// The language of the windows.
    Language,
    /// Instructions for every chat that has none of its own.
    DefaultInstructions,
}

/// Longest time-out: a day, in milliseconds.
pub(crate) const MAX_MS: u64 = 86_400_000;
/// Longest time to take a deleted conversation back: a year, in minutes.
const MAX_UNDO_MINUTES: u32 = 525_600;
/// Most repeats of a failed request.
const MAX_RETRIES: u32 = 10;
/// Most favourite models.
const MAX_FAVOURITES: usize = 50;
/// The largest replay journal, in megabytes.
const MAX_JOURNAL_MEGABYTES: u32 = 10_000;
/// Its longest age, in days: ten years.
const MAX_JOURNAL_DAYS: u32 = 3_650;
/// Longest instructions for all chats, in bytes: every window holds the settings.
const MAX_DEFAULT_INSTRUCTIONS: usize = 64 * 1024;
/// Longest path, in bytes.
const MAX_PATH_BYTES: usize = 4_096;

impl Key {
    /// Every setting, in the order in which it is listed.
    pub const ALL: [Self; 21] = [
        Self::ConnectMs,
        Self::FirstByteMs,
        Self::IdleMs,
        Self::RetriesMax,
        Self::DefaultConnection,
        Self::DefaultModel,
        Self::FavouriteModels,
        Self::LimiterPerMinute,
        Self::CacheTtlSeconds,
        Self::BudgetMonthlyUsd,
        Self::SigninFolder,
        Self::SigninCli,
        Self::Fallback,
        Self::ChatMaxTokens,
        Self::QuickMaxTokens,
        Self::JournalMegabytes,
        Self::JournalDays,
        Self::UndoMinutes,
        Self::AfterSend,
        Self::Language,
        Self::DefaultInstructions,
    ];

    /// The name a person types.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConnectMs => "timeouts.connectMs",
            Self::FirstByteMs => "timeouts.firstByteMs",
            Self::IdleMs => "timeouts.idleMs",
            Self::RetriesMax => "retries.max",
            Self::DefaultConnection => "default.connection",
            Self::DefaultModel => "default.model",
            Self::FavouriteModels => "models.favourites",
            Self::LimiterPerMinute => "limiter.perMinute",
            Self::CacheTtlSeconds => "cache.ttlSeconds",
            Self::BudgetMonthlyUsd => "budget.monthlyUsd",
            Self::SigninFolder => "signin.folder",
            Self::SigninCli => "signin.cli",
            Self::Fallback => "fallback",
            Self::ChatMaxTokens => "answer.chatMaxTokens",
            Self::QuickMaxTokens => "answer.quickMaxTokens",
            Self::JournalMegabytes => "journal.megabytes",
            Self::JournalDays => "journal.days",
            Self::UndoMinutes => "history.undoMinutes",
            Self::AfterSend => "view.afterSend",
            Self::Language => "view.language",
            Self::DefaultInstructions => "default.instructions",
        }
    }

    /// Whether its value is a text even where it looks like a number.
    pub fn is_text(self) -> bool {
        match self {
            // An exact decimal: a JSON number would round it.
            Self::DefaultConnection
            | Self::DefaultModel
            | Self::FavouriteModels
            | Self::BudgetMonthlyUsd
            | Self::SigninFolder
            | Self::SigninCli
            | Self::Fallback
            | Self::AfterSend
            | Self::Language
            | Self::DefaultInstructions => true,
            Self::LimiterPerMinute
            | Self::CacheTtlSeconds
            | Self::ConnectMs
            | Self::FirstByteMs
            | Self::IdleMs
            | Self::RetriesMax
            | Self::ChatMaxTokens
            | Self::QuickMaxTokens
            | Self::JournalMegabytes
            | Self::JournalDays
            | Self::UndoMinutes => false,
        }
    }

    /// The inverse of [`Key::name`].
    pub fn parse(name: &str) -> Result<Self, Failure> {
        Self::ALL
            .into_iter()
            .find(|key| key.name() == name)
            .ok_or_else(|| {
                let names: Vec<_> = Self::ALL.iter().map(|key| key.name()).collect();
                Failure::new(Code::ConfigInvalid, "There is no such setting.")
                    .with_action(format!("Choose one of {}.", names.join(", ")))
            })
    }

    /// The value as text; empty for what is not set, 0 for what is off.
    pub fn get(self, settings: &Settings) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::ConnectMs => settings.timeouts.connect_ms.to_string(),
            Self::FirstByteMs => settings.timeouts.first_byte_ms.to_string(),
            Self::IdleMs => settings.timeouts.idle_ms.to_string(),
            Self::RetriesMax => settings.retries_max.to_string(),
            Self::DefaultConnection => text(&settings.default_connection),
            Self::DefaultModel => text(&settings.default_model),
            Self::FavouriteModels => settings.favourite_models.join(","),
            Self::LimiterPerMinute => settings
                .limiter_per_minute
                .unwrap_or(DEFAULT_PER_MINUTE)
                .to_string(),
            Self::CacheTtlSeconds => settings.cache_ttl_seconds.to_string(),
            Self::BudgetMonthlyUsd => text(&settings.budget_monthly_usd),
            Self::SigninFolder => text(&settings.signin_folder),
            Self::SigninCli => text(&settings.signin_cli),
            Self::Fallback => settings.fallback.join(","),
            Self::ChatMaxTokens => settings.chat_max_tokens.unwrap_or(0).to_string(),
            Self::QuickMaxTokens => settings.quick_max_tokens.unwrap_or(0).to_string(),
            Self::JournalMegabytes => settings.journal_megabytes.to_string(),
            Self::JournalDays => settings.journal_days.to_string(),
            Self::UndoMinutes => settings.undo_minutes.to_string(),
            Self::AfterSend => match settings.after_send {
                AfterSend::End => "end".to_owned(),
                AfterSend::Question => "question".to_owned(),
            },
            Self::Language => match settings.language {
                Language::Auto => "auto".to_owned(),
                Language::En => "en".to_owned(),
                Language::De => "de".to_owned(),
            },
            Self::DefaultInstructions => text(&settings.default_instructions),
        }
    }

    /// Sets the value from text. An empty text, or 0 for a limit, unsets it.
    pub fn set(self, settings: &mut Settings, value: &str) -> Result<(), Failure> {
        let exact = value;
        let value = value.trim();
        match self {
            Self::ConnectMs => settings.timeouts.connect_ms = self.number(value, &MAX_MS)?,
            Self::FirstByteMs => settings.timeouts.first_byte_ms = self.number(value, &MAX_MS)?,
            Self::IdleMs => settings.timeouts.idle_ms = self.number(value, &MAX_MS)?,
            Self::RetriesMax => settings.retries_max = self.number(value, &MAX_RETRIES)?,
            Self::DefaultConnection => {
                if !value.is_empty() && check_any_name(value).is_err() {
                    return Err(self.refuse("the name of a connection"));
                }
                settings.default_connection = (!value.is_empty()).then(|| value.to_owned());
            }
            Self::DefaultModel => {
                if check_model(value).is_err() {
                    return Err(self.refuse("a model id of at most 256 bytes on one line"));
                }
                settings.default_model = (!value.is_empty()).then(|| value.to_owned());
            }
            Self::FavouriteModels => settings.favourite_models = self.models(value)?,
            Self::LimiterPerMinute => {
                settings.limiter_per_minute = Some(self.number(value, &MAX_PER_MINUTE)?);
            }
            Self::CacheTtlSeconds => {
                settings.cache_ttl_seconds = self.number(value, &MAX_TTL_SECONDS)?;
            }
            Self::BudgetMonthlyUsd => {
                settings.budget_monthly_usd = Budget::parse(value)
                    .map_err(|_| {
                        self.refuse("an amount in US dollars such as 20 or 7.50; 0 is off")
                    })?
                    .map(|budget| budget.usd().to_string());
            }
            Self::SigninFolder => settings.signin_folder = self.path(value)?,
            Self::SigninCli => settings.signin_cli = self.path(value)?,
            Self::Fallback => {
                let order = match value {
                    "0" => Vec::new(),
                    order => Alternative::parse_order(order)?,
                };
                settings.fallback = order.iter().map(Alternative::to_string).collect();
            }
            Self::ChatMaxTokens => settings.chat_max_tokens = self.limit(value)?,
            Self::QuickMaxTokens => settings.quick_max_tokens = self.limit(value)?,
            Self::JournalMegabytes => {
                settings.journal_megabytes = self.number(value, &MAX_JOURNAL_MEGABYTES)?;
            }
            Self::JournalDays => settings.journal_days = self.number(value, &MAX_JOURNAL_DAYS)?,
            Self::UndoMinutes => settings.undo_minutes = self.number(value, &MAX_UNDO_MINUTES)?,
            Self::AfterSend => {
                settings.after_send = match value {
                    "" | "end" => AfterSend::End,
                    "question" => AfterSend::Question,
                    _ => return Err(self.refuse("end or question")),
                };
            }
            Self::Language => {
                settings.language = match value {
                    "" | "auto" => Language::Auto,
                    "en" => Language::En,
                    "de" => Language::De,
                    _ => return Err(self.refuse("auto, en or de")),
                };
            }
            Self::DefaultInstructions => {
                if exact.len() > MAX_DEFAULT_INSTRUCTIONS {
                    return Err(self.refuse("a text of at most 64 KiB"));
                }
                // They are sent as they were written, white space around them too.
                settings.default_instructions = (!value.is_empty()).then(|| exact.to_owned());
            }
        }
        Ok(())
    }

    /// Makes the setting as if it had never been set.
    pub fn reset(self, settings: &mut Settings) {
        let default = Settings::default();
        match self {
            Self::ConnectMs => settings.timeouts.connect_ms = default.timeouts.connect_ms,
            Self::FirstByteMs => settings.timeouts.first_byte_ms = default.timeouts.first_byte_ms,
            Self::IdleMs => settings.timeouts.idle_ms = default.timeouts.idle_ms,
            Self::RetriesMax => settings.retries_max = default.retries_max,
            Self::DefaultConnection => settings.default_connection = default.default_connection,
            Self::DefaultModel => settings.default_model = default.default_model,
            Self::FavouriteModels => settings.favourite_models = default.favourite_models,
            Self::LimiterPerMinute => settings.limiter_per_minute = default.limiter_per_minute,
            Self::CacheTtlSeconds => settings.cache_ttl_seconds = default.cache_ttl_seconds,
            Self::BudgetMonthlyUsd => settings.budget_monthly_usd = default.budget_monthly_usd,
            Self::SigninFolder => settings.signin_folder = default.signin_folder,
            Self::SigninCli => settings.signin_cli = default.signin_cli,
            Self::Fallback => settings.fallback = default.fallback,
            Self::ChatMaxTokens => settings.chat_max_tokens = default.chat_max_tokens,
            Self::QuickMaxTokens => settings.quick_max_tokens = default.quick_max_tokens,
            Self::JournalMegabytes => settings.journal_megabytes = default.journal_megabytes,
            Self::JournalDays => settings.journal_days = default.journal_days,
            Self::UndoMinutes => settings.undo_minutes = default.undo_minutes,
            Self::AfterSend => settings.after_send = default.after_send,
            Self::Language => settings.language = default.language,
            Self::DefaultInstructions => {
                settings.default_instructions = default.default_instructions;
            }
        }
    }

    fn number<N: std::str::FromStr + PartialOrd + std::fmt::Display>(
        self,
        value: &str,
        most: &N,
    ) -> Result<N, Failure> {
        match value.parse::<N>() {
            Ok(number) if number <= *most => Ok(number),
            Ok(_) | Err(_) => {
                Err(self.refuse(&format!("a whole number from 0 to {most}; 0 is off")))
            }
        }
    }

    /// Model ids with commas between, each once.
    fn models(self, value: &str) -> Result<Vec<String>, Failure> {
        let mut models: Vec<String> = Vec::new();
        for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            if check_model(id).is_err() {
                return Err(self.refuse("model ids of at most 256 bytes, with commas between"));
            }
            if !models.iter().any(|known| known == id) {
                models.push(id.to_owned());
            }
        }
        if models.len() > MAX_FAVOURITES {
            return Err(self.refuse("at most 50 model ids"));
        }
        Ok(models)
    }

    /// A relative path would mean another place in another folder.
    fn path(self, value: &str) -> Result<Option<String>, Failure> {
        if value.is_empty() {
            return Ok(None);
        }
        let fits = Path::new(value).is_absolute()
            && value.len() <= MAX_PATH_BYTES
            && !value.chars().any(char::is_control);
        if fits {
            Ok(Some(value.to_owned()))
        } else {
            Err(self.refuse("a whole path, from the root on"))
        }
    }

    fn limit(self, value: &str) -> Result<Option<u32>, Failure> {
        let number: u32 = if value.is_empty() {
            0
        } else {
            self.number(value, &10_000_000)?
        };
        Ok((number > 0).then_some(number))
    }

    fn refuse(self, wanted: &str) -> Failure {
        Failure::new(
            Code::ConfigInvalid,
            format!("That value does not fit the setting {}.", self.name()),
        )
        .with_action(format!("Give {wanted}."))
    }
}

/// Settings from stored rows. Rows of other programs' versions, and values that do not fit, count
/// as unset: a newer Gatehouse may have written them, and its rows stay.
pub fn from_rows(rows: &BTreeMap<String, String>) -> Settings {
    let mut settings = Settings::default();
    for key in Key::ALL {
        if let Some(value) = rows.get(key.name()) {
            let before = settings.clone();
            if key.set(&mut settings, value).is_err() {
                settings = before;
            }
        }
    }
    settings
}

/// The rows that differ between two states: name and new value, none where it is the default.
pub fn changed_rows(old: &Settings, new: &Settings) -> Vec<(&'static str, Option<String>)> {
    let default = Settings::default();
    Key::ALL
        .into_iter()
        .filter(|key| key.get(old) != key.get(new))
        .map(|key| {
            let value = key.get(new);
            (key.name(), (value != key.get(&default)).then_some(value))
        })
        .collect()
}

/// Checks settings that came whole from a page.
pub fn check(settings: &Settings) -> Result<(), Failure> {
    let mut copy = settings.clone();
    Key::ALL
        .into_iter()
        .try_for_each(|key| key.set(&mut copy, &key.get(settings)))
}

#[cfg(test)]
mod tests;
