//! The list of programs that Windows starts with a session, in the person's part of the registry.

use std::io;
use std::path::Path;

use windows_registry::{CURRENT_USER, Key};

use super::{HIDDEN, Standing};
use crate::environment::lasting_program;
use crate::paths::Paths;

const LIST: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const NAME: &str = "Gatehouse";

/// The system's entry for the usual data folder: its list has no place for another one.
#[derive(Debug, Clone)]
pub struct Autostart(());

impl Autostart {
    /// The entry for this folder; none where it is one of the person's own choice.
    pub fn of(paths: &Paths) -> Option<Self> {
        paths.is_the_systems().then_some(Self(()))
    }

    /// How it stands now.
    ///
    /// # Errors
    /// Where the registry cannot be read.
    pub fn standing(&self) -> io::Result<Standing> {
        let wanted = command()?;
        Ok(match stored()? {
            None => Standing::Off,
            Some(found) if found == wanted => Standing::On,
            Some(_) => Standing::Elsewhere,
        })
    }

    /// Starts this program with the session from now on, or no longer.
    ///
    /// # Errors
    /// Where the registry cannot be written.
    pub fn set(&self, on: bool) -> io::Result<()> {
        if !on {
            return self.remove().map(drop);
        }
        list()?.set_string(NAME, &command()?).map_err(told)
    }

    /// Takes the entry away. Whether there was one.
    ///
    /// # Errors
    /// Where it stays.
    pub fn remove(&self) -> io::Result<bool> {
        if stored()?.is_none() {
            return Ok(false);
        }
        list()?.remove_value(NAME).map_err(told)?;
        Ok(true)
    }

    /// Where it stands, for a sentence.
    pub fn place(&self) -> String {
        format!(r"HKEY_CURRENT_USER\{LIST}\{NAME}")
    }

    /// Puts this program in the place of one that has gone. Whether that was done.
    ///
    /// # Errors
    /// Where the registry cannot be read or written.
    pub fn mend(&self) -> io::Result<bool> {
        let lost = stored()?.is_some_and(|found| {
            let program = found.trim_start_matches('"').split('"').next();
            program.is_some_and(|program| !Path::new(program).exists())
        });
        if lost {
            self.set(true)?;
        }
        Ok(lost)
    }
}

fn list() -> io::Result<Key> {
    CURRENT_USER.create(LIST).map_err(told)
}

fn stored() -> io::Result<Option<String>> {
    let missing = io::ErrorKind::NotFound;
    match list()?.get_string(NAME).map_err(told) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == missing => Ok(None),
        Err(error) => Err(error),
    }
}

fn command() -> io::Result<String> {
    // A path of Windows holds no quotes.
    Ok(format!("\"{}\" {HIDDEN}", lasting_program()?.display()))
}

/// The system's own number stands in the lower half of 0x8007xxxx; only by it the kind is known.
fn told(error: impl Into<io::Error>) -> io::Error {
    let error = error.into();
    match error.raw_os_error() {
        Some(code) if code >> 16 == -0x7ff9 => io::Error::from_raw_os_error(code & 0xffff),
        _ => error,
    }
}
