//! Settings by name, as `settings get|set` and the store know them.

mod choice;
mod shortcut;
mod value;

use crate::budget::Budget;
use crate::cache::MAX_TTL_SECONDS;
use crate::connection::{check_any_name, check_model};
use crate::failure::{Code, Failure};
use crate::fallback::Alternative;
use crate::limiter::{DEFAULT_PER_MINUTE, MAX_PER_MINUTE};
use crate::wire::Settings;
use choice::Choice;
use std::collections::BTreeMap;

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
    /// The colours of the windows.
    Theme,
    /// How large the texts of a chat are.
    TextSize,
    /// How close things stand in the windows.
    Density,
    /// How code is coloured.
    CodeColours,
    /// How much larger everything in the main window is drawn, in percent.
    Zoom,
    /// What a person changed of the keys.
    Shortcuts,
    /// Which key sends a question.
    SendWith,
    /// What becomes of a long text that is pasted into a question.
    LongPaste,
    /// The keys that open quick-ask from any program.
    QuickShortcut,
    /// How long quick-ask keeps its draft and its chat once it is hidden, in minutes.
    QuickKeepMinutes,
    /// Whether quick-ask hides when another window is chosen.
    QuickHideOnBlur,
    /// Whether the system tells of an answer that no window showed.
    NotifyAnswers,
    /// What closing the main window does where no tray shows the program.
    OnClose,
}

/// Longest time-out: a day, in milliseconds.
pub(crate) const MAX_MS: u64 = 86_400_000;
/// Longest time to take a deleted conversation back: a year, in minutes.
const MAX_UNDO_MINUTES: u32 = 525_600;
/// Most repeats of a failed request.
const MAX_RETRIES: u32 = 10;
/// Longest time for which quick-ask keeps its draft: a day, in minutes.
const MAX_KEEP_MINUTES: u32 = 1_440;
/// The largest replay journal, in megabytes.
const MAX_JOURNAL_MEGABYTES: u32 = 10_000;
/// Its longest age, in days: ten years.
const MAX_JOURNAL_DAYS: u32 = 3_650;
/// Longest instructions for all chats, in bytes: every window holds the settings.
const MAX_DEFAULT_INSTRUCTIONS: usize = 64 * 1024;

impl Key {
    /// Every setting, in the order in which it is listed.
    pub const ALL: [Self; 34] = [
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
        Self::Theme,
        Self::TextSize,
        Self::Density,
        Self::CodeColours,
        Self::Zoom,
        Self::Shortcuts,
        Self::SendWith,
        Self::LongPaste,
        Self::QuickShortcut,
        Self::QuickKeepMinutes,
        Self::QuickHideOnBlur,
        Self::NotifyAnswers,
        Self::OnClose,
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
            Self::Theme => "view.theme",
            Self::TextSize => "view.textSize",
            Self::Density => "view.density",
            Self::CodeColours => "view.codeColours",
            Self::Zoom => "view.zoom",
            Self::Shortcuts => "view.shortcuts",
            Self::SendWith => "view.sendWith",
            Self::LongPaste => "view.longPaste",
            Self::QuickShortcut => "quick.shortcut",
            Self::QuickKeepMinutes => "quick.keepMinutes",
            Self::QuickHideOnBlur => "quick.hideOnBlur",
            Self::NotifyAnswers => "notify.answers",
            Self::OnClose => "window.onClose",
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
            | Self::DefaultInstructions
            | Self::Theme
            | Self::TextSize
            | Self::Density
            | Self::CodeColours
            | Self::SendWith
            | Self::LongPaste
            | Self::QuickShortcut
            | Self::QuickHideOnBlur
            | Self::NotifyAnswers
            | Self::OnClose
            | Self::Shortcuts => true,
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
            | Self::UndoMinutes
            | Self::QuickKeepMinutes
            | Self::Zoom => false,
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
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
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
            Self::AfterSend => settings.after_send.name().to_owned(),
            Self::Language => settings.language.name().to_owned(),
            Self::DefaultInstructions => text(&settings.default_instructions),
            Self::Theme => settings.theme.name().to_owned(),
            Self::TextSize => settings.text_size.name().to_owned(),
            Self::Density => settings.density.name().to_owned(),
            Self::CodeColours => settings.code_colours.name().to_owned(),
            Self::SendWith => settings.send_with.name().to_owned(),
            Self::LongPaste => settings.long_paste.name().to_owned(),
            Self::QuickShortcut => text(&settings.quick_shortcut),
            Self::QuickKeepMinutes => settings.quick_keep_minutes.to_string(),
            Self::QuickHideOnBlur => switch(settings.quick_hide_on_blur),
            Self::NotifyAnswers => switch(settings.notify_answers),
            Self::OnClose => settings.on_close.name().to_owned(),
            Self::Zoom => settings.zoom.to_string(),
            Self::Shortcuts => settings.shortcuts.join(" "),
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
            Self::AfterSend => settings.after_send = self.choice(value)?,
            Self::Language => settings.language = self.choice(value)?,
            Self::Theme => settings.theme = self.choice(value)?,
            Self::TextSize => settings.text_size = self.choice(value)?,
            Self::Density => settings.density = self.choice(value)?,
            Self::CodeColours => settings.code_colours = self.choice(value)?,
            Self::SendWith => settings.send_with = self.choice(value)?,
            Self::LongPaste => settings.long_paste = self.choice(value)?,
            Self::QuickShortcut => settings.quick_shortcut = self.combination(value)?,
            Self::QuickKeepMinutes => {
                settings.quick_keep_minutes = self.number(value, &MAX_KEEP_MINUTES)?;
            }
            Self::QuickHideOnBlur => settings.quick_hide_on_blur = self.switch(value, true)?,
            Self::NotifyAnswers => settings.notify_answers = self.switch(value, true)?,
            Self::OnClose => settings.on_close = self.choice(value)?,
            Self::Zoom => settings.zoom = self.zoom(value)?,
            Self::Shortcuts => settings.shortcuts = shortcut::parse(self, value)?,
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
            Self::Theme => settings.theme = default.theme,
            Self::TextSize => settings.text_size = default.text_size,
            Self::Density => settings.density = default.density,
            Self::CodeColours => settings.code_colours = default.code_colours,
            Self::SendWith => settings.send_with = default.send_with,
            Self::LongPaste => settings.long_paste = default.long_paste,
            Self::QuickShortcut => settings.quick_shortcut = default.quick_shortcut,
            Self::QuickKeepMinutes => settings.quick_keep_minutes = default.quick_keep_minutes,
            Self::QuickHideOnBlur => settings.quick_hide_on_blur = default.quick_hide_on_blur,
            Self::NotifyAnswers => settings.notify_answers = default.notify_answers,
            Self::OnClose => settings.on_close = default.on_close,
            Self::Zoom => settings.zoom = default.zoom,
            Self::Shortcuts => settings.shortcuts = default.shortcuts,
        }
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
