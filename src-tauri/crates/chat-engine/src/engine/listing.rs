//! What the lists at hand say of a model before it is asked: its row, and the nearest id that
//! exists. Nobody is asked, and no id is ever replaced here.

use super::Engine;
use super::models::shipped_for;
use super::resolve::Ready;
use chat_core::catalogue::{self, Catalogue, Model};
use std::borrow::Cow;

/// What is known of a model without asking anybody.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Its row: as saved, else as shipped.
    pub(super) model: Option<Model>,
    /// The listed id that is nearest to it, for the case that the server does not offer it.
    pub(super) nearest: Option<String>,
}

impl Engine {
    /// What is known of a model of this connection.
    pub(super) async fn listing(&self, ready: &Ready, model: &str) -> Listing {
        let now_ms = self.inner.config.clock.now_ms();
        let Some(list) = self.list_at_hand(ready).await else {
            return Listing::default();
        };
        let shipped = || shipped_for(&ready.connection)?.find(model);
        Listing {
            model: list.find(model).or_else(shipped).cloned(),
            nearest: catalogue::nearest(model, &list, now_ms).map(str::to_owned),
        }
    }

    /// The list of a connection that needs no request: as saved, else as shipped.
    pub(super) async fn list_at_hand(&self, ready: &Ready) -> Option<Cow<'static, Catalogue>> {
        match self.saved_catalogue(ready).await {
            Some((saved, _)) => Some(Cow::Owned(saved)),
            None => shipped_for(&ready.connection).map(Cow::Borrowed),
        }
    }
}
