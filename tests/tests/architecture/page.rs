//! The page as it is shipped: that it is whole, holds nothing for tests, and how much it weighs.

use gatehouse_tests::sources::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the scripts and stylesheets of the main window may weigh together, in bytes: all that
/// `index.html` loads, also later. The texts are not counted: each language adds some.
const MAIN_MOST: u64 = 350 * 1024;

/// The same of quick-ask's own page, most of which is shared with the main one.
const QUICK_MOST: u64 = 200 * 1024;

fn packed() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    page_pack::pack(&root().join("ui"), folder.path()).unwrap();
    let mut found = Vec::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    (folder, found)
}

fn is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

#[test]
fn no_scripted_engine_is_shipped_and_nothing_else_is_missing() {
    let (_folder, files) = packed();
    let names: Vec<_> = files
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| !name.starts_with("fake")));
    assert!(
        [
            "index.html",
            "quick.html",
            "main.js",
            "tokens.css",
            "de.js",
            "ja.js",
            "ar.js",
            "icon.svg"
        ]
        .iter()
        .all(|name| names.iter().any(|found| found == name))
    );
    let mut followed = 0;
    for module in files.iter().filter(|path| is(path, "js")) {
        let text = std::fs::read_to_string(module).unwrap();
        // `import{…}from"./…"`: only what is of the page; a word in a text is no path.
        for path in text
            .split("import")
            .skip(1)
            .filter_map(|rest| rest.split(';').next()?.split('"').nth(1))
            // Asked for by a test in a browser alone.
            .filter(|path| path.starts_with('.') && !path.ends_with("/fake.js"))
        {
            let target = module.parent().unwrap().join(path);
            assert!(target.is_file(), "{} imports {path}", module.display());
            followed += 1;
        }
    }
    assert!(followed > 100, "only {followed} imports were seen");
}

/// What stands between quotes in a page, stylesheet or script and is a file of the page.
fn named(file: &Path, folder: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(file).unwrap();
    let quotes = ['"', '\'', '`'];
    let near = file.parent().unwrap();
    let files = text.split(quotes).filter_map(|name| {
        let from = if name.starts_with('/') { folder } else { near };
        let path = from.join(name.trim_start_matches('/'));
        (is(&path, "js") || is(&path, "css")).then_some(path)
    });
    files.filter(|path| path.is_file()).collect()
}

/// The scripts and stylesheets that a page loads.
fn loads(folder: &Path, page: &str) -> BTreeSet<PathBuf> {
    let mut seen = BTreeSet::new();
    let mut left = vec![folder.join(page)];
    while let Some(next) = left.pop() {
        for file in named(&next, folder) {
            let file = file.canonicalize().unwrap();
            if seen.insert(file.clone()) {
                left.push(file);
            }
        }
    }
    seen
}

/// What they weigh, without texts, in bytes: scripts and stylesheets.
fn weight(folder: &Path, page: &str) -> (u64, u64) {
    let seen = loads(folder, page);
    let texts = folder.join("texts").canonicalize().unwrap();
    let of = |ending: &str| -> u64 {
        let counted = seen
            .iter()
            .filter(|path| is(path, ending) && !path.starts_with(&texts));
        counted.map(|path| path.metadata().unwrap().len()).sum()
    };
    (of("js"), of("css"))
}

#[test]
fn each_page_weighs_no_more_than_it_may() {
    let (folder, files) = packed();
    for (page, most) in [("index.html", MAIN_MOST), ("quick.html", QUICK_MOST)] {
        let (scripts, styles) = weight(folder.path(), page);
        let whole = scripts + styles;
        println!("{page}: scripts {scripts} + stylesheets {styles} = {whole} bytes of {most}");
        assert!(scripts > 80_000 && styles > 10_000, "what was weighed?");
        assert!(whole <= most, "{page} has {} too many", whole - most);
    }
    // Nothing is shipped that neither loads: it would be weighed nowhere.
    let texts = folder.path().join("texts").canonicalize().unwrap();
    let loaded = [
        loads(folder.path(), "index.html"),
        loads(folder.path(), "quick.html"),
    ];
    let shipped = files
        .iter()
        .filter(|path| is(path, "js") || is(path, "css"));
    // A module of types alone is empty by then.
    for file in shipped.filter(|path| path.metadata().unwrap().len() > 16) {
        let file = file.canonicalize().unwrap();
        let known = loaded.iter().any(|all| all.contains(&file)) || file.starts_with(&texts);
        assert!(known, "{} is loaded by no page", file.display());
    }
}
