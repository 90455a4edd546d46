//! What a person may say of a connection: its own, or a built-in one. Checked at the door, so that
//! what is stored can be used; no secret is among it.

use super::Builtin;
use crate::base_url::BaseUrl;
use crate::dialect::Dialect;
use crate::failure::{Code, Failure};
use crate::secret_text::mask;
use crate::settings::MAX_MS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest name of a connection.
const MAX_NAME: usize = 40;
/// Most extra headers of a connection.
const MAX_HEADERS: usize = 32;
/// Longest extra header value, in bytes.
const MAX_HEADER_VALUE: usize = 1024;
/// Longest certificate text, in bytes.
pub const MAX_CA_BYTES: usize = 256 * 1024;

/// What is stored of a connection; what is absent is as built in, or as the settings say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionConfig {
    /// The wire protocol, by name; a built-in connection has its own and this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Headers that go with every request. Never a credential.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Time-outs in milliseconds, 0 is off; absent ones are those of the settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_ms: Option<u64>,
    /// See `connect_ms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_byte_ms: Option<u64>,
    /// See `connect_ms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_ms: Option<u64>,
    /// A proxy for this connection alone, `http://host:port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Certificates in PEM that are trusted beside the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
    /// Whether questions go without a key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keyless: bool,
}

impl ConnectionConfig {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all of it can be used by a connection of that name.
    ///
    /// # Errors
    /// `config_invalid`, naming what is wrong.
    pub fn check(&self, name: &str) -> Result<(), Failure> {
        let builtin = Builtin::from_name(name);
        let dialect = match (builtin, self.dialect.as_deref()) {
            (Some(builtin), None) => builtin.dialect(),
            (Some(_), Some(_)) => {
                return Err(refuse(
                    format!("The connection \"{name}\" has its own dialect."),
                    "Add a connection of your own for another dialect.",
                ));
            }
            (None, Some(dialect)) => Dialect::parse(dialect).ok_or_else(unknown_dialect)?,
            (None, None) => return Err(unknown_dialect()),
        };
        match (&self.base_url, builtin) {
            (Some(url), _) => check_address(url, dialect, self.keyless)?,
            (None, Some(_)) => {}
            (None, None) => {
                return Err(refuse(
                    format!("The connection \"{name}\" has no address."),
                    "Give it one.",
                )
                .with_command("Give one with --base-url."));
            }
        }
        if builtin == Some(Builtin::Demo) {
            return Err(refuse(
                "The demo gateway has nothing to set.".to_owned(),
                "Add a connection of your own.",
            ));
        }
        if self.keyless && builtin.is_some_and(Builtin::needs_key) {
            return Err(refuse(
                format!("The connection \"{name}\" needs a key."),
                "Add a connection of your own for a server without one.",
            ));
        }
        check_headers(&self.headers)?;
        if let Some(proxy) = &self.proxy {
            check_proxy(proxy)?;
        }
        let ca = self.ca_pem.as_deref().unwrap_or_default();
        if !ca.is_empty()
            && (ca.len() > MAX_CA_BYTES || !ca.contains("-----BEGIN CERTIFICATE-----"))
        {
            return Err(refuse(
                "That file holds no certificate in PEM form.".to_owned(),
                "Give a file that begins with -----BEGIN CERTIFICATE-----.",
            ));
        }
        // It would be stored as it is, and nothing here needs it.
        if ca.contains("PRIVATE KEY") {
            return Err(refuse(
                "That file holds a private key beside the certificate.".to_owned(),
                "Give a file with the certificate alone; nothing was stored.",
            ));
        }
        let timeouts = [self.connect_ms, self.first_byte_ms, self.idle_ms];
        if timeouts.into_iter().flatten().any(|ms| ms > MAX_MS) {
            return Err(refuse(
                "A time-out is longer than a day.".to_owned(),
                "Give at most 86400000 milliseconds; 0 is off.",
            ));
        }
        Ok(())
    }
}

