//! The RPM package, asked by `rpm` itself; nothing is installed.

use std::path::Path;

use crate::bundle::deb::CARRIED;
use crate::failure::Failure;
use crate::process;
use crate::report;

/// What it must ask of the system, by the names of the libraries: they are the same on Fedora and
/// openSUSE, whose packages are not.
const REQUIRED: [&str; 3] = [
    "libwebkit2gtk-4.1.so.0()(64bit)",
    "libgtk-3.so.0()(64bit)",
    "libayatana-appindicator3.so.1()(64bit)",
];

/// Asks for its head, files, needs, scripts and digests.
///
/// # Errors
/// When one of them is not as it should be.
pub(super) fn check(package: &Path) -> Result<(), Failure> {
    let ask = |words: &[&str]| {
        process::output(process::command("rpm", words).arg(package)).ok_or_else(|| {
            Failure::new(
                format!("`rpm {}` refuses {}.", words.join(" "), package.display()),
                "Run it by hand and read what it says.",
            )
        })
    };
    let head = ask(&[
        "-qp",
        "--qf",
        "%{NAME} %{VERSION} %{LICENSE} %{PAYLOADCOMPRESSOR}",
    ])?;
    report::say(&format!("rpm: {head}"));
    holds(
        head.starts_with("gatehouse ") && head.contains("MIT OR Apache-2.0"),
        "its name and licence",
        &head,
    )?;
    let files = ask(&["-qp", "--list"])?;
    for path in CARRIED {
        holds(
            files.lines().any(|line| line == path),
            path,
            "the list of files",
        )?;
    }
    let needs = ask(&["-qp", "--requires"])?;
    for library in REQUIRED {
        holds(
            needs.lines().any(|line| line.trim() == library),
            library,
            needs.trim(),
        )?;
    }
    let scripts = ask(&["-qp", "--scripts"])?;
    holds(
        scripts.trim().is_empty(),
        "no script that runs as root",
        scripts.trim(),
    )?;
    // It is not signed; the digests inside must hold all the same.
    let digests = ask(&["-K", "--nosignature"])?;
    holds(
        digests.contains("digests OK"),
        "sound digests",
        digests.trim(),
    )
}

fn holds(is: bool, what: &str, said: &str) -> Result<(), Failure> {
    if is {
        return Ok(());
    }
    Err(Failure::new(
        format!("The .rpm has not {what}: {said}."),
        "Look at bundle.linux.rpm of src-tauri/tauri.conf.json.",
    ))
}
