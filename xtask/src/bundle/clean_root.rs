//! A Debian package's life in a root that holds nothing else: installed over an older one,
//! started, removed, purged, installed again.
//!
//! The root is made once by debootstrap, from where apt itself takes its packages, and copied for
//! each run. What is done in it is in `xtask/scripts/clean-root.sh`.

use std::path::{Path, PathBuf};

use crate::bundle::deb;
use crate::failure::Failure;
use crate::home::Home;
use crate::process;
use crate::report;
use crate::session;
use crate::system;
use crate::workspace::{Workspace, empty_folder, make_folder, write_file};

/// Does all of it.
///
/// # Errors
/// When the root cannot be made, or a step does not hold.
pub(super) fn life(workspace: &Workspace, package: &Path) -> Result<(), Failure> {
    if !system::is_root() {
        return Err(Failure::new(
            "A clean root can be made by root alone.",
            "Run this as root, for example in a container; without --check nothing needs it.",
        ));
    }
    let place = workspace.release.join("clean-root");
    let base = base(&place)?;
    let older = place.join("older.deb");
    deb::make_older(package, &older)?;
    let root = place.join("root");
    empty_folder(&root)?;
    let mut copy = process::command("cp", &["-a", "--reflink=auto"]);
    process::run(
        copy.arg(base.join(".")).arg(&root),
        "Check the free space: a root takes about a gigabyte.",
    )?;
    let home = Home::new()?;
    make_folder(&workspace.artifacts)?;
    let mut life = session::in_window(workspace, &home)?;
    life.args(["unshare", "--mount", "--pid", "--fork", "--kill-child"])
        .arg("bash")
        .arg(workspace.root.join("xtask/scripts/clean-root.sh"))
        .arg(&root)
        .arg(place.join("archives"))
        .args([older.as_path(), package])
        .arg(workspace.artifacts.join("installed-window.png"));
    let lived = process::run(&mut life, "Read the lines above.");
    // A root that failed stays, to be looked at.
    if lived.is_ok() {
        empty_folder(&root)?;
    }
    lived
}

/// The root as it was before anything was installed.
fn base(place: &Path) -> Result<PathBuf, Failure> {
    let base = place.join("base");
    let stamp = place.join("base-is-whole");
    if stamp.is_file() {
        return Ok(base);
    }
    let said = process::output(&mut process::command(
        "apt-get",
        &[
            "indextargets",
            "--format",
            "$(ORIGIN) $(CODENAME) $(REPO_URI) $(COMPONENT)",
            "Created-By: Packages",
        ],
    ));
    let sources = sources(&said.unwrap_or_default());
    let Some(first) = sources.first() else {
        return Err(Failure::new(
            "apt names no source of Debian or Ubuntu here.",
            "Run this on Debian or Ubuntu.",
        ));
    };
    report::say("A clean root is made, once: about 60 MB to fetch.");
    empty_folder(&base)?;
    make_folder(&place.join("archives"))?;
    let mut make = process::command("debootstrap", &["--variant=minbase"]);
    make.arg(&first.codename).arg(&base).arg(&first.address);
    process::prepare(&mut make, "Check the network, then start this again.")?;
    let lines: String = sources.iter().map(Source::line).collect();
    write_file(&base.join("etc/apt/sources.list"), &lines)?;
    write_file(&stamp, "")?;
    Ok(base)
}

/// Where apt takes a suite of the system's own packages from.
#[derive(Debug, PartialEq, Eq)]
struct Source {
    codename: String,
    address: String,
    components: Vec<String>,
}

impl Source {
    fn line(&self) -> String {
        let components = self.components.join(" ");
        format!("deb {} {} {components}\n", self.address, self.codename)
    }
}

/// The sources of Debian or Ubuntu itself in apt's own list, the main one first.
fn sources(list: &str) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    for line in list.lines() {
        let [origin, codename, address, component] = line.split(' ').collect::<Vec<_>>()[..] else {
            continue;
        };
        if !["Debian", "Ubuntu"].contains(&origin) {
            continue;
        }
        let known = found
            .iter_mut()
            .find(|one| one.codename == codename && one.address == address);
        if let Some(known) = known {
            if !known.components.iter().any(|one| one == component) {
                known.components.push(component.to_owned());
            }
        } else {
            found.push(Source {
                codename: codename.to_owned(),
                address: address.to_owned(),
                components: vec![component.to_owned()],
            });
        }
    }
    // `bookworm` before `bookworm-updates` and `bookworm-security`.
    found.sort_by_key(|one| one.codename.contains('-'));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_made_from_where_apt_takes_the_systems_own_packages() {
        let list = "Debian bookworm-security http://s.example/debian-security/ main\n\
                    Google cloud-sdk https://packages.example/apt main\n\
                    Debian bookworm http://d.example/debian/ main\n\
                    Debian bookworm http://d.example/debian/ contrib\n\
                    Debian bookworm http://d.example/debian/ main\n";
        let found = sources(list);
        assert_eq!(
            found.iter().map(Source::line).collect::<String>(),
            "deb http://d.example/debian/ bookworm main contrib\n\
             deb http://s.example/debian-security/ bookworm-security main\n"
        );
        assert!(sources("").is_empty());
    }
}
