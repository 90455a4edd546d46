//! The page as it is shipped: without the scripted engine of tests, each module and stylesheet as
//! short as it can be said.
//!
//! Runs when the window is built. One file stays one file: nothing is joined. Names that only the page
//! itself knows get short ones: variables and private members of a module, the modules themselves
//! (`script.rs`), what they tell each other (`links.rs`, `shared.rs`), and the properties of
//! stylesheets (`style.rs`). Functions become arrows (`arrows.rs`), and a word that is said often is
//! kept in a variable (`words.rs`). A public property keeps its name, for data has the same.
//! It knows neither Tauri nor what the modules do.
#![forbid(unsafe_code)]

mod arrows;
mod links;
mod names;
mod script;
mod shared;
mod style;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why the page cannot be packed. The build says it and ends.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A module is no JavaScript.
    #[error("{module}: {message}")]
    Syntax {
        /// Its path in the page.
        module: String,
        /// What the parser says first.
        message: String,
    },
    /// A module says what cannot be followed from here.
    #[error("{module}: {what} would be packed wrong. Import and export by name.")]
    NotByName {
        /// Its path in the page.
        module: String,
        /// What it says.
        what: &'static str,
    },
    /// Modules import each other in a circle.
    #[error("{module} imports itself by way of others: it would be packed wrong.")]
    Circle {
        /// The path in the page of one of them.
        module: String,
    },
}

/// Packs the page in `from` into the folder `to`, which need not exist. Gives the path of each module
/// that got another one, with its old path, for whoever reads an error of the page.
///
/// # Errors
/// When a file cannot be read or written, or a module cannot be understood.
pub fn pack(from: &Path, to: &Path) -> Result<BTreeMap<String, String>, PackError> {
    let mut paths = Vec::new();
    list(from, "", &mut paths)?;
    let (mut scripts, mut styles) = (BTreeMap::new(), BTreeMap::new());
    for path in paths {
        let source = from.join(&path);
        let kind = source.extension().and_then(|ending| ending.to_str());
        let files = match kind {
            Some("js") => &mut scripts,
            Some("css") => &mut styles,
            _ => {
                let text = fs::read(&source).map_err(|error| disk(&source, error))?;
                write(&to.join(&path), &text)?;
                continue;
            }
        };
        let text = fs::read_to_string(&source).map_err(|error| disk(&source, error))?;
        files.insert(path, text);
    }
    let properties = style::properties(styles.values(), scripts.values());
    for (path, text) in &styles {
        write(&to.join(path), style::packed(text, &properties).as_bytes())?;
    }
    let mut moved = BTreeMap::new();
    for module in script::packed(&scripts)? {
        write(&to.join(&module.path), module.text.as_bytes())?;
        if module.path != module.source {
            moved.insert(module.path, module.source);
        }
    }
    Ok(moved)
}

/// The files that are shipped, by their paths in the page.
fn list(folder: &Path, below: &str, found: &mut Vec<String>) -> Result<(), PackError> {
    let failed = |error| disk(folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{below}{name}/"), found)?;
        } else if is_shipped(&name) {
            found.push(format!("{below}{name}"));
        }
    }
    Ok(())
}

/// Whether a file of the page goes to people: the scripted engine and the checker's settings do not.
fn is_shipped(name: &str) -> bool {
    !(name == "fake.js" || name.starts_with("fake-") || name == "jsconfig.json")
}

fn write(path: &Path, text: &[u8]) -> Result<(), PackError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| disk(folder, error))?;
    }
    fs::write(path, text).map_err(|error| disk(path, error))
}

fn disk(path: &Path, source: io::Error) -> PackError {
    PackError::Disk {
        path: path.to_owned(),
        source,
    }
}
