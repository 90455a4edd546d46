//! A Chromium for the page tests: the system's, else the one that playwright-core fetches.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::node::Node;
use crate::process;
use crate::report;
use crate::system::System;
use crate::workspace::Workspace;

/// Names under which a drivable Chromium is installed. Ubuntu's `chromium` is a snap and left out
/// there: it cannot be started by a test.
fn names(system: System) -> &'static [&'static str] {
    match system {
        System::Ubuntu => &["google-chrome", "google-chrome-stable"],
        System::Debian | System::Fedora | System::Arch | System::OtherLinux => &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
        System::MacOs | System::Windows => &[],
    }
}

/// Finds or fetches one.
///
/// # Errors
/// When there is none and the download fails.
pub(crate) fn ready(workspace: &Workspace, node: &Node) -> Result<PathBuf, Failure> {
    if let Some(found) = names(System::here())
        .iter()
        .find_map(|name| process::find(name))
    {
        return Ok(found);
    }
    report::say("No Chromium is here: fetching the one that the page tests are pinned to.");
    let script = workspace.root.join("node_modules/playwright-core/cli.js");
    let mut fetch = node.node(&[]);
    fetch
        .arg(script)
        .args(["install", "chromium-headless-shell"])
        .current_dir(&workspace.root);
    process::prepare(
        &mut fetch,
        "Install Chromium or Chrome, then start this again.",
    )?;
    let ask = "console.log(require('playwright-core').chromium.executablePath())";
    let mut where_is = node.node(&["-e", ask]);
    process::output(where_is.current_dir(&workspace.root))
        .map(|line| PathBuf::from(line.trim()))
        .ok_or_else(|| {
            Failure::new(
                "playwright-core does not say where its Chromium is.",
                "Install Chromium or Chrome, then start this again.",
            )
        })
}
