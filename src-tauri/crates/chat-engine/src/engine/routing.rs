//! What gateways are told beside each request: the person's choice, one row an option.

use super::Engine;
use super::settings::{BYOK_ORIGIN_ROW, write};
use chat_core::failure::{Code, Failure};
use chat_core::routing::{Field, Routing};
use chat_core::wire::RoutingOption;
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

    /// The options by name, for a window.
    pub async fn routing_options(&self) -> Result<Vec<RoutingOption>, Failure> {
        Ok(options(&self.get_routing().await?))
    }

    /// Sets the named options; what is wrong with one keeps those after it as they were.
    pub async fn set_routing_options(
        &self,
        said: Vec<RoutingOption>,
    ) -> Result<Vec<RoutingOption>, Failure> {
        for RoutingOption { name, value } in said {
            let field = Field::parse(&name).ok_or_else(|| {
                Failure::new(Code::ConfigInvalid, "Gateways have no such option.")
                    .with_action("Update Gatehouse.")
            })?;
            self.set_routing(field, &value).await?;
        }
        self.routing_options().await
    }
}

fn options(routing: &Routing) -> Vec<RoutingOption> {
    let option = |field: Field| RoutingOption {
        name: field.name().to_owned(),
        value: field.get(routing),
    };
    Field::ALL.into_iter().map(option).collect()
}

fn row(field: Field) -> String {
    format!("{ROUTING_ROW}{}", field.name())
}
