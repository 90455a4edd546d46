//! The environment variables that this program reads, taken once at the start.
//!
//! An empty or blank variable counts as unset. Nothing else in the engine asks the environment for
//! an address or a key, so a variable that is not listed here is not read. Keys are kept as
//! secrets; `Debug` shows only which variables are set.

mod handed_on;

pub use handed_on::HandedOn;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use chat_core::connection::{Builtin, Facts, KeyProblem, Variable, check_key};
use chat_core::failure::{Code, Failure};
use secrecy::{ExposeSecret, SecretString};

use crate::signin::ChildVariables;

/// With this variable WebKitGTK draws without DMABUF, which shows nothing on some machines.
pub const WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Where keys that are typed in are kept (`GATEHOUSE_KEYSTORE`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyStoreChoice {
    /// The system's keyring.
    #[default]
    Os,
    /// This process's memory.
    Memory,
}

/// A snapshot of the variables.
#[derive(Clone, Default)]
pub struct Environment {
    addresses: BTreeMap<Builtin, String>,
    keys: BTreeMap<Variable, SecretString>,
    data_dir: Option<PathBuf>,
    key_store: KeyStoreChoice,
    log: Option<String>,
    without_dmabuf: bool,
}

impl Environment {
    /// Reads the variables of this process.
    pub fn from_process() -> Result<Self, Failure> {
        Self::read(|name| std::env::var_os(name))
    }

    /// The same from pairs; a later pair of the same name wins.
    pub fn from_pairs<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Self, Failure>
    where
        N: Into<String>,
        V: Into<OsString>,
    {
        let pairs: BTreeMap<String, OsString> = pairs
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self::read(|name| pairs.get(name).cloned())
    }

    fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Failure> {
        let text = |name: &str| match lookup(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(Err(_)) => Err(invalid(format!("{name} is not valid UTF-8."))),
        };
        let mut this = Self::default();
        for connection in Builtin::ALL {
            if let Some(name) = connection.address_variable()
                && let Some(address) = text(name)?
            {
                this.addresses.insert(connection.keeper(), address);
            }
            for variable in connection.key_variables() {
                if let Some(key) = text(variable.name())? {
                    this.keys.insert(*variable, SecretString::from(key));
                }
            }
        }
        this.key_store = match text("GATEHOUSE_KEYSTORE")?.as_deref().map(str::trim) {
            None | Some("os") => KeyStoreChoice::Os,
            Some("memory") => KeyStoreChoice::Memory,
            Some(_) => {
                return Err(invalid(
                    "GATEHOUSE_KEYSTORE is neither os nor memory.".to_owned(),
                ));
            }
        };
        this.data_dir = lookup("GATEHOUSE_DATA_DIR")
            .filter(|path| !path.to_string_lossy().trim().is_empty())
            .map(PathBuf::from);
        this.log = text("GATEHOUSE_LOG")?;
        this.without_dmabuf = lookup(WITHOUT_DMABUF).is_some_and(|value| !value.is_empty());
        Ok(this)
    }

    /// What the choice of a connection is made from, without any key in it. What is stored is
    /// added by whoever knows the store.
    pub fn facts(&self) -> Facts {
        Facts {
            addresses: self.addresses.clone(),
            keys: self.keys.keys().copied().collect(),
            signed_in: false,
            stored_default: None,
            stored: BTreeMap::new(),
        }
    }

    /// The key in a variable, trimmed; `config_invalid` where what stands there is no key, none
    /// where nothing does.
    pub fn key(&self, variable: Variable) -> Result<Option<SecretString>, Failure> {
        let Some(text) = self.keys.get(&variable) else {
            return Ok(None);
        };
        check_key(text.expose_secret())
            .map(|key| Some(SecretString::from(key)))
            .map_err(|problem: KeyProblem| problem.failure_in(variable.name()))
    }

    /// Every key in the environment as it stands there: what must be masked in any text.
    pub fn secrets(&self) -> Vec<SecretString> {
        self.keys.values().cloned().collect()
    }

    /// `GATEHOUSE_DATA_DIR`: everything on disk lives under it when set.
    pub fn data_dir(&self) -> Option<&std::path::Path> {
        self.data_dir.as_deref()
    }

    /// `GATEHOUSE_KEYSTORE`.
    pub fn key_store(&self) -> KeyStoreChoice {
        self.key_store
    }

    /// `GATEHOUSE_LOG`: a filter for log lines.
    pub fn log(&self) -> Option<&str> {
        self.log.as_deref()
    }

    /// Whether [`WITHOUT_DMABUF`] is set, to whatever: so the web view understands it.
    pub fn is_without_dmabuf(&self) -> bool {
        self.without_dmabuf
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Addresses too: a person may have put a password into one.
        f.debug_struct("Environment")
            .field("addresses", &self.addresses.keys())
            .field("keys", &self.keys.keys())
            .field("data_dir", &self.data_dir)
            .field("key_store", &self.key_store)
            .field("log", &self.log)
            .field("without_dmabuf", &self.without_dmabuf)
            .finish()
    }
}

/// The file of the program that this process runs.
pub fn this_program() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}

