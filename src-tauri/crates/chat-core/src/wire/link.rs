//! Opening an address from an answer: the page asks, the shell opens or asks back.

use crate::link::{Doubt, Letter};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `open_link` takes. The address is parsed anew; the page decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenLink {
    /// The address, as the tree has it.
    pub href: String,
    /// What the link says, so that a text that claims to lead elsewhere is noticed.
    #[serde(default)]
    pub text: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LinkAnswer {
    /// The system was asked to open it.
    Opened,
    /// The person has to be asked first.
    Asked {
        /// What.
        question: Box<LinkQuestion>,
    },
}

/// What a person is asked before an address is opened; answered once, by its id, within two minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkQuestion {
    /// What `answer_link` names it by.
    pub id: String,
    /// The whole address, in ASCII.
    pub href: String,
    /// Where it leads: the host in ASCII, with a port that is not the usual one, or whom a letter
    /// goes to.
    pub host: String,
    /// Why it is asked; never empty.
    pub doubts: Vec<Doubt>,
    /// The letter that it prepares, for `mailto:`.
    pub letter: Option<Letter>,
}
