//! One package for both kinds of Mac: each program is built twice and joined by `lipo`.
//!
//! Run by the release workflow alone, so far.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle::{pack, programs_for};
use crate::failure::Failure;
use crate::process;
use crate::workspace::{Workspace, make_folder};

const KINDS: [&str; 2] = ["aarch64-apple-darwin", "x86_64-apple-darwin"];
const JOINED: &str = "universal-apple-darwin";
const PROGRAMS: [&str; 2] = ["gatehouse", "gatehouse-desktop"];

/// Builds for both, joins, and packs.
///
/// # Errors
/// When a build, the joining or the packing fails.
pub(super) fn build(workspace: &Workspace, kinds: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    for kind in KINDS {
        programs_for(workspace, &["--target", kind])?;
    }
    let target = workspace.release.parent().unwrap_or(&workspace.root);
    let release = |kind: &str| target.join(kind).join("release");
    let joined = release(JOINED);
    make_folder(&joined)?;
    for program in PROGRAMS {
        let parts = KINDS.map(|kind| release(kind).join(program));
        process::run(
            &mut lipo(&parts, &joined.join(program)),
            "Read the lines above.",
        )?;
    }
    pack(workspace, kinds, &joined, JOINED, &["--target", JOINED])
}

fn lipo(parts: &[PathBuf], joined: &Path) -> Command {
    let mut command = process::command("lipo", &["-create", "-output"]);
    command.arg(joined).args(parts);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_joined_into_the_named_file() {
        let parts = [PathBuf::from("a/x"), PathBuf::from("b/x")];
        assert_eq!(
            process::shown(&lipo(&parts, Path::new("c/x"))),
            "lipo -create -output c/x a/x b/x"
        );
    }
}
