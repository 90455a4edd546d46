//! The page as it is shipped: that it is whole, and holds nothing for tests.

#[path = "../../../src-tauri/build/page.rs"]
mod packing;

use gatehouse_tests::sources::root;
use std::path::{Path, PathBuf};

fn packed() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    packing::pack(&root().join("ui"), folder.path()).unwrap();
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
    let (folder, files) = packed();
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
            "icon.svg"
        ]
        .iter()
        .all(|name| names.iter().any(|found| found == name))
    );
    for module in files.iter().filter(|path| is(path, "js")) {
        let text = std::fs::read_to_string(module).unwrap();
        let source = root()
            .join("ui")
            .join(module.strip_prefix(folder.path()).unwrap());
        let before = std::fs::read_to_string(source).unwrap();
        assert_eq!(text.lines().count(), before.lines().count());
        let imports = text.lines().filter(|line| line.starts_with("import "));
        // Only what is of the page: `'./…'` or `'../…'`, at the line's end.
        for path in imports.filter_map(|line| line.split('\'').nth(1)) {
            let target = module.parent().unwrap().join(path);
            assert!(target.is_file(), "{} imports {path}", module.display());
        }
    }
}

#[test]
fn only_comments_and_indentation_go() {
    for (source, shipped) in [
        ("  // why\nlet a = 1; // stays\n", "\nlet a = 1; // stays\n"),
        ("/**\n * @param {X} x\n */\nf(x) {\n", "\n\n\nf(x) {\n"),
        ("  /** @type {X} */ (value).go();\n", "(value).go();\n"),
        ("/* one */ /* two */ a\n", "a\n"),
        ("/* begins\n ends */ b;\n", "\nb;\n"),
        (
            "  const url = 'https://a.example/*';\n",
            "const url = 'https://a.example/*';\n",
        ),
        (
            "\t.a {\n\t\tcolor: red; /* why */\n\t}\n",
            ".a {\ncolor: red; /* why */\n}\n",
        ),
    ] {
        assert_eq!(packing::bare(source), shipped);
    }
}
