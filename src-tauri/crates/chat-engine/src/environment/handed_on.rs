//! What another program of the person's desktop gets of our environment, and where it is found.
//!
//! Must not start anything.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::signin::ChildVariables;

/// The Vercel CLI's login, which that CLI alone gets.
const CLI_LOGIN: &str = "VERCEL_TOKEN";

/// The variables that a program of the desktop gets, such as the one that opens addresses: none that
/// holds a credential, and nothing of an `AppImage`.
#[derive(Clone)]
pub struct HandedOn(Vec<(OsString, OsString)>);

impl HandedOn {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self::from_child(&super::child_variables())
    }

    fn from_child(variables: &ChildVariables) -> Self {
        Self::from_pairs(
            variables
                .iter()
                .filter(|(name, _)| !name.eq_ignore_ascii_case(CLI_LOGIN))
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        )
    }

    /// These, without what an `AppImage` put there for this program: with its libraries another
    /// program may not start. Entries of lists, such as `PATH`, are taken out one by one.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let bundle = pairs.iter().find(|(name, _)| name == "APPDIR");
        let bundle = bundle.map(|(_, folder)| PathBuf::from(folder));
        match bundle.filter(|folder| folder.is_absolute()) {
            Some(bundle) => Self(
                pairs
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, outside(&bundle, value)?)))
                    .collect(),
            ),
            None => Self(pairs),
        }
    }

    /// All of them.
    pub fn pairs(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.pairs()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The file of this name in the first folder of `PATH` that has one. A relative folder is none:
    /// what lies in a project is not run.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        std::env::split_paths(self.get("PATH")?)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(program))
            .find(|program| program.is_file())
    }
}

impl std::fmt::Debug for HandedOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.pairs().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

/// A value without the folders of a bundle; none where nothing else is in it.
fn outside(bundle: &Path, value: OsString) -> Option<OsString> {
    let parts: Vec<PathBuf> = std::env::split_paths(&value).collect();
    let kept: Vec<&PathBuf> = parts
        .iter()
        .filter(|part| !part.starts_with(bundle))
        .collect();
    if kept.len() == parts.len() {
        return Some(value);
    }
    let joined = std::env::join_paths(&kept).ok()?;
    (!kept.is_empty()).then_some(joined)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn kept(pairs: &[(&str, &str)]) -> Vec<String> {
        let own = |(name, value): &(&str, &str)| ((*name).into(), (*value).into());
        HandedOn::from_pairs(pairs.iter().map(own))
            .pairs()
            .map(|(name, value)| format!("{}={}", name.display(), value.display()))
            .collect()
    }

    /// Mutation seen to fail: `login-handed-on` in `xtask/scripts/mutations_answer.py`.
    #[test]
    fn no_credential_is_handed_on() {
        let given = [
            ("HOME", "/home/me"),
            ("AI_GATEWAY_API_KEY", "k"),
            ("VERCEL_OIDC_TOKEN", "k"),
            ("VERCEL_TOKEN", "k"),
            ("OPENAI_API_KEY", "k"),
            ("ANTHROPIC_API_KEY", "k"),
            ("GEMINI_API_KEY", "k"),
        ];
        let own = given.map(|(name, value)| (name.into(), value.into()));
        let variables = HandedOn::from_child(&ChildVariables::from_pairs(own));
        assert!(variables.get("HOME").is_some());
        assert!(
            variables.pairs().all(|(_, value)| value != "k"),
            "{variables:?}"
        );
    }

    #[test]
    fn what_an_app_image_brings_is_not_handed_on() {
        let given = [
            ("APPDIR", "/tmp/.mount_gate"),
            ("PATH", "/tmp/.mount_gate/usr/bin:/usr/bin:/bin"),
            ("LD_LIBRARY_PATH", "/tmp/.mount_gate/usr/lib"),
            ("HOME", "/home/me"),
        ];
        assert_eq!(kept(&given), ["PATH=/usr/bin:/bin", "HOME=/home/me"]);
        let plain = [("PATH", "/usr/bin::x"), ("APPDIR", "")];
        assert_eq!(kept(&plain), ["PATH=/usr/bin::x", "APPDIR="]);
    }

    #[test]
    fn a_program_is_found_in_folders_that_are_told_whole() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("opens");
        std::fs::write(&program, "").unwrap();
        let path = format!("relative:/nonexistent:{}", folder.path().display());
        let variables = HandedOn::from_pairs([("PATH".into(), path.into())]);
        assert_eq!(variables.find("opens"), Some(program));
        assert_eq!(variables.find("other"), None);
        assert_eq!(format!("{variables:?}"), "[\"PATH\"]");
    }
}
