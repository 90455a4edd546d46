//! The showcase answer: what the page's tests draw is what its Markdown renders to.
//!
//! `GATEHOUSE_BLESS=1` writes the tree anew.

use std::path::PathBuf;

use chat_render::render;

#[test]
fn the_showcase_renders_to_the_tree_that_the_page_is_looked_at_with() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/showcase");
    let markdown = std::fs::read_to_string(folder.join("answer.md")).unwrap();
    let tree = format!("{}\n", serde_json::to_string(&render(&markdown)).unwrap());
    let file = folder.join("answer.json");
    if std::env::var_os("GATEHOUSE_BLESS").is_some() {
        std::fs::write(&file, &tree).unwrap();
    }
    assert!(
        std::fs::read_to_string(&file).unwrap() == tree,
        "answer.json is stale: run this test with GATEHOUSE_BLESS=1, then bless the pictures"
    );
}
