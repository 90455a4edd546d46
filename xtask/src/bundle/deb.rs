//! The Debian package: packed tighter than the bundler does it, and asked whether it is right.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle::size;
use crate::failure::Failure;
use crate::process;
use crate::workspace::{empty_folder, write_file};

/// What a package may take, in bytes.
const AT_MOST: u64 = 12_000_000;
const READ: &str = "Read the lines above.";

/// What the package must put on a disk; the man pages of the verbs come beside them.
pub(super) const CARRIED: [&str; 16] = [
    "/usr/bin/gatehouse",
    "/usr/bin/gatehouse-desktop",
    "/usr/share/man/man1/gatehouse.1.gz",
    "/usr/share/man/man1/gatehouse-ask.1.gz",
    "/usr/share/man/man1/gatehouse-desktop.1.gz",
    "/usr/share/applications/Gatehouse.desktop",
    "/usr/share/applications/app.gatehouse.desktop.desktop",
    "/usr/share/metainfo/app.gatehouse.desktop.metainfo.xml",
    "/usr/share/bash-completion/completions/gatehouse",
    "/usr/share/fish/vendor_completions.d/gatehouse.fish",
    "/usr/share/doc/gatehouse/licences.txt",
    "/usr/share/icons/hicolor/16x16/apps/gatehouse-desktop.png",
    "/usr/share/icons/hicolor/48x48/apps/gatehouse-desktop.png",
    "/usr/share/icons/hicolor/512x512/apps/gatehouse-desktop.png",
    "/usr/share/icons/hicolor/scalable/apps/gatehouse-desktop.svg",
    "/usr/share/icons/hicolor/symbolic/apps/gatehouse-desktop-symbolic.svg",
];

/// Packs it anew with xz and a window that is larger than either program: the bundler uses gzip, and
/// the two programs have an engine in common. Without dpkg-deb it stays as it is.
///
/// # Errors
/// When it cannot be unpacked or packed.
pub(super) fn pack_tighter(deb: &Path) -> Result<(), Failure> {
    if process::find("dpkg-deb").is_none() {
        return Ok(());
    }
    let folder = unpacked(deb)?;
    packed(&folder, "-z9", deb)
}

/// Makes a package of the same files that calls itself older.
///
/// # Errors
/// When it cannot be unpacked or packed.
pub(super) fn make_older(deb: &Path, older: &Path) -> Result<(), Failure> {
    let folder = unpacked(deb)?;
    let control = folder.join("DEBIAN/control");
    let text = std::fs::read_to_string(&control).unwrap_or_default();
    write_file(&control, &older_control(&text))?;
    packed(&folder, "-z1", older)
}

