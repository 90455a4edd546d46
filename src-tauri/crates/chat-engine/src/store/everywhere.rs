//! Where the history lies with all that was ever made of it, and how much it holds. Changes nothing.

use super::{Store, StoreError, backup, open, salvage};
use std::fs;
use std::path::{Path, PathBuf};

/// Every file that holds something of the history.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Everywhere {
    /// The file itself first, then what SQLite keeps beside it.
    pub(crate) history: Vec<PathBuf>,
    /// Damaged files that were set aside.
    pub(crate) aside: Vec<PathBuf>,
    /// The automatic copies.
    pub(crate) copies: Vec<PathBuf>,
    /// Files and folders of copies that are not whole.
    pub(crate) unfinished: Vec<PathBuf>,
}

impl Store {
    /// The files of a data folder, by their names.
    pub(crate) fn everywhere(data: &Path) -> Everywhere {
        let copies = backup::copies(data).into_iter();
        let folder = backup::folder(data);
        Everywhere {
            history: salvage::with_companions(&open::database(data)),
            aside: files_in(data, |name| name.starts_with(salvage::ASIDE)),
            copies: copies
                .flat_map(|copy| salvage::with_companions(&folder.join(copy.name)))
                .collect(),
            unfinished: backup::unfinished(data)
                .into_iter()
                .map(|(path, _)| path)
                .collect(),
        }
    }

    /// How many conversations and messages there are, with those that can be taken back.
    pub(crate) async fn amounts(&self) -> Result<(u64, u64), StoreError> {
        self.read(|db| {
            let counts = db.query_row(
                "SELECT count(*), coalesce(sum(message_count), 0) FROM conversations",
                [],
                |row| {
                    let count = |at| row.get::<_, i64>(at).map(|n| n.max(0).cast_unsigned());
                    Ok((count(0)?, count(1)?))
                },
            )?;
            Ok(counts)
        })
        .await
    }
}

fn files_in(folder: &Path, is_one: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| file.file_name().to_str().is_some_and(&is_one))
        .map(|file| file.path())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_ours_is_found_and_none_of_anybody_else() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path();
        fs::create_dir(data.join("backups")).unwrap();
        fs::create_dir(data.join("restoring-x")).unwrap();
        let ours = [
            "gatehouse.sqlite3",
            "gatehouse.sqlite3-wal",
            "gatehouse.damaged-20261127T100000Z.sqlite3",
            "gatehouse.damaged-20261127T100000Z.sqlite3-wal",
            "backups/daily-2026-11-27-1795000000000.sqlite3",
            "backups/asked-2026-11-27-1795000000001.sqlite3.12.part",
        ];
        let theirs = [
            "notes.txt",
            "gatehouse-thesis.doc",
            "backups/my-own.sqlite3",
            "backups/photos.zip",
        ];
        for name in ours.iter().chain(&theirs) {
            fs::write(data.join(name), b"x").unwrap();
        }
        let found = Store::everywhere(data);
        let all: Vec<&PathBuf> = [
            &found.history,
            &found.aside,
            &found.copies,
            &found.unfinished,
        ]
        .into_iter()
        .flatten()
        .collect();
        for name in ours.iter().chain(&["restoring-x"]) {
            assert!(all.contains(&&data.join(name)), "{name}");
        }
        for name in theirs {
            assert!(!all.contains(&&data.join(name)), "{name}");
        }
    }
}