/// The file by which this program can be started later: of an `AppImage` that one, as what runs lies in
/// a folder that goes.
pub fn lasting_program() -> std::io::Result<PathBuf> {
    match std::env::var_os("APPIMAGE") {
        Some(image) if !image.is_empty() => Ok(image.into()),
        _ => this_program(),
    }
}

/// What the file of a program is called on this system.
pub fn program_file(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The folders in which the system looks for programs, in its order.
pub fn program_folders() -> Vec<PathBuf> {
    std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// The kind of system and of processor that this was built for.
pub fn kind_of_machine() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Whether a Wayland compositor shows this session's windows, also those of its X server.
pub fn is_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

/// The variables of this process for a program that it starts: without credentials.
pub fn child_variables() -> ChildVariables {
    ChildVariables::from_pairs(std::env::vars_os())
}

fn invalid(message: String) -> Failure {
    Failure::new(Code::ConfigInvalid, message).with_action("Correct or unset the variable.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_variables_count_as_unset() {
        let names = [
            "AI_GATEWAY_URL",
            "AI_GATEWAY_API_KEY",
            "VERCEL_OIDC_TOKEN",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "GEMINI_API_KEY",
            "GEMINI_BASE_URL",
            "LOCAL_BASE_URL",
            "GATEHOUSE_DATA_DIR",
            "GATEHOUSE_KEYSTORE",
            "GATEHOUSE_LOG",
        ];
        for blank in ["", " ", "\t\n"] {
            let env = Environment::from_pairs(names.map(|name| (name, blank))).unwrap();
            let facts = env.facts();
            assert!(facts.addresses.is_empty() && facts.keys.is_empty());
            assert_eq!(
                (env.data_dir(), env.log(), env.key_store()),
                (None, None, KeyStoreChoice::Os)
            );
        }
    }

    #[test]
    fn only_the_variables_of_this_programs_connections_are_read() {
        let env = Environment::from_pairs([
            ("AI_GATEWAY_URL", "http://h"),
            ("OPENAI_BASE_URL", "http://o"),
            ("LOCAL_BASE_URL", "http://l"),
            ("AI_GATEWAY_API_KEY", "k1"),
            ("VERCEL_OIDC_TOKEN", "k2"),
            ("OPENAI_API_KEY", "k3"),
            ("ANTHROPIC_API_KEY", "k4"),
            ("ANTHROPIC_BASE_URL", "http://a"),
            ("GEMINI_API_KEY", "k5"),
            ("GEMINI_BASE_URL", "http://g"),
            ("MISTRAL_API_KEY", "k6"),
            ("GOOGLE_API_KEY", "k7"),
        ])
        .unwrap();
        let facts = env.facts();
        assert_eq!(facts.addresses.len(), 5);
        assert_eq!(
            facts.keys,
            [
                Variable::AiGatewayApiKey,
                Variable::VercelOidcToken,
                Variable::OpenAiApiKey,
                Variable::AnthropicApiKey,
                Variable::GeminiApiKey
            ]
        );
        assert_eq!(env.secrets().len(), 5);
    }

    #[test]
    fn debug_shows_neither_keys_nor_passwords_in_addresses() {
        let env = Environment::from_pairs([
            ("AI_GATEWAY_URL", "https://u:hunter2@h"),
            ("OPENAI_API_KEY", "planted-key-1234"),
        ])
        .unwrap();
        for text in [format!("{env:?}"), format!("{:#?} {:?}", env, env.facts())] {
            assert!(
                !text.contains("hunter2") && !text.contains("planted"),
                "{text}"
            );
            assert!(text.contains("OpenAiApiKey"), "{text}");
        }
    }

    #[test]
    fn keys_are_trimmed_or_explained_by_the_variables_name() {
        let env = Environment::from_pairs([
            ("AI_GATEWAY_API_KEY", " vck_1234\r\n"),
            ("VERCEL_OIDC_TOKEN", "[from vercel env pull]"),
        ])
        .unwrap();
        let key = env.key(Variable::AiGatewayApiKey).unwrap().unwrap();
        assert_eq!(key.expose_secret(), "vck_1234");
        let failure = env.key(Variable::VercelOidcToken).unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid);
        assert!(
            failure.message.starts_with("VERCEL_OIDC_TOKEN: "),
            "{failure}"
        );
        assert!(env.key(Variable::OpenAiApiKey).unwrap().is_none());
    }

    #[test]
    fn own_settings_are_checked() {
        let kind = |text: &str| Environment::from_pairs([("GATEHOUSE_KEYSTORE", text)]);
        assert_eq!(kind("os").unwrap().key_store(), KeyStoreChoice::Os);
        assert_eq!(kind("memory").unwrap().key_store(), KeyStoreChoice::Memory);
        for text in ["file", "Memory", "plain"] {
            assert_eq!(kind(text).unwrap_err().code, Code::ConfigInvalid, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_no_text_is_refused_but_a_path_may_be_any_bytes() {
        use std::os::unix::ffi::OsStringExt;
        let bytes = || OsString::from_vec(vec![b'/', 0xff]);
        let failure = Environment::from_pairs([("OPENAI_API_KEY", bytes())]).unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid);
        let env = Environment::from_pairs([("GATEHOUSE_DATA_DIR", bytes())]).unwrap();
        assert_eq!(env.data_dir().unwrap().as_os_str(), bytes());
    }
}
