//! The listed model that is nearest to one that is gone or misspelled (GATEWAY §5).

use super::name::Name;
use super::{Catalogue, Model};

/// What replaced what, where version and family would say something else: by spelling of either,
/// the first that is listed counts.
const REPLACED: [(&str, &[&str]); 8] = [
    (
        "claude-opus-4",
        &["claude-opus-4.5", "claude-opus-5", "claude-opus-5.5"],
    ),
    (
        "claude-3.5-sonnet",
        &["claude-sonnet-4.6", "claude-sonnet-5.5"],
    ),
    (
        "claude-3-opus",
        &["claude-opus-4.5", "claude-opus-5", "claude-opus-5.5"],
    ),
    ("gpt-4-turbo", &["gpt-4.1", "gpt-4o"]),
    ("gpt-3.5-turbo", &["gpt-4o-mini", "gpt-4.1-mini"]),
    ("gemini-2.0-pro", &["gemini-2.5-pro"]),
    ("gemini-1.5-pro", &["gemini-2.5-pro"]),
    ("gemini-1.5-flash", &["gemini-2.5-flash"]),
];

/// Why a model is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It is known to replace the other.
    Replaces,
    /// It is the same, spelled as listed.
    Spelling,
    /// It is of the same kind and not older.
    NotOlder,
    /// It is of the same kind, but older: the other may be newer than the list.
    Older,
}

/// The id of the listed model that is nearest to `id`, never `id` itself: what replaced it, the
/// same model as it is spelled here, or the next version of its kind. Models whose end is over are
/// none; `-batch`, `-fast`, `-image` and what is not for chats is not suggested.
pub fn nearest<'a>(id: &str, catalogue: &'a Catalogue, now_ms: i64) -> Option<&'a str> {
    find(id, catalogue, now_ms).map(|(model, _)| model.id.as_str())
}

pub(super) fn find<'a>(
    id: &str,
    catalogue: &'a Catalogue,
    now_ms: i64,
) -> Option<(&'a Model, Why)> {
    let asked = Name::of(id);
    let living: Vec<(&Model, Name)> = catalogue
        .models()
        .iter()
        .filter(|model| model.id != id && !model.is_retired(now_ms))
        .map(|model| (model, Name::of(&model.id)))
        .collect();
    let replaced = REPLACED
        .iter()
        .find(|(old, _)| Name::of(old).key == asked.key);
    let replacing = replaced.and_then(|(_, new)| {
        new.iter()
            .find_map(|new| spelled(&Name::of(new).key, &asked, &living))
    });
    replacing
        .map(|model| (model, Why::Replaces))
        .or_else(|| Some((spelled(&asked.key, &asked, &living)?, Why::Spelling)))
        .or_else(|| Some((finished(&asked, &living)?, Why::Spelling)))
        .or_else(|| of_kind(&asked, &living, |name| &name.family))
        .or_else(|| of_kind(&asked, &living, |name| &name.kind))
}

/// The model of that key: of the asked creator before others, undated before dated.
fn spelled<'a>(key: &str, asked: &Name, living: &[(&'a Model, Name)]) -> Option<&'a Model> {
    living
        .iter()
        .filter(|(_, name)| name.key == key)
        .min_by_key(|(model, name)| (name.creator != asked.creator, model.id.len()))
        .map(|(model, _)| *model)
}

/// The same model in another stage: `gemini-3-flash` is listed as `gemini-3-flash-preview`.
fn finished<'a>(asked: &Name, living: &[(&'a Model, Name)]) -> Option<&'a Model> {
    living
        .iter()
        .filter(|(_, name)| name.released_key == asked.released_key && !asked.version.is_empty())
        .min_by_key(|(model, name)| (name.creator != asked.creator, model.id.len()))
        .map(|(model, _)| *model)
}

/// The next version among models alike in `what`, those that stay before those that retire, or the
/// newest older one.
fn of_kind<'a>(
    asked: &Name,
    living: &[(&'a Model, Name)],
    what: fn(&Name) -> &Vec<String>,
) -> Option<(&'a Model, Why)> {
    let knows_creator = living.iter().any(|(_, name)| name.creator == asked.creator);
    let alike = |(_, name): &&(&'a Model, Name)| {
        !name.aside
            && !what(asked).is_empty()
            && what(name) == what(asked)
            && !name.version.is_empty()
            && (!knows_creator || asked.creator.is_none() || name.creator == asked.creator)
    };
    let alike: Vec<_> = living.iter().filter(alike).collect();
    let leaves = |model: &Model| model.retires_at_ms.is_some();
    if asked.version.is_empty() {
        let newest = alike.iter().max_by_key(|(model, name)| {
            (!leaves(model), &name.version, usize::MAX - model.id.len())
        });
        return newest.map(|(model, _)| (*model, Why::NotOlder));
    }
    let newer = alike
        .iter()
        .filter(|(_, name)| name.version >= asked.version)
        .min_by_key(|(model, name)| (leaves(model), &name.version, model.id.len()));
    newer.map(|(model, _)| (*model, Why::NotOlder)).or_else(|| {
        alike
            .iter()
            .max_by_key(|(model, name)| {
                (!leaves(model), &name.version, usize::MAX - model.id.len())
            })
            .map(|(model, _)| (*model, Why::Older))
    })
}
