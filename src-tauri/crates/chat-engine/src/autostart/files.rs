//! Entries that are files: of `~/.config/autostart` on Linux, of `~/Library/LaunchAgents` on macOS.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use directories::BaseDirs;

use super::Standing;
use super::entry::{Entry, Kind};
use crate::environment::lasting_program;
use crate::paths::{IDENTIFIER, Paths};

#[cfg(target_os = "macos")]
const KIND: Kind = Kind::Agent;
#[cfg(not(target_os = "macos"))]
const KIND: Kind = Kind::Desktop;

/// The system's entry for one data folder.
#[derive(Debug, Clone)]
pub struct Autostart {
    /// The folder, where it is one of the person's own choice.
    own: Option<PathBuf>,
    name: String,
    place: PathBuf,
}

impl Autostart {
    /// The entry for this folder; none where the system names no home.
    pub fn of(paths: &Paths) -> Option<Self> {
        let base = BaseDirs::new()?;
        let is_own = !paths.is_the_systems();
        let name = if is_own {
            paths.instance()
        } else {
            IDENTIFIER.to_owned()
        };
        Some(Self {
            own: is_own.then(|| paths.data.clone()),
            place: place(&base, &name),
            name,
        })
    }

    /// What a program that starts now would be.
    fn wanted(&self) -> io::Result<Entry> {
        Entry::new(&lasting_program()?, self.own.as_deref())
    }

    /// How it stands now.
    ///
    /// # Errors
    /// Where the entry is there and cannot be read.
    pub fn standing(&self) -> io::Result<Standing> {
        let Some(text) = self.text()? else {
            return Ok(Standing::Off);
        };
        let Some(found) = Entry::read(KIND, &text) else {
            return Ok(Standing::Off);
        };
        Ok(if found == self.wanted()? {
            Standing::On
        } else {
            Standing::Elsewhere
        })
    }

    /// Starts this program with the session from now on, or no longer.
    ///
    /// # Errors
    /// Where the entry cannot be written.
    pub fn set(&self, on: bool) -> io::Result<()> {
        if !on {
            return self.remove().map(drop);
        }
        let text = self.wanted()?.write(KIND, &self.name);
        let folder = self.place.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(folder)?;
        // Never half of it: a session may begin at any time.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.place).map_err(|error| error.error)?;
        Ok(())
    }

    /// Takes the entry away. Whether there was one.
    ///
    /// # Errors
    /// Where it stays.
    pub fn remove(&self) -> io::Result<bool> {
        match fs::remove_file(&self.place) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Where it stands, for a sentence.
    pub fn place(&self) -> String {
        self.place.display().to_string()
    }

    /// Puts this program in the place of one that has gone: it was moved, or updated to another
    /// place. Whether that was done.
    ///
    /// # Errors
    /// Where the entry cannot be read or written.
    pub fn mend(&self) -> io::Result<bool> {
        let found = self.text()?.and_then(|text| Entry::read(KIND, &text));
        let Some(found) = found else {
            return Ok(false);
        };
        let lost = found != self.wanted()? && !found.program().exists();
        if lost {
            self.set(true)?;
        }
        Ok(lost)
    }

    fn text(&self) -> io::Result<Option<String>> {
        match fs::read_to_string(&self.place) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn place(base: &BaseDirs, name: &str) -> PathBuf {
    match KIND {
        Kind::Desktop => base.config_dir().join(format!("autostart/{name}.desktop")),
        Kind::Agent => base
            .home_dir()
            .join(format!("Library/LaunchAgents/{name}.plist")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(folder: &Path) -> Autostart {
        Autostart {
            own: Some(folder.join("data 100%")),
            name: "app.gatehouse.desktop.dtest".to_owned(),
            place: folder.join("not there yet").join("x.desktop"),
        }
    }

    #[test]
    fn it_is_off_until_it_is_asked_for_and_off_again_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(folder.path());
        assert_eq!(entry.standing().unwrap(), Standing::Off);
        assert!(!entry.mend().unwrap() && !entry.place.exists());
        entry.set(true).unwrap();
        entry.set(true).unwrap();
        assert_eq!(entry.standing().unwrap(), Standing::On);
        let text = fs::read_to_string(&entry.place).unwrap();
        assert!(text.contains("GATEHOUSE_DATA_DIR=") && text.contains(super::super::HIDDEN));
        let others = fs::read_dir(entry.place.parent().unwrap()).unwrap();
        assert_eq!(others.count(), 1, "nothing half-written is left");
        assert!(entry.remove().unwrap());
        assert!(!entry.remove().unwrap());
        entry.set(false).unwrap();
        assert_eq!(entry.standing().unwrap(), Standing::Off);
    }

    #[test]
    fn a_program_that_was_moved_takes_its_place_and_one_that_is_there_twice_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let entry = entry(folder.path());
        let before = folder.path().join("gatehouse-desktop");
        fs::write(&before, "").unwrap();
        fs::create_dir_all(entry.place.parent().unwrap()).unwrap();
        let text = Entry::new(&before, None).unwrap().write(KIND, &entry.name);
        fs::write(&entry.place, text).unwrap();
        assert_eq!(entry.standing().unwrap(), Standing::Elsewhere);
        assert!(!entry.mend().unwrap());
        assert_eq!(entry.standing().unwrap(), Standing::Elsewhere);
        fs::remove_file(&before).unwrap();
        assert!(entry.mend().unwrap());
        assert_eq!(entry.standing().unwrap(), Standing::On);
    }

    #[test]
    fn each_data_folder_has_an_entry_of_its_own() {
        let own = |folder: &str| {
            let paths = Paths {
                data: folder.into(),
                config: folder.into(),
                log: folder.into(),
            };
            Autostart::of(&paths).unwrap()
        };
        assert_ne!(own("/nowhere/a").place, own("/nowhere/b").place);
        assert_eq!(
            own("/nowhere/a").own.as_deref(),
            Some(Path::new("/nowhere/a"))
        );
    }
}
