//! What gateways are told beside each request, as text by name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One option of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoutingOption {
    /// Its name, as `gateway.NAME` on the command line.
    pub name: String,
    /// What is said; empty where nothing is.
    pub value: String,
}
