//! One connection, layer by layer; the first that fails ends the look.

use super::Layer;
use super::key::credit;
use crate::engine::Engine;
use crate::engine::resolve::Ready;
use crate::engine::settings::Known;
use crate::transport::is_proxied;
use chat_core::failure::{Code, Failure};
use std::time::Duration;

/// How long one layer may take.
const LAYER_WITHIN: Duration = Duration::from_secs(20);

/// The layers of one connection, as they are gone through.
pub(super) struct Look<'a> {
    engine: &'a Engine,
    layers: Vec<Layer>,
}

impl<'a> Look<'a> {
    pub(super) fn new(engine: &'a Engine) -> Self {
        Self {
            engine,
            layers: Vec::new(),
        }
    }

    pub(super) fn into_layers(self) -> Vec<Layer> {
        self.layers
    }

    /// A server may repeat the key in its words, in an answer too.
    pub(super) fn mask(&mut self, ready: &Ready) {
        for layer in &mut self.layers {
            layer.failure = layer.failure.take().map(|failure| ready.masked(failure));
        }
    }

    pub(super) async fn layer<T>(
        &mut self,
        name: &'static str,
        check: impl Future<Output = Result<(String, T), Failure>>,
    ) -> Option<T> {
        let clock = &self.engine.inner.config.clock;
        let from = clock.monotonic_ms();
        let checked = tokio::time::timeout(LAYER_WITHIN, check)
            .await
            .unwrap_or_else(|_| Err(late(name)));
        let ms = clock.monotonic_ms().saturating_sub(from);
        match checked {
            Ok((note, value)) => {
                self.layers.push(Layer {
                    name,
                    failure: None,
                    note,
                    ms,
                });
                Some(value)
            }
            Err(failure) => {
                let name = at_fault(name, failure.code);
                // What was said of that layer before is no longer true.
                self.layers.retain(|layer| layer.name != name);
                self.layers.push(Layer {
                    name,
                    failure: Some(failure),
                    note: String::new(),
                    ms,
                });
                None
            }
        }
    }

    /// Goes through the layers from the socket to an answer, up to the first that fails.
    pub(super) async fn reach(&mut self, ready: &Ready, known: &Known, spend: bool) -> Option<()> {
        if ready.connection.config().proxy.is_some() || is_proxied(&ready.base.models()) {
            self.layer("proxy", async { Ok(("a proxy is used".to_owned(), ())) })
                .await?;
        } else {
            self.direct(ready).await?;
        }
        let heard = self.layer("http", self.engine.hear(ready)).await?;
        if ready.base.is_https() {
            // HTTP was heard, so TLS holds; it is listed where it stands.
            let at = self.layers.len().saturating_sub(1);
            let tls = Layer {
                name: "tls",
                failure: None,
                note: "trusted".to_owned(),
                ms: 0,
            };
            self.layers.insert(at, tls);
        }
        let key = self.engine.try_key(ready, &heard);
        if let Some(credits) = self.layer("key", key).await? {
            self.layer("credit", async { credit(ready, &credits) })
                .await?;
        }
        let asked = self.engine.model_to_test(ready, known, &heard);
        let asked = if heard.lists_models() {
            self.layer("model", asked).await?
        } else if spend {
            // Without a list there is nothing to say of the model but what the answer says.
            match asked.await {
                Ok((_, asked)) => asked,
                Err(failure) => {
                    return self.layer("model", async { Err(failure) }).await;
                }
            }
        } else {
            return Some(());
        };
        if !spend {
            return Some(());
        }
        self.layer("stream", self.engine.tiny_answer(ready, known, &asked))
            .await
    }

    async fn direct(&mut self, ready: &Ready) -> Option<()> {
        let (host, port) = (ready.base.host().to_owned(), ready.base.port());
        let bare = host.trim_matches(['[', ']']).to_owned();
        let addresses = self
            .layer("dns", async {
                let found: Vec<_> = tokio::net::lookup_host((bare.as_str(), port))
                    .await
                    .map(Iterator::collect)
                    .unwrap_or_default();
                if found.is_empty() {
                    return Err(Failure::new(
                        Code::Dns,
                        format!("No address is known for {host}."),
                    )
                    .with_action("Check the address and this machine's network."));
                }
                let count = match found.len() {
                    1 => "1 address".to_owned(),
                    many => format!("{many} addresses"),
                };
                Ok((count, found))
            })
            .await?;
        let within = match ready.timeouts.connect_ms {
            0 => LAYER_WITHIN,
            ms => Duration::from_millis(ms),
        };
        self.layer("tcp", async {
            let connect = tokio::net::TcpStream::connect(addresses.as_slice());
            match tokio::time::timeout(within, connect).await {
                Ok(Ok(_)) => Ok((format!("port {port} is open"), ())),
                Ok(Err(_)) => Err(Failure::new(
                    Code::Connect,
                    format!("{host}:{port} takes no connection."),
                )
                .with_action("Start the server there, or correct the address.")),
                Err(_) => Err(Failure::new(
                    Code::Connect,
                    format!("{host}:{port} did not take the connection in time."),
                )
                .with_action("Check the address and this machine's network.")),
            }
        })
        .await
    }
}

/// The layer that a code names, whichever was looked at.
fn at_fault(looked_at: &'static str, code: Code) -> &'static str {
    match (code, looked_at) {
        (Code::Tls, _) => "tls",
        (Code::Proxy, _) => "proxy",
        (Code::KeyRejected | Code::KeyExpired, "stream") => "key",
        (Code::PaymentRequired | Code::QuotaExhausted, "key" | "stream") => "credit",
        (Code::ModelNotFound, "stream") => "model",
        (_, _) => looked_at,
    }
}

/// A layer that took too long. A question waits longer than a test does.
fn late(layer: &str) -> Failure {
    let (message, action) = match layer {
        "stream" => (
            "No whole answer within 20 s.",
            "Ask it a question, which waits longer: a local server may still be loading its model.",
        ),
        _ => ("No answer within 20 s.", "Try again later."),
    };
    Failure::new(Code::IdleTimeout, message).with_action(action)
}

#[cfg(test)]
mod tests {
    use super::late;

    /// What streams without an end did answer, and a model that loads is no fault.
    #[test]
    fn an_answer_that_takes_too_long_is_told_apart_from_a_server_that_does_not_answer() {
        for (layer, message, action) in [
            ("stream", "whole answer", "loading its model"),
            ("key", "No answer", "later"),
        ] {
            let failure = late(layer);
            assert!(failure.message.contains(message), "{failure:?}");
            assert!(failure.action.unwrap().contains(action), "{layer}");
        }
    }
}
