//! The demo gateway inside this process: what answers when nothing is configured. It is started
//! when the engine first asks for it, and lives as long as the program.

use std::sync::Arc;

use chat_core::failure::{Code, Failure};
use chat_engine::{DemoAddress, StartDemo};
use tokio::sync::OnceCell;

/// Gives the engine a way to start it.
pub(crate) fn starter() -> StartDemo {
    let running = Arc::new(OnceCell::new());
    Arc::new(move || {
        let running = Arc::clone(&running);
        Box::pin(async move {
            let gateway = running
                .get_or_try_init(|| demo_gateway::start(demo_gateway::Options::default()))
                .await
                .map_err(|error| {
                    Failure::new(
                        Code::Connect,
                        format!("The demo gateway did not start: {error}."),
                    )
                })?;
            Ok(DemoAddress {
                url: gateway.chat_url(),
                key: None,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_demo_starts_once_and_stays_where_it_is() {
        let start = starter();
        let first = start().await.unwrap().url;
        assert!(first.starts_with("http://127.0.0.1:"), "{first}");
        assert_eq!(start().await.unwrap().url, first);
        let other = starter();
        assert_ne!(other().await.unwrap().url, first);
    }
}
