//! What of our environment a program that we start gets to see.

use std::ffi::{OsStr, OsString};

use chat_core::connection::Builtin;

/// Variables without credentials. The person's shell may hold keys of anything; of them the
/// Vercel CLI gets only its own.
#[derive(Clone, Default)]
pub struct ChildVariables(Vec<(OsString, OsString)>);

/// Set in every program that we start: what we run reports on nobody and looks for no update.
const ALWAYS: [(&str, &str); 3] = [
    ("VERCEL_TELEMETRY_DISABLED", "1"),
    ("NO_UPDATE_NOTIFIER", "1"),
    ("NO_COLOR", "1"),
];

/// They would make a program believe that somebody sits before it.
const NEVER: [&str; 2] = ["FORCE_COLOR", "FORCE_TTY"];

/// The CLI's own login, where a person keeps it in the environment.
const CLI_LOGIN: &str = "VERCEL_TOKEN";

impl ChildVariables {
    /// Keeps what a child may see.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let always = ALWAYS.map(|(name, value)| (name.into(), value.into()));
        let kept = pairs
            .into_iter()
            .filter(|(name, _)| is_for_children(&name.to_string_lossy()));
        Self(kept.chain(always).collect())
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0
            .iter()
            .find(|(known, _)| {
                if cfg!(windows) {
                    known.eq_ignore_ascii_case(name)
                } else {
                    known == name
                }
            })
            .map(|(_, value)| value.as_os_str())
            .filter(|value| !value.is_empty())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }
}

impl std::fmt::Debug for ChildVariables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

fn is_for_children(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let is_ours = name.starts_with("GATEHOUSE_")
        || Builtin::ALL.iter().any(|builtin| {
            builtin.address_variable() == Some(&name)
                || builtin.key_variables().iter().any(|key| key.name() == name)
        });
    let is_credential = [
        "KEY",
        "_TOKEN",
        "_SECRET",
        "_PASSWORD",
        "_PASSPHRASE",
        "_CREDENTIALS",
    ]
    .iter()
    .any(|end| name.ends_with(end));
    let is_set_here = ALWAYS.iter().any(|(always, _)| *always == name);
    name == CLI_LOGIN
        || !(is_ours || is_credential || is_set_here || NEVER.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_sees_no_credential_but_the_clis_own_login() {
        let given = [
            "AI_GATEWAY_API_KEY",
            "AI_GATEWAY_URL",
            "VERCEL_OIDC_TOKEN",
            "OPENAI_API_KEY",
            "openai_api_key",
            "MISTRAL_API_KEY",
            "AWS_SECRET_ACCESS_KEY",
            "NPM_TOKEN",
            "DB_PASSWORD",
            "GATEHOUSE_DATA_DIR",
            "FORCE_TTY",
            "NO_UPDATE_NOTIFIER",
            "PATH",
            "HOME",
            "XDG_DATA_HOME",
            "HTTPS_PROXY",
            "NODE_EXTRA_CA_CERTS",
            "VERCEL_TOKEN",
        ];
        let pairs = given.map(|name| (OsString::from(name), OsString::from("given")));
        let variables = ChildVariables::from_pairs(pairs);
        let seen: Vec<_> = variables
            .iter()
            .map(|(name, value)| format!("{}={}", name.display(), value.display()))
            .collect();
        assert_eq!(
            seen,
            [
                "PATH=given",
                "HOME=given",
                "XDG_DATA_HOME=given",
                "HTTPS_PROXY=given",
                "NODE_EXTRA_CA_CERTS=given",
                "VERCEL_TOKEN=given",
                "VERCEL_TELEMETRY_DISABLED=1",
                "NO_UPDATE_NOTIFIER=1",
                "NO_COLOR=1",
            ]
        );
        assert_eq!(variables.get("HOME"), Some(OsStr::new("given")));
        assert_eq!(variables.get("OPENAI_API_KEY"), None);
        let shown = format!("{variables:?}");
        assert!(shown.contains("VERCEL_TOKEN") && !shown.contains("given"));
    }
}
