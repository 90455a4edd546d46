//! The lists that come with the program, for use without a network: trimmed from public packages
//! by `xtask/scripts/catalogue-snapshot.py`, which names them and their licences in the file.

use super::{Catalogue, saved::Saved};
use serde::Deserialize;
use std::sync::LazyLock;

/// A list that is shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shipped {
    /// Vercel's gateway: `creator/model`.
    Gateway,
    /// Anthropic's own ids.
    Anthropic,
    /// `OpenAI`'s own ids.
    OpenAi,
    /// Gemini's own ids.
    Gemini,
}

/// A shipped list.
pub fn shipped(list: Shipped) -> &'static Catalogue {
    match list {
        Shipped::Gateway => &LISTS.gateway,
        Shipped::Anthropic => &LISTS.anthropic,
        Shipped::OpenAi => &LISTS.openai,
        Shipped::Gemini => &LISTS.gemini,
    }
}

/// The day on which the gateway's ids were listed as shipped: `2026-11-13`.
pub fn shipped_on() -> &'static str {
    &LISTS.listed
}

#[derive(Default)]
struct Lists {
    listed: String,
    gateway: Catalogue,
    anthropic: Catalogue,
    openai: Catalogue,
    gemini: Catalogue,
}

#[derive(Deserialize)]
struct File {
    listed: String,
    gateway: Saved,
    anthropic: Saved,
    openai: Saved,
    gemini: Saved,
}

// A test holds that the file reads; were it broken, there would be no list, not a panic.
static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: Result<File, _> = serde_json::from_str(include_str!("snapshot.json"));
    file.map_or_else(
        |_| Lists::default(),
        |file| Lists {
            listed: file.listed,
            gateway: file.gateway.catalogue(),
            anthropic: file.anthropic.catalogue(),
            openai: file.openai.catalogue(),
            gemini: file.gemini.catalogue(),
        },
    )
});
