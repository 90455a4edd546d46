//! Settings that have a few values, each with a name that a person types.

use crate::wire::{
    AfterSend, CodeColours, Density, Language, LongPaste, OnClose, SendWith, TextSize, Theme,
};

/// A setting with a few values.
pub(super) trait Choice: Copy + Default + 'static {
    /// All of them, in the order in which they are told.
    const ALL: &'static [Self];

    /// What a person types for it.
    fn name(self) -> &'static str;
}

impl Choice for AfterSend {
    const ALL: &'static [Self] = &[Self::End, Self::Question];

    fn name(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Question => "question",
        }
    }
}

impl Choice for Language {
    const ALL: &'static [Self] = &[Self::Auto, Self::En, Self::De, Self::Ja, Self::Ar];

    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::En => "en",
            Self::De => "de",
            Self::Ja => "ja",
            Self::Ar => "ar",
        }
    }
}

impl Choice for Theme {
    const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Choice for TextSize {
    const ALL: &'static [Self] = &[Self::Small, Self::Normal, Self::Large, Self::Larger];

    fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Larger => "larger",
        }
    }
}

impl Choice for Density {
    const ALL: &'static [Self] = &[Self::Roomy, Self::Compact];

    fn name(self) -> &'static str {
        match self {
            Self::Roomy => "roomy",
            Self::Compact => "compact",
        }
    }
}

impl Choice for CodeColours {
    const ALL: &'static [Self] = &[Self::Colourful, Self::Plain];

    fn name(self) -> &'static str {
        match self {
            Self::Colourful => "colourful",
            Self::Plain => "plain",
        }
    }
}

impl Choice for SendWith {
    const ALL: &'static [Self] = &[Self::Enter, Self::ModEnter];

    fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::ModEnter => "mod-enter",
        }
    }
}

impl Choice for OnClose {
    const ALL: &'static [Self] = &[Self::Ask, Self::Stay, Self::Quit];

    fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Stay => "stay",
            Self::Quit => "quit",
        }
    }
}

impl Choice for LongPaste {
    const ALL: &'static [Self] = &[Self::File, Self::Text];

    fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Text => "text",
        }
    }
}
