//! A private home for test programs, so that no test can read or write the person's own files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::failure::Failure;
use crate::workspace::make_folder;

/// Variables that would lead a test to somebody's real gateway, key or settings.
const NOT_FOR_TESTS: [&str; 13] = [
    "AI_GATEWAY_URL",
    "AI_GATEWAY_API_KEY",
    "VERCEL_OIDC_TOKEN",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "GEMINI_API_KEY",
    "GEMINI_BASE_URL",
    "LOCAL_BASE_URL",
    "GATEHOUSE_DATA_DIR",
    "GATEHOUSE_KEYSTORE",
    "GATEHOUSE_LOG",
];

/// Takes the person's own configuration away from a test program.
pub(crate) fn without_configuration(command: &mut Command) -> &mut Command {
    for name in NOT_FOR_TESTS {
        command.env_remove(name);
    }
    command
}

/// A folder that lives as long as this value.
#[derive(Debug)]
pub(crate) struct Home {
    path: PathBuf,
}

impl Home {
    /// Makes one. Its path is short: a socket below it must fit into 108 bytes.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn new() -> Result<Self, Failure> {
        let nanos = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.subsec_nanos());
        let path = std::env::temp_dir().join(format!("gh-{}-{nanos:x}", std::process::id()));
        make_folder(&path)?;
        Ok(Self { path })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes `command` live in here; cargo and rustup keep their own folders.
    pub(crate) fn dress<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let old = std::env::home_dir();
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if let (None, Some(old)) = (std::env::var_os(name), &old) {
                command.env(name, old.join(folder));
            }
        }
        for name in [
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "XDG_RUNTIME_DIR",
        ] {
            command.env_remove(name);
        }
        without_configuration(command).env("HOME", &self.path)
    }

    /// What was written in here: a test that uses its own temporary folder leaves nothing.
    pub(crate) fn leftovers(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Best effort: a leftover in the temporary folder harms nobody.
        std::fs::remove_dir_all(&self.path).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_tells_what_was_left_in_it_and_goes_away() {
        let home = Home::new().unwrap();
        let path = home.path().to_path_buf();
        assert!(home.leftovers().is_empty());
        std::fs::write(path.join("stray"), "x").unwrap();
        assert_eq!(home.leftovers(), ["stray"]);
        drop(home);
        assert!(!path.exists());
    }

    #[test]
    fn a_dressed_command_sees_no_key_of_the_person() {
        let home = Home::new().unwrap();
        let mut command = Command::new("true");
        command.env("AI_GATEWAY_API_KEY", "k");
        home.dress(&mut command);
        let seen = |name: &str| {
            command
                .get_envs()
                .find(|(key, _)| *key == name)
                .map(|(_, v)| v)
        };
        assert_eq!(seen("AI_GATEWAY_API_KEY"), Some(None));
        assert_eq!(seen("HOME"), Some(Some(home.path().as_os_str())));
    }
}
