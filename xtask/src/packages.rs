//! Which packages each system needs, and the command that installs them.
//!
//! Lists and parsing only; nothing here starts a program.

use crate::system::System;

/// What a person wants to do, as far as packages are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Build the command line.
    Cli,
    /// Build and run the window.
    Window,
    /// Fetch prebuilt tools from `PyPI`.
    Python,
    /// Test the page in a browser.
    Browser,
    /// Test against a real Secret Service on a private bus.
    Keyring,
    /// Test the engine's journeys from outside.
    Journeys,
    /// Test the real window, the tray, the hotkey and a real Secret Service.
    RealWindow,
    /// Test in a network that ends on this machine.
    ClosedNetwork,
    /// Test what was packed, in a root that holds nothing else.
    CleanRoot,
}

const CLI: &[&str] = &["build-essential"];
const WINDOW: &[&str] = &[
    "build-essential",
    "pkg-config",
    "file",
    "libwebkit2gtk-4.1-dev",
    "libjavascriptcoregtk-4.1-dev",
    "libsoup-3.0-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libdbus-1-dev",
];
const PYTHON: &[&str] = &["python3", "python3-pip"];
const BROWSER: &[&str] = &["chromium", "fonts-dejavu-core"];
const KEYRING: &[&str] = &["dbus", "gnome-keyring", "procps"];
const JOURNEYS: &[&str] = &["strace", "sqlite3", "procps"];
const REAL_WINDOW: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-tools",
    "webkit2gtk-driver",
    "xdotool",
    "x11-utils",
    "x11-xserver-utils",
    "imagemagick",
    "wmctrl",
    "openbox",
    "at-spi2-core",
    "procps",
    "python3-gi",
    "python3-dbus",
    "gir1.2-gtk-3.0",
    "gir1.2-atspi-2.0",
    "fonts-dejavu-core",
];

const CLOSED_NETWORK: &[&str] = &["iproute2", "util-linux"];
const CLEAN_ROOT: &[&str] = &[
    "debootstrap",
    "util-linux",
    "sqlite3",
    "rpm",
    "lintian",
    "desktop-file-utils",
    "appstream",
    "librsvg2-bin",
];

/// The Debian or Ubuntu packages for these needs, each once, in a fixed order.
pub(crate) fn apt(needs: &[Need], system: System) -> Vec<&'static str> {
    let mut wanted: Vec<&'static str> = Vec::new();
    for need in needs {
        let list = match need {
            Need::Cli => CLI,
            Need::Window => WINDOW,
            Need::Python => PYTHON,
            Need::Browser => BROWSER,
            Need::Keyring => KEYRING,
            Need::Journeys => JOURNEYS,
            Need::RealWindow => REAL_WINDOW,
            Need::ClosedNetwork => CLOSED_NETWORK,
            Need::CleanRoot => CLEAN_ROOT,
        };
        for package in list {
            // Ubuntu's chromium is a snap that cannot be driven here; see chromium.rs.
            let is_snap = *package == "chromium" && system == System::Ubuntu;
            if !is_snap && !wanted.contains(package) {
                wanted.push(package);
            }
        }
    }
    wanted
}

/// The question to `dpkg-query` whose answer [`missing`] reads.
pub(crate) const DPKG_QUERY: [&str; 2] = ["-W", "-f=${db:Status-Abbrev} ${Package}\\n"];

/// Which of `wanted` are not fully installed, by `dpkg-query`'s answer.
pub(crate) fn missing<'a>(answer: &str, wanted: &[&'a str]) -> Vec<&'a str> {
    let installed: Vec<&str> = answer
        .lines()
        // Second letter `i`: installed. The first is what is wanted, the third an error flag.
        .filter(|line| line.get(1..3).is_some_and(|state| state == "i "))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

/// How to become root before a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// We are root.
    Already,
    /// Ask sudo, which may ask for a password.
    Sudo,
    /// Ask sudo, which must not ask anything: nobody is there to answer.
    SudoSilent,
}

/// The two apt commands, word by word.
pub(crate) fn apt_commands(packages: &[&str], root: Root) -> [Vec<String>; 2] {
    let prefix: &[&str] = match root {
        Root::Already => &[],
        Root::Sudo => &["sudo"],
        Root::SudoSilent => &["sudo", "-n"],
    };
    let words = |tail: &[&str]| -> Vec<String> {
        prefix
            .iter()
            .chain(tail)
            .map(|word| (*word).to_owned())
            .collect()
    };
    // Another apt may be at work on a fresh machine: wait for it instead of failing.
    let lock = "DPkg::Lock::Timeout=300";
    let update = words(&[
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        lock,
        "update",
    ]);
    let mut install = words(&[
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        lock,
        "install",
        "-y",
        "--no-install-recommends",
    ]);
    install.extend(packages.iter().map(|package| (*package).to_owned()));
    [update, install]
}