fn older_control(control: &str) -> String {
    let lines = control.lines().map(|line| {
        if line.starts_with("Version: ") {
            "Version: 0.0.1\n".to_owned()
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

/// The package's files and its control files, beside it.
fn unpacked(deb: &Path) -> Result<PathBuf, Failure> {
    let folder = deb.with_extension("unpacked");
    empty_folder(&folder)?;
    let mut unpack = process::command("dpkg-deb", &["--raw-extract"]);
    process::run(unpack.arg(deb).arg(&folder), READ)?;
    // Whatever the umask of this checkout was.
    let mut modes = process::command("chmod", &["-R", "u=rwX,go=rX"]);
    process::run(modes.arg(&folder), READ)?;
    Ok(folder)
}

fn packed(folder: &Path, level: &str, deb: &Path) -> Result<(), Failure> {
    let mut pack = process::command("dpkg-deb", &["--root-owner-group", "-Zxz", level]);
    process::run(pack.arg("--build").arg(folder).arg(deb), READ)?;
    // Only a folder that was asked and found wanting is of use to anybody.
    empty_folder(folder)
}

/// Asks the package, its desktop files and lintian.
///
/// # Errors
/// When one of them finds an error.
pub(super) fn check(deb: &Path) -> Result<(), Failure> {
    let bytes = size(deb);
    if bytes > AT_MOST {
        return Err(Failure::new(
            format!("The package takes {bytes} bytes, and may take {AT_MOST}."),
            "Find what has grown.",
        ));
    }
    names_the_tray(deb)?;
    let folder = unpacked(deb)?;
    let missing: Vec<&str> = CARRIED
        .into_iter()
        .chain([
            "/usr/share/doc/gatehouse/copyright",
            "/usr/share/doc/gatehouse/changelog.gz",
            "/usr/share/zsh/vendor-completions/_gatehouse",
        ])
        .filter(|path| !folder.join(path.trim_start_matches('/')).exists())
        .collect();
    if !missing.is_empty() {
        return Err(Failure::new(
            format!("The package lacks {}.", missing.join(", ")),
            "Name it in bundle.linux.deb of src-tauri/tauri.conf.json.",
        ));
    }
    names_the_c_library(deb, &folder)?;
    let menus = folder.join("usr/share/applications");
    let mut entries = Command::new("desktop-file-validate");
    for name in ["Gatehouse.desktop", "app.gatehouse.desktop.desktop"] {
        entries.arg(menus.join(name));
    }
    process::run(&mut entries, "Look at packaging/desktop-entry.hbs.")?;
    let mut appstream = process::command("appstreamcli", &["validate-tree", "--no-net"]);
    process::run(
        appstream.arg(&folder),
        "Look at packaging/app.gatehouse.desktop.metainfo.xml.",
    )?;
    let mut lintian = process::command("lintian", &["--fail-on", "error,warning"]);
    process::run(lintian.arg(deb), "Mend what it names.")?;
    empty_folder(&folder)
}

fn field(deb: &Path, name: &str) -> String {
    let mut question = process::command("dpkg-deb", &["--field"]);
    process::output(question.arg(deb).arg(name)).unwrap_or_default()
}

/// The tray's library is opened by name at run time, so no tool finds it among the needed ones; the
/// window dies at its start where it is missing.
fn names_the_tray(deb: &Path) -> Result<(), Failure> {
    let library = "libayatana-appindicator3-1";
    if field(deb, "Depends").contains(library) {
        return Ok(());
    }
    Err(Failure::new(
        format!("The package does not depend on {library}."),
        "Name it in bundle.linux.deb.depends of src-tauri/tauri.conf.json.",
    ))
}

/// The oldest C library that both programs start with must be the one that the package asks for.
fn names_the_c_library(deb: &Path, folder: &Path) -> Result<(), Failure> {
    let mut needed = (0, 0);
    for program in ["usr/bin/gatehouse", "usr/bin/gatehouse-desktop"] {
        let mut symbols = process::command("objdump", &["--dynamic-syms"]);
        let symbols = process::output(symbols.arg(folder.join(program))).unwrap_or_default();
        needed = needed.max(newest_glibc(&symbols));
    }
    let wanted = format!("libc6 (>= {}.{})", needed.0, needed.1);
    let depends = field(deb, "Depends");
    let asked = depends.split(", ").find_map(|one| {
        let version = one.strip_prefix("libc6 (>= ")?.strip_suffix(')')?;
        glibc(version)
    });
    if asked.is_some_and(|asked| asked >= needed) && needed != (0, 0) {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "The programs need {wanted}, and the package asks for: {}.",
            depends.trim()
        ),
        "Mend bundle.linux.deb.depends of src-tauri/tauri.conf.json.",
    ))
}

fn glibc(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.trim().split_once('.')?;
    let minor = minor.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The newest version of glibc that objdump's list of symbols names.
fn newest_glibc(symbols: &str) -> (u32, u32) {
    symbols
        .split("GLIBC_")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
            glibc(rest.get(..end)?)
        })
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_c_library_is_found_among_the_symbols() {
        let symbols = "000 DF *UND* (GLIBC_2.2.5) free\n000 DF *UND* (GLIBC_2.34) pthread_join\n\
                       000 DF *UND* (GLIBC_2.9) pipe2\n";
        assert_eq!(newest_glibc(symbols), (2, 34));
        assert_eq!(newest_glibc(""), (0, 0));
    }

    #[test]
    fn an_older_package_differs_in_its_version_alone() {
        assert_eq!(
            older_control("Package: gatehouse\nVersion: 0.1.0\nDescription: x\n y\n"),
            "Package: gatehouse\nVersion: 0.0.1\nDescription: x\n y\n"
        );
    }
}