/// Whether a name can be that of a connection of one's own.
///
/// # Errors
/// `config_invalid`: taken by a built-in one, empty, too long, or with other characters.
pub fn check_name(name: &str) -> Result<(), Failure> {
    if Builtin::from_name(name).is_some() {
        return Err(refuse(
            format!("\"{name}\" is built in."),
            "Choose another name, or change that one.",
        )
        .with_command("Choose another name, or change it with: gatehouse connections set"));
    }
    let fits = (1..=MAX_NAME).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if fits {
        return Ok(());
    }
    Err(refuse(
        "That cannot be the name of a connection.".to_owned(),
        "Use up to 40 lower-case letters, digits, - and _.",
    ))
}

/// Whether a name can be that of a connection, a built-in one or one's own.
///
/// # Errors
/// `config_invalid`, as [`check_name`] says.
pub fn check_any_name(name: &str) -> Result<(), Failure> {
    match Builtin::from_name(name) {
        Some(_) => Ok(()),
        None => check_name(name),
    }
}

/// Words in the names of headers that carry credentials.
const SECRET_WORDS: [&str; 8] = [
    "key",
    "token",
    "secret",
    "auth",
    "password",
    "cookie",
    "credential",
    "signature",
];
/// Headers that requests set themselves.
const SET_ITSELF: [&str; 8] = [
    "host",
    "content-length",
    "content-type",
    "content-encoding",
    "transfer-encoding",
    "accept-encoding",
    "connection",
    "anthropic-version",
];

fn check_headers(headers: &BTreeMap<String, String>) -> Result<(), Failure> {
    if headers.len() > MAX_HEADERS {
        return Err(refuse(
            "Those are too many headers.".to_owned(),
            "Give at most 32.",
        ));
    }
    for (name, value) in headers {
        let lower = name.to_ascii_lowercase();
        let token = !name.is_empty()
            && name.len() <= 64
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !token {
            return Err(refuse(
                "That is no name of a header.".to_owned(),
                "Write it like X-Title: my app.",
            ));
        }
        if SET_ITSELF.contains(&lower.as_str()) {
            return Err(refuse(
                format!("The header {lower} cannot be an extra one: requests set it themselves."),
                "Leave it out.",
            ));
        }
        // What stands here is stored as it is, so a key is refused by its look, too.
        let secret = SECRET_WORDS.iter().any(|word| lower.contains(word)) || mask(value) != *value;
        if secret {
            return Err(refuse(
                format!("The header {lower} cannot be an extra one: it may carry a credential."),
                "Enter a key as the connection's key.",
            )
            .with_command("Keys go in with: gatehouse keys set CONNECTION"));
        }
        let fits = value.len() <= MAX_HEADER_VALUE
            && value.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if !fits {
            return Err(refuse(
                format!("The value of the header {lower} cannot be sent."),
                "Use at most 1,024 plain ASCII characters on one line.",
            ));
        }
    }
    Ok(())
}

fn check_address(url: &str, dialect: Dialect, keyless: bool) -> Result<(), Failure> {
    let base =
        BaseUrl::parse(url, dialect).map_err(|error| error.failure("the connection's base URL"))?;
    if keyless {
        return Ok(());
    }
    base.check_key_allowed()
        .map_err(|error| error.failure("the connection's base URL"))
}

/// A proxy is an origin: no path, no user name, so that nothing secret is stored with it.
fn check_proxy(text: &str) -> Result<(), Failure> {
    let wrong = || {
        refuse(
            "The proxy's address cannot be used.".to_owned(),
            "Write it like http://host:3128, without a user name.",
        )
    };
    let url = url::Url::parse(text.trim()).map_err(|_| wrong())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none();
    if plain { Ok(()) } else { Err(wrong()) }
}

fn unknown_dialect() -> Failure {
    let names: Vec<_> = Dialect::ALL.iter().map(|d| d.name()).collect();
    Failure::new(
        Code::ConfigInvalid,
        "That is no dialect that Gatehouse speaks.",
    )
    .with_action(format!("Choose one of {}.", names.join(", ")))
}

