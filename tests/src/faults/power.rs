//! A loss of power, played from a record of everything that a run wrote and synced: at each moment
//! the disk has what was synced, and of what was not, nothing or some.

use super::run::{Sandbox, Script, copy_folder};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that a run did, in order.
#[derive(Debug)]
enum Did {
    Wrote {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        to: usize,
    },
    Synced {
        file: String,
    },
    Removed {
        file: String,
    },
    /// Text on standard output.
    Said {
        at_s: f64,
        text: String,
    },
}

/// A disk as a loss of power leaves it, and what was said before.
#[derive(Debug)]
pub struct Left {
    /// When, in seconds.
    pub at_s: f64,
    /// What was printed until then, with the time of each part.
    pub said: Vec<(f64, String)>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Left {
    /// The folder as it is found when power is back.
    pub fn restore(&self, template: &Sandbox) -> Sandbox {
        let sandbox = template.copied();
        std::fs::create_dir_all(sandbox.data()).unwrap();
        for ending in ["", "-wal", "-shm"] {
            let mut file = sandbox.database().into_os_string();
            file.push(ending);
            std::fs::remove_file(file).ok();
        }
        for (name, bytes) in &self.files {
            std::fs::write(sandbox.data().join(name), bytes).unwrap();
        }
        sandbox
    }
}

/// Records a run of a script, and gives what a loss of power at each sync, and between them, leaves.
pub fn losses(script: Script, template: &Sandbox) -> Vec<Left> {
    let sandbox = template.copied();
    let log = sandbox.data().with_extension("record");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-xx", "-ttt", "-s", "200000", "-o"]);
    command.arg(&log).args([
        "-e",
        "trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink",
    ]);
    sandbox.ask_under(script, &mut command);
    let output = command.output().expect("strace");
    assert!(output.status.success(), "{output:?}");
    let record = std::fs::read_to_string(&log).unwrap();
    let before = files(&template.data());
    played(&read(&record, &sandbox.data()), before)
}

/// The files of the history, without the shared memory, which is made anew.
fn files(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let copy = tempfile::tempdir().unwrap();
    if data.exists() {
        copy_folder(data, copy.path());
    }
    let entries = std::fs::read_dir(copy.path()).unwrap().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_ours = name.starts_with("gatehouse.sqlite3") && !name.ends_with("-shm");
            is_ours.then(|| (name, std::fs::read(entry.path()).unwrap()))
        })
        .collect()
}

