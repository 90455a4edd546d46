//! Which model is asked when nobody, the settings, or `-m` says so, and what can be a model's id.

use super::{Connection, Kind};
use crate::failure::{Code, Failure};

/// Longest id of a model, in bytes.
const MAX_MODEL: usize = 256;

/// The model of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelChoice {
    /// This id, as it is sent.
    Id(String),
    /// The first of the connection's `/v1/models`.
    FirstOfList,
}

/// `asked` is `-m` or the conversation's last answer, `stored` the `default.model` setting. Ids go
/// out as typed; a direct connection drops its own prefix, so that `openai/gpt-4o` works there too.
pub fn choose_model(
    asked: Option<&str>,
    stored: Option<&str>,
    connection: &Connection,
) -> ModelChoice {
    let stored = stored.filter(|id| !id.trim().is_empty());
    match asked.or(stored).or_else(|| connection.default_model()) {
        None => ModelChoice::FirstOfList,
        Some(id) => ModelChoice::Id(without_own_prefix(id, connection).to_owned()),
    }
}

/// Whether this can be a model's id; an empty one is none.
///
/// # Errors
/// `config_invalid`.
pub fn check_model(id: &str) -> Result<(), Failure> {
    if id.len() > MAX_MODEL || id.chars().any(char::is_control) {
        return Err(Failure::new(Code::ConfigInvalid, "That is no model id.")
            .with_action("Give one line of at most 256 bytes."));
    }
    Ok(())
}

fn without_own_prefix<'a>(id: &'a str, connection: &Connection) -> &'a str {
    match connection.kind() {
        Kind::Direct { prefix } => id
            .strip_prefix(prefix)
            .and_then(|rest| rest.strip_prefix('/'))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(id),
        Kind::Gateway | Kind::Own => id,
    }
}