fn refuse(message: String, action: &str) -> Failure {
    Failure::new(Code::ConfigInvalid, message).with_action(action)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(url: &str) -> ConnectionConfig {
        ConnectionConfig {
            dialect: Some("openai-chat".to_owned()),
            base_url: Some(url.to_owned()),
            ..ConnectionConfig::default()
        }
    }

    fn header(name: &str, value: &str) -> ConnectionConfig {
        ConnectionConfig {
            headers: BTreeMap::from([(name.to_owned(), value.to_owned())]),
            ..own("https://h")
        }
    }

    #[test]
    fn what_can_be_used_is_taken() {
        for config in [
            own("https://h/v1"),
            own("http://127.0.0.1:8080"),
            header("X-Title", "my app"),
            ConnectionConfig {
                keyless: true,
                ..own("http://lab.example:8000")
            },
            ConnectionConfig {
                proxy: Some("http://proxy.example:3128".to_owned()),
                ..own("https://h")
            },
            ConnectionConfig {
                ca_pem: Some(
                    "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----".to_owned(),
                ),
                ..own("https://h")
            },
        ] {
            assert_eq!(config.check("mine"), Ok(()), "{config:?}");
        }
        let moved = ConnectionConfig {
            base_url: Some("https://h".to_owned()),
            ..ConnectionConfig::default()
        };
        assert_eq!(moved.check("anthropic"), Ok(()));
    }

    #[test]
    fn what_cannot_is_refused_with_an_action() {
        let cases = [
            ("mine", ConnectionConfig::default()),
            (
                "mine",
                ConnectionConfig {
                    base_url: None,
                    ..own("")
                },
            ),
            ("mine", own("http://lab.example:8000")),
            ("mine", own("https://u:p@h")),
            (
                "mine",
                ConnectionConfig {
                    dialect: Some("smoke".to_owned()),
                    ..own("https://h")
                },
            ),
            ("gateway", own("https://h")),
            ("demo", ConnectionConfig::default()),
            (
                "openai",
                ConnectionConfig {
                    keyless: true,
                    ..ConnectionConfig::default()
                },
            ),
            ("mine", header("Authorization", "Bearer x")),
            ("mine", header("x-my-token", "x")),
            ("mine", header("X-Session-Cookie", "x")),
            ("mine", header("X-Credential", "x")),
            ("mine", header("X-Title", "vck_abcdefghijklmnop")),
            ("mine", header("X-Title", "Bearer abcDEF1234567890")),
            ("mine", header("X-Title", "two\nlines")),
            ("mine", header("X Title", "x")),
            (
                "mine",
                ConnectionConfig {
                    proxy: Some("http://u:p@h:1".to_owned()),
                    ..own("https://h")
                },
            ),
            (
                "mine",
                ConnectionConfig {
                    proxy: Some("socks5://h:1".to_owned()),
                    ..own("https://h")
                },
            ),
            (
                "mine",
                ConnectionConfig {
                    ca_pem: Some("x".to_owned()),
                    ..own("https://h")
                },
            ),
            (
                "mine",
                ConnectionConfig {
                    ca_pem: Some(format!(
                        "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n\
                         -----BEGIN {} KEY-----\nAA\n",
                        "PRIVATE"
                    )),
                    ..own("https://h")
                },
            ),
            (
                "mine",
                ConnectionConfig {
                    idle_ms: Some(86_400_001),
                    ..own("https://h")
                },
            ),
        ];
        for (name, config) in cases {
            let failure = config.check(name).unwrap_err();
            assert_eq!(failure.code, Code::ConfigInvalid, "{config:?}");
            assert!(failure.action.is_some(), "{failure:?}");
            assert!(!failure.message.contains("u:p"), "{failure:?}");
        }
    }

    /// A reason that is not true sends a person the wrong way.
    #[test]
    fn a_header_that_requests_set_themselves_is_told_from_a_credential() {
        for (name, credential) in [
            ("Authorization", true),
            ("Cookie", true),
            ("X-My-Token", true),
            ("Host", false),
            ("Content-Length", false),
            ("Anthropic-Version", false),
        ] {
            let failure = header(name, "x").check("mine").unwrap_err();
            assert_eq!(failure.message.contains("credential"), credential, "{name}");
        }
    }

    #[test]
    fn names_are_plain_and_not_built_in() {
        for name in ["mine", "a", "my-gw_2", "0"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "gateway",
            "demo",
            "Mine",
            "a b",
            "-a",
            "a@b",
            "ü",
            &"a".repeat(41),
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
