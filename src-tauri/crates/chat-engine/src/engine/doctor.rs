//! The guide's "test connection": config, DNS, TCP, TLS, HTTP, key, each named when it fails.

use super::Engine;
use super::resolve::Ready;
use super::settings::Known;
use crate::answer::Answer;
use crate::transport::{MAX_ERROR_BODY_BYTES, is_proxied};
use chat_core::connection::Builtin;
use chat_core::dialect::Verdict;
use chat_core::failure::{Code, Failure};
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::turn::What;
use futures::StreamExt;
use std::time::Duration;

/// How long one layer may take.
const LAYER_WITHIN: Duration = Duration::from_secs(20);

/// What was found out about one connection.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// Its name.
    pub connection: String,
    /// The layers, as far as they were reached; only the last can have failed.
    pub layers: Vec<Layer>,
}

impl Diagnosis {
    /// Whether every layer holds.
    pub fn is_ok(&self) -> bool {
        self.layers.iter().all(|layer| layer.failure.is_none())
    }
}

/// One layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// `config`, `dns`, `tcp`, `proxy`, `tls`, `http`, `key` or `stream`.
    pub name: &'static str,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What was found, where it holds.
    pub note: String,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl Engine {
    /// Tests the connection that would be used, and every other that has a key or an address.
    /// `spend`: a tiny answer may be asked for where there is no other way to test the key.
    pub async fn diagnose(&self, spend: bool) -> Vec<Diagnosis> {
        let known = self.known().await;
        let mut names: Vec<Option<String>> = vec![None];
        let chosen = self.next_turn(&known).await.connection;
        let facts = self.facts(&known);
        let with_key: Vec<_> = self
            .key_status()
            .await
            .into_iter()
            .filter(|row| row.state == chat_core::wire::KeyState::Present)
            .map(|row| row.connection)
            .collect();
        for connection in facts.connections() {
            let name = connection.name().to_owned();
            let configured = facts.set_address(&connection).is_some() || with_key.contains(&name);
            if configured && chosen.as_ref() != Some(&name) {
                names.push(Some(name));
            }
        }
        // A choice that fails names no connection; what is wrong with it is told by those that are
        // configured, or else by the one that is asked first.
        if chosen.is_none() {
            names.remove(0);
            if names.is_empty() {
                let first = known.settings.default_connection.clone();
                names.push(Some(
                    first.unwrap_or_else(|| Builtin::Gateway.name().to_owned()),
                ));
            }
        }
        let mut found: Vec<Diagnosis> = Vec::new();
        for name in names {
            found.push(self.examine(name.as_deref(), &known, spend).await);
        }
        found
    }

    async fn examine(&self, name: Option<&str>, known: &Known, spend: bool) -> Diagnosis {
        let mut look = Look {
            engine: self,
            layers: Vec::new(),
        };
        let ready = look.layer("config", async {
            let ready = self.resolve(name, known).await?;
            let ready = self.renewed(ready).await;
            let note = format!("{} at {}", ready.connection.name(), ready.base.origin());
            Ok((note, ready))
        });
        let Some(ready) = ready.await else {
            let connection = name.unwrap_or_default().to_owned();
            return Diagnosis {
                connection,
                layers: look.layers,
            };
        };
        look.reach(&ready, known, spend).await;
        look.mask(&ready);
        Diagnosis {
            connection: ready.connection.name().to_owned(),
            layers: look.layers,
        }
    }
}

struct Look<'a> {
    engine: &'a Engine,
    layers: Vec<Layer>,
}