fn played(record: &[Did], before: BTreeMap<String, Vec<u8>>) -> Vec<Left> {
    let mut synced = before.clone();
    let mut written = before;
    // Writes since the last sync of each file.
    let mut open: HashMap<String, Vec<(usize, Vec<u8>)>> = HashMap::new();
    let (mut said, mut at_s) = (Vec::new(), 0.0);
    let mut all = Vec::new();
    for (n, did) in record.iter().enumerate() {
        match did {
            Did::Wrote { file, at, bytes } => {
                put(written.entry(file.clone()).or_default(), *at, bytes);
                synced.entry(file.clone()).or_default();
                open.entry(file.clone())
                    .or_default()
                    .push((*at, bytes.clone()));
            }
            Did::Cut { file, to } => {
                // A file that is cut is cut for good: what would stay is no danger to a log with sums.
                written.entry(file.clone()).or_default().resize(*to, 0);
                synced.entry(file.clone()).or_default().truncate(*to);
                open.remove(file);
            }
            Did::Synced { file } => {
                if let Some(bytes) = written.get(file) {
                    synced.insert(file.clone(), bytes.clone());
                }
                open.remove(file);
            }
            Did::Removed { file } => {
                written.remove(file);
                synced.remove(file);
                open.remove(file);
            }
            Did::Said { at_s: at, text } => {
                at_s = *at;
                said.push((*at, text.clone()));
            }
        }
        let is_sync = matches!(did, Did::Synced { .. });
        if !is_sync && n % 7 != 0 {
            continue;
        }
        let mut files = synced.clone();
        if !is_sync {
            // Every other one of the writes that nobody waited for, in no order.
            for (file, writes) in &open {
                for (k, (at, bytes)) in writes.iter().enumerate() {
                    if (k + n) % 2 == 0 {
                        put(files.entry(file.clone()).or_default(), *at, bytes);
                    }
                }
            }
        }
        all.push(Left {
            at_s,
            said: said.clone(),
            files,
        });
    }
    all
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// Reads the record: `THREAD TIME call(FD<PATH>, "\x..", LENGTH, AT) = RESULT`.
fn read(record: &str, data: &Path) -> Vec<Did> {
    let mut all = Vec::new();
    let mut waiting: HashMap<&str, String> = HashMap::new();
    for line in record.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let Some((time, call)) = rest.trim_start().split_once(' ') else {
            continue;
        };
        let at_s: f64 = time.parse().unwrap_or_default();
        let call = call.trim_start();
        // A sync counts once it is back, a write as soon as it is asked for.
        if call.starts_with("<... fsync resumed") || call.starts_with("<... fdatasync resumed") {
            if let Some(file) = waiting.remove(thread).filter(|_| call.ends_with("= 0")) {
                all.push(Did::Synced { file });
            }
            continue;
        }
        let Some((name, rest)) = call.split_once('(') else {
            continue;
        };
        match name {
            "write" if rest.starts_with("1<") => {
                let text = String::from_utf8_lossy(&quoted(rest)).into_owned();
                all.push(Did::Said { at_s, text });
            }
            "pwrite64" => {
                if let Some(file) = ours(rest, data) {
                    let bytes = quoted(rest);
                    let at = rest.rsplit_once("\", ").and_then(|(_, rest)| {
                        let rest = rest.split([')', '<']).next()?;
                        rest.split(", ").nth(1)?.trim().parse().ok()
                    });
                    all.push(Did::Wrote {
                        file,
                        at: at
                            .unwrap_or_else(|| panic!("no place in {}", &rest[rest.len() - 60..])),
                        bytes,
                    });
                }
            }
            "fsync" | "fdatasync" => {
                if let Some(file) = ours(rest, data) {
                    if rest.contains("<unfinished") {
                        waiting.insert(thread, file);
                    } else if rest.ends_with("= 0") {
                        all.push(Did::Synced { file });
                    }
                }
            }
            "ftruncate" => {
                if let Some(file) = ours(rest, data) {
                    let to = rest
                        .split(", ")
                        .nth(1)
                        .and_then(|to| to.split([')', ' ']).next()?.parse().ok());
                    all.push(Did::Cut {
                        file,
                        to: to.unwrap_or_default(),
                    });
                }
            }
            "unlink" => {
                let path = PathBuf::from(String::from_utf8_lossy(&quoted(rest)).into_owned());
                if let Some(file) = in_history(&path, data) {
                    all.push(Did::Removed { file });
                }
            }
            _ => {}
        }
    }
    all
}

/// The name of a file of the history, by what stands between the angles.
fn ours(call: &str, data: &Path) -> Option<String> {
    let path = call.split_once('<')?.1.split_once('>')?.0;
    let path = String::from_utf8_lossy(&unhexed(path)).into_owned();
    in_history(Path::new(path.trim_end_matches(" (deleted)")), data)
}

fn in_history(path: &Path, data: &Path) -> Option<String> {
    let name = path.strip_prefix(data).ok()?.to_str()?;
    let is_ours = name.starts_with("gatehouse.sqlite3") && !name.ends_with("-shm");
    is_ours.then(|| name.to_owned())
}

/// The first text in quotes.
fn quoted(call: &str) -> Vec<u8> {
    let inner = call.split('"').nth(1).unwrap_or_default();
    unhexed(inner)
}

/// `\x68\x69` is "hi"; what is not written so stays.
fn unhexed(text: &str) -> Vec<u8> {
    if !text.starts_with("\\x") {
        return text.as_bytes().to_vec();
    }
    text.split("\\x")
        .skip(1)
        .filter_map(|two| u8::from_str_radix(two.get(..2)?, 16).ok())
        .collect()
}
