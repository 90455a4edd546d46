//! The page as it is shipped: that it is whole, holds nothing for tests, and how much it weighs.

use gatehouse_tests::sources::root;
use std::path::{Path, PathBuf};

/// What its scripts and stylesheets may weigh together, in bytes. The texts are not counted: each
/// language adds some.
const MOST: u64 = 350 * 1024;

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

#[test]
fn the_page_weighs_no_more_than_it_may() {
    let (folder, files) = packed();
    let weight = |ending: &str| -> u64 {
        let texts = folder.path().join("texts");
        let counted = files
            .iter()
            .filter(|path| is(path, ending) && !path.starts_with(&texts));
        counted.map(|path| path.metadata().unwrap().len()).sum()
    };
    let (scripts, styles) = (weight("js"), weight("css"));
    let whole = scripts + styles;
    println!("scripts {scripts} + stylesheets {styles} = {whole} bytes of {MOST}");
    assert!(scripts > 100_000 && styles > 10_000, "what was weighed?");
    assert!(whole <= MOST, "{whole} bytes, {} too many", whole - MOST);
}
