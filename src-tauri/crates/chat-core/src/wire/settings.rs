//! What a person can set, as the page reads and writes it. Which values fit is said elsewhere
//! (`crate::settings`).

use super::DEFAULT_UNDO_MINUTES;
use crate::cache::DEFAULT_TTL_SECONDS;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Time-outs in milliseconds; 0 is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Timeouts {
    /// Until the connection stands.
    #[ts(type = "number")]
    pub connect_ms: u64,
    /// Until the first byte of the response.
    #[ts(type = "number")]
    pub first_byte_ms: u64,
    /// Between two data lines.
    #[ts(type = "number")]
    pub idle_ms: u64,
}

impl Default for Timeouts {
    /// Connect 10 s, first byte 120 s, idle 120 s (DESIGN §5.2).
    fn default() -> Self {
        Self {
            connect_ms: 10_000,
            first_byte_ms: 120_000,
            idle_ms: 120_000,
        }
    }
}

/// What a person can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Time-outs.
    pub timeouts: Timeouts,
    /// How often a failed request is repeated.
    pub retries_max: u32,
    /// The connection used when none is named.
    pub default_connection: Option<String>,
    /// The model used when none is named.
    pub default_model: Option<String>,
    /// Models that are listed first.
    pub favourite_models: Vec<String>,
    /// Our own pace, requests a minute and connection; 0 is off. None is the default: 10, and no
    /// limit for the demo and local servers.
    pub limiter_per_minute: Option<u32>,
    /// How long answers are kept in the response cache, in seconds; 0 is off.
    pub cache_ttl_seconds: u32,
    /// The most that may be spent in a month, an exact decimal in US dollars; none is no limit.
    pub budget_monthly_usd: Option<String>,
    /// The folder of the linked Vercel project, whose sign-in goes to the gateway.
    pub signin_folder: Option<String>,
    /// The Vercel CLI, where it is not found by itself.
    pub signin_cli: Option<String>,
    /// What is asked instead where an attempt fails before its first token, in order, each as
    /// `MODEL`, `CONNECTION=MODEL` or `CONNECTION=`; none by default.
    pub fallback: Vec<String>,
    /// Answer limit of the chat in tokens; none leaves it to the model.
    pub chat_max_tokens: Option<u32>,
    /// Answer limit of quick-ask in tokens; none leaves it to the model.
    pub quick_max_tokens: Option<u32>,
    /// How much of the answers' raw bytes is kept for replay, in megabytes; 0 is off.
    pub journal_megabytes: u32,
    /// How long it is kept, in days; 0 is no limit.
    pub journal_days: u32,
    /// How long a deleted conversation can be taken back, in minutes; 0 erases at once.
    pub undo_minutes: u32,
    /// What the window keeps in view once a question is sent.
    pub after_send: AfterSend,
    /// The language of the windows, the tray and the notifications.
    pub language: Language,
    /// Instructions for every chat that has none of its own.
    pub default_instructions: Option<String>,
    /// The colours of the windows.
    pub theme: Theme,
    /// How large the texts of a chat are.
    pub text_size: TextSize,
    /// How close things stand in the windows.
    pub density: Density,
    /// How code is coloured.
    pub code_colours: CodeColours,
    /// How much larger everything in the main window is drawn, in percent.
    pub zoom: u32,
    /// What a person changed of the keys, each as `ACT=KEYS`; `ACT=` alone leaves an act without
    /// any. Acts that are not named have their usual keys.
    pub shortcuts: Vec<String>,
    /// Which key sends a question.
    pub send_with: SendWith,
    /// What becomes of a long text that is pasted into a question.
    pub long_paste: LongPaste,
    /// The keys that open quick-ask from any program; `off` for none; null for the usual ones.
    pub quick_shortcut: Option<String>,
    /// How long quick-ask keeps its draft and its chat once it is hidden, in minutes; 0 is not at all.
    pub quick_keep_minutes: u32,
    /// Whether quick-ask hides when another window is chosen.
    pub quick_hide_on_blur: bool,
    /// Whether the system tells of an answer that came while no window showed it.
    pub notify_answers: bool,
    /// What closing the main window does where no tray shows the program.
    pub on_close: OnClose,
}

/// What closing the main window does where no tray shows the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum OnClose {
    /// The person is asked.
    #[default]
    Ask,
    /// The program stays; the keys of quick-ask or another start bring it back.
    Stay,
    /// The program ends.
    Quit,
}

/// Which key sends a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SendWith {
    /// Enter; with Shift it begins a line.
    #[default]
    Enter,
    /// Ctrl or Cmd with Enter; Enter alone begins a line.
    ModEnter,
}

/// What becomes of a long text that is pasted into a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LongPaste {
    /// It is attached as a file.
    #[default]
    File,
    /// It stands in the box.
    Text,
}

/// The colours of the windows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has them.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How large the texts of a chat are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum TextSize {
    /// Smaller than usual.
    Small,
    /// As usual.
    #[default]
    Normal,
    /// Larger.
    Large,
    /// Much larger.
    Larger,
}

/// How close things stand in the windows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// With room around them.
    #[default]
    Roomy,
    /// As much as fits.
    Compact,
}

/// How code is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum CodeColours {
    /// Each kind of word in a colour of its own.
    #[default]
    Colourful,
    /// In one colour; weight and slant tell words apart.
    Plain,
}

/// The language of the windows, the tray and the notifications.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The system's, or English where there are no texts for it.
    #[default]
    Auto,
    /// English.
    En,
    /// German.
    De,
    /// Japanese.
    Ja,
    /// Arabic.
    Ar,
}

/// What the window keeps in view once a question is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum AfterSend {
    /// The end of the answer, as it grows.
    #[default]
    End,
    /// The question: it goes near the upper edge and stays there.
    Question,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            retries_max: 2,
            default_connection: None,
            default_model: None,
            favourite_models: Vec::new(),
            limiter_per_minute: None,
            cache_ttl_seconds: DEFAULT_TTL_SECONDS,
            budget_monthly_usd: None,
            signin_folder: None,
            signin_cli: None,
            fallback: Vec::new(),
            chat_max_tokens: None,
            quick_max_tokens: None,
            journal_megabytes: 64,
            journal_days: 30,
            undo_minutes: DEFAULT_UNDO_MINUTES,
            after_send: AfterSend::default(),
            language: Language::default(),
            default_instructions: None,
            theme: Theme::default(),
            text_size: TextSize::default(),
            density: Density::default(),
            code_colours: CodeColours::default(),
            send_with: SendWith::default(),
            long_paste: LongPaste::default(),
            quick_shortcut: None,
            quick_keep_minutes: 5,
            quick_hide_on_blur: true,
            notify_answers: true,
            on_close: OnClose::default(),
            zoom: 100,
            shortcuts: Vec::new(),
        }
    }
}
