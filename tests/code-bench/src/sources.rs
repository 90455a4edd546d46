//! What is coloured: sources of this repository.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A language that is measured.
#[derive(Debug, Clone, Copy)]
pub enum Language {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// JavaScript.
    JavaScript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::JavaScript];

    /// Its name after a fence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Rust => ("src-tauri/crates/chat-core/src", "rs"),
            Self::Python => ("xtask/scripts", "py"),
            Self::JavaScript => ("ui/js", "js"),
        }
    }
}

/// So many lines of the language, from the beginning again where there are fewer.
///
/// # Errors
/// If its sources cannot be read.
pub fn lines(language: Language, count: usize) -> io::Result<String> {
    let (folder, extension) = language.place();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    collect(&root.join(folder), extension, &mut files)?;
    files.sort();
    let texts: Vec<_> = files
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<_, _>>()?;
    let text = texts.concat();
    let lines = text.lines().cycle().take(count);
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

fn collect(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, into)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
    Ok(())
}
