//! Archives that are broken or made to hurt: what can be kept is kept, the rest is told.

use crate::all;
use chat_core::archive::{Unread, check};
use proptest::prelude::*;
use serde_json::{Value, json};

fn chatgpt(mapping: &Value) -> Vec<u8> {
    let one = json!({"title": "T", "create_time": 5.0, "mapping": mapping, "conversation_id": "c"});
    json!([one]).to_string().into_bytes()
}

fn entry(parent: Option<&str>, children: &[&str], text: &str) -> Value {
    json!({
        "parent": parent,
        "children": children,
        "message": {
            "author": {"role": if text.starts_with('q') { "user" } else { "assistant" }},
            "content": {"content_type": "text", "parts": [text]},
        },
    })
}

/// What is read can be stored.
fn sound(archive: &[u8]) -> usize {
    let mut messages = 0;
    for found in all(archive).into_iter().flatten() {
        check(&found.conversation, |_| None).unwrap();
        messages += found.conversation.messages.len();
    }
    messages
}

#[test]
fn a_circle_in_the_tree_is_cut_and_nothing_of_it_is_lost() {
    let circle = chatgpt(&json!({
        "a": entry(Some("c"), &["b"], "q a"),
        "b": entry(Some("a"), &["c"], "b"),
        "c": entry(Some("b"), &["a"], "q c"),
        "self": entry(Some("self"), &["self"], "q self"),
    }));
    assert_eq!(sound(&circle), 4);
}

const MANY: u32 = 100_000;
const LONG: u32 = 20_000;

#[test]
fn a_hundred_thousand_children_and_a_chain_of_20_000_come_through() {
    let mut wide = serde_json::Map::new();
    let names: Vec<_> = (0..MANY).map(|n| format!("n{n}")).collect();
    let all: Vec<_> = names.iter().map(String::as_str).collect();
    wide.insert("root".to_owned(), entry(None, &all, "q"));
    for name in &names {
        wide.insert(name.clone(), entry(Some("root"), &[], "a"));
    }
    assert_eq!(
        sound(&chatgpt(&wide.into())),
        usize::try_from(MANY).unwrap() + 1
    );
    let mut long = serde_json::Map::new();
    for n in 0..LONG {
        let parent = n.checked_sub(1).map(|before| format!("n{before}"));
        let text = if n % 2 == 0 { "q" } else { "a" };
        long.insert(format!("n{n}"), entry(parent.as_deref(), &[], text));
    }
    assert_eq!(
        sound(&chatgpt(&long.into())),
        usize::try_from(LONG).unwrap()
    );
}

#[test]
fn a_broken_element_is_named_and_those_around_it_come() {
    let good = String::from_utf8(chatgpt(&json!({"a": entry(None, &[], "q")}))).unwrap();
    let good = good.trim_matches(['[', ']']);
    let archive = format!(
        r#"[{good},{{"title":"Half","mapping":{{"x":tru}}}},{{"title":"Odd","mapping":[1]}},17,{{"name":"N"}},{good}]"#
    );
    let found = all(archive.as_bytes());
    assert!(found[0].is_ok() && found[5].is_ok());
    let told: Vec<_> = found
        .into_iter()
        .filter_map(Result::err)
        .map(|(title, why)| (title.unwrap_or_default(), why.to_string()))
        .collect();
    let unknown = Unread::Unknown.to_string();
    assert_eq!(
        told,
        [
            (
                "Half".to_owned(),
                "it cannot be read, from its character 35 on".to_owned()
            ),
            ("Odd".to_owned(), unknown.clone()),
            (String::new(), unknown.clone()),
            ("N".to_owned(), unknown),
        ]
    );
}

#[test]
fn nesting_a_million_deep_is_refused_without_a_stack() {
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    for archive in [
        format!(r#"[{{"title":"T","mapping":{{"a":{{"message":{deep}}}}}}}]"#),
        format!(r#"[{{"mapping":{deep}}}]"#),
        format!(r#"[{{"chat_messages":[{{"sender":"human","text":"q","content":{deep}}}]}}]"#),
        format!(r#"[{{"messages":{deep}}}]"#),
        format!("[{deep}]"),
    ] {
        sound(archive.as_bytes());
    }
}

#[test]
fn half_pairs_nulls_and_times_beyond_reason_cost_no_message() {
    let text = r#"[{"title":"T\ud800","create_time":NaN,"update_time":1e999,"mapping":{"a":{"message":
        {"author":{"role":"user"},"create_time":-Infinity,"content":{"content_type":"text",
        "parts":["x\u0000y\udc00z"]}}}},"conversation_id":"c"}]"#;
    let found = all(text.as_bytes()).remove(0).unwrap();
    assert_eq!(found.conversation.title, "T\u{fffd}");
    assert_eq!(found.conversation.messages[0].text, "x\0y\u{fffd}z");
    assert_eq!(found.left_out.characters, 2);
    assert_eq!(found.conversation.messages[0].created_at_ms, 0);
}

/// JSON of any shape in the place of any field.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Every place in a document, as a path of steps.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Array(list) => {
            for (n, inner) in list.iter().enumerate() {
                places(inner, &format!("{at}/{n}"), out);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map {
                places(
                    inner,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    out,
                );
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_type_in_any_place_is_taken(which in any::<bool>(), at in any::<prop::sample::Index>(), odd in any_json()) {
        let text: &str = if which {
            include_str!("../fixtures/archives/chatgpt.json")
        } else {
            include_str!("../fixtures/archives/claude.json")
        };
        let mut document: Value = serde_json::from_str(text).unwrap();
        let mut all = Vec::new();
        places(&document, "", &mut all);
        // The top itself stays an array.
        let place = &all[1 + at.index(all.len() - 1)];
        *document.pointer_mut(place).unwrap() = odd;
        sound(document.to_string().as_bytes());
    }
}
