//! A desktop session for tests: its own display, session bus, keyring and folders.

use std::process::Command;

use crate::failure::Failure;
use crate::home::Home;
use crate::process;
use crate::system;
use crate::workspace::{Workspace, make_folder};

/// A command that starts whatever is added to it on a private display, session bus and keyring.
///
/// # Errors
/// When its folders cannot be made.
pub(crate) fn in_window(workspace: &Workspace, home: &Home) -> Result<Command, Failure> {
    on_display(Command::new("env"), workspace, home)
}

/// The same in a network that ends on this machine, where the tests can see all that would leave.
///
/// # Errors
/// When its folders cannot be made, or this system gives nobody such a network.
pub(crate) fn in_closed_network(workspace: &Workspace, home: &Home) -> Result<Command, Failure> {
    let mut command = unshared()?;
    command
        .arg("bash")
        .arg(workspace.root.join("xtask/scripts/closed-network.sh"));
    on_display(command, workspace, home)
}

/// `unshare` as far as we may: as root, as root of a namespace of our own, or through sudo.
fn unshared() -> Result<Command, Failure> {
    const ITSELF: [&str; 2] = ["--net", "--mount"];
    const MAPPED: [&str; 3] = ["--map-root-user", "--net", "--mount"];
    let works = |program: &str, words: &[&str]| {
        process::output(process::command(program, words).arg("true")).is_some()
    };
    if system::is_root() && works("unshare", &ITSELF) {
        return Ok(process::command("unshare", &ITSELF));
    }
    if works("unshare", &MAPPED) {
        return Ok(process::command("unshare", &MAPPED));
    }
    // Ubuntu keeps such namespaces from ordinary programs.
    if works("sudo", &["-n", "unshare", "--net", "--mount"]) {
        let mut command = process::command("sudo", &["-n", "--preserve-env", "env"]);
        if let Ok(path) = std::env::var("PATH") {
            command.arg(format!("PATH={path}"));
        }
        command.arg("unshare").args(ITSELF);
        return Ok(command);
    }
    Err(Failure::new(
        "This system gives neither us nor sudo a network namespace.",
        "Run the stage as root, or allow user namespaces.",
    ))
}

fn on_display(
    mut command: Command,
    workspace: &Workspace,
    home: &Home,
) -> Result<Command, Failure> {
    command
        .args([
            "xvfb-run",
            "-a",
            "-s",
            "-screen 0 1280x900x24 -nolisten tcp",
            "dbus-run-session",
            "--",
        ])
        .arg("bash")
        .arg(workspace.root.join("xtask/scripts/window-session.sh"))
        .current_dir(&workspace.root);
    home.dress(&mut command);
    for (name, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        let folder = home.path().join(folder);
        // The session bus looks into them before anything else runs.
        make_folder(&folder)?;
        command.env(name, folder);
    }
    command
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("NO_AT_BRIDGE", "1")
        .env("GTK_A11Y", "none")
        .env("GDK_BACKEND", "x11");
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_private_and_its_folders_exist() {
        let (workspace, home) = (Workspace::find().unwrap(), Home::new().unwrap());
        let command = in_window(&workspace, &home).unwrap();
        let value = |name: &str| {
            command
                .get_envs()
                .find(|(key, _)| *key == name)
                .map(|(_, v)| v)
        };
        for name in [
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "AI_GATEWAY_API_KEY",
        ] {
            assert_eq!(value(name), Some(None), "{name}");
        }
        for name in [
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
        ] {
            let folder = std::path::Path::new(value(name).unwrap().unwrap());
            assert!(folder.starts_with(home.path()) && folder.is_dir(), "{name}");
        }
    }
}
