//! What a `.env` file says of this program's own variables.
//!
//! A file of somebody else's project is not trusted: nothing in it is expanded or run, and what
//! is not ours is counted, never kept. Which file it is, and where its keys go, is not known here.

mod entries;

use std::collections::BTreeMap;
use std::fmt;

use crate::base_url::{BaseUrl, BaseUrlError};
use crate::connection::{Builtin, KeyProblem, Variable, check_key, is_guide_address};
use crate::failure::{Code, Failure};

use entries::{Entry, entries};

#[cfg(test)]
mod tests;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Why a file was not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvFileError {
    /// More than [`MAX_BYTES`].
    #[error("The file is larger than 1 MiB.")]
    TooLarge,
    /// Neither UTF-8 nor plain ASCII, or with a NUL inside.
    #[error("The file is not UTF-8 text.")]
    NotText,
}

impl EnvFileError {
    /// The failure for a person.
    pub fn failure(self) -> Failure {
        let action = match self {
            Self::TooLarge => "Choose the .env file itself.",
            Self::NotText => "Save it as UTF-8, or choose another file.",
        };
        Failure::new(Code::ConfigInvalid, self.to_string()).with_action(action)
    }
}

/// A value that may be a secret: its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The value, to be put where secrets are kept.
    pub fn into_text(self) -> String {
        self.0
    }

    /// The value.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Why a value that is there cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It names another variable or a command. Nothing is expanded.
    #[error("It refers to something else with \"$\", which is not filled in.")]
    Reference,
    /// It is no key.
    #[error("{0}")]
    Key(KeyProblem),
    /// It is no address.
    #[error("The address cannot be used: {0}.")]
    Address(BaseUrlError),
}

impl Unusable {
    /// What the person can do.
    pub fn action(self) -> &'static str {
        match self {
            Self::Reference => "Write the value itself into the file.",
            Self::Key(problem) => problem.action(),
            Self::Address(problem) => problem.action(),
        }
    }

    /// The failure for a person; `source` is the variable.
    pub fn failure(self, source: &str) -> Failure {
        match self {
            Self::Address(problem) => problem.failure(source),
            Self::Reference | Self::Key(_) => {
                Failure::new(Code::ConfigInvalid, format!("{source}: {self}"))
                    .with_action(self.action())
            }
        }
    }
}

/// What stands behind a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A key, or an address, trimmed and checked.
    Usable(Hidden),
    /// One of the guide's addresses, which no vendor documents: the person has to choose.
    GuideAddress(Hidden),
    /// What guides print where a value belongs, such as `sk-ant-...`.
    Placeholder,
    /// Something else that cannot be used.
    Unusable(Unusable),
}

/// What a file holds of ours. An empty value counts as unset, as in the environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnvFile {
    /// By the variable that may hold a key.
    pub keys: BTreeMap<Variable, Found>,
    /// By the connection whose address variable it is, the one that others share.
    pub addresses: BTreeMap<Builtin, Found>,
    /// How many other names it sets.
    pub others: usize,
    /// How many lines are neither empty, nor a comment, nor set anything.
    pub unread_lines: usize,
}

impl EnvFile {
    /// A usable key.
    pub fn key(&self, variable: Variable) -> Option<&str> {
        match self.keys.get(&variable)? {
            Found::Usable(key) => Some(key.text()),
            Found::GuideAddress(_) | Found::Placeholder | Found::Unusable(_) => None,
        }
    }
}

/// Reads a file's bytes. Of a name that is set twice the last one counts.
pub fn read(bytes: &[u8]) -> Result<EnvFile, EnvFileError> {
    if bytes.len() > MAX_BYTES {
        return Err(EnvFileError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| EnvFileError::NotText)?;
    if text.contains('\0') {
        return Err(EnvFileError::NotText);
    }
    let read = entries(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut file = EnvFile {
        unread_lines: read.unread_lines,
        ..EnvFile::default()
    };
    for (name, entry) in read.by_name {
        if let Some(variable) = variable(name) {
            if let Some(found) = key(&entry) {
                file.keys.insert(variable, found);
            }
        } else if let Some(builtin) = addressed(name) {
            if let Some(found) = address(builtin, &entry) {
                file.addresses.insert(builtin, found);
            }
        } else {
            file.others += 1;
        }
    }
    Ok(file)
}

/// The variable of that exact name.
fn variable(name: &str) -> Option<Variable> {
    Builtin::ALL
        .iter()
        .flat_map(|builtin| builtin.key_variables())
        .copied()
        .find(|variable| variable.name() == name)
}

/// The connection whose address that variable sets.
fn addressed(name: &str) -> Option<Builtin> {
    Builtin::ALL
        .iter()
        .find(|builtin| builtin.address_variable() == Some(name))
        .map(|builtin| builtin.keeper())
}

fn key(entry: &Entry) -> Option<Found> {
    let text = entry.value.trim();
    if text.is_empty() {
        return None;
    }
    if entry.refers {
        return Some(Found::Unusable(Unusable::Reference));
    }
    Some(match check_key(text) {
        Ok(key) => Found::Usable(Hidden(key.to_owned())),
        Err(KeyProblem::Placeholder) => Found::Placeholder,
        Err(problem) => Found::Unusable(Unusable::Key(problem)),
    })
}

fn address(builtin: Builtin, entry: &Entry) -> Option<Found> {
    let text = entry.value.trim();
    if text.is_empty() {
        return None;
    }
    if entry.refers {
        return Some(Found::Unusable(Unusable::Reference));
    }
    Some(match BaseUrl::parse(text, builtin.dialect()) {
        Ok(_) if is_guide_address(text) => Found::GuideAddress(Hidden(text.to_owned())),
        Ok(_) => Found::Usable(Hidden(text.to_owned())),
        // The words of a guide, such as [your gateway], are no address either.
        Err(_) if check_key(text) == Err(KeyProblem::Placeholder) => Found::Placeholder,
        Err(problem) => Found::Unusable(Unusable::Address(problem)),
    })
}
