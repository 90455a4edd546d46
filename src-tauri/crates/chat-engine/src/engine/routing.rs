//! What gateways are told beside each request: the person's choice, one row an option.

use super::Engine;
use super::settings::{BYOK_ORIGIN_ROW, write};
use chat_core::failure::Failure;
use chat_core::routing::{Field, Routing};
use std::collections::BTreeMap;

/// What stands in front of an option's name in the settings table.
const ROUTING_ROW: &str = "routing.";

/// Options from stored rows. One that does not fit counts as unset: a newer Gatehouse may have
/// written it, and its row stays.
pub(super) fn from_rows(rows: &BTreeMap<String, String>) -> Routing {
    let mut routing = Routing::default();
    for field in Field::ALL {
        if let Some(value) = rows.get(&row(field)) {
            // On refusal nothing is changed.
            let _ = field.set(&mut routing, value);
        }
    }
    routing
}

impl Engine {
    /// The options, or why they cannot be read.
    pub async fn get_routing(&self) -> Result<Routing, Failure> {
        Ok(self.read_known().await?.routing)
    }

    /// Sets one option from text; an empty one unsets it.
    pub async fn set_routing(&self, field: Field, value: &str) -> Result<Routing, Failure> {
        let store = self.store().await?;
        let known = self.read_known().await?;
        let mut routing = known.routing.clone();
        field.set(&mut routing, value)?;
        if field == Field::Byok {
            // The keys go to the gateway of this moment, and to no later one.
            let origin = if routing.own_keys.is_empty() {
                None
            } else {
                Some(self.gateway_origin(&known)?)
            };
            write(&store, BYOK_ORIGIN_ROW.to_owned(), origin).await?;
        }
        let value = Some(field.get(&routing)).filter(|value| !value.is_empty());
        write(&store, row(field), value).await?;
        Ok(routing)
    }
}

fn row(field: Field) -> String {
    format!("{ROUTING_ROW}{}", field.name())
}
