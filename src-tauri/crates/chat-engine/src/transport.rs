//! HTTP: the only place that holds a `reqwest` client.
//!
//! No redirects, no cookies, no decompression, no total time-out; loopback is never proxied.
//! It knows requests and bytes, but neither dialects nor turns. Failures here are those before a
//! response; what a response says is classified by `chat-core`.

mod errors;

pub use errors::is_proxied;

use bytes::Bytes;
use chat_core::dialect::with_own_keys;
use chat_core::failure::{Code, Failure};
use futures::stream::{BoxStream, StreamExt};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use reqwest::{Client, Method, redirect};
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Most of an error body that is read, in bytes.
pub const MAX_ERROR_BODY_BYTES: usize = 64 * 1024;
/// Largest catalogue that is read, in bytes.
pub const MAX_CATALOGUE_BYTES: usize = 4 * 1024 * 1024;
/// How long an error body or a catalogue may take once its head is there.
pub const SMALL_BODY_WITHIN: Duration = Duration::from_secs(15);

/// A request to send. Its key goes only to the origin of `url`.
#[derive(Clone)]
pub struct Request {
    /// Where to.
    pub url: Url,
    /// The key, if one is sent.
    pub key: Option<Key>,
    /// Further headers; never a credential.
    pub headers: Vec<(String, String)>,
    /// A JSON body makes it a POST. No key is in it.
    pub body: Option<Vec<u8>>,
    /// Keys of providers, for a gateway: they join the body on its way out.
    pub provider_keys: Vec<OwnKey>,
    /// How it gets there.
    pub via: Via,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A body holds what a person wrote.
        f.debug_struct("Request")
            .field("url", &self.url.as_str())
            .field("key", &self.key)
            .field("body", &self.body.as_ref().map(Vec::len))
            .field("provider_keys", &self.provider_keys)
            .finish_non_exhaustive()
    }
}

impl Request {
    /// Every secret that goes with it.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        let key = self.key.iter().map(|key| &key.secret);
        key.chain(self.provider_keys.iter().map(|own| &own.secret))
    }
}

/// The person's own key of a provider, which a gateway uses for one request.
#[derive(Debug, Clone)]
pub struct OwnKey {
    /// The provider's name at the gateway.
    pub provider: &'static str,
    /// The key.
    pub secret: SecretString,
}

/// A key and the header that it travels in.
#[derive(Debug, Clone)]
pub struct Key {
    /// The header's name.
    pub header: &'static str,
    /// What stands before the key in it, such as `Bearer `.
    pub before: &'static str,
    /// The key.
    pub secret: SecretString,
}

/// How a request gets to its server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Via {
    /// Until the connection stands, in milliseconds; 0 is off.
    pub connect_ms: u64,
    /// A proxy of the connection's own, instead of the system's.
    pub proxy: Option<String>,
    /// Certificates in PEM that are trusted beside the system's.
    pub ca_pem: Option<String>,
}

/// The head of a response, and its body as it comes.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Response headers.
    pub headers: HeaderMap,
    /// The body. Dropping it closes the connection.
    pub body: BoxStream<'static, Result<Bytes, Failure>>,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Response {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Reads at most `limit` bytes of the body, for at most [`SMALL_BODY_WITHIN`]. What was read
    /// when a bound is met is what counts: an error page is shown as far as it came.
    pub async fn read_small(mut self, limit: usize) -> SmallBody {
        let mut bytes = Vec::new();
        let read = async {
            while let Some(chunk) = self.body.next().await {
                let Ok(chunk) = chunk else { return false };
                let room = limit.saturating_sub(bytes.len());
                bytes.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
                if chunk.len() > room {
                    return false;
                }
            }
            true
        };
        let whole = tokio::time::timeout(SMALL_BODY_WITHIN, read)
            .await
            .unwrap_or(false);
        SmallBody { bytes, whole }
    }
}

/// A small body as far as it was read.
#[derive(Debug)]
pub struct SmallBody {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether that is all of it.
    pub whole: bool,
}

/// Most clients that are kept; each has its pool of idle connections.
const MAX_CLIENTS: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ClientKind {
    loopback: bool,
    tls: bool,
    via: Via,
}

/// The clients of a program's life: one for each kind of address, made when first needed.
#[derive(Debug, Default)]
pub struct Transport {
    clients: Mutex<HashMap<ClientKind, Client>>,
}

