//! Where things are kept on disk.
//!
//! The folder name is the program's identifier, fixed for ever; the places are each system's own
//! (XDG, Application Support, `AppData\Local`), all of them under `GATEHOUSE_DATA_DIR` when set.

use std::path::{Path, PathBuf};

use chat_core::failure::{Code, Failure};
use directories::BaseDirs;

use crate::environment::Environment;

/// The program's identifier, and the name of its folders.
pub const IDENTIFIER: &str = "app.gatehouse.desktop";

/// The files of the window's log in its folder, the newest first.
pub const LOGS: [&str; 3] = ["gatehouse.log", "gatehouse.old.log", "gatehouse.older.log"];

/// The folders. They need not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The database and all that must not be lost.
    pub data: PathBuf,
    /// Files that a person may edit.
    pub config: PathBuf,
    /// Log files.
    pub log: PathBuf,
}

impl Paths {
    /// Decides the folders; `config_invalid` where the system knows no home.
    pub fn of(environment: &Environment) -> Result<Self, Failure> {
        match environment.data_dir() {
            Some(root) => Self::under(root),
            None => Self::of_the_system(),
        }
    }

    fn under(root: &Path) -> Result<Self, Failure> {
        // Relative paths are made absolute once: what is opened later must not follow a `cd`.
        let root = std::path::absolute(root).map_err(|_| {
            Failure::new(
                Code::ConfigInvalid,
                "GATEHOUSE_DATA_DIR cannot be used as a path.",
            )
            .with_action("Set it to an absolute path.")
        })?;
        Ok(Self {
            config: root.join("config"),
            log: root.join("logs"),
            data: root,
        })
    }

    fn of_the_system() -> Result<Self, Failure> {
        let base = BaseDirs::new().ok_or_else(|| {
            Failure::new(Code::ConfigInvalid, "This system names no home folder.")
                .with_action("Set GATEHOUSE_DATA_DIR to a folder of your own.")
        })?;
        let data = base.data_local_dir().join(IDENTIFIER);
        let log = if cfg!(target_os = "macos") {
            base.home_dir().join("Library/Logs").join(IDENTIFIER)
        } else {
            data.join("logs")
        };
        Ok(Self {
            config: base.config_local_dir().join(IDENTIFIER),
            log,
            data,
        })
    }

    /// Whether these are the system's own, and nobody chose others.
    pub fn is_the_systems(&self) -> bool {
        Self::of_the_system().is_ok_and(|usual| usual.data == self.data)
    }

    /// The name by which a second start finds the first: one for each data folder.
    pub fn instance(&self) -> String {
        // The folder may not exist yet, or be reached by a link.
        let folder = self.data.canonicalize();
        let folder = folder.as_ref().unwrap_or(&self.data);
        // FNV-1a: it must be the same in every build, and nobody gains by a collision.
        let hash = folder
            .as_os_str()
            .as_encoded_bytes()
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        format!("{IDENTIFIER}.d{hash:016x}")
    }

    /// The web view's files.
    pub fn web(&self) -> PathBuf {
        self.data.join("webview")
    }

    /// The tray's icon.
    pub fn tray(&self) -> PathBuf {
        self.data.join("tray")
    }

    /// What the window remembers of the screen.
    pub fn screen(&self) -> PathBuf {
        self.data.join("screen")
    }

    /// Makes the data folder, for this person alone. A folder that is there keeps its rights.
    pub fn create_data(&self) -> std::io::Result<()> {
        create_private(&self.data)
    }

    /// Makes the log folder, for this person alone.
    pub fn create_log(&self) -> std::io::Result<()> {
        create_private(&self.log)
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fixed_for_ever() {
        assert_eq!(IDENTIFIER, "app.gatehouse.desktop");
        let paths = Paths::of(&Environment::default()).unwrap();
        let base = BaseDirs::new().unwrap();
        assert_eq!(
            paths.data,
            base.data_local_dir().join("app.gatehouse.desktop")
        );
        assert_eq!(
            paths.config,
            base.config_local_dir().join("app.gatehouse.desktop")
        );
        if cfg!(target_os = "linux") {
            assert_eq!(paths.log, paths.data.join("logs"));
        }
    }

    #[test]
    fn each_data_folder_has_its_own_instance() {
        let id = |folder: &str| Paths::under(Path::new(folder)).unwrap().instance();
        assert_eq!(id("/nowhere/a"), id("/nowhere/a"));
        assert_ne!(id("/nowhere/a"), id("/nowhere/b"));
        // It must stay a D-Bus name: no element begins with a digit.
        let name = id("/nowhere/a");
        let last = name.strip_prefix("app.gatehouse.desktop.").unwrap();
        assert_eq!(last.len(), 17);
        assert!(last.starts_with('d') && last.bytes().all(|b| b.is_ascii_alphanumeric()));
    }

    #[test]
    fn everything_lives_under_the_data_dir_when_it_is_set() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().join("new é%/deep");
        let env = Environment::from_pairs([("GATEHOUSE_DATA_DIR", root.as_os_str())]).unwrap();
        let paths = Paths::of(&env).unwrap();
        assert_eq!(paths.data, root);
        assert_eq!(paths.config, root.join("config"));
        assert_eq!(paths.log, root.join("logs"));
        assert!(!root.exists());
        paths.create_data().unwrap();
        paths.create_log().unwrap();
        paths.create_data().unwrap();
        #[cfg(unix)]
        for folder in [&paths.data, &paths.log] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                folder.metadata().unwrap().permissions().mode() & 0o777,
                0o700
            );
        }
    }

    #[test]
    fn a_relative_data_dir_is_pinned_to_where_the_program_started() {
        let env = Environment::from_pairs([("GATEHOUSE_DATA_DIR", "some/where")]).unwrap();
        let paths = Paths::of(&env).unwrap();
        assert_eq!(
            paths.data,
            std::env::current_dir().unwrap().join("some/where")
        );
    }
}
