//! Addresses in what others wrote: which may be a link, where it leads, and what a person should
//! see of that before it is opened.
//!
//! Must not open, resolve or fetch anything.

use url::{Host, Url};

mod doubt;
mod mail;
mod said;

pub use doubt::Doubt;
pub use mail::Letter;

/// Longest address of a link, in bytes; longer ones stay text.
pub const MAX_HREF: usize = 2_048;

/// An address that may be a link: `http` or `https` with a host, or `mailto` with somebody to
/// write to. Written in ASCII.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    url: Url,
}

impl Link {
    /// The address as parsed; none when it may not be a link.
    pub fn parse(written: &str) -> Option<Self> {
        // The URL standard skips control characters; here their presence alone is suspicious.
        if written.len() > MAX_HREF || written.chars().any(char::is_control) {
            return None;
        }
        let url = Url::parse(written).ok()?;
        let allowed = match url.scheme() {
            "http" | "https" => url.has_host(),
            "mailto" => !url.path().is_empty(),
            _ => false,
        };
        let fits = url.as_str().is_ascii() && url.as_str().len() <= MAX_HREF;
        (allowed && fits).then_some(Self { url })
    }

    /// The address, in ASCII.
    pub fn href(&self) -> &str {
        self.url.as_str()
    }

    /// Where it leads: the host in ASCII, with a port that is not the usual one, or whom a letter
    /// goes to.
    pub fn host(&self) -> String {
        let Some(host) = self.url.host_str() else {
            return self.url.path().to_owned();
        };
        match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Where it leads, if a text that stands for it does not say so or says otherwise.
    pub fn host_beside(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let plain = !self.has_userinfo() && !self.is_disguised() && said::names(self, text);
        (!plain).then(|| self.host())
    }

    /// Whether it is `mailto:`.
    pub fn is_mail(&self) -> bool {
        self.url.scheme() == "mailto"
    }

    fn has_userinfo(&self) -> bool {
        !self.url.username().is_empty() || self.url.password().is_some()
    }

    /// Whether the host stands for letters of other scripts, which can look like other letters.
    fn is_disguised(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => name.split('.').any(|label| label.starts_with("xn--")),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => false,
        }
    }
}

#[cfg(test)]
mod tests;
