//! What kind of machine this is. It only looks; it installs nothing.

use crate::process;

/// A family of systems that install packages the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian and its children, with apt.
    Debian,
    /// Ubuntu and its children: apt, but Chromium is a snap there.
    Ubuntu,
    /// Fedora and its children, with dnf.
    Fedora,
    /// Arch and its children, with pacman.
    Arch,
    /// Another Linux.
    OtherLinux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// The machine we run on.
    pub(crate) fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            _ => {
                let text = ["/etc/os-release", "/usr/lib/os-release"]
                    .iter()
                    .find_map(|path| std::fs::read_to_string(path).ok());
                from_os_release(text.as_deref().unwrap_or_default())
            }
        }
    }

    /// Whether it is any Linux.
    pub(crate) fn is_linux(self) -> bool {
        !matches!(self, Self::MacOs | Self::Windows)
    }
}

/// Reads the family out of an `os-release` file: `ID` first, then `ID_LIKE` in its order.
pub(crate) fn from_os_release(text: &str) -> System {
    let value = |key: &str| {
        text.lines()
            .filter_map(|line| line.trim().split_once('='))
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.trim_matches(['"', '\'']).to_ascii_lowercase())
            .unwrap_or_default()
    };
    let (id, like) = (value("ID"), value("ID_LIKE"));
    std::iter::once(id.as_str())
        .chain(like.split_whitespace())
        .find_map(|name| match name {
            "debian" => Some(System::Debian),
            "ubuntu" => Some(System::Ubuntu),
            "fedora" | "rhel" | "centos" => Some(System::Fedora),
            "arch" => Some(System::Arch),
            _ => None,
        })
        .unwrap_or(System::OtherLinux)
}

/// Whether a window can be shown. macOS and Windows always have a screen for us.
pub(crate) fn has_display(system: System) -> bool {
    if !system.is_linux() {
        return true;
    }
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether we are root, who needs no sudo.
pub(crate) fn is_root() -> bool {
    process::output(&mut process::command("id", &["-u"])).is_some_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_is_read_from_os_release() {
        for (text, system) in [
            (
                "NAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"12\"\n",
                System::Debian,
            ),
            ("ID=ubuntu\nID_LIKE=debian\n", System::Ubuntu),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Ubuntu),
            ("ID=raspbian\nID_LIKE=debian\n", System::Debian),
            ("ID=fedora\n", System::Fedora),
            (
                "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n",
                System::Fedora,
            ),
            ("ID=arch\n", System::Arch),
            ("ID=manjaro\nID_LIKE=arch\n", System::Arch),
            ("ID=nixos\n", System::OtherLinux),
            ("VERSION_ID=debian\n", System::OtherLinux),
            ("", System::OtherLinux),
        ] {
            assert_eq!(from_os_release(text), system, "{text:?}");
        }
    }

    #[test]
    fn only_linux_can_lack_a_display() {
        for (system, linux) in [
            (System::Debian, true),
            (System::OtherLinux, true),
            (System::MacOs, false),
            (System::Windows, false),
        ] {
            assert_eq!(system.is_linux(), linux, "{system:?}");
            assert!(linux || has_display(system));
        }
    }
}
