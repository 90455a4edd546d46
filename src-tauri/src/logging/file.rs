//! The files of the log: three at most, each of a megabyte at most, however long the program runs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chat_engine::paths::LOGS;

/// The largest file.
const KEEP_BYTES: u64 = 1_000_000;

/// The newest file, and where the others are.
#[derive(Debug)]
pub(super) struct LogFile {
    folder: PathBuf,
    file: File,
}

impl LogFile {
    /// Goes on where the log was, in a folder that is there.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            file: append(folder)?,
            folder: folder.to_path_buf(),
        })
    }

    /// Puts the full file behind the others; the oldest one goes.
    fn turn(&mut self) -> io::Result<()> {
        let [now, before @ ..] = LOGS.map(|name| self.folder.join(name));
        // Another program of ours may have done it already.
        if fs::metadata(&now).is_ok_and(|about| about.len() >= KEEP_BYTES / 2) {
            let mut to = before.iter().rev();
            let mut into = to.next();
            for from in to.chain([&now]) {
                if let Some(into) = into.replace(from)
                    && from.exists()
                {
                    fs::rename(from, into)?;
                }
            }
        }
        self.file = append(&self.folder)?;
        Ok(())
    }
}

fn append(folder: &Path) -> io::Result<File> {
    let [now, ..] = LOGS;
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(folder.join(now))
}

impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // What is longer than a file is cut: a line is none of ours then.
        let most = usize::try_from(KEEP_BYTES).unwrap_or(usize::MAX);
        let line = line.get(..most).unwrap_or(line);
        let grown = self
            .file
            .metadata()?
            .len()
            .saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        if grown > KEEP_BYTES && self.turn().is_err() {
            // Where nothing can be put aside, the log begins anew rather than grow.
            self.file.set_len(0)?;
        }
        self.file.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(folder: &Path) -> Vec<u64> {
        let size = |name| fs::metadata(folder.join(name)).map(|about| about.len());
        LOGS.iter().filter_map(|name| size(name).ok()).collect()
    }

    #[test]
    fn a_log_goes_on_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        for line in ["one\n", "two\n"] {
            let mut file = LogFile::open(folder.path()).unwrap();
            file.write_all(line.as_bytes()).unwrap();
        }
        let text = fs::read_to_string(folder.path().join("gatehouse.log")).unwrap();
        assert_eq!(text, "one\ntwo\n");
    }

    #[test]
    fn ten_megabytes_leave_three_files_of_one_with_the_newest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = LogFile::open(folder.path()).unwrap();
        for number in 0..10_000_u32 {
            let line = format!("{number:>998}\n");
            file.write_all(line.as_bytes()).unwrap();
        }
        file.write_all(b"the last\n").unwrap();
        let sizes = sizes(folder.path());
        assert_eq!(sizes.len(), 3);
        assert!(sizes.iter().all(|size| *size <= KEEP_BYTES), "{sizes:?}");
        let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(read(LOGS[0]).ends_with("the last\n"));
        // What goes on from file to file has no gap.
        let numbers = |text: &str| -> Vec<u32> {
            text.lines()
                .filter_map(|line| line.trim().parse().ok())
                .collect()
        };
        let all: Vec<u32> = LOGS
            .iter()
            .rev()
            .flat_map(|name| numbers(&read(name)))
            .collect();
        assert_eq!(all.last(), Some(&9_999));
        assert!(all.windows(2).all(|pair| pair[1] == pair[0] + 1));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn where_nothing_can_be_put_aside_the_log_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        // A folder with something in it cannot be replaced, not even by root.
        for name in &LOGS[1..] {
            fs::create_dir_all(folder.path().join(name).join("in the way")).unwrap();
        }
        let mut file = LogFile::open(folder.path()).unwrap();
        let line = [b'x'; 1000];
        for _ in 0..2_500 {
            file.write_all(&line).unwrap();
        }
        let size = fs::metadata(folder.path().join(LOGS[0])).unwrap().len();
        assert!((1..=KEEP_BYTES).contains(&size), "{size}");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_log() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let file = LogFile::open(folder.path()).unwrap();
        assert_eq!(
            file.file.metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
