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
