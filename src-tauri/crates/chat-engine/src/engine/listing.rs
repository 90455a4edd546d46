//! What the lists at hand say of a model before it is asked: its row, the nearest id that exists,
//! and whether it is gone. Nobody is asked, and no id that a person gave is ever replaced.

use super::Engine;
use super::models::shipped_for;
use chat_core::base_url::BaseUrl;
use chat_core::catalogue::{self, Catalogue, Model};
use chat_core::connection::Connection;
use std::borrow::Cow;

/// What is known of a model without asking anybody.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Its row: as saved, else as shipped.
    pub(super) model: Option<Model>,
    /// The list that it was looked up in; none where there is none.
    pub(super) list: Option<Cow<'static, Catalogue>>,
    /// The listed id that is nearest to it, for the case that the server does not offer it.
    pub(super) nearest: Option<String>,
    /// Worth saying before it is asked.
    pub(super) hint: Option<String>,
}

impl Engine {
    /// What is known of a model of this connection. `named`: the person chose it, rather than that
    /// it is the usual one.
    pub(super) async fn listing(
        &self,
        connection: &Connection,
        base: &BaseUrl,
        model: &str,
        named: bool,
    ) -> Listing {
        let now_ms = self.inner.config.clock.now_ms();
        let Some(list) = self.list_at_hand(connection, base).await else {
            return Listing::default();
        };
        let shipped = || shipped_for(connection)?.find(model);
        let usual = connection.default_model().filter(|_| !named);
        let hint = match usual.map(|usual| (usual, living(usual, &list, now_ms))) {
            Some((usual, Some(living))) if living == model => Some(format!(
                "{usual} is no longer offered; {living} is asked instead."
            )),
            // Nobody chose it, and once it is gone the nearest is asked by itself.
            Some((_, None)) => None,
            Some((_, Some(_))) | None => {
                catalogue::stale_hint(model, &list, now_ms).map(|hint| hint.sentence(model))
            }
        };
        Listing {
            model: list.find(model).or_else(shipped).cloned(),
            nearest: catalogue::nearest(model, &list, now_ms).map(str::to_owned),
            hint,
            list: Some(list),
        }
    }

    /// What a connection's built-in default becomes once it has retired; none while it is good.
    pub(super) async fn living_default(
        &self,
        connection: &Connection,
        base: &BaseUrl,
    ) -> Option<String> {
        let usual = connection.default_model()?;
        let list = self.list_at_hand(connection, base).await?;
        living(usual, &list, self.inner.config.clock.now_ms()).map(str::to_owned)
    }

    /// The list of a connection that needs no request: as saved, else as shipped.
    pub(super) async fn list_at_hand(
        &self,
        connection: &Connection,
        base: &BaseUrl,
    ) -> Option<Cow<'static, Catalogue>> {
        match self.saved_catalogue(connection, base).await {
            Some((saved, _)) => Some(Cow::Owned(saved)),
            None => shipped_for(connection).map(Cow::Borrowed),
        }
    }
}

fn living<'a>(usual: &str, list: &'a Catalogue, now_ms: i64) -> Option<&'a str> {
    catalogue::living_default(usual, list, now_ms)
}
