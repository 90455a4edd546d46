//! The export archives of `ChatGPT` and Claude as they are known.

use crate::{all, outline};
use chat_core::archive::{LeftOut, Source, Unread};

const CHATGPT: &[u8] = include_bytes!("../fixtures/archives/chatgpt.json");
const CLAUDE: &[u8] = include_bytes!("../fixtures/archives/claude.json");

#[test]
fn chatgpts_tree_comes_with_its_variants_and_the_path_that_was_shown() {
    let found = all(CHATGPT).remove(0).unwrap();
    assert_eq!(found.source, Source::ChatGpt);
    assert_eq!(
        outline(&found),
        [
            r#"0 user done - 1714560001500: "How do I sort a Vec?" """#,
            r#"1 assistant done gpt-4o 1714560002000: "Use `v.sort()`." """#,
            r#"1* assistant cancelled gpt-4o 1714560100000: "Call `sort_unstable` where order of equals does not matter." """#,
            r#"2* user done - 1714560200000: "What does this plot say?\n\n[File: plot.png; not in the archive]" """#,
            r#"3*< assistant done o3 1714560201000: "```python\nprint(1 + 1)\n```\n\n```text\n2\n\n```\n\nIt rises to 2." "Looking\nThe plot rises.""#,
        ]
    );
    let conversation = &found.conversation;
    assert_eq!(conversation.title, "Sorting in Rust");
    assert!(conversation.titled && conversation.archived);
    assert_eq!(
        (conversation.created_at_ms, conversation.updated_at_ms),
        (1_714_560_000_123, 1_714_560_300_500)
    );
    let expected = LeftOut {
        hidden: 2,
        files: 1,
        ..LeftOut::default()
    };
    assert_eq!(found.left_out, expected);
}

#[test]
fn what_chatgpt_drew_searched_and_wrote_is_named_counted_and_kept() {
    let found = all(CHATGPT).remove(1).unwrap();
    assert_eq!(
        outline(&found),
        [
            r#"0 user done - 1714600000000: "Draw a fox,\nplease 🦊" """#,
            r#"1*< assistant done - 1714600009000: "[Picture: a fox in snow; not in the archive]\n\n```text Fox facts\n# Foxes\n```" """#,
        ]
    );
    assert_eq!(found.conversation.title, "Draw a fox, please 🦊");
    assert!(!found.conversation.titled);
    let expected = LeftOut {
        tools: 2,
        files: 1,
        ..LeftOut::default()
    };
    assert_eq!(found.left_out, expected);
}

#[test]
fn claudes_messages_come_with_files_thinking_artifacts_and_variants() {
    let found = all(CLAUDE).remove(0).unwrap();
    assert_eq!(found.source, Source::Claude);
    assert_eq!(
        outline(&found),
        [
            r#"0 user done - 1740823201500: "```markdown notes.md\n# Moon\n\n```\n\nWhat makes tides?\n\n[File: sea.jpg; not in the archive]" """#,
            r#"1 assistant done - 1740823209000: "The Moon.\n\n```python tide.py\nprint('high')\n```\n\nAnd the Sun." "Gravity.""#,
            r#"1*< assistant done - 1740823260000: "Mostly the Moon." """#,
        ]
    );
    let expected = LeftOut {
        tools: 2,
        files: 1,
        ..LeftOut::default()
    };
    assert_eq!(found.left_out, expected);
    assert_eq!(found.conversation.updated_at_ms, 1_740_823_500_250);
}

#[test]
fn an_older_claude_export_is_a_line_and_an_empty_one_is_none() {
    let mut all = all(CLAUDE);
    let line = all.remove(1).unwrap();
    assert_eq!(
        outline(&line),
        [
            r#"0 user done - 1704067201000: "Hi" """#,
            r#"1*< assistant done - 1704067201000: "Hello!" """#,
        ]
    );
    assert_eq!(line.conversation.title, "Hi");
    assert!(matches!(all.remove(1), Err((None, Unread::Empty))));
}

/// Importing twice adds nothing, and a later export only what is new: ids come from theirs.
#[test]
fn ids_are_the_same_each_time_and_do_not_change_as_the_conversation_grows() {
    let first = all(CHATGPT).remove(0).unwrap();
    assert_eq!(first, all(CHATGPT).remove(0).unwrap());
    let later = String::from_utf8(CHATGPT.to_vec()).unwrap().replacen(
        r#""parent": "recap", "children": []"#,
        r#""parent": "recap", "children": ["q3"]},
           "q3": {"message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["More"]}}, "parent": "a2", "children": []"#,
        1,
    );
    let later = all(later.as_bytes()).remove(0).unwrap();
    let (before, after) = (&first.conversation.messages, &later.conversation.messages);
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(&after[..before.len()], &before[..]);
    assert_eq!(later.conversation.id, first.conversation.id);
}
