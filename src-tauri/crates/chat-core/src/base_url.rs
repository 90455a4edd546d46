//! The address of a connection: what a person may write, and the endpoints that follow from it.
//!
//! One place decides how an address becomes `…/v1/chat/completions` (DESIGN §5.1), which origin a
//! key belongs to, and which addresses are never used. Errors name what is wrong and never repeat
//! the text: it may hold a password.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::dialect::Dialect;
use crate::failure::{Code, Failure};

#[cfg(test)]
mod tests;

/// A usable base address: scheme, host, and a path that ends in a version (or is complete).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    dialect: Dialect,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Nothing but white space.
    #[error("it is empty")]
    Empty,
    /// Neither `http://` nor `https://` in front.
    #[error("it does not begin with https:// or http://")]
    Scheme,
    /// White space, a control character or a backslash inside.
    #[error("it contains a space, a line break or a backslash")]
    Space,
    /// Letters outside ASCII, which can imitate another host.
    #[error("it contains letters outside plain ASCII")]
    NotAscii,
    /// A user name or password in front of the host.
    #[error("it contains a user name or password")]
    Userinfo,
    /// A `?` part.
    #[error("it contains a query (\"?…\")")]
    Query,
    /// A `#` part.
    #[error("it contains a fragment (\"#…\")")]
    Fragment,
    /// No host, or one that is not a host.
    #[error("its host cannot be read")]
    Host,
    /// Port 0, above 65535, or no number.
    #[error("its port is not a number from 1 to 65535")]
    Port,
    /// `..` or an escaped control character, slash or dot.
    #[error("its path contains \"..\" or an escaped control character, slash or dot")]
    Path,
    /// 169.254.0.0/16 or `fe80::/10`: cloud metadata and unconfigured networks.
    #[error("its host is a link-local address")]
    LinkLocal,
    /// A key would travel in clear text to another machine.
    #[error("a key is never sent over http:// to another machine")]
    KeyInClear,
}

impl BaseUrlError {
    /// What the person can do.
    pub fn action(self) -> &'static str {
        match self {
            Self::Empty | Self::Scheme | Self::Host | Self::Space => {
                "Write it like https://host/v1."
            }
            Self::NotAscii => "Write the host in its ASCII form (xn--…).",
            Self::Userinfo => "Remove it; a key is entered apart from the address.",
            Self::Query | Self::Fragment => "Remove it.",
            Self::Port => "Correct the port.",
            Self::Path => "Write the path plainly.",
            Self::LinkLocal => "Use the server's own address.",
            Self::KeyInClear => {
                "Use https://, or an address on this machine (127.0.0.1, ::1, localhost)."
            }
        }
    }

    /// The failure for a person; `source` says where the address stands, such as
    /// `AI_GATEWAY_URL`.
    pub fn failure(self, source: &str) -> Failure {
        Failure::new(
            Code::ConfigInvalid,
            format!("The address in {source} cannot be used: {self}."),
        )
        .with_action(self.action())
    }
}

impl BaseUrl {
    /// Reads an address as a person writes it: a host, a base, or a full endpoint. The dialect
    /// decides which version an address without one gets.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        check_text(text)?;
        let mut url = Url::parse(text).map_err(|error| match error {
            url::ParseError::InvalidPort => BaseUrlError::Port,
            _ => BaseUrlError::Host,
        })?;
        if url.query().is_some() {
            return Err(BaseUrlError::Query);
        }
        if url.fragment().is_some() {
            return Err(BaseUrlError::Fragment);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::Userinfo);
        }
        if url.port() == Some(0) {
            return Err(BaseUrlError::Port);
        }
        match url.host() {
            None => return Err(BaseUrlError::Host),
            Some(host) if is_link_local(&host) => return Err(BaseUrlError::LinkLocal),
            Some(_) => {}
        }
        let path = base_path(url.path(), dialect);
        url.set_path(&path);
        Ok(Self { url, dialect })
    }

    /// The dialect spoken there.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Where questions go, such as `{base}/chat/completions`. `stream` matters to Gemini, whose
    /// address also names the model.
    pub fn chat(&self, model: &str, stream: bool) -> Url {
        match self.dialect {
            Dialect::OpenAiChat => self.endpoint("chat/completions"),
            Dialect::OpenAiResponses => self.endpoint("responses"),
            Dialect::AnthropicMessages => self.endpoint("messages"),
            Dialect::Gemini => self.gemini(model, stream),
        }
    }

    /// `{base}/models/MODEL:METHOD`. The model is one segment whatever it holds; a name that is
    /// given with `models/` in front keeps it.
    fn gemini(&self, model: &str, stream: bool) -> Url {
        let mut url = self.endpoint("models");
        let model = model.strip_prefix("models/").unwrap_or(model);
        let method = if stream {
            "streamGenerateContent"
        } else {
            "generateContent"
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.push(&format!("{model}:{method}"));
        }
        if stream {
            // Without it the answer is one JSON array.
            url.set_query(Some("alt=sse"));
        }
        url
    }

    /// The list of models: `{base}/models`.
    pub fn models(&self) -> Url {
        self.endpoint("models")
    }

    /// The gateway's credit balance: `{base}/credits`.
    pub fn credits(&self) -> Url {
        self.endpoint("credits")
    }

    /// What the gateway billed for one answer: `{base}/generation?id=ID`.
    pub fn generation(&self, id: &str) -> Url {
        let mut url = self.endpoint("generation");
        url.query_pairs_mut().append_pair("id", id);
        url
    }

    /// The exact origin that a key belongs to: `https://host` or `https://host:port`.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The host as it is asked for, in ASCII; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The port that is connected to.
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(443)
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether the host is literally this machine: 127.0.0.0/8, `::1` or `localhost`. Other names
    /// are not, whatever they resolve to.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip == Ipv6Addr::LOCALHOST,
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Whether a key may be sent here: always over https, over http only to this machine.
    pub fn check_key_allowed(&self) -> Result<(), BaseUrlError> {
        if self.is_https() || self.is_loopback() {
            Ok(())
        } else {
            Err(BaseUrlError::KeyInClear)
        }
    }

    fn endpoint(&self, name: &str) -> Url {
        let mut url = self.url.clone();
        let path = format!("{}/{name}", self.url.path().trim_end_matches('/'));
        url.set_path(&path);
        url
    }
}

impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

/// Refuses what the URL parser would repair in silence: `https:evil`, backslashes, tabs, dots.
fn check_text(text: &str) -> Result<(), BaseUrlError> {
    if text.is_empty() {
        return Err(BaseUrlError::Empty);
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(BaseUrlError::Space);
    }
    let rest = strip_scheme(text).ok_or(BaseUrlError::Scheme)?;
    let (before_fragment, has_fragment) = split(rest, '#');
    let (before_query, has_query) = split(before_fragment, '?');
    let (authority, path) = before_query.split_once('/').unwrap_or((before_query, ""));
    if authority.contains('@') {
        return Err(BaseUrlError::Userinfo);
    }
    if has_query {
        return Err(BaseUrlError::Query);
    }
    if has_fragment {
        return Err(BaseUrlError::Fragment);
    }
    if !text.is_ascii() {
        return Err(BaseUrlError::NotAscii);
    }
    if authority.is_empty() || authority.contains('%') {
        return Err(BaseUrlError::Host);
    }
    if !is_plain_path(path) {
        return Err(BaseUrlError::Path);
    }
    Ok(())
}

fn strip_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let (head, rest) = text.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn split(text: &str, at: char) -> (&str, bool) {
    text.split_once(at)
        .map_or((text, false), |(head, _)| (head, true))
}

/// No dot segments, and no escape that hides a control character, a separator or a dot.
fn is_plain_path(path: &str) -> bool {
    if path
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return false;
    }
    path.split('%').skip(1).all(|after| {
        after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .is_some_and(|byte| !byte.is_ascii_control() && !matches!(byte, b'/' | b'\\' | b'.'))
    })
}

fn is_link_local(host: &Host<&str>) -> bool {
    let ip = match host {
        Host::Ipv4(ip) => IpAddr::V4(*ip),
        Host::Ipv6(ip) => embedded_v4(*ip).map_or(IpAddr::V6(*ip), IpAddr::V4),
        Host::Domain(_) => return false,
    };
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// `::ffff:a.b.c.d` and the old `::a.b.c.d`: an IPv4 address in IPv6 clothes.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    ip.to_ipv4().filter(|v4| v4.octets() > [0, 0, 0, 1])
}

/// The path without a full endpoint, ending in a version.
fn base_path(path: &str, dialect: Dialect) -> String {
    let path = path.trim_end_matches('/');
    let path = strip_endpoint(path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    if is_version(last) || path.ends_with("/v1beta/openai") {
        path.to_owned()
    } else {
        format!("{path}/{}", dialect.version())
    }
}

fn strip_endpoint(path: &str) -> &str {
    for endpoint in ["/chat/completions", "/responses", "/messages"] {
        if let Some(base) = path.strip_suffix(endpoint) {
            return base;
        }
    }
    // `/models/gemini-2.5-flash:streamGenerateContent`
    match path.rsplit_once('/') {
        Some((head, method)) if method.contains(':') => {
            head.strip_suffix("/models").unwrap_or(path)
        }
        _ => path,
    }
}

/// `v1`, `v2`, `v1beta`, `v1alpha2`.
fn is_version(segment: &str) -> bool {
    let Some(rest) = segment.strip_prefix('v') else {
        return false;
    };
    let stage = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if stage.len() == rest.len() {
        return false;
    }
    let number = stage
        .strip_prefix("alpha")
        .or_else(|| stage.strip_prefix("beta"));
    stage.is_empty() || number.is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
}
