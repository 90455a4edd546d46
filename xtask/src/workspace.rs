//! Where things are: the repository, the build output, the private tools, the artifacts.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Folders of this checkout. All paths are absolute.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Build output of the dev profile: where our binaries appear.
    pub(crate) debug: PathBuf,
    /// Build output of the release profile.
    pub(crate) release: PathBuf,
    /// Tools of the right version, private to this checkout and not committed.
    pub(crate) tools: PathBuf,
    /// Screenshots and logs of the last test run.
    pub(crate) artifacts: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this program was built from.
    ///
    /// # Errors
    /// When the program was moved away from its build folder.
    pub(crate) fn find() -> Result<Self, Failure> {
        let lost = || {
            Failure::new(
                "The checkout was not found.",
                "Start it with `cargo xtask` in there.",
            )
        };
        // The cargo that runs us knows better than the build where a copied checkout lies now.
        let ours = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = ours.parent().ok_or_else(lost)?;
        // Our own place tells the target folder, wherever CARGO_TARGET_DIR or a config put it.
        let program = std::env::current_exe().map_err(|_| lost())?;
        let debug = program.parent().ok_or_else(lost)?;
        let target = debug.parent().ok_or_else(lost)?;
        if !root.join("Cargo.toml").is_file() {
            return Err(lost());
        }
        Ok(Self {
            root: root.to_path_buf(),
            debug: target.join("debug"),
            release: target.join("release"),
            tools: root.join(".tools"),
            artifacts: root.join("artifacts"),
        })
    }

    /// The window's program of a dev build.
    pub(crate) fn app(&self) -> PathBuf {
        app_in(&self.debug)
    }

    /// The command line's program of a dev build.
    pub(crate) fn cli(&self) -> PathBuf {
        cli_in(&self.debug)
    }

    /// The window's program of a release build.
    pub(crate) fn release_app(&self) -> PathBuf {
        app_in(&self.release)
    }

    /// An example's program of a release build.
    pub(crate) fn release_example(&self, name: &str) -> PathBuf {
        let folder = self.release.join("examples");
        folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The command line's program of a release build.
    pub(crate) fn release_cli(&self) -> PathBuf {
        cli_in(&self.release)
    }

    /// Files in `folder` (relative to the root) whose name ends with `ending`, sorted.
    pub(crate) fn files(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = std::fs::read_dir(self.root.join(folder))
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending))
            .collect();
        found.sort();
        found
    }

    /// Whether `pattern` names something: a path whose last part may hold one `*`.
    pub(crate) fn has(&self, pattern: &str) -> bool {
        let Some((before, ending)) = pattern.split_once('*') else {
            return self.root.join(pattern).exists();
        };
        let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
        std::fs::read_dir(self.root.join(folder))
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .any(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.strip_prefix(start)
                    .is_some_and(|rest| rest.ends_with(ending))
            })
    }
}

/// Creates a folder and its parents.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| {
        Failure::new(
            format!("The folder {} could not be made: {error}.", path.display()),
            "Check the rights and the free space there.",
        )
    })
}

/// Removes what a folder of ours holds, and makes it if it is not there.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn empty_folder(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        std::fs::remove_dir_all(path).map_err(|error| {
            Failure::new(
                format!(
                    "The old folder {} could not be removed: {error}.",
                    path.display()
                ),
                "Remove it by hand, then start this again.",
            )
        })?;
    }
    make_folder(path)
}

/// Writes a small file.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| {
        Failure::new(
            format!("The file {} could not be written: {error}.", path.display()),
            "Check the rights and the free space there.",
        )
    })
}

fn app_in(folder: &Path) -> PathBuf {
    folder.join(format!("gatehouse-desktop{}", std::env::consts::EXE_SUFFIX))
}

fn cli_in(folder: &Path) -> PathBuf {
    folder.join(format!("gatehouse{}", std::env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_files_by_their_ending() {
        let workspace = Workspace::find().unwrap();
        for (pattern, present) in [
            ("xtask/src/*.rs", true),
            ("xtask/src/*.py", false),
            ("xtask/src/work*", true),
            ("xtask/s*", true),
            ("xtask/src/main.rs*.rs", false),
            ("Car*.toml", true),
            ("no/such/folder/*.js", false),
            ("Cargo.toml", true),
            ("no-such-file", false),
        ] {
            assert_eq!(workspace.has(pattern), present, "{pattern}");
        }
    }
}
