//! A test of one connection, layer by layer; what credit is left there.

use super::UserError;
use crate::ids::TurnId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What `test_connection` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestConnection {
    /// Made by the page; `cancel_turn` stops the test by it.
    pub turn_id: TurnId,
    /// The connection.
    pub connection: String,
    /// Whether a tiny answer is asked for, which may cost a fraction of a cent.
    pub spend: bool,
}

/// What a test found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DiagnosisView {
    /// The connection.
    pub connection: String,
    /// The layers, as far as they were reached; only the last can have failed.
    pub layers: Vec<LayerView>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LayerView {
    /// `config`, `dns`, `tcp`, `proxy`, `tls`, `http`, `key`, `credit`, `model` or `stream`.
    pub layer: String,
    /// Why it failed; none where it holds.
    pub error: Option<UserError>,
    /// What was found, where it holds.
    pub note: String,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub ms: u64,
}

/// What a gateway says of the credit of the key, asked for by the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditView {
    /// The host that said it.
    pub host: String,
    /// What is left, an exact decimal; below zero is possible.
    pub balance_usd: String,
    /// What was used in all, an exact decimal.
    pub used_usd: String,
}
