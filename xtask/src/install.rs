//! Installs the packages that are missing, or says how to.
//!
//! Nothing is installed without having been shown first.

use std::process::Command;

use crate::failure::Failure;
use crate::packages::{self, Need, Root};
use crate::process;
use crate::report;
use crate::system::{self, System};

/// Whether the person said `--yes`, or nobody is there to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Go on without asking.
    Given,
    /// Show and ask.
    Ask,
}

impl Consent {
    /// From the `--yes` flag and the terminal.
    pub(crate) fn from_flag(yes: bool) -> Self {
        if yes || !report::can_ask() {
            Self::Given
        } else {
            Self::Ask
        }
    }
}

/// Makes sure that the packages for `needs` are there.
///
/// # Errors
/// When the person declines, apt fails, or another system lacks something.
pub(crate) fn ensure(needs: &[Need], consent: Consent) -> Result<(), Failure> {
    let system = System::here();
    match system {
        System::Debian | System::Ubuntu => with_apt(&packages::apt(needs, system), consent),
        System::Fedora | System::Arch | System::OtherLinux => {
            if needs.contains(&Need::Window) {
                check_with_pkg_config(system)?;
            }
            say_what_is_not_ours(needs);
            Ok(())
        }
        System::MacOs => {
            let tools = process::output(&mut process::command("xcode-select", &["-p"]));
            found_or_say(tools.is_some(), system, "Xcode's command line tools")
        }
        System::Windows => {
            let needs_window = needs.contains(&Need::Window);
            found_or_say(!needs_window || has_webview2(), system, "WebView2")
        }
    }
}

/// The installed state of `wanted` by dpkg.
fn missing_packages<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let mut question = Command::new("dpkg-query");
    question.args(packages::DPKG_QUERY).args(wanted);
    // It exits with 1 as soon as one name is unknown, and still answers for the others.
    packages::missing(&process::said(&mut question).unwrap_or_default(), wanted)
}

fn with_apt(wanted: &[&str], consent: Consent) -> Result<(), Failure> {
    let missing = missing_packages(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let root = if system::is_root() {
        Root::Already
    } else if report::can_ask() {
        Root::Sudo
    } else {
        Root::SudoSilent
    };
    let commands = packages::apt_commands(&missing, root);
    report::say(&format!(
        "Missing packages ({}): {}",
        missing.len(),
        missing.join(" ")
    ));
    report::say("They are installed by:");
    for words in &commands {
        report::say(&format!("  {}", words.join(" ")));
    }
    if root != Root::Already && process::find("sudo").is_none() {
        return Err(Failure::new(
            "You are not root and there is no sudo here.",
            "Run the two commands above as root, without the word sudo, then start this again.",
        ));
    }
    if consent == Consent::Ask && !report::agree("Install them now?") {
        return Err(Failure::new(
            "Nothing was installed.",
            "Run the two commands above when you like, then start this again.",
        ));
    }
    let [update, install] = &commands;
    // One unreachable third-party source fails the update; what we need may still be there.
    if let Err(failure) = run_words(update) {
        report::warn(&format!(
            "{} Going on with the package lists of before.",
            failure.what
        ));
    }
    run_words(install)?;
    let still = missing_packages(wanted);
    if still.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(
            format!(
                "apt ended well, but these are still missing: {}.",
                still.join(" ")
            ),
            "Run the install command above by hand and read what it says.",
        ))
    }
}

fn run_words(words: &[String]) -> Result<(), Failure> {
    let Some((program, arguments)) = words.split_first() else {
        return Ok(());
    };
    process::prepare(
        Command::new(program).args(arguments),
        "Read the lines above, put it right, then start this again.",
    )
}

fn check_with_pkg_config(system: System) -> Result<(), Failure> {
    let absent: Vec<&str> = if process::find("pkg-config").is_none() {
        packages::PKG_CONFIG_MODULES.to_vec()
    } else {
        packages::PKG_CONFIG_MODULES
            .into_iter()
            .filter(|module| {
                process::output(&mut process::command("pkg-config", &["--exists", module]))
                    .is_none()
            })
            .collect()
    };
    found_or_say(absent.is_empty(), system, &absent.join(", "))
}

fn found_or_say(found: bool, system: System, what: &str) -> Result<(), Failure> {
    if found {
        return Ok(());
    }
    Err(Failure::new(
        format!("Missing here: {what}."),
        format!(
            "Install it, then start this again:\n  {}",
            packages::command_for(system)
        ),
    ))
}

/// Programs of the tests that only apt systems get by themselves: named, not installed.
fn say_what_is_not_ours(needs: &[Need]) {
    let programs: &[(Need, &str)] = &[
        (Need::Journeys, "strace"),
        (Need::Journeys, "sqlite3"),
        (Need::RealWindow, "xvfb-run"),
        (Need::Keyring, "dbus-run-session"),
        (Need::Keyring, "gnome-keyring-daemon"),
        (Need::RealWindow, "WebKitWebDriver"),
        (Need::RealWindow, "xdotool"),
        (Need::CleanRoot, "debootstrap"),
        (Need::CleanRoot, "rpm"),
        (Need::CleanRoot, "lintian"),
    ];
    for (need, program) in programs {
        if needs.contains(need) && process::find(program).is_none() {
            report::warn(&format!(
                "The program {program} is missing; a test will need it."
            ));
        }
    }
}

/// rustfmt and clippy, which a minimal Rust leaves out.
///
/// # Errors
/// When they are missing and rustup cannot add them.
pub(crate) fn rust_components() -> Result<(), Failure> {
    let lacks = |verb: &str| process::output(&mut process::cargo(&[verb, "--version"])).is_none();
    if !lacks("fmt") && !lacks("clippy") {
        return Ok(());
    }
    process::prepare(
        &mut process::command("rustup", &["component", "add", "rustfmt", "clippy"]),
        "Install rustfmt and clippy of this Rust version, then start this again.",
    )
}

/// The registration of `WebView2`, as Microsoft documents it: per machine, else per user.
fn has_webview2() -> bool {
    let client = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\Software",
    ]
    .iter()
    .any(|root| {
        let key = format!(r"{root}\{client}");
        process::output(&mut process::command("reg", &["query", &key, "/v", "pv"])).is_some()
    })
}
