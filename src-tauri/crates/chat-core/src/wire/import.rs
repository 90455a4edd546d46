//! What an environment file holds of ours, by name. No value of it is here but origins and the last
//! four characters of long keys.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was found in a file, or taken over from it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    /// Keys that can be used.
    pub keys: Vec<ImportedKeyView>,
    /// Connections that get another address.
    pub addresses: Vec<ImportedAddress>,
    /// Whether it holds a sign-in token, which is not kept: its folder gives new ones.
    pub has_token: bool,
    /// Variables that hold nothing that can be used.
    pub unused: Vec<UnusedVariable>,
    /// How many other names it sets.
    pub others: u32,
    /// How many of its lines set nothing.
    pub unread_lines: u32,
}

/// A key in an environment file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportedKeyView {
    /// The variable that it stands in.
    pub variable: String,
    /// The connection that it is for.
    pub connection: String,
    /// The only origin that it goes to.
    pub origin: String,
    /// Its last four characters, for keys of at least 12.
    pub last4: Option<String>,
    /// What looks wrong with it.
    pub warning: Option<String>,
}

/// An address in an environment file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportedAddress {
    /// The connection.
    pub connection: String,
    /// The address's origin.
    pub origin: String,
}

/// A variable of an environment file that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnusedVariable {
    /// Its name.
    pub variable: String,
    /// Why.
    pub reason: String,
}
