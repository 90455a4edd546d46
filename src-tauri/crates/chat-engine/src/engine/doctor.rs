//! The guide's "test connection": config, DNS, TCP, TLS, HTTP, key, each named when it fails.

use super::Engine;
use super::resolve::Ready;
use crate::answer::Answer;
use crate::transport::{MAX_ERROR_BODY_BYTES, Request, is_proxied};
use chat_core::connection::Builtin;
use chat_core::dialect::{Verdict, openai_chat};
use chat_core::failure::{Code, Failure};
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use chat_core::turn::What;
use chat_core::wire::Settings;
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
        let settings = self.stored_settings().await;
        let mut names: Vec<Option<String>> = vec![None];
        let chosen = self.next_turn(&settings).await.connection;
        let facts = self.facts(&settings);
        let with_key: Vec<_> = self
            .key_status()
            .await
            .into_iter()
            .filter(|row| row.state == chat_core::wire::KeyState::Present)
            .map(|row| row.connection)
            .collect();
        for connection in Builtin::ALL {
            let name = connection.name().to_owned();
            let configured = facts.addresses.contains_key(connection) || with_key.contains(&name);
            if configured && chosen.as_ref() != Some(&name) {
                names.push(Some(name));
            }
        }
        let mut found: Vec<Diagnosis> = Vec::new();
        for name in names {
            let one = self.examine(name.as_deref(), &settings, spend).await;
            // A choice that fails names no connection; it is then among those that follow.
            if !found.iter().any(|other| other.connection == one.connection) {
                found.push(one);
            }
        }
        found
    }

    async fn examine(&self, name: Option<&str>, settings: &Settings, spend: bool) -> Diagnosis {
        let mut look = Look {
            engine: self,
            layers: Vec::new(),
        };
        let ready = look.layer("config", async {
            let ready = self.resolve(name, settings).await?;
            let note = format!("{} at {}", ready.connection.name(), ready.base.origin());
            Ok((note, ready))
        });
        let Some(ready) = ready.await else {
            let connection = name.unwrap_or("(none chosen)").to_owned();
            return Diagnosis {
                connection,
                layers: look.layers,
            };
        };
        look.reach(&ready, settings, spend).await;
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

    async fn reach(&mut self, ready: &Ready, settings: &Settings, spend: bool) -> Option<()> {
        if is_proxied(&ready.base.models()) {
            self.layer("proxy", async {
                Ok(("a proxy of the system is used".to_owned(), ()))
            })
            .await?;
        } else {
            self.direct(ready).await?;
        }
        self.layer("http", self.engine.hear(ready, settings))
            .await?;
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
        match self
            .layer("key", self.engine.try_key(ready, settings))
            .await?
        {
            Key::Untested if spend => {
                self.layer("stream", self.engine.tiny_answer(ready, settings))
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
        self.layer("tcp", async {
            match tokio::net::TcpStream::connect(addresses.as_slice()).await {
                Ok(_) => Ok((format!("port {port} is open"), ())),
                Err(_) => Err(Failure::new(
                    Code::Connect,
                    format!("{host}:{port} takes no connection."),
                )
                .with_action("Start the server there, or correct the address.")),
            }
        })
        .await
    }
}

enum Key {
    Tested,
    Untested,
}

impl Engine {
    /// Whether an HTTP server answers at all. The list of models is public on gateways; a server
    /// that refuses it without a key has answered, too.
    async fn hear(&self, ready: &Ready, settings: &Settings) -> Result<(String, ()), Failure> {
        let request = Request {
            url: ready.base.models(),
            key: ready.key.clone(),
            body: None,
        };
        match self.get(request, ready, settings).await {
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

    async fn try_key(&self, ready: &Ready, settings: &Settings) -> Result<(String, Key), Failure> {
        if ready.key.is_none() {
            return Ok(("none is needed".to_owned(), Key::Tested));
        }
        let request = Request {
            url: ready.base.credits(),
            key: ready.key.clone(),
            body: None,
        };
        match self.get(request, ready, settings).await {
            Ok(response) => {
                drop(response);
                Ok(("the key is accepted".to_owned(), Key::Tested))
            }
            Err(failure) if matches!(failure.status, Some(404 | 405)) => Ok((
                "no free way to test it; an answer may cost a fraction of a cent".to_owned(),
                Key::Untested,
            )),
            Err(failure) => Err(failure),
        }
    }

    /// A streamed answer of a token or so.
    async fn tiny_answer(
        &self,
        ready: &Ready,
        settings: &Settings,
    ) -> Result<(String, ()), Failure> {
        let model = self.resolve_model(None, ready, settings).await?;
        let request = ChatRequest {
            model,
            messages: vec![RequestMessage {
                role: Role::User,
                text: "Hi".to_owned(),
            }],
            max_tokens: Some(16),
            temperature: None,
            stream: true,
        };
        let body = openai_chat::encode(&request, &ready.upstream);
        let request = Request {
            url: ready.base.chat(),
            key: ready.key.clone(),
            body: Some(body),
        };
        let mut response = self.get(request, ready, settings).await?;
        let mut answer = Answer::new(ready.upstream.clone());
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
                | What::Opened { .. }
                | What::Decoded(_)
                | What::Data
                | What::Finishing
                | What::Failed(_)
                | What::Tick
                | What::Stop
                | What::Saved
                | What::SaveFailed(_) => {}
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
