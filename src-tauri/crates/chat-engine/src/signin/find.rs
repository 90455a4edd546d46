//! Where the Vercel CLI is.
//!
//! A window does not get the `PATH` of the person's shell, so the usual places of package
//! managers are looked into as well.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{ChildVariables, SignInError};

/// What the CLI is called.
const NAMES: &[&str] = if cfg!(windows) {
    &["vercel.cmd", "vercel.exe"]
} else {
    &["vercel"]
};

/// Folders named by a variable, and what below it.
const BY_VARIABLE: &[(&str, &str)] = &[
    ("NVM_BIN", ""),
    ("PNPM_HOME", ""),
    ("PNPM_HOME", "bin"),
    ("VOLTA_HOME", "bin"),
    ("BUN_INSTALL", "bin"),
    ("HOMEBREW_PREFIX", "bin"),
    ("APPDATA", "npm"),
    ("LOCALAPPDATA", "pnpm"),
    ("LOCALAPPDATA", "Volta/bin"),
    ("USERPROFILE", "scoop/shims"),
    ("HOME", ".volta/bin"),
    ("HOME", ".npm-global/bin"),
    ("HOME", ".local/bin"),
    ("HOME", ".local/share/pnpm"),
    ("HOME", "Library/pnpm"),
    ("HOME", ".bun/bin"),
    ("HOME", ".yarn/bin"),
    ("HOME", ".asdf/shims"),
    ("HOME", ".local/share/mise/shims"),
];

/// Folders of whole systems.
const SYSTEM: &[&str] = if cfg!(windows) {
    &[]
} else {
    &[
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/home/linuxbrew/.linuxbrew/bin",
        "/usr/bin",
    ]
};

/// The CLI: the one that the person chose, else the first that is found. Blocks.
pub(super) fn find(
    variables: &ChildVariables,
    chosen: Option<&Path>,
) -> Result<PathBuf, SignInError> {
    if let Some(chosen) = chosen {
        // A relative path would mean another program in another folder.
        let fits = chosen.is_absolute() && is_program(chosen);
        return fits
            .then(|| chosen.to_path_buf())
            .ok_or(SignInError::CliUnusable);
    }
    folders(variables)
        .iter()
        .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)))
        .find(|candidate| is_program(candidate))
        .ok_or(SignInError::CliMissing)
}

/// `PATH` for the CLI: it is a script that looks for its Node, which usually lies beside it.
pub(super) fn path_beside(program: &Path, variables: &ChildVariables) -> Option<OsString> {
    let beside = program.parent().map(Path::to_path_buf);
    std::env::join_paths(beside.into_iter().chain(folders(variables))).ok()
}

/// Where programs are looked for, in order. A relative folder is none: what lies in a project
/// is not run.
fn folders(variables: &ChildVariables) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = variables
        .get("PATH")
        .map(|path| std::env::split_paths(path).collect())
        .unwrap_or_default();
    let named = BY_VARIABLE
        .iter()
        .filter_map(|(name, below)| Some(Path::new(variables.get(name)?).join(below)));
    folders.extend(named);
    folders.extend(node_versions(variables));
    folders.extend(SYSTEM.iter().map(PathBuf::from));
    folders.retain(|folder| folder.is_absolute());
    folders
}

/// What nvm installed, the newest first.
fn node_versions(variables: &ChildVariables) -> Vec<PathBuf> {
    let Some(home) = variables.get("HOME") else {
        return Vec::new();
    };
    let versions = Path::new(home).join(".nvm/versions/node");
    let mut found: Vec<(Vec<u32>, PathBuf)> = std::fs::read_dir(versions)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| (version(&entry.file_name()), entry.path().join("bin")))
        .collect();
    found.sort_by(|one, other| other.0.cmp(&one.0));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// `v22.3.1` as numbers.
fn version(name: &std::ffi::OsStr) -> Vec<u32> {
    name.to_string_lossy()
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().unwrap_or(0))
        .collect()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn program(path: &Path, mode: u32) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn variables(pairs: &[(&str, &Path)]) -> ChildVariables {
        ChildVariables::from_pairs(pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())))
    }

    #[test]
    fn the_path_comes_first_then_the_usual_places() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        program(&at("path/vercel"), 0o644);
        program(&at(".nvm/versions/node/v9.1.0/bin/vercel"), 0o755);
        program(&at(".nvm/versions/node/v22.1.0/bin/vercel"), 0o755);
        let home = variables(&[("PATH", &at("path")), ("HOME", root.path())]);
        // What cannot be run is no program, and 22 is newer than 9.
        let newest = at(".nvm/versions/node/v22.1.0/bin/vercel");
        assert_eq!(find(&home, None), Ok(newest));
        program(&at(".volta/bin/vercel"), 0o755);
        assert_eq!(find(&home, None), Ok(at(".volta/bin/vercel")));
        program(&at("path/vercel"), 0o755);
        assert_eq!(find(&home, None), Ok(at("path/vercel")));
        let path = path_beside(&at("path/vercel"), &home).unwrap();
        assert_eq!(std::env::split_paths(&path).next(), Some(at("path")));
    }

    #[test]
    fn the_chosen_one_is_used_or_refused_never_replaced() {
        let root = tempfile::tempdir().unwrap();
        let chosen = root.path().join("my vercel");
        let path = root.path().join("path");
        program(&path.join("vercel"), 0o755);
        let variables = variables(&[("PATH", &path)]);
        let refused = Err(SignInError::CliUnusable);
        assert_eq!(find(&variables, Some(&chosen)), refused);
        program(&chosen, 0o755);
        assert_eq!(find(&variables, Some(&chosen)), Ok(chosen));
        assert_eq!(find(&variables, Some(Path::new("vercel"))), refused);
        assert_eq!(find(&variables, Some(root.path())), refused);
    }

    #[test]
    fn nothing_relative_on_the_path_is_looked_into() {
        let variables = variables(&[("PATH", Path::new(".:bin::"))]);
        assert!(
            folders(&variables)
                .iter()
                .all(|folder| folder.is_absolute())
        );
    }
}
