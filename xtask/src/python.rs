//! Prebuilt tools from `PyPI`, unpacked into private folders of this checkout.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process;
use crate::report;
use crate::workspace::{Workspace, empty_folder, write_file};

/// A Python that can install wheels.
///
/// # Errors
/// When there is none with pip.
pub(crate) fn program() -> Result<PathBuf, Failure> {
    ["python3", "python", "/usr/bin/python3"]
        .into_iter()
        .filter_map(|name| {
            if name.starts_with('/') {
                Some(PathBuf::from(name))
            } else {
                process::find(name)
            }
        })
        .find(|python| {
            process::output(&mut process::command(python, &["-m", "pip", "--version"])).is_some()
        })
        .ok_or_else(|| {
            Failure::new(
                "There is no Python with pip here.",
                "Install Python 3 with pip (on Debian: apt-get install python3-pip), then start \
                 this again.",
            )
        })
}

/// Unpacks `requirements` (each `name==version`) into `.tools/FOLDER`, once.
///
/// # Errors
/// When pip fails or the disk refuses.
pub(crate) fn unpack(
    workspace: &Workspace,
    folder: &str,
    requirements: &[&str],
) -> Result<PathBuf, Failure> {
    let place = workspace.tools.join(folder);
    let stamp = place.join(".installed");
    let wanted = requirements.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(place);
    }
    empty_folder(&place)?;
    report::say(&format!(
        "Fetching {} into {}",
        requirements.join(" "),
        place.display()
    ));
    // Wheels only and no dependencies: nothing is compiled or run by the installation.
    let mut pip = Command::new(program()?);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(["--only-binary", ":all:", "--no-deps", "--target"])
    .arg(&place)
    .args(requirements)
    // It is a private folder, also for root.
    .env("PIP_ROOT_USER_ACTION", "ignore");
    process::prepare(&mut pip, "Check the network, then start this again.")?;
    write_file(&stamp, &wanted)?;
    Ok(place)
}