impl Transport {
    /// No client yet: making one reads the system's certificates.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends a request and waits for the head of its response. Any status is a success here.
    pub async fn send(&self, request: Request) -> Result<Response, Failure> {
        let Request {
            url,
            key,
            headers,
            body,
            provider_keys,
            via,
        } = request;
        let own_proxy = via.proxy.is_some();
        let kind = ClientKind {
            loopback: is_loopback(&url),
            tls: url.scheme() == "https",
            via,
        };
        let loopback = kind.loopback;
        let client = self.client(kind)?;
        let method = if body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut builder = client
            .request(method, url.clone())
            // A compressed stream comes in bursts, and a small body can unpack to gigabytes.
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        if let Some(Key {
            header,
            before,
            secret,
        }) = key
        {
            let text = SecretString::from(format!("{before}{}", secret.expose_secret()));
            let mut value = HeaderValue::from_str(text.expose_secret()).map_err(|_| {
                Failure::new(
                    Code::ConfigInvalid,
                    "The key holds a character that no header can carry.",
                )
            })?;
            value.set_sensitive(true);
            builder = builder.header(header, value);
        }
        if let Some(body) = body {
            builder = builder
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .header(
                    ACCEPT,
                    HeaderValue::from_static("text/event-stream, application/json"),
                )
                .body(with_keys(body, &provider_keys)?);
        }
        let proxied = !loopback && (own_proxy || is_proxied(&url));
        let place = errors::Place::new(&url, proxied);
        let response = builder
            .send()
            .await
            .map_err(|error| errors::before_response(&error, &place))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        if headers
            .get(CONTENT_ENCODING)
            .is_some_and(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"))
        {
            return Err(errors::compressed(&place, status));
        }
        let body = response
            .bytes_stream()
            .map(move |chunk| chunk.map_err(|_| errors::in_body(&place)));
        Ok(Response {
            status,
            headers,
            body: body.boxed(),
        })
    }

    fn client(&self, kind: ClientKind) -> Result<Client, Failure> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&kind) {
            return Ok(client.clone());
        }
        if clients.len() >= MAX_CLIENTS {
            // Changed settings leave clients of no more use; running requests keep theirs.
            clients.clear();
        }
        let client = build(&kind)?;
        clients.insert(kind, client.clone());
        Ok(client)
    }
}

fn build(kind: &ClientKind) -> Result<Client, Failure> {
    // Fails only when a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("Gatehouse/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .pool_idle_timeout(Duration::from_mins(2));
    let Via {
        connect_ms,
        proxy,
        ca_pem,
    } = &kind.via;
    if *connect_ms > 0 {
        builder = builder.connect_timeout(Duration::from_millis(*connect_ms));
    }
    if kind.loopback {
        builder = builder.no_proxy();
    } else if let Some(proxy) = proxy {
        let proxy = reqwest::Proxy::all(proxy).map_err(|_| {
            Failure::new(
                Code::ConfigInvalid,
                "The connection's proxy cannot be used.",
            )
            .with_action("Correct it in the settings of the connection.")
            .with_command("Correct it with: gatehouse connections set NAME --proxy URL")
        })?;
        builder = builder.no_proxy().proxy(proxy);
    }
    if let Some(pem) = ca_pem.as_ref().filter(|_| kind.tls) {
        let certificates = reqwest::Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| {
            Failure::new(
                Code::ConfigInvalid,
                "The connection's certificates cannot be read.",
            )
            .with_action("Give them again in the settings of the connection.")
            .with_command("Give them again with: gatehouse connections set NAME --ca FILE")
        })?;
        builder = builder.tls_certs_merge(certificates);
    }
    if !kind.tls {
        // Plain HTTP needs no certificates: they are slow to read, and a bare machine has none.
        builder = builder.tls_certs_only(std::iter::empty());
    }
    builder.build().map_err(|_| {
        Failure::new(
            Code::Tls,
            "This machine has no certificates to check a secure connection with.",
        )
        .with_action("Install the package ca-certificates, then try again.")
    })
}

/// The body as it leaves. One that cannot take the keys is not sent: without them somebody else
/// would be billed.
fn with_keys(body: Vec<u8>, keys: &[OwnKey]) -> Result<Vec<u8>, Failure> {
    let keys: Vec<_> = keys
        .iter()
        .map(|own| (own.provider, own.secret.expose_secret()))
        .collect();
    let body = with_own_keys(body, &keys);
    if body.is_empty() && !keys.is_empty() {
        return Err(Failure::new(
            Code::Internal,
            "Your own keys could not be put into the request; nothing was sent.",
        )
        .with_action("To ask without them, choose none under Settings > Connections and keys > Gateway routing.")
        .with_command("Unset gateway.byok to ask without them."));
    }
    Ok(body)
}

/// Whether an address is this machine by its own name: `localhost`, 127.0.0.0/8 or `::1`.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
