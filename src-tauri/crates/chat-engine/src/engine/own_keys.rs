//! The person's own provider keys for questions to the gateway (BYOK): fetched for each question,
//! for the gateway that they were chosen for, and kept nowhere.

use super::Engine;
use super::resolve::Ready;
use super::settings::Known;
use crate::transport::OwnKey;
use chat_core::connection::Builtin;
use chat_core::failure::{Code, Failure};
use chat_core::routing::ProviderKey;

impl Engine {
    /// The keys that go with a question to this connection, as `gateway.byok` says.
    ///
    /// # Errors
    /// Where one of them is not to be had, or the gateway is another than the one they were chosen
    /// for: sent without them, the question would be billed to the gateway's credit.
    pub(super) async fn provider_keys(
        &self,
        ready: &Ready,
        known: &Known,
    ) -> Result<Vec<OwnKey>, Failure> {
        let wanted = &known.routing.own_keys;
        if wanted.is_empty() || ready.connection.builtin() != Some(Builtin::Gateway) {
            return Ok(Vec::new());
        }
        if known.byok_origin.as_deref() != Some(ready.base.origin().as_str()) {
            return Err(moved(ready));
        }
        let mut keys = Vec::new();
        for provider in wanted {
            let account = provider.account().ok_or_else(super::internal)?;
            match self.inner.keys.get(&account).await {
                Ok(Some(secret)) => keys.push(OwnKey {
                    provider: provider.name(),
                    secret,
                }),
                Ok(None) => return Err(missing(*provider)),
                Err(error) => return Err(error.failure()),
            }
        }
        Ok(keys)
    }
}

fn missing(provider: ProviderKey) -> Failure {
    let name = provider.name();
    Failure::new(
        Code::KeyMissing,
        format!("Your own key for {name} shall go with the question, and there is none."),
    )
    .with_action(format!(
        "Enter a key for {}, or take {name} out of the own keys that go to the gateway.",
        provider.connection().name()
    ))
    .with_command(format!(
        "Run: gatehouse keys set {}; or take {name} out of the setting gateway.byok.",
        provider.connection().name()
    ))
}

fn moved(ready: &Ready) -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        format!(
            "Your own keys were not chosen for the gateway at {}.",
            ready.base.host()
        ),
    )
    .with_action(
        "Choose them again, or none, under Settings > Connections and keys > Gateway routing.",
    )
    .with_command("Set gateway.byok again to send them there, or to nothing.")
}
