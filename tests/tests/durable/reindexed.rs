//! Making the search index anew, killed at writes all over it.

use gatehouse_tests::faults::{Sandbox, Script, counts_of, independent, killed};
use serde_json::{Value, json};

/// How many messages: several batches of indexing.
const MESSAGES: usize = 1_600;
/// At how many writes it is killed.
const KILLS: usize = 8;
const REBUILD: [&str; 2] = ["history", "rebuild"];

/// A history of one conversation, each message with a word of all and a word of its own.
fn furnished() -> Sandbox {
    let sandbox = Sandbox::before(Script::First, "http://127.0.0.1:9/");
    let nodes = (0..MESSAGES).map(|n| {
        let message = json!({
            "author": {"role": if n % 2 == 0 { "user" } else { "assistant" }},
            "create_time": 1_772_366_400 + n,
            "content": {"content_type": "text", "parts": [format!("everywhere only{n} café")]},
        });
        let parent = (n > 0).then(|| format!("n{}", n - 1));
        (
            format!("n{n}"),
            json!({"parent": parent, "message": message}),
        )
    });
    let mapping: serde_json::Map<_, _> = nodes.collect();
    let archive = json!([{
        "title": "Many", "create_time": 1_772_366_400, "mapping": mapping, "conversation_id": "c",
    }]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("conversations.json");
    std::fs::write(&file, archive.to_string()).unwrap();
    done(&sandbox, &["history", "import", file.to_str().unwrap()]);
    sandbox
}

fn done(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = sandbox.gatehouse(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn parsed(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    serde_json::from_str(&done(sandbox, arguments)).unwrap()
}

fn found(sandbox: &Sandbox, text: &str) -> usize {
    let hits = parsed(
        sandbox,
        &["history", "search", text, "--json", "--limit", "2000"],
    );
    hits.as_array().unwrap().len()
}

/// The check finds nothing wrong; how much is still to be indexed.
fn sound(sandbox: &Sandbox) -> u64 {
    independent(sandbox).unwrap();
    let check = parsed(sandbox, &["history", "check", "--json"]);
    assert_eq!(check["ok"], true, "{check}");
    check["notYetIndexed"].as_u64().unwrap()
}

#[test]
fn a_rebuild_killed_at_any_write_leaves_a_history_that_is_sound_and_finds_everything() {
    let template = furnished();
    let whole = counts_of(&REBUILD, &template);
    let writes = whole.iter().find(|(call, _)| call == "pwrite64").unwrap().1;
    let mut half_way = 0;
    for n in 0..KILLS {
        let sandbox = template.copied();
        let nth = 1 + n * writes / KILLS;
        let ran = killed(&REBUILD, "pwrite64", nth, &sandbox);
        assert!(!ran.ended && !ran.hung, "write {nth} of {writes}: {ran:?}");
        let left = sound(&sandbox);
        half_way += usize::from(left > 0);
        // Either goes on from there.
        if n % 2 == 0 {
            assert_eq!(
                done(&sandbox, &REBUILD),
                "The search index was made anew.\n"
            );
            assert_eq!(sound(&sandbox), 0);
        }
        assert_eq!(
            found(&sandbox, "everywhere"),
            MESSAGES,
            "write {nth} of {writes}"
        );
        assert_eq!(found(&sandbox, "\"only7 cafe\""), 1);
        assert_eq!(sound(&sandbox), 0);
    }
    println!("{writes} writes; {half_way} of {KILLS} kills left something to index");
    assert!(half_way > 1, "{half_way}");
}
