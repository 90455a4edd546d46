//! Starting with the session: off until it is asked for. What the system holds is the truth; nothing
//! of it is kept elsewhere.
//!
//! Each data folder has an entry of its own, which starts the program with that folder.

#[cfg(not(windows))]
mod entry;
#[cfg(not(windows))]
mod files;
#[cfg(windows)]
mod windows;

use std::path::PathBuf;
use std::{env, io};

#[cfg(not(windows))]
pub use files::Autostart;
#[cfg(windows)]
pub use windows::Autostart;

/// Starts it without showing its window.
pub const HIDDEN: &str = "--hidden";

/// Whether the program starts with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does not.
    Off,
    /// It does.
    On,
    /// Another program is started in its place: this one was moved, or is there twice.
    Elsewhere,
}

/// The program that is to be started: of an AppImage its file, as what runs lies in a folder that goes.
fn program() -> io::Result<PathBuf> {
    match env::var_os("APPIMAGE") {
        Some(image) if !image.is_empty() => Ok(image.into()),
        _ => env::current_exe(),
    }
}
