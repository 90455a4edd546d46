//! The page as it is shipped: without the scripted engine of tests, comments and indentation. Lines
//! stay where they are, so that an error names the line of the source.
//!
//! Knows neither Tauri nor what the modules do. A text in backticks must not go over several lines,
//! which the page's lints hold.

use std::path::Path;
use std::{fs, io};

/// Copies the page.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn pack(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let (source, target) = (entry.path(), to.join(&name));
        if entry.file_type()?.is_dir() {
            pack(&source, &target)?;
            continue;
        }
        let name = name.to_string_lossy();
        if !is_shipped(&name) {
            continue;
        }
        if name.ends_with(".js") || name.ends_with(".css") {
            fs::write(target, bare(&fs::read_to_string(source)?))?;
        } else {
            fs::copy(source, target)?;
        }
    }
    Ok(())
}

/// Whether a file of the page goes to people: the scripted engine and the checker's settings do not.
fn is_shipped(name: &str) -> bool {
    !(name == "fake.js" || name.starts_with("fake-") || name == "jsconfig.json")
}

/// A module or stylesheet without what only its readers need.
pub(crate) fn bare(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut within = false;
    for line in source.lines() {
        let mut rest = line.trim();
        // Code may stand behind a comment: `/** @type {…} */ (value)`.
        loop {
            if within {
                let end = rest.split_once("*/");
                within = end.is_none();
                rest = end.map_or("", |(_, after)| after.trim_start());
            }
            match rest.strip_prefix("/*") {
                Some(comment) if !within => (within, rest) = (true, comment),
                Some(_) | None => break,
            }
        }
        if !rest.starts_with("//") {
            kept.push_str(rest);
        }
        kept.push('\n');
    }
    kept
}
