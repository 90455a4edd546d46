//! What the packages carry that has to be made first: the command line under the name that the
//! bundler looks for, and the man pages, compressed as Linux wants them.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::workspace::{Workspace, empty_folder, write_file};

/// The name of the command line.
const CLI: &str = "gatehouse";

/// What rustc calls this kind of machine.
///
/// # Errors
/// When rustc does not say it.
pub(super) fn host() -> Result<String, Failure> {
    process::output(&mut process::command("rustc", &["-vV"]))
        .and_then(|said| {
            let line = said.lines().find_map(|line| line.strip_prefix("host: "));
            line.map(str::to_owned)
        })
        .ok_or_else(|| {
            Failure::new(
                "rustc does not say what kind of machine this is.",
                "Look at `rustc -vV`.",
            )
        })
}

/// Makes what is carried, and a file that says it to the bundler: JSON on top of
/// `tauri.conf.json`, which cannot know where the build output lies.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn prepare(
    workspace: &Workspace,
    programs: &Path,
    target: &str,
) -> Result<PathBuf, Failure> {
    let folder = programs.join("carried");
    empty_folder(&folder)?;
    let name = |ending: &str| format!("{CLI}{ending}{}", std::env::consts::EXE_SUFFIX);
    copy(
        &programs.join(name("")),
        &folder.join(name(&format!("-{target}"))),
    )?;
    let mut linux = Linux::default();
    if cfg!(target_os = "linux") {
        let mut pages = workspace.files("packaging/man", ".1");
        pages.extend(workspace.files("packaging/man/gatehouse", ".1"));
        for page in pages {
            linux.pages.push(compressed(&page, &folder)?);
        }
        let changelog = workspace.root.join("packaging/changelog");
        linux.changelog = Some(compressed(&changelog, &folder)?);
    }
    let said = folder.join("bundle.json");
    write_file(&said, &config(&folder.join(CLI), &linux))?;
    Ok(said)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::copy(from, to).map(drop).map_err(|error| {
        Failure::new(
            format!("{} could not be copied: {error}.", from.display()),
            "Check that the build ended well and that there is space.",
        )
    })
}

/// A copy of a file in this folder, compressed so that the same file gives the same bytes.
fn compressed(file: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let name = file.file_name().unwrap_or_default();
    let copied = folder.join(name);
    copy(file, &copied)?;
    let mut gzip = process::command("gzip", &["--best", "--no-name", "--force"]);
    if process::output(gzip.arg(&copied)).is_none() {
        return Err(Failure::new(
            format!("gzip did not compress {}.", copied.display()),
            "Check that gzip is installed and that there is space.",
        ));
    }
    Ok(folder.join(format!("{}.gz", name.to_string_lossy())))
}

/// What packages of Linux carry beside what `tauri.conf.json` names, each compressed.
#[derive(Debug, Default)]
struct Linux {
    pages: Vec<PathBuf>,
    /// Of Debian alone. The bundler would put it where Debian does not look for it.
    changelog: Option<PathBuf>,
}

fn config(program: &Path, linux: &Linux) -> String {
    let entry = |place: &str, file: &Path| {
        let file = quoted(&file.to_string_lossy());
        format!("{}:{file}", quoted(place))
    };
    let mut files: Vec<String> = linux
        .pages
        .iter()
        .map(|page| {
            let name = page.file_name().unwrap_or_default().to_string_lossy();
            entry(&format!("/usr/share/man/man1/{name}"), page)
        })
        .collect();
    let others = format!(r#"{{"files":{{{}}}}}"#, files.join(","));
    if let Some(changelog) = &linux.changelog {
        files.push(entry("/usr/share/doc/gatehouse/changelog.gz", changelog));
    }
    let deb = format!(r#"{{"files":{{{}}}}}"#, files.join(","));
    let program = quoted(&program.to_string_lossy());
    format!(
        r#"{{"bundle":{{"externalBin":[{program}],"linux":{{"deb":{deb},"rpm":{others},"appimage":{others}}}}}}}"#
    )
}

/// A path as a JSON string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundler_is_told_the_program_and_each_file_in_valid_json() {
        let page = r#""/usr/share/man/man1/a.1.gz":"/a \"b\"\\c/a.1.gz""#;
        let changelog = r#""/usr/share/doc/gatehouse/changelog.gz":"/x/changelog.gz""#;
        let linux = Linux {
            pages: vec![PathBuf::from(r#"/a "b"\c/a.1.gz"#)],
            changelog: Some(PathBuf::from("/x/changelog.gz")),
        };
        let others = format!(r#"{{"files":{{{page}}}}}"#);
        let deb = format!(r#"{{"files":{{{page},{changelog}}}}}"#);
        assert_eq!(
            config(Path::new("/x/gatehouse"), &linux),
            format!(
                r#"{{"bundle":{{"externalBin":["/x/gatehouse"],"linux":{{"deb":{deb},"rpm":{others},"appimage":{others}}}}}}}"#
            )
        );
    }

    #[test]
    fn rustc_names_this_machine() {
        assert!(host().unwrap().contains(std::env::consts::ARCH));
    }
}