impl Look<'_> {
    /// A server may repeat the key in its words, in an answer too.
    fn mask(&mut self, ready: &Ready) {
        for layer in &mut self.layers {
            layer.failure = layer.failure.take().map(|failure| ready.masked(failure));
        }
    }

    async fn layer<T>(
        &mut self,
        name: &'static str,
        check: impl Future<Output = Result<(String, T), Failure>>,
    ) -> Option<T> {
        let clock = &self.engine.inner.config.clock;
        let from = clock.monotonic_ms();
        let checked = tokio::time::timeout(LAYER_WITHIN, check)
            .await
            .unwrap_or_else(|_| {
                Err(Failure::new(Code::IdleTimeout, "No answer within 20 s.")
                    .with_action("Try again later."))
            });
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
                // A request fails in the layer that its code names, whichever was looked at.
                let name = match failure.code {
                    Code::Tls => "tls",
                    Code::Proxy => "proxy",
                    _ => name,
                };
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

    async fn reach(&mut self, ready: &Ready, known: &Known, spend: bool) -> Option<()> {
        if ready.connection.config().proxy.is_some() || is_proxied(&ready.base.models()) {
            self.layer("proxy", async { Ok(("a proxy is used".to_owned(), ())) })
                .await?;
        } else {
            self.direct(ready).await?;
        }
        self.layer("http", self.engine.hear(ready)).await?;
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
        match self.layer("key", self.engine.try_key(ready)).await? {
            Key::Untested if spend => {
                self.layer("stream", self.engine.tiny_answer(ready, known))
                    .await
            }
            Key::Tested | Key::Untested => Some(()),
        }
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
                Ok((format!("{} addresses", found.len()), found))
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

enum Key {
    Tested,
    Untested,
}

fn untested() -> (String, Key) {
    let said = "no free way to test it; an answer may cost a fraction of a cent";
    (said.to_owned(), Key::Untested)
}

fn is_balance(body: &[u8]) -> bool {
    let read: Result<serde_json::Value, _> = serde_json::from_slice(body);
    read.is_ok_and(|said| {
        said.get("balance").is_some() && said.get("error").is_none_or(serde_json::Value::is_null)
    })
}

impl Engine {
    /// Whether an HTTP server answers at all. The list of models is public on gateways; a server
    /// that refuses it without a key has answered, too.
    async fn hear(&self, ready: &Ready) -> Result<(String, ()), Failure> {
        let request = ready.request(ready.base.models(), None);
        match self.get(request, ready).await {
            Ok(response) => {
                let status = response.status;
                let body = response.read_small(MAX_ERROR_BODY_BYTES).await;
                let first = body.bytes.iter().find(|b| !b.is_ascii_whitespace());
                match first {
                    Some(b'{' | b'[') => Ok((format!("HTTP {status}"), ())),
                    _ => Err(chat_core::failure::not_an_answer(&ready.upstream)),
                }
            }
            Err(failure) => match failure.code {
                Code::KeyRejected | Code::KeyExpired | Code::Forbidden | Code::PaymentRequired => {
                    Ok((format!("HTTP {}", failure.status.unwrap_or(0)), ()))
                }
                // No list of models is no fault of a chat server.
                _ if matches!(failure.status, Some(404 | 405)) => {
                    Ok(("HTTP, without a model list".to_owned(), ()))
                }
                _ => Err(failure),
            },
        }
    }

    async fn try_key(&self, ready: &Ready) -> Result<(String, Key), Failure> {
        if ready.key.is_none() {
            return Ok(("none is needed".to_owned(), Key::Tested));
        }
        let request = ready.request(ready.base.credits(), None);
        match self.get(request, ready).await {
            // Some servers answer any address with 200: only a balance shows that the key was read.
            Ok(response) => Ok(
                if is_balance(&response.read_small(MAX_ERROR_BODY_BYTES).await.bytes) {
                    ("the key is accepted".to_owned(), Key::Tested)
                } else {
                    untested()
                },
            ),
            Err(failure) if matches!(failure.status, Some(404 | 405)) => Ok(untested()),
            Err(failure) => Err(failure),
        }
    }

    /// A streamed answer of a token or so.
    async fn tiny_answer(&self, ready: &Ready, known: &Known) -> Result<(String, ()), Failure> {
        let model = self.resolve_model(None, ready, known).await?;
        let request = ChatRequest {
            max_tokens: Some(16),
            ..ChatRequest::new(model, vec![RequestMessage::text(Role::User, "Hi")])
        };
        let dialect = ready.connection.dialect();
        let body = dialect.encode(&request, &ready.upstream);
        let url = ready.base.chat(&request.model, true);
        let mut response = self.get(ready.request(url, Some(body)), ready).await?;
        let mut answer = Answer::new(dialect, ready.upstream.clone());
        let mut news = Vec::new();
        let mut whole = true;
        while let Some(chunk) = response.body.next().await {
            let Ok(chunk) = chunk else {
                whole = false;
                break;
            };
            answer.push(&chunk, &mut news);
            if news.iter().any(ends_reading) {
                break;
            }
        }
        answer.finish(whole, &mut news);
        for what in news {
            match what {
                What::Decoded(chat_core::dialect::DialectEvent::Failed(failure))
                | What::Broke(failure) => {
                    return Err(failure);
                }
                What::Ended(Verdict::Finished(_)) => {
                    return Ok(("an answer streams".to_owned(), ()));
                }
                What::Ended(Verdict::Refused(why)) => {
                    return Err(chat_core::failure::refused(&ready.upstream, &why));
                }
                What::Ended(Verdict::BrokenOff) => {
                    return Err(chat_core::failure::interrupted(&ready.upstream, false));
                }
                What::Ended(Verdict::NotAnAnswer) => {
                    return Err(chat_core::failure::not_an_answer(&ready.upstream));
                }
                What::Start
                | What::Admitted
                | What::HeldBack { .. }
                | What::Opened { .. }
                | What::Decoded(_)
                | What::Data
                | What::Finishing
                | What::Failed(_)
                | What::Tick
                | What::Stop
                | What::Saved
                | What::SaveFailed(_)
                | What::Renewed
                | What::NotRenewed(_) => {}
            }
        }
        Err(super::internal())
    }
}

fn ends_reading(what: &What) -> bool {
    matches!(
        what,
        What::Broke(_)
            | What::Decoded(
                chat_core::dialect::DialectEvent::Done
                    | chat_core::dialect::DialectEvent::Failed(_)
            )
    )
}
