//! `cargo xtask live`: the check against the real gateway, where there is a key for it.
//!
//! What is checked is a test of its own (`tests/tests/live.rs`); this only decides whether it runs.

use crate::failure::Failure;
use crate::process;
use crate::report;
use crate::workspace::Workspace;

/// Either is a key for the gateway.
const KEYS: [&str; 2] = ["AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"];

/// The command. Without a key it says "not run" and is no failure.
///
/// # Errors
/// For arguments, and when the check fails.
pub(crate) fn live(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::usage(
            &format!("`live` takes no `{argument}`."),
            "Its key is read from the environment.",
        ));
    }
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    if !KEYS.iter().any(set) {
        report::result("not run: set AI_GATEWAY_API_KEY or VERCEL_OIDC_TOKEN first.");
        return Ok(());
    }
    process::run(
        process::cargo(&["test", "--locked", "-q", "-p", "gatehouse-tests"])
            .args(["--test", "live", "--", "--ignored", "--nocapture"])
            .current_dir(&workspace.root),
        "Read the lines above.",
    )
}
