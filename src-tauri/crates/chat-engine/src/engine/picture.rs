//! A picture of a message for a page that draws it.

use super::Engine;
use chat_core::failure::{Code, Failure};
use chat_core::ids::MessageId;
use chat_core::picture;

impl Engine {
    /// The bytes of one of a message's files, counted from 0, if they are a picture that may be
    /// drawn.
    ///
    /// # Errors
    /// `config_invalid` where there is no such file, `bad_response` where it is not to be shown,
    /// and what an unusable store gives.
    pub async fn picture(&self, message: &MessageId, index: u32) -> Result<Vec<u8>, Failure> {
        let home = self.home_with(message).await?;
        let bytes = home.store.file_bytes(message, index).await;
        let bytes = bytes.map_err(|error| error.failure())?.ok_or_else(|| {
            Failure::new(Code::ConfigInvalid, "There is no such picture any more.")
        })?;
        picture::look(&bytes).map_err(picture::Unshown::failure)?;
        Ok(bytes)
    }
}
