//! The model to take where a chat no longer fits the one that it was with.

use super::name::Name;
use super::{Catalogue, Model};

/// The listed model that holds that many tokens and is nearest to the one asked: of its creator
/// first, then of its kind, then the one with the smallest context that holds them. Models whose
/// end is over are none, nor what is not for chats.
pub fn larger<'a>(id: &str, tokens: u64, catalogue: &'a Catalogue, now_ms: i64) -> Option<&'a str> {
    let asked = Name::of(id);
    let holds = |model: &&Model| {
        model.context_window.is_some_and(|window| window >= tokens)
            && model.id != id
            && !model.is_retired(now_ms)
    };
    catalogue
        .models()
        .iter()
        .filter(holds)
        .map(|model| (model, Name::of(&model.id)))
        .filter(|(_, name)| !name.aside)
        .min_by_key(|(model, name)| {
            let foreign = name.creator != asked.creator;
            (foreign, name.kind != asked.kind, model.context_window)
        })
        .map(|(model, _)| model.id.as_str())
}
