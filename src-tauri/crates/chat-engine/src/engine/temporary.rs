//! Temporary chats: conversations in a store in memory, gone with the process or when they are
//! closed. Nothing else of the engine keeps them: no cache and no list, and their drafts lie in the
//! same store. The ledger on disk counts what they took.

use super::{Engine, internal};
use crate::store::{Store, StoreError};
use chat_core::failure::Failure;
use chat_core::ids::{ConversationId, MessageId};
use std::sync::{MutexGuard, PoisonError};

/// Where a conversation is.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) store: Store,
    /// Whether it is kept in memory alone.
    pub(super) temporary: bool,
}

impl Engine {
    /// The store of temporary chats, made at the first one.
    pub(super) fn temporary_store(&self) -> Result<Store, Failure> {
        let mut held = self.in_memory();
        if let Some(store) = &*held {
            return Ok(store.clone());
        }
        let store = Store::open_in_memory().map_err(|_| internal())?;
        *held = Some(store.clone());
        Ok(store)
    }

    /// Where a conversation is, for reading: on disk, unless it is a temporary one.
    pub(super) async fn home_of(&self, id: &ConversationId) -> Result<Home, Failure> {
        match self.temporary() {
            Some(store) if is_there(store.conversation(id).await)? => Ok(Home {
                store,
                temporary: true,
            }),
            Some(_) | None => self.home_on_disk().await,
        }
    }

    /// Where the conversation of a message is, for reading.
    pub(super) async fn home_with(&self, message: &MessageId) -> Result<Home, Failure> {
        match self.temporary() {
            Some(store) if is_there(store.conversation_of(message).await)? => Ok(Home {
                store,
                temporary: true,
            }),
            Some(_) | None => self.home_on_disk().await,
        }
    }

    /// The same to write to.
    pub(super) async fn home_to_change(&self, id: &ConversationId) -> Result<Home, Failure> {
        let home = self.home_of(id).await?;
        if home.temporary {
            return Ok(home);
        }
        Ok(Home {
            store: self.store().await?,
            temporary: false,
        })
    }

    /// The store of temporary chats, where there are any.
    pub(super) fn temporary(&self) -> Option<Store> {
        self.in_memory().clone()
    }

    /// Lets go of all of them.
    pub(super) fn forget_temporary(&self) {
        self.in_memory().take();
    }

    async fn home_on_disk(&self) -> Result<Home, Failure> {
        Ok(Home {
            store: self.store_to_read().await?,
            temporary: false,
        })
    }

    fn in_memory(&self) -> MutexGuard<'_, Option<Store>> {
        self.inner
            .temporary
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_there<T>(found: Result<T, StoreError>) -> Result<bool, Failure> {
    match found {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound(_)) => Ok(false),
        Err(other) => Err(other.failure()),
    }
}
