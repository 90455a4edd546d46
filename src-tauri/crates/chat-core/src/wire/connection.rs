//! Connections as faces see them. No key is among it, and no header that could be one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// One connection, built in or the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// The name that `-c` and settings use.
    pub name: String,
    /// Whether it is built in.
    pub builtin: bool,
    /// Its wire protocol.
    pub dialect: String,
    /// The address in effect; none where none is set, or where it cannot be used.
    pub base_url: Option<String>,
    /// Whether that address comes from the environment.
    pub from_environment: bool,
    /// Whether questions need a key.
    pub needs_key: bool,
    /// Extra headers.
    pub headers: BTreeMap<String, String>,
    /// Its own time-outs in milliseconds; none are those of the settings.
    #[ts(type = "number | null")]
    pub connect_ms: Option<u64>,
    /// See `connect_ms`.
    #[ts(type = "number | null")]
    pub first_byte_ms: Option<u64>,
    /// See `connect_ms`.
    #[ts(type = "number | null")]
    pub idle_ms: Option<u64>,
    /// Its own proxy.
    pub proxy: Option<String>,
    /// Whether it trusts certificates of its own.
    pub has_ca: bool,
    /// Why it cannot be used as it stands.
    pub problem: Option<super::UserError>,
    /// The choice that stands before the guide's `api.vercel.ai` is used; none where it is made.
    pub guide_choice: Option<GuideChoice>,
}

/// The two addresses that a connection with the guide's one can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GuideChoice {
    /// The provider's own.
    pub own: String,
    /// The guide's, to keep it.
    pub keep: String,
}

/// What a person says of a connection; what is none stays as it is, unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionEdit {
    /// Its wire protocol, for a connection of one's own.
    pub dialect: Option<String>,
    /// Its address; empty is the built-in one.
    pub base_url: Option<String>,
    /// All of its extra headers.
    pub headers: BTreeMap<String, String>,
    /// Its own time-outs in milliseconds; none are those of the settings.
    #[ts(type = "number | null")]
    pub connect_ms: Option<u64>,
    /// See `connect_ms`.
    #[ts(type = "number | null")]
    pub first_byte_ms: Option<u64>,
    /// See `connect_ms`.
    #[ts(type = "number | null")]
    pub idle_ms: Option<u64>,
    /// Its own proxy; none is the system's.
    pub proxy: Option<String>,
    /// Certificates in PEM that it trusts beside the system's; empty takes them away.
    pub ca_pem: Option<String>,
    /// Whether questions need a key, for a connection of one's own.
    pub needs_key: Option<bool>,
}

/// A model server found on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundServer {
    /// What it seems to be, such as `Ollama`.
    pub kind: String,
    /// Its address, as `LOCAL_BASE_URL` or a connection takes it.
    pub base_url: String,
    /// The models that it lists, at most 20.
    pub models: Vec<String>,
}
