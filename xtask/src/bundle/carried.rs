//! What the packages carry that has to be made first: the command line under the name that the
//! bundler looks for, and the man pages, compressed as Linux wants them.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::workspace::{Workspace, empty_folder};

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

/// Makes what is carried, and says it to the bundler: JSON on top of `tauri.conf.json`, which
/// cannot know where the build output lies.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn prepare(
    workspace: &Workspace,
    programs: &Path,
    target: &str,
) -> Result<String, Failure> {
    let folder = programs.join("carried");
    empty_folder(&folder)?;
    let name = |ending: &str| format!("{CLI}{ending}{}", std::env::consts::EXE_SUFFIX);
    copy(
        &programs.join(name("")),
        &folder.join(name(&format!("-{target}"))),
    )?;
    let pages = if cfg!(target_os = "linux") {
        compressed(workspace, &folder)?
    } else {
        Vec::new()
    };
    Ok(config(&folder.join(CLI), &pages))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::copy(from, to).map(drop).map_err(|error| {
        Failure::new(
            format!("{} could not be copied: {error}.", from.display()),
            "Check that the build ended well and that there is space.",
        )
    })
}

/// Every man page, compressed so that the same page gives the same bytes.
fn compressed(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut pages = workspace.files("packaging/man", ".1");
    pages.extend(workspace.files("packaging/man/gatehouse", ".1"));
    let mut made = Vec::new();
    for page in pages {
        let Some(name) = page.file_name() else {
            continue;
        };
        let copied = folder.join(name);
        copy(&page, &copied)?;
        let mut gzip = process::command("gzip", &["--best", "--no-name", "--force"]);
        if process::output(gzip.arg(&copied)).is_none() {
            return Err(Failure::new(
                format!("gzip did not compress {}.", copied.display()),
                "Check that gzip is installed and that there is space.",
            ));
        }
        made.push(folder.join(format!("{}.gz", name.to_string_lossy())));
    }
    Ok(made)
}

fn config(program: &Path, pages: &[PathBuf]) -> String {
    let pages: Vec<String> = pages
        .iter()
        .map(|page| {
            let name = page.file_name().unwrap_or_default().to_string_lossy();
            let place = format!("/usr/share/man/man1/{name}");
            format!("{}:{}", quoted(&place), quoted(&page.to_string_lossy()))
        })
        .collect();
    let files = format!(r#"{{"files":{{{}}}}}"#, pages.join(","));
    let program = quoted(&program.to_string_lossy());
    format!(
        r#"{{"bundle":{{"externalBin":[{program}],"linux":{{"deb":{files},"rpm":{files},"appimage":{files}}}}}}}"#
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
    fn the_bundler_is_told_the_program_and_each_page_in_valid_json() {
        let files = r#"{"files":{"/usr/share/man/man1/a.1.gz":"/a \"b\"\\c/a.1.gz"}}"#;
        assert_eq!(
            config(
                Path::new("/x/gatehouse"),
                &[PathBuf::from(r#"/a "b"\c/a.1.gz"#)]
            ),
            format!(
                r#"{{"bundle":{{"externalBin":["/x/gatehouse"],"linux":{{"deb":{files},"rpm":{files},"appimage":{files}}}}}}}"#
            )
        );
    }

    #[test]
    fn rustc_names_this_machine() {
        assert!(host().unwrap().contains(std::env::consts::ARCH));
    }
}
