//! Settings: read from the store, checked, written back row by row.

use super::Engine;
use chat_core::failure::Failure;
use chat_core::settings::{changed_rows, check, from_rows};
use chat_core::wire::{Event, Settings};

impl Engine {
    /// The settings, or why they cannot be read.
    pub async fn get_settings(&self) -> Result<Settings, Failure> {
        let rows = self
            .store_to_read()
            .await?
            .settings()
            .await
            .map_err(|error| error.failure())?;
        Ok(from_rows(&rows))
    }

    /// The settings; the defaults where the store cannot be used, so that one can ask all the same.
    pub(super) async fn stored_settings(&self) -> Settings {
        self.get_settings().await.unwrap_or_default()
    }

    /// Writes what differs from what is stored.
    pub async fn set_settings(&self, settings: Settings) -> Result<Settings, Failure> {
        check(&settings)?;
        let store = self.store().await?;
        let old = self.get_settings().await?;
        for (key, value) in changed_rows(&old, &settings) {
            store
                .set_setting(key.to_owned(), value)
                .await
                .map_err(|error| error.failure())?;
        }
        let (keys, next) = (self.key_status().await, self.next_turn(&settings).await);
        self.tell(&Event::KeysChanged { keys, next });
        Ok(settings)
    }
}