/// What `pkg-config` must know where we cannot ask the package manager.
pub(crate) const PKG_CONFIG_MODULES: [&str; 5] = [
    "webkit2gtk-4.1",
    "javascriptcoregtk-4.1",
    "libsoup-3.0",
    "librsvg-2.0",
    "dbus-1",
];

/// The command a person types on a system where we do not install by ourselves.
pub(crate) fn command_for(system: System) -> &'static str {
    match system {
        System::Debian | System::Ubuntu => "sudo apt-get install build-essential",
        System::Fedora => {
            "sudo dnf install gcc gcc-c++ make pkgconf-pkg-config file webkit2gtk4.1-devel \
             javascriptcoregtk4.1-devel libsoup3-devel libayatana-appindicator-gtk3-devel \
             librsvg2-devel libxdo-devel dbus-devel"
        }
        System::Arch => {
            "sudo pacman -S --needed base-devel file webkit2gtk-4.1 libsoup3 \
             libayatana-appindicator librsvg xdotool dbus"
        }
        System::OtherLinux => {
            "install a C compiler, pkg-config and the development files of: webkit2gtk-4.1, \
             libsoup-3.0, ayatana-appindicator3, librsvg-2.0, libxdo, dbus-1"
        }
        System::MacOs => "xcode-select --install",
        System::Windows => {
            "winget install Microsoft.EdgeWebView2Runtime\n  winget install \
             Microsoft.VisualStudio.2022.BuildTools --override \"--wait --passive --add \
             Microsoft.VisualStudio.Workload.VCTools --includeRecommended\""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let answer = "ii  file\nrc  xdotool\niU  xvfb\nun  chromium\nii  libxdo-dev\nii  libxdo-dev\n\
                      hi  dbus\niHR at-spi2-core\n";
        let wanted = [
            "file",
            "xdotool",
            "xvfb",
            "chromium",
            "libxdo-dev",
            "dbus",
            "at-spi2-core",
            "strace",
        ];
        assert_eq!(
            missing(answer, &wanted),
            ["xdotool", "xvfb", "chromium", "at-spi2-core", "strace"]
        );
    }

    #[test]
    fn an_empty_or_strange_answer_means_all_are_missing() {
        for answer in ["", "\n", "dpkg-query: error", "i"] {
            assert_eq!(
                missing(answer, &["file", "xvfb"]),
                ["file", "xvfb"],
                "{answer:?}"
            );
        }
    }

    #[test]
    fn a_name_that_only_contains_another_does_not_count() {
        assert_eq!(missing("ii  dbus-x11\n", &["dbus"]), ["dbus"]);
    }

    #[test]
    fn needs_are_joined_without_repeats() {
        let both = apt(
            &[Need::Window, Need::Cli, Need::RealWindow, Need::Journeys],
            System::Debian,
        );
        for package in [
            "build-essential",
            "procps",
            "libwebkit2gtk-4.1-dev",
            "strace",
        ] {
            assert_eq!(
                both.iter().filter(|name| **name == package).count(),
                1,
                "{package}"
            );
        }
        assert_eq!(apt(&[Need::Cli], System::Debian), ["build-essential"]);
        assert!(apt(&[], System::Debian).is_empty());
    }

    #[test]
    fn chromium_comes_from_apt_on_debian_only() {
        for (system, listed) in [(System::Debian, true), (System::Ubuntu, false)] {
            assert_eq!(
                apt(&[Need::Browser], system).contains(&"chromium"),
                listed,
                "{system:?}"
            );
        }
    }

    #[test]
    fn apt_runs_without_questions_and_through_sudo_only_when_needed() {
        for (root, start) in [
            (Root::Already, "env DEBIAN_FRONTEND=noninteractive apt-get"),
            (
                Root::Sudo,
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get",
            ),
            (
                Root::SudoSilent,
                "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get",
            ),
        ] {
            let [update, install] = apt_commands(&["file", "xvfb"], root).map(|c| c.join(" "));
            assert!(
                update.starts_with(start) && update.ends_with(" update"),
                "{update}"
            );
            assert!(install.starts_with(start), "{install}");
            assert!(
                install.ends_with("install -y --no-install-recommends file xvfb"),
                "{install}"
            );
        }
    }

    #[test]
    fn every_system_has_a_command_that_names_its_own_installer() {
        for (system, word) in [
            (System::Debian, "apt-get"),
            (System::Ubuntu, "apt-get"),
            (System::Fedora, "dnf"),
            (System::Arch, "pacman"),
            (System::OtherLinux, "webkit2gtk-4.1"),
            (System::MacOs, "xcode-select"),
            (System::Windows, "WebView2"),
        ] {
            assert!(command_for(system).contains(word), "{system:?}");
        }
    }
}
